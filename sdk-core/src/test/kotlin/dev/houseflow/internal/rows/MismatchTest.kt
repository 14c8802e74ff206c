package dev.houseflow.internal.rows

import dev.houseflow.FormatException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.Contextual
import kotlinx.serialization.Serializable

@Serializable
data class Order(val id: Long, val qty: Int, val price: Double, val who: Customer)

@Serializable
data class Customer(val name: String, val age: Int)

class Unregistered

@Serializable
data class NeedsContext(@Contextual val x: Unregistered)

class MismatchTest : FunSpec({
    fun readFailure(
        columns: Array<Pair<String, String>>,
    ) = shouldThrow<FormatException> { adapter<Order>().reader(headers(*columns)) }.message.orEmpty()

    test("all mismatches are named at once, each with what to do") {
        val message = readFailure(
            arrayOf(
                "id" to "UUID",
                "quantity" to "Int32",
                "price" to "Nullable(Float64)",
                "who" to "Tuple(name Nullable(String), years UInt8)",
            ),
        )
        message shouldBe """
            `Order` does not match the columns of this result:
              - property `qty: Int` has no column: did you mean `quantity`? give it a default value or select it
              - column `id` is UUID but property `id: Long` does not hold that: make it `kotlin.uuid.Uuid`
              - column `price` is Nullable(Float64) but property `price: Double` is not nullable: make it `Double?` or use ifNull(price, 0)
              - property `who.age: Int` has no element in column `who`: give it a default value or add it to the tuple
              - element `name` of column `who` is Nullable(String) but property `who.name: String` is not nullable: make it `String?`
        """.trimIndent()
    }

    test("a class that fits is not blamed") {
        adapter<Order>().reader(headers("id" to "Int64", "qty" to "Int32", "price" to "Float64", "who" to "Tuple(name String, age UInt8)"))
    }

    test("a name that occurs twice is not guessed") {
        val message = shouldThrow<FormatException> {
            adapter<Trade>().reader(
                headers(
                    "id" to "Int64",
                    "symbol" to "String",
                    "price" to "Float64",
                    "id" to "Int64",
                ),
            )
        }.message
        message shouldContain "property `id: Long` may be any of column `id`, column `id`: give one an alias (AS)"
    }

    test("elements, keys and values are checked too") {
        @Serializable
        data class Deep(val list: List<Long>, val map: Map<Int, Int>, val pair: Pair<Int, Int>)
        val message = shouldThrow<FormatException> {
            adapter<Deep>().reader(
                headers("list" to "Array(Nullable(Int64))", "map" to "Map(UUID, Nullable(Int32))", "pair" to "Tuple(Int32, Int32, Int32)"),
            )
        }.message.orEmpty()
        message shouldContain
            "each element of column `list` is Nullable(Int64) but each element of property `list: List<Long>` is not nullable: " +
            "make it `Long?` or use arrayMap(x -> ifNull(x, 0), list)"
        message shouldContain "each key of column `map` is UUID but each key of property `map: Map<Int, Int>` does not hold that"
        message shouldContain "each value of column `map` is Nullable(Int32)"
        message shouldContain "column `pair` has 3 elements, matched by order, but `Pair` has 2 properties"
    }

    test("a contextual class without a serializer says so") {
        shouldThrow<FormatException> { adapter<NeedsContext>().reader(headers("x" to "String")) }
            .message shouldContain "no serializer is registered for `Unregistered`"
    }

    test("one value wants one column") {
        shouldThrow<FormatException> { adapter<Long>().reader(headers("a" to "Int64", "b" to "Int64")) }
            .message shouldContain "`Long` has no properties and takes one column, but this result has 2"
    }

    test("an insert names every column that the class cannot fill") {
        val message = shouldThrow<FormatException> {
            adapter<Trade>().writer(headers("id" to "Int64", "symbl" to "String", "price" to "UUID", "other" to "Int8"))
        }.message.orEmpty()
        message shouldContain "`Trade` does not match the columns of this insert:"
        message shouldContain
            "column `symbl` has no property in `Trade`: did you mean `symbol`? add one, or leave the column out of the insert"
        message shouldContain "column `other` has no property in `Trade`: add one"
        message shouldContain "column `price` is UUID but property `price: Double` does not hold that"
    }

    test("a column left out of an insert is no mismatch, and NULL is the rows' own matter there") {
        adapter<Trade>().writer(headers("id" to "Int64"))
        adapter<Loose>().writer(headers("id" to "Int64"))
    }

    test("a state of an aggregate function is no value") {
        @Serializable
        data class State(val s: String)
        val message = shouldThrow<FormatException> { adapter<State>().reader(headers("s" to "AggregateFunction(uniq, UInt64)")) }.message
        message shouldContain "select finalizeAggregation(s)"
        message shouldContain "or make it a `ByteArray` to keep the state"
    }
})
