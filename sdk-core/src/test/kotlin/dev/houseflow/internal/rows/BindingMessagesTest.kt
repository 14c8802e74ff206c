package dev.houseflow.internal.rows

import dev.houseflow.FormatException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.serialization.Serializable

/** What the classes of this module's door are told word by word; the Java door has a test of the same name. */
@Serializable
private sealed interface Shape {
    @Serializable
    class Path(val points: List<Reading.Place>) : Shape
}

@Serializable
private class Drawing(val shape: Shape)

class BindingMessagesTest : FunSpec({
    test("names, in a result") {
        @Serializable
        data class Whole(val first: Int, val createdAt: String, val kept: Int = 1, val pair: Pair<Int, Int>, val inner: Customer)
        problems<Whole>(
            "firs" to "Int32",
            "created_at" to "String",
            "CREATED_AT" to "String",
            "pair" to "Tuple(Int32)",
            "inner" to "Tuple(name String)",
        ) shouldBe """
            `Whole` does not match the columns of this result:
              - property `createdAt: String` may be any of column `created_at`, column `CREATED_AT`: give one an alias (AS) so that one of them has the property's name
              - property `first: Int` has no column: did you mean `firs`? give it a default value or select it
              - column `pair` has 1 elements, matched by order, but `Pair` has 2 properties: make them as many, or name the elements of the tuple
              - property `inner.age: Int` has no element in column `inner`: give it a default value or add it to the tuple
        """.trimIndent()
    }

    test("names, in an insert") {
        @Serializable
        data class Whole(val id: Int, val inner: Customer)
        problems<Whole>("id" to "Int32", "idd" to "Int32", "inner" to "Tuple(name String, year Int32)", write = true) shouldBe """
            `Whole` does not match the columns of this insert:
              - column `idd` has no property in `Whole`: add one, or leave the column out of the insert
              - element `year` of column `inner` has no property in `Customer`: add one, since a tuple is written whole
              - property `inner.age` has no element in column `inner`: remove it, or mark it @Transient
        """.trimIndent()
    }

    test("types") {
        @Serializable
        data class Types(
            val a: Int,
            val b: String,
            val c: List<Int>,
            val d: Map<Int, Int>,
            val e: Int,
            val f: Int,
            val g: Double,
        )
        problems<Types>(
            "a" to "Array(Nullable(UInt64))",
            "b" to "AggregateFunction(uniq, UInt64)",
            "c" to "Array(UUID)",
            "d" to "Map(UUID, Int32)",
            "e" to "Tuple(Int32, Int32)",
            "f" to "Variant(String, UUID)",
            "g" to "Nullable(Float64)",
        ) shouldBe """
            `Types` does not match the columns of this result:
              - column `a` is Array(Nullable(UInt64)) but property `a: Int` does not hold that: make it `List<ULong?>`
              - column `b` is AggregateFunction(uniq, UInt64) but property `b: String` does not hold that: select finalizeAggregation(b) for its value, or make it a `ByteArray` to keep the state
              - each element of column `c` is UUID but each element of property `c: List<Int>` does not hold that: make it `kotlin.uuid.Uuid`
              - each key of column `d` is UUID but each key of property `d: Map<Int, Int>` does not hold that: make it `kotlin.uuid.Uuid`
              - column `e` is Tuple(Int32, Int32) but property `e: Int` does not hold that: make it a class with a property for each element
              - column `f` is Variant(String, UUID) but property `f: Int` does not hold that: make it a sealed class with a subclass for each alternative, or a `JsonElement`
              - column `g` is Nullable(Float64) but property `g: Double` is not nullable: make it `Double?` or use ifNull(g, 0)
        """.trimIndent()
    }

    test("sealed classes") {
        problems<Sample>("id" to "Int32", "reading" to "Variant(Int64, String, UUID)") shouldBe
            "`Sample` does not match the columns of this result: column `reading` may hold UUID, which fits no subclass of `Reading`: " +
            "add one with a single property of type `kotlin.uuid.Uuid`, or one named @SerialName(\"UUID\")"
        problems<Sample>("id" to "Int32", "reading" to "Variant(Array(String), Int64, String)", write = true) shouldBe
            "`Sample` does not match the columns of this insert: subclass `Place` of property `reading: Reading?` fits no alternative of " +
            "Variant(Array(String), Int64, String): change the column"
        val lists = "Array(Tuple(x Float64, y Float64)), Array(Tuple(y Float64, x Float64))"
        problems<Drawing>("shape" to "Variant($lists)", write = true) shouldBe
            "`Drawing` does not match the columns of this insert: subclass `Path` of property `shape: Shape` fits " +
            "Array(Tuple(x Float64, y Float64)) and Array(Tuple(y Float64, x Float64)) equally well: give it the name of one of them, " +
            "@SerialName(\"Array(Tuple(x Float64, y Float64))\")"
    }

    test("one value") {
        problems<Long>("a" to "Int64", "b" to "Int64") shouldBe "`Long` does not match the columns of this result: " +
            "`Long` has no properties and takes one column, but this result has 2: use a @Serializable class, or rows of `Map<String, Any?>`, which need none"
        problems<Long>("a" to "UUID") shouldBe "`Long` does not match the columns of this result: " +
            "column `a` is UUID but `Long` does not hold that: make it `kotlin.uuid.Uuid`"
    }
})

private inline fun <reified T> problems(vararg columns: Pair<String, String>, write: Boolean = false): String =
    shouldThrow<FormatException> {
        if (write) adapter<T>().writer(headers(*columns)) else adapter<T>().reader(headers(*columns))
    }.message.orEmpty()
