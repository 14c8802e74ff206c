package dev.houseflow.internal.sql

import dev.houseflow.ConfigurationException
import dev.houseflow.QueryRequest
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.Contextual
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import java.math.BigDecimal
import java.math.BigInteger
import java.nio.file.Paths
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.Period
import java.time.ZoneOffset
import kotlin.time.Duration.Companion.microseconds

private data class NumberAndText(val number: Int, val theText: String)

@Serializable
private data class Named(val n: Int?, @SerialName("the_text") val text: String)

@Serializable
@JvmInline
value class Count(val value: UInt)

@Serializable
private data class Wrapped(val count: Count, val text: String)

private data class Bare(val count: UInt)

@Serializable
private data class Moments(@Contextual val at: Instant, val sums: List<@Contextual BigDecimal>)

@Serializable
private enum class Colour {
    @SerialName("red")
    RED,
    BLUE,
}

class ParameterTextTest : FunSpec({
    fun request(type: String, value: Any?) = QueryRequest("SELECT {x:$type}") { parameter("x", value) }

    fun goes(type: String, vararg values: Any?) = values.forEach { withClue("$it for $type") { request(type, it) } }

    fun refused(type: String, vararg values: Any?) = values.forEach {
        withClue("$it for $type") {
            shouldThrow<ConfigurationException> { request(type, it) }.message shouldContain "parameter \"x\""
        }
    }

    val two = BigInteger.valueOf(2)

    test("whole numbers that wrap around") {
        for (bits in listOf(8, 16, 32, 64, 128, 256)) {
            val half = two.pow(bits - 1)
            goes("Int$bits", half - BigInteger.ONE, -half, 0, -1, "${half - BigInteger.ONE}")
            refused("Int$bits", half, -half - BigInteger.ONE, "$half")
            goes("UInt$bits", two.pow(bits) - BigInteger.ONE, 0)
            refused("UInt$bits", two.pow(bits), -1)
        }
        goes("UInt8", 255, 255L, 255.toUByte(), true, "text", 1.0)
        refused("UInt8", 256, 256L, 256.toShort(), 256u, 256uL, 256.toUShort(), "256")
        goes("Int8", 127, (-128).toByte())
        refused("Int8", 128, -129L)
        goes("UInt32", 0xFFFF_FFFFL)
        refused("UInt32", 0x1_0000_0000L)
        goes("Int64", Long.MIN_VALUE, Long.MAX_VALUE)
        refused("Int64", ULong.MAX_VALUE)
        goes("Int128", Long.MIN_VALUE)
    }

    test("inside of other types") {
        refused("Nullable(UInt8)", 300)
        refused("LowCardinality(UInt8)", 300)
        refused("Array(UInt8)", listOf(1, 300), intArrayOf(300), arrayOf(300), setOf(300), longArrayOf(-1))
        refused("Array(Array(UInt8))", listOf(listOf(1), listOf(300)))
        refused("Map(UInt8, String)", mapOf(300 to "a"))
        refused("Map(String, UInt8)", mapOf("a" to 300))
        refused("Tuple(String, UInt8)", "a" to 300)
        refused("Tuple(a UInt8, b UInt8, c UInt8)", Triple(1, 2, 300))
        goes("Tuple(String, UInt8)", "a" to 255)
        goes("Array(Nullable(UInt8))", listOf(1, null))
        refused("Variant(UInt8, String)", 300)
        goes("NoSuchType(1)", 300)
        goes("Array(", 300)
    }

    test("NULL for what cannot be NULL") {
        refused("String", null)
        refused("Int64", null)
        refused("LowCardinality(String)", null)
        refused("Array(Int64)", listOf(1, null))
        refused("Tuple(Int64, String)", 1 to null)
        refused("Map(String, Int64)", mapOf("a" to null))
        goes("Nullable(String)", null)
        goes("LowCardinality(Nullable(String))", null)
        goes("Dynamic", null)
        goes("Identifier", "t")
        shouldThrow<ConfigurationException> { request("String", null) }.message shouldBe
            "The parameter \"x\" is or holds NULL, which String does not: the server would change it without a word; write " +
            "Nullable(String) in the placeholder, or give a value"
        shouldThrow<ConfigurationException> { request("Array(UInt8)", listOf(300)) }.message shouldBe
            "The parameter \"x\" is or holds 300, which UInt8 of its placeholder {x:Array(UInt8)} does not hold as it is: it is outside of 0..2^8-1"
    }

    test("digits that are cut off") {
        goes(
            "Decimal(9, 2)",
            BigDecimal(
                "1.23",
            ),
            BigDecimal("1.2300"), BigDecimal("1E+3"), BigDecimal("0.000"), 1.25, 5, "1.2", "1.2e1",
        )
        refused("Decimal(9, 2)", BigDecimal("1.234"), 1.005, 0.125f, "1.234", Double.NaN, BigDecimal("1E+1000000000"), "1.2.3", "-")
        refused("Decimal64(1)", BigDecimal("1.23"))
        refused("Array(Decimal(9, 2))", listOf(BigDecimal("0.001")))
        goes("Float32", 0.1, 1e30, Double.POSITIVE_INFINITY, Double.NaN)
        refused("Float32", 1e300)
        refused("BFloat16", -1e300)
    }

    test("times and days") {
        val moment = Instant.parse("2024-02-29T01:02:03.123456Z")
        goes("DateTime64(6)", moment, moment.atOffset(ZoneOffset.UTC), LocalDateTime.of(2024, 1, 1, 0, 0, 0, 1000))
        refused(
            "DateTime64(5)",
            moment,
            moment.atOffset(ZoneOffset.UTC),
            moment.atZone(ZoneOffset.UTC),
            LocalDateTime.of(2024, 1, 1, 0, 0, 0, 1000),
        )
        goes("DateTime64(0)", Instant.ofEpochSecond(-1))
        goes("DateTime64(3)", LocalDateTime.of(1969, 12, 31, 23, 59, 59, 500_000_000), 17)
        goes(
            "DateTime",
            Instant.EPOCH,
            Instant.ofEpochSecond(4_294_967_295),
            LocalDateTime.of(1970, 1, 1, 0, 0),
            LocalDate.of(2024, 1, 1),
            17L,
        )
        refused("DateTime", Instant.ofEpochSecond(-1), Instant.ofEpochSecond(4_294_967_296), moment)
        refused("DateTime('UTC')", LocalDateTime.of(1969, 12, 31, 0, 0), LocalDateTime.of(2106, 2, 9, 0, 0), LocalDate.of(1960, 1, 1))
        goes("Date", LocalDate.of(1970, 1, 1), LocalDate.of(2149, 6, 6), "1970-01-01", "2149/6/6", "20240229")
        refused("Date", LocalDate.of(1969, 12, 31), LocalDate.of(2149, 6, 7), "1960-01-01", "2149-06-07")
        goes("Date32", LocalDate.of(1900, 1, 1), LocalDate.of(2299, 12, 31))
        refused("Date32", LocalDate.of(1899, 12, 31), LocalDate.of(2300, 1, 1))
        goes("Time", Duration.ofSeconds(-5), LocalTime.of(1, 2, 3))
        refused("Time", Duration.ofMillis(5), LocalTime.of(1, 2, 3, 4))
        goes("Time64(6)", Duration.ofNanos(-5000), 5.microseconds)
        refused("Time64(5)", Duration.ofNanos(-5000), (-5).microseconds)
    }

    test("where placeholders are") {
        fun names(sql: String) = Placeholder.of(sql).map { "${it.name} ${it.type}" }
        names("SELECT {a:UInt8}, { b : Array(String) } ,{c_1:Enum8('}'=1)}") shouldBe
            listOf("a UInt8", "b Array(String)", "c_1 Enum8('}'=1)")
        names(
            "SELECT '{a:UInt8}', `{b:UInt8}`, \"{c:UInt8}\", '\\'{d:UInt8}' -- {e:UInt8}\n, {f:UInt8} /* {g:UInt8} */ # {h:UInt8}",
        ) shouldBe
            listOf("f UInt8")
        names("SELECT {'k': 1}, {}, {1:2, {a}, {a:") shouldBe emptyList()
        names("") shouldBe emptyList()
        names("-- x") shouldBe emptyList()
        names("SELECT 'open {a:UInt8}") shouldBe emptyList()
    }

    fun sent(type: String, value: Any?) = request(type, value).parameters["x"]

    test("the texts of tuples, from everything that has parts in an order") {
        for (value in listOf(
            listOf(1, "it's"),
            arrayOf<Any>(1, "it's"),
            1 to "it's",
            mapOf(1 to "it's").entries.first(),
            NumberAndText(1, "it's"),
        )) {
            sent("Tuple(UInt8, String)", value) shouldBe "(1,'it\\'s')"
            sent("Array(Tuple(UInt8, String))", listOf(value)) shouldBe "[(1,'it\\'s')]"
            sent("Map(String, Tuple(UInt8, String))", mapOf("k" to value)) shouldBe "{'k':(1,'it\\'s')}"
        }
        sent("Tuple(UInt8, UInt8, UInt8, UInt8)", listOf(1, 2, 3, 4)) shouldBe "(1,2,3,4)"
        sent("Point", listOf(1.5, -0.0)) shouldBe "(1.5,-0.0)"
        sent("Ring", listOf(1.0 to 2.0, doubleArrayOf(3.0, 4.0))) shouldBe "[(1.0,2.0),(3.0,4.0)]"
        sent("Tuple()", emptyList<Int>()) shouldBe "()"
        refused("Tuple(UInt8, String)", listOf(1), listOf(1, "a", "b"), 5, "[1,'a']", setOf(1))
    }

    test("the texts of tuples, by name") {
        val type = "Tuple(the_text String, number UInt8)"
        sent(type, NumberAndText(1, "a")) shouldBe "('a',1)"
        sent(type, mapOf("number" to 1, "the_text" to "a")) shouldBe "('a',1)"
        sent(type, "('a', 1)") shouldBe "('a',1)"
        refused(type, mapOf("number" to 1), mapOf("number" to 1, "the_text" to "a", "more" to 2), NumberAndText(300, "a"))
        sent("Tuple(the_text String, n Nullable(UInt8))", Named(null, "a")) shouldBe "('a',NULL)"
        // Values of value classes are the values inside, and an unsigned number stays one.
        sent("Tuple(UInt32, String)", Wrapped(Count(4_000_000_000u), "x")) shouldBe "(4000000000,'x')"
        refused("Tuple(Int32, String)", Wrapped(Count(4_000_000_000u), "x"))
        shouldThrow<ConfigurationException> { sent("Tuple(UInt32)", Bare(5u)) }.message shouldContain "has no ClickHouse text"
        sent(
            "Tuple(at DateTime64(3, 'UTC'), sums Array(Decimal(9, 2)))",
            Moments(Instant.ofEpochMilli(1500), listOf(BigDecimal("1.50"))),
        ) shouldBe
            "(1500,[1.50])"
    }

    test("enums by the name that their serializer gives them") {
        sent("String", Colour.RED) shouldBe "red"
        sent("Enum8('red' = 1, 'BLUE' = 2)", Colour.BLUE) shouldBe "BLUE"
        sent("Array(Enum8('red' = 1))", listOf(Colour.RED)) shouldBe "['red']"
    }

    test("maps and objects of classes as JSON") {
        fun json(value: Any?) = request("JSON", value).let { it.statement to it.parameters["x"] }
        json(mapOf("a" to listOf(1, "x"), "b" to mapOf("c" to null))) shouldBe
            ("SELECT CAST({x:String}, 'JSON')" to "{\"a\":[1,\"x\"],\"b\":{\"c\":null}}")
        json(NumberAndText(1, "it's")).second shouldBe "{\"number\":1,\"theText\":\"it\\'s\"}"
        json(Named(5, "x")).second shouldBe "{\"n\":5,\"the_text\":\"x\"}"
        json(mapOf("o" to NumberAndText(1, "x"))).second shouldBe "{\"o\":{\"number\":1,\"theText\":\"x\"}}"
        json("{\"a\":1}").second shouldBe "{\"a\":1}"
        refused("JSON", "[1]", listOf(1), 5, mapOf("a" to Double.NaN))
    }

    test("intervals") {
        sent("IntervalDay", Period.ofDays(3)) shouldBe "3"
        sent("IntervalMonth", Period.ofYears(1)) shouldBe "12"
        sent("IntervalMillisecond", Duration.ofSeconds(-2)) shouldBe "-2000"
        sent("Array(IntervalSecond)", listOf(Duration.ofMinutes(1), 5)) shouldBe "[60,5]"
        refused("IntervalDay", Duration.ofHours(24), Period.ofMonths(1))
        refused("IntervalSecond", Duration.ofMillis(1), "9223372036854775808", BigInteger.ONE.shiftLeft(63))
    }

    test("identifiers go as they are, because servers do not unescape them") {
        for (name in listOf("a\\b", "it's", "a\tb", "a\nb", "a`b", "a.b")) sent("Identifier", name) shouldBe name
        shouldThrow<ConfigurationException> { sent("Identifier", "") }.message shouldContain "empty"
        shouldThrow<ConfigurationException> { sent("Identifier", 5) }
    }

    test("names of parameters that a server takes") {
        for (name in listOf("id\$x", "\$x", "13_", "1a", "_")) {
            QueryRequest("SELECT {$name:UInt8}") { parameter(name, 5) }.parameters shouldBe mapOf(name to "5")
            shouldThrow<ConfigurationException> { QueryRequest("SELECT {$name:UInt8}") { parameter(name, 300) } }
        }
        for (name in listOf("", "13", "1e5", "0x1F", "\$", "a b", "a.b", "\u00e9")) {
            shouldThrow<ConfigurationException> { QueryRequest.builder("SELECT 1").parameter(name, 5) }.message shouldContain "name"
        }
    }

    test("moments") {
        sent("DateTime64(3)", Instant.ofEpochMilli(1_700_000_000_500)) shouldBe "1700000000.5"
        sent("DateTime64(3)", Instant.parse("+10000-01-01T00:00:00Z")) shouldBe "253402300800.0"
        sent("Array(DateTime64(3))", listOf(Instant.parse("+10000-01-01T00:00:00Z"), Instant.ofEpochMilli(-500))) shouldBe
            "[253402300800000,-500]"
        sent("Array(DateTime)", listOf(Instant.EPOCH)) shouldBe "[0]"
        val early = request("DateTime64(3)", Instant.ofEpochMilli(-500))
        early.parameters["x"] shouldBe "(-500)"
        early.statement shouldBe "SELECT tupleElement({x:Tuple(DateTime64(3))}, 1)"
        request("Dynamic", Instant.ofEpochMilli(-500)).statement shouldBe
            "SELECT CAST(tupleElement({x:Tuple(DateTime64(9, 'UTC'))}, 1), 'Dynamic')"
        sent("DateTime('America/New_York')", LocalDateTime.of(2024, 11, 3, 1, 30)) shouldBe "1730611800"
        refused("DateTime('America/New_York')", LocalDateTime.of(2024, 3, 10, 2, 30), "2024-03-10 02:30:00")
        refused("DateTime64(3, 'America/New_York')", LocalDateTime.of(2024, 3, 10, 2, 30))
        refused("DateTime64(3)", "", ".", ".5", "-", "9908870400", "2024-02-30 00:00:00")
        refused("DateTime64(9)", LocalDateTime.of(2262, 4, 12, 0, 0))
        refused("Date", Instant.EPOCH, LocalDateTime.of(2024, 1, 1, 0, 0), "2024-02-30", "0000-00-00")
        refused("DateTime", "2024-02-30 00:00:00", "2024-02-29 25:00:00", "4294967296", "1969-12-31 00:00:00")
    }

    test("wall clocks that the session's zone skips") {
        fun inZone(zone: String) = QueryRequest("SELECT {x:DateTime}, {y:Array(DateTime64(3))}") {
            parameter("x", LocalDateTime.of(2024, 3, 10, 2, 30)).parameter("y", listOf("2024-03-10 02:30:00"))
            setting("session_timezone", zone)
        }
        inZone("UTC").wallClocks.size shouldBe 2
        shouldThrow<ConfigurationException> { inZone("America/New_York") }.message shouldContain "skips that time"
        val atTheEdge = QueryRequest("SELECT {x:DateTime}") { parameter("x", LocalDateTime.of(1970, 1, 1, 0, 0)) }
        atTheEdge.wallClocks.single().check("America/New_York")
        shouldThrow<ConfigurationException> { atTheEdge.wallClocks.single().check("Asia/Tokyo") }.message shouldContain "outside of 1970"
    }

    test("what stands inside of a Variant or Dynamic goes as its own type, which is the same for all values of one place") {
        fun statement(type: String, value: Any?) = request(type, value).statement.removePrefix("SELECT ")
        statement("Variant(Date, Int64)", 5L) shouldBe "CAST({x:Int64}, 'Variant(Date, Int64)')"
        statement("Variant(Date, Int64)", null) shouldBe "CAST(NULL, 'Variant(Date, Int64)')"
        statement("Array(Dynamic)", listOf("a", null)) shouldBe "arrayMap(v1 -> CAST(v1, 'Dynamic'), {x:Array(Nullable(String))})"
        statement("Array(Variant(UInt64, String))", listOf(BigInteger.TEN, "5")) shouldBe "{x:Array(Variant(UInt64, String))}"
        sent("Array(Variant(UInt64, String))", listOf(BigInteger.TEN, "5", null)) shouldBe "[10,'5',NULL]"
        statement("Map(String, JSON)", mapOf("a" to mapOf("b" to 1))) shouldBe
            "CAST(arrayMap(v1 -> tuple(tupleElement(v1, 1), CAST(tupleElement(v1, 2), 'JSON')), {x:Array(Tuple(String, String))}), 'Map(String, JSON)')"
        refused("Array(Dynamic)", listOf(1, "a"))
        refused("Array(Variant(Date, String))", listOf(LocalDate.of(2024, 1, 1), "2024-01-01"))
        refused("Array(Variant(Float64, Int64))", listOf(5L, 5.0))
    }

    test("placeholders of one name that want different texts") {
        val moment = Instant.ofEpochSecond(1_700_000_000)
        QueryRequest("SELECT {x:DateTime}, {x:DateTime64(3)}, {x:String}") { parameter("x", moment) }.parameters shouldBe
            mapOf("x" to "1700000000")
        shouldThrow<ConfigurationException> {
            QueryRequest("SELECT {x:Identifier}, {x:String}") { parameter("x", "it's") }
        }.message shouldContain
            "different texts"
    }

    test("a value that was refused may be given anew") {
        val builder = QueryRequest.builder("SELECT {x:UInt8}").parameter("x", 300)
        shouldThrow<ConfigurationException> { builder.build() }
        builder.parameter("x", 30).build().parameters shouldBe mapOf("x" to "30")
    }

    test("every placeholder of a name counts, and a request made from another one is not looked at again") {
        shouldThrow<ConfigurationException> { QueryRequest("SELECT {x:Int32}, {x:UInt8}") { parameter("x", 300) } }
        val request = QueryRequest("SELECT {x:Int32}, {y:UInt8}") { parameter("x", 300) }
        request.toBuilder().parameter("y", 1).build().parameters shouldBe mapOf("x" to "300", "y" to "1")
        shouldThrow<ConfigurationException> { request.toBuilder().parameter("y", 300).build() }
        QueryRequest("SELECT 1") { parameter("x", null) }.parameters shouldBe mapOf("x" to "\\N")
    }

    test("what can be iterated over once is a list, and a path is none") {
        val once = object : Iterable<Int> {
            var left = 1

            override fun iterator(): Iterator<Int> = if (left-- > 0) listOf(1, 2).iterator() else error("iterated over again")
        }
        request("Array(UInt8)", once).parameters shouldBe mapOf("x" to "[1,2]")
        refused("String", Paths.get("a", "b"), Paths.get("/"))
        refused("Array(String)", listOf(Paths.get("a")))
    }
})
