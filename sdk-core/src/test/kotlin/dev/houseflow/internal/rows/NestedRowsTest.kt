package dev.houseflow.internal.rows

import dev.houseflow.FormatException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.Serializable

@Serializable
data class Point2(val x: Double, val y: Double)

@Serializable
data class Address(val city: String, val zipCode: Int?)

@Serializable
data class Person(val name: String, val home: Address, val others: List<Address>, val byKind: Map<String, Address>)

class NestedRowsTest : FunSpec({
    val personColumns = headers(
        "name" to "String",
        "home" to "Tuple(zip_code Nullable(Int32), city String)",
        "others" to "Array(Tuple(city LowCardinality(String), zip_code Nullable(Int32)))",
        "by_kind" to "Map(String, Tuple(city String, zipCode Nullable(Int32)))",
    )
    val people = arrayOf(
        Person("Ann", Address("Bern", 3000), listOf(Address("Rom", null), Address("Bern", 1)), mapOf("work" to Address("Ulm", 5))),
        Person("Bob", Address("Linz", null), emptyList(), emptyMap()),
        Person("Cyd", Address("", 0), listOf(Address("", null)), mapOf("a" to Address("x", null), "b" to Address("y", 2))),
    )

    test("classes in tuples by name, lists and maps of them, there and back") {
        read<Person>(write(personColumns, *people)) shouldBe people.toList()
    }

    test("a class over an unnamed tuple goes by order") {
        @Serializable
        data class Shape(val centre: Point2, val border: List<Point2>)
        val columns = headers("centre" to "Tuple(Float64, Float64)", "border" to "Array(Tuple(Float64, Float64))")
        val rows = arrayOf(Shape(Point2(1.0, 2.0), listOf(Point2(3.0, 4.0))), Shape(Point2(-1.0, 0.5), emptyList()))
        read<Shape>(write(columns, *rows)) shouldBe rows.toList()
    }

    test("lists of lists, sets, primitive and unsigned arrays") {
        val rows = arrayOf(
            Lists(listOf(listOf(1, 2), emptyList()), setOf("a", "b"), longArrayOf(5, 6), listOf(null, 7L), listOf(ULong.MAX_VALUE)),
            Lists(emptyList(), emptySet(), longArrayOf(), emptyList(), emptyList()),
        )
        val columns = headers(
            "ints" to "Array(Array(Int32))",
            "names" to "Array(String)",
            "longs" to "Array(Int64)",
            "maybe" to "Array(Nullable(Int64))",
            "big" to "Array(UInt64)",
        )
        val back = read<Lists>(write(columns, *rows))
        back.map { it.copy(longs = NO_LONGS) } shouldBe rows.map { it.copy(longs = NO_LONGS) }
        back.map { it.longs.toList() } shouldBe listOf(listOf(5L, 6L), emptyList())
    }

    test("maps of every kind, and a repeated key is not lost in silence") {
        val columns = headers("m" to "Map(Int32, Array(Nullable(String)))")
        val rows = arrayOf(mapOf(1 to listOf("a", null), 2 to emptyList()), emptyMap())
        read<Map<Int, List<String?>>>(write(columns, *rows)) shouldBe rows.toList()

        val twice = headers("m" to "Map(String, Int64)")
        val entries = listOf("a" to 1L, "b" to 2L, "a" to 3L)
        val block = write(twice, entries)
        read<List<Pair<String, Long>>>(block) shouldBe listOf(entries)
        val error = shouldThrow<FormatException> { read<Map<String, Long>>(block) }
        error.message shouldContain "Of 3 entries only 2 have keys of their own: a List<Pair<K, V>> property keeps repeated keys"
        error.column shouldBe "m"
    }

    test("Nested as one column is a list of classes") {
        @Serializable
        data class Line(val sku: String, val count: Int)

        @Serializable
        data class Cart(val lines: List<Line>)
        val columns = headers("lines" to "Nested(sku String, count Int32)")
        val rows = arrayOf(Cart(listOf(Line("a", 1), Line("b", 2))), Cart(emptyList()))
        read<Cart>(write(columns, *rows)) shouldBe rows.toList()
    }

    test("a flattened Nested is a list of classes, too") {
        @Serializable
        data class Item(val name: String, val amount: Long)

        @Serializable
        data class Basket(val id: Int, val theItems: List<Item>)
        val columns = headers("the_items.name" to "Array(String)", "id" to "Int32", "the_items.amount" to "Array(Int64)")
        val rows = arrayOf(Basket(1, listOf(Item("a", 1), Item("b", 2))), Basket(2, emptyList()), Basket(3, listOf(Item("", 0))))
        val block = write(columns, *rows)
        read<Basket>(block) shouldBe rows.toList()
        block.column("the_items.amount").getList(0) shouldBe listOf(1L, 2L)
        shouldThrow<FormatException> {
            read<Basket>(
                block(
                    column("id", "Int32", 1),
                    column("the_items.name", "Array(String)", listOf("a")),
                    column("the_items.amount", "Array(Int64)", emptyList<Long>()),
                ),
            )
        }.message shouldContain "The arrays of `the_items.name` and `the_items.amount` differ in length"
        shouldThrow<FormatException> {
            adapter<Basket>().writer(headers("id" to "Int32", "theItems.name" to "Array(String)", "theItems.price" to "Array(Int64)"))
        }.message shouldContain "element `price` of each element of column `theItems` has no property in `Item`"
    }

    test("a nullable tuple is a nullable class") {
        @Serializable
        data class Visit(val at: Point2?)
        val columns = headers("at" to "Nullable(Tuple(x Float64, y Float64))")
        val rows = arrayOf(Visit(null), Visit(Point2(1.0, 2.0)), Visit(null))
        read<Visit>(write(columns, *rows)) shouldBe rows.toList()
    }

    test("default values inside of a tuple") {
        @Serializable
        data class Inner(val a: Int, val b: Int = 42)

        @Serializable
        data class Outer(val t: List<Inner>)
        val block = block(column("t", "Array(Tuple(a Int32))", listOf(listOf(1), listOf(2))))
        read<Outer>(block) shouldBe listOf(Outer(listOf(Inner(1), Inner(2))))
    }
})

@Serializable
data class Lists(val ints: List<List<Int>>, val names: Set<String>, val longs: LongArray, val maybe: List<Long?>, val big: List<ULong>)

private val NO_LONGS = LongArray(0)
