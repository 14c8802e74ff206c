package dev.houseflow.internal.rows

import dev.houseflow.FormatException
import dev.houseflow.internal.binding.fit
import dev.houseflow.internal.codec.VariantColumn
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.Contextual
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.math.BigDecimal
import java.time.LocalDateTime

@Serializable
sealed class Reading {
    @Serializable
    data class Number(val value: Long) : Reading()

    @Serializable
    data class Text(val text: String) : Reading()

    @Serializable
    data class Place(val x: Double, val y: Double) : Reading()

    @Serializable
    data class Many(val values: List<String>) : Reading()
}

/** Two subclasses that hold the same Kotlin type: only their names tell them apart. */
@Serializable
sealed interface Measure {
    @Serializable
    @SerialName("UInt8")
    data class Small(val value: Int) : Measure

    @Serializable
    @SerialName("Int64")
    data class Large(val value: Long) : Measure

    @Serializable
    @JvmInline
    value class Word(val value: String) : Measure
}

/** One value of a kind in each subclass. */
@Serializable
sealed interface Open {
    @Serializable
    data class Number(val value: Long) : Open

    @Serializable
    data class Clock(@Contextual val time: LocalDateTime) : Open

    @Serializable
    data class Counts(val counts: List<Long>) : Open

    @Serializable
    data class Grade(val level: Level) : Open
}

@Serializable
data class Sample(val id: Int, val reading: Reading?)

@Serializable
data class Document(val id: Int, val body: JsonElement)

@Serializable
data class Profile(val name: String, val age: Int? = null, val tags: List<String> = emptyList())

@Serializable
data class User(val id: Int, val profile: Profile)

class OpenRowsTest : FunSpec({
    val variant = "Variant(Array(String), Int64, String, Tuple(x Float64, y Float64))"
    val readings = arrayOf(
        Sample(1, Reading.Number(Long.MIN_VALUE)),
        Sample(2, Reading.Text("x")),
        Sample(3, null),
        Sample(4, Reading.Place(1.0, 2.0)),
        Sample(5, Reading.Many(listOf("a", "b"))),
        Sample(6, Reading.Text("")),
    )

    test("a sealed class over a Variant: the alternative that fits best, there and back") {
        read<Sample>(write(headers("id" to "Int32", "reading" to variant), *readings)) shouldBe readings.toList()
    }

    test("a subclass that is named as the alternative has it, whatever else would fit") {
        val columns = headers("x" to "Variant(Int64, String, UInt8)")
        val values = arrayOf(Measure.Small(5), Measure.Large(5), Measure.Word("w"))
        val block = write<Measure>(columns, *values)
        val column = block.column(0) as VariantColumn
        List(3) { column.alternatives[column.alternative(it)].type.toString() } shouldBe listOf("UInt8", "Int64", "String")
        read<Measure>(block) shouldBe values.toList()
    }

    test("alternatives in any order of the declaration") {
        val columns = headers("id" to "Int32", "reading" to "Variant(Tuple(x Float64, y Float64), String, Int64, Array(String))")
        read<Sample>(write(columns, *readings)) shouldBe readings.toList()
    }

    test("alternatives and subclasses without a counterpart are mismatches") {
        val message = shouldThrow<FormatException> {
            adapter<Sample>().reader(headers("id" to "Int32", "reading" to "Variant(Int64, String, UUID, Array(UInt8))"))
        }.message.orEmpty()
        message shouldContain
            "column `reading` may hold Array(UInt8), which fits no subclass of `Reading`: add one with a single property of type `List<UByte>`"
        message shouldContain "column `reading` may hold UUID, which fits no subclass"
        val missing = shouldThrow<FormatException> {
            adapter<Sample>().writer(headers("id" to "Int32", "reading" to "Variant(Int64, String)"))
        }.message.orEmpty()
        missing shouldContain "subclass `Place` of property `reading: Reading?` fits no alternative"
        missing shouldContain "subclass `Many` of"
    }

    test("a subclass of one value goes, value by value, to the alternative that such values go to anywhere") {
        fun alternatives(type: String, vararg values: Open): List<String> {
            val column = write<Open>(headers("x" to type), *values).column(0) as VariantColumn
            return List(values.size) { column.alternatives[column.alternative(it)].type.toString() }
        }
        val rest = "Array(Int64), DateTime64(3), Enum8('LOW' = 1)"
        alternatives("Variant($rest, Bool, Date, IPv4, Int64, IntervalDay)", Open.Number(5), Open.Grade(Level.LOW)) shouldBe
            listOf("Int64", "Enum8('LOW' = 1)")
        alternatives("Variant($rest, Int8, String, UInt32)", Open.Number(5), Open.Number(-5), Open.Grade(Level.LOW)) shouldBe
            listOf("UInt32", "Int8", "Enum8('LOW' = 1)")
        alternatives("Variant($rest, Array(Date), Int64)", Open.Counts(listOf(5)), Open.Counts(emptyList())) shouldBe
            listOf("Array(Int64)", "Array(Int64)")
        // A list, too, where several take such lists.
        alternatives(
            "Variant(Array(Int8), Array(UInt32), DateTime64(3), Enum8('LOW' = 1), Int64)",
            Open.Counts(listOf(5)),
            Open.Counts(listOf(-5)),
            Open.Number(5),
        ) shouldBe listOf("Array(UInt32)", "Array(Int8)", "Int64")
        shouldThrow<FormatException> { alternatives("Variant($rest, UInt8)", Open.Number(300)) }.message shouldContain "300 is outside"
        shouldThrow<FormatException> { alternatives("Variant($rest, UInt16, UInt8)", Open.Number(70000)) }.message shouldContain
            "70000 fits none of the alternatives"
        val moment = Open.Clock(LocalDateTime.parse("2020-01-01T12:00:00"))
        shouldThrow<FormatException> { alternatives("Variant($rest, DateTime64(3, 'Asia/Tokyo'), Int64)", moment) }.message shouldContain
            "which store it differently"
    }

    test("a subclass that stands for a code has no place, and one that fits several lists equally well says so") {
        fun problem(type: String) = shouldThrow<FormatException> { adapter<Open>().writer(headers("x" to type)) }.message
        problem("Variant(Array(Int64), Date, DateTime64(3), Enum8('LOW' = 1))") shouldContain "subclass `Number` of"
        problem("Variant(Array(Date), Array(Time), DateTime64(3), Enum8('LOW' = 1), Int64)") shouldContain "subclass `Counts` of"
    }

    test("NULL in a Variant without a nullable property is an error of its row") {
        @Serializable
        data class Strict(val reading: Reading)
        val block = block(column("reading", "Variant(Int64, String)", 1L, null))
        val error = shouldThrow<FormatException> { read<Strict>(block) }
        error.message shouldContain "make the property `Reading?`"
        error.row shouldBe 1
    }

    test("a sealed class over Dynamic, whose types differ from block to block") {
        val reader = adapter<Sample>().reader(headers("id" to "Int32", "reading" to "Dynamic"))
        reader.bind(block(column("id", "Int32", 1, 2), column("reading", "Dynamic", 5L, "x")))
        reader.read(0) shouldBe Sample(1, Reading.Number(5))
        reader.read(1) shouldBe Sample(2, Reading.Text("x"))
        reader.bind(block(column("id", "Int32", 3, 4), column("reading", "Dynamic", listOf("a"), null)))
        reader.read(0) shouldBe Sample(3, Reading.Many(listOf("a")))
        reader.read(1) shouldBe Sample(4, null)
        reader.bind(block(column("id", "Int32", 3), column("reading", "Dynamic", 1.5f)))
        val error = shouldThrow<FormatException> { reader.read(0) }
        error.message shouldContain "This value is a Float32, which `Reading` has no place for"
        error.column shouldBe "reading"
    }

    test("one kind of value from a Dynamic, each value checked") {
        @Serializable
        data class Simple(val n: Long, val s: String?, val u: ULong?, val list: List<Int>?)
        val block = block(
            column("n", "Dynamic", 1L, 2, 3.toShort()),
            column("s", "Dynamic", "a", null, "c"),
            column("u", "Dynamic", ULong.MAX_VALUE, 5L, null),
            column("list", "Dynamic", listOf(1, 2), null, listOf(3)),
        )
        read<Simple>(block) shouldBe
            listOf(Simple(1, "a", ULong.MAX_VALUE, listOf(1, 2)), Simple(2, null, 5u, null), Simple(3, "c", null, listOf(3)))
        @Serializable
        data class One(val n: Long)
        shouldThrow<FormatException> { read<One>(block(column("n", "Dynamic", "text"))) }.message shouldContain "This value is a String"
        shouldThrow<FormatException> { read<One>(block(column("n", "Dynamic", null as Any?))) }.row shouldBe 0
    }

    test("values into Dynamic keep their types") {
        @Serializable
        data class Simple(val n: Long, val s: String?, val side: Side)
        val block =
            write(headers("n" to "Dynamic", "s" to "Dynamic", "side" to "Dynamic"), Simple(1, "x", Side.SELL), Simple(2, null, Side.BUY))
        read<Simple>(block) shouldBe listOf(Simple(1, "x", Side.SELL), Simple(2, null, Side.BUY))
        (block.column("n") as VariantColumn).alternatives.map { it.type.toString() } shouldBe listOf("Int64")
    }

    test("JsonElement from JSON, and from any other column") {
        val text = """{"a":{"b":[1,2.5,"x",null,true]},"big":18446744073709551615}"""
        val block = block(column("id", "Int32", 1, 2), column("body", "JSON", text, "{}"))
        read<Document>(block) shouldBe listOf(Document(1, Json.parseToJsonElement(text)), Document(2, JsonObject(emptyMap())))
        read<Document>(block(column("id", "Int32", 1, 2), column("body", "Dynamic", 5L, null))) shouldBe
            listOf(Document(1, JsonPrimitive(5)), Document(2, JsonNull))
        val tuple = block(column("id", "Int32", 1), column("body", "Tuple(a UInt8, b Array(String))", listOf(1, listOf("x"))))
        read<Document>(tuple) shouldBe listOf(Document(1, Json.parseToJsonElement("""{"a":1,"b":["x"]}""")))
    }

    test("JsonElement into JSON and Dynamic") {
        val element = Json.parseToJsonElement("""{"a":{"b":[1,2]},"c":"x"}""")
        read<Document>(write(headers("id" to "Int32", "body" to "JSON"), Document(1, element))) shouldBe listOf(Document(1, element))
        val values =
            arrayOf(Document(1, JsonPrimitive(5)), Document(2, JsonPrimitive("x")), Document(3, JsonNull), Document(4, JsonPrimitive(1.5)))
        read<Document>(write(headers("id" to "Int32", "body" to "Dynamic"), *values)) shouldBe values.toList()
    }

    test("the digits of a JSON number go into a decimal as they are") {
        val digits = "0.12345678901234567890"
        val block = write(headers("id" to "Int32", "body" to "Decimal(38, 20)"), Document(1, Json.parseToJsonElement(digits)))
        block.column("body").getBigDecimal(0) shouldBe BigDecimal(digits)
        val whole = write(headers("id" to "Int32", "body" to "Variant(Date, Int64)"), Document(1, JsonPrimitive(5)))
        whole.column("body").get(0) shouldBe 5L
    }

    test("a class over a JSON column goes by way of JSON: unknown keys ignored, defaults kept") {
        val block =
            block(column("id", "Int32", 1, 2), column("profile", "JSON", """{"name":"Ann","age":5,"x":[{}]}""", """{"name":"Bob"}"""))
        read<User>(block) shouldBe listOf(User(1, Profile("Ann", 5)), User(2, Profile("Bob")))
        val rows = arrayOf(User(1, Profile("Ann", 5, listOf("a"))), User(2, Profile("Bob")))
        read<User>(write(headers("id" to "Int32", "profile" to "JSON"), *rows)) shouldBe rows.toList()
        val error = shouldThrow<FormatException> { read<User>(block(column("id", "Int32", 1), column("profile", "JSON", """{"age":5}"""))) }
        error.message shouldContain "name"
        error.column shouldBe "profile"
        error.row shouldBe 0
    }

    test("the text of a JSON column") {
        @Serializable
        data class Raw(val body: String)
        read<Raw>(block(column("body", "JSON", """{"a":1}"""))) shouldBe listOf(Raw("""{"a":1}"""))
        read<Raw>(write(headers("body" to "JSON"), Raw("""{"b":2}"""))) shouldBe listOf(Raw("""{"b":2}"""))
    }

    test("states of aggregate functions, as bytes") {
        @Serializable
        data class State(val s: ByteArray)
        val block = write(headers("s" to "AggregateFunction(count)"), State(byteArrayOf(3)), State(byteArrayOf(0)))
        read<State>(block).map { it.s.toList() } shouldBe listOf(listOf<Byte>(3), listOf<Byte>(0))
    }

    test("geo types and QBit") {
        @Serializable
        data class Geo(val at: Pair<Double, Double>, val ring: List<Point2>, val many: List<List<List<Point2>>>, val q: List<Float>)
        val columns = headers("at" to "Point", "ring" to "Ring", "many" to "MultiPolygon", "q" to "QBit(Float32, 3)")
        val rows = arrayOf(
            Geo(1.0 to 2.0, listOf(Point2(3.0, 4.0)), listOf(listOf(listOf(Point2(5.0, 6.0)))), listOf(1f, 2f, 3f)),
            Geo(0.0 to 0.0, emptyList(), emptyList(), listOf(0f, -1f, 0.5f)),
        )
        read<Geo>(write(columns, *rows)) shouldBe rows.toList()
    }
})
