package dev.houseflow.internal.sql

import dev.houseflow.ConfigurationException
import dev.houseflow.QueryRequest
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.math.BigDecimal
import java.math.BigInteger
import java.nio.file.Paths
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.ZoneOffset
import kotlin.time.Duration.Companion.microseconds

class ParameterFitTest : FunSpec({
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
        goes("Variant(UInt8, String)", 300)
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
            "The parameter \"x\" is or holds 300, which UInt8 of its placeholder {x:Array(UInt8)} does not: the server would change it " +
            "without a word; write a wider type"
    }

    test("digits that are cut off") {
        goes(
            "Decimal(9, 2)",
            BigDecimal(
                "1.23",
            ),
            BigDecimal("1.2300"), BigDecimal("1E+3"), BigDecimal("0.000"), 1.25, 5, "1.2", "1.2e1", Double.NaN,
        )
        refused("Decimal(9, 2)", BigDecimal("1.234"), 1.005, 0.125f, "1.234")
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
        refused("DateTime64(3)", Instant.parse("1969-12-31T23:59:59.500Z"))
        goes("DateTime64(3)", Instant.parse("1969-12-31T23:59:58.500Z"), LocalDateTime.of(1969, 12, 31, 23, 59, 59, 500_000_000), 17)
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
        goes("Date", LocalDate.of(1970, 1, 1), LocalDate.of(2149, 6, 6), "1960-01-01")
        refused("Date", LocalDate.of(1969, 12, 31), LocalDate.of(2149, 6, 7))
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
