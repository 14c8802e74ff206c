package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.newBlockBuilder
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.math.BigDecimal
import java.math.BigInteger
import java.net.Inet6Address
import java.net.InetAddress
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.Period
import java.util.UUID

/** Which alternative of a Variant an untyped value goes to. */
class VariantChoiceTest : FunSpec({
    for ((type, value, expected) in CHOICES) {
        test("$value (${value.javaClass.simpleName}) into $type goes to $expected") {
            alternativeOf(type, value) shouldBe expected
        }
    }

    for ((type, value) in AMBIGUOUS) {
        test("$value (${value.javaClass.simpleName}) into $type might mean several") {
            val failure = shouldThrow<FormatException> { alternativeOf(type, value) }
            failure.message shouldContain "which store it differently"
            failure.column shouldBe "c"
        }
    }

    for ((type, value) in REFUSED) {
        test("$value (${value.javaClass.simpleName}) into $type goes nowhere") {
            val builder = builder(type)
            shouldThrow<FormatException> { builder.append(value) }
            builder.size shouldBe 0
            builder.append(null)
            (builder as VariantBuilder).build().isNull(0) shouldBe true
        }
    }

    test("the error names the alternatives that were asked, and the row") {
        val builder = builder("Variant(Date, UInt8)")
        builder.append(5)
        val failure = shouldThrow<FormatException> { builder.append(300) }
        failure.message shouldContain "300 fits none of the alternatives that take a Integer as it is: UInt8"
        failure.row shouldBe 1
    }

    test("primitives go where their boxes go") {
        val type = "Variant(Bool, Date, DateTime, Enum8('a' = 1), Float64, Int8, Int16, Int32, Int64, String)"
        val builder = builder(type)
        builder.appendBoolean(true)
        builder.appendByte(1)
        builder.appendShort(1)
        builder.appendInt(1)
        builder.appendLong(1)
        builder.appendFloat(1f)
        builder.appendDouble(1.0)
        builder.appendString("a")
        builder.appendBytes(byteArrayOf(97))
        alternatives((builder as VariantBuilder).build() as VariantColumn) shouldBe
            listOf("Bool", "Int8", "Int16", "Int32", "Int64", "Float64", "Float64", "String", "String")
    }

    test("inside of arrays, maps and tuples") {
        val inner = "Variant(Date, Int64)"
        for ((type, value) in listOf(
            "Array($inner)" to listOf(5L),
            "Map(String, $inner)" to mapOf("a" to 5L),
            "Tuple($inner)" to listOf(5L),
        )) {
            withClue(type) {
                val column = (builder(type).also { it.append(value) } as NativeBuilder).build()
                val variant = when (column) {
                    is ArrayColumn -> column.elements
                    is MapColumn -> column.values
                    else -> (column as TupleColumn).elements[0]
                }
                alternatives(variant as VariantColumn) shouldBe listOf("Int64")
            }
        }
    }

    test("what get gives of one alternative comes back to it") {
        for ((type, value) in OWN) {
            val others = OWN.map { it.first }.filter { it != type && it !in SAME_CLASS.getOrDefault(type, emptyList()) }
            withClue("$value as $type") {
                val read = builder(type).also { it.append(value) }.let { (it as NativeBuilder).build().get(0)!! }
                alternativeOf("Variant(${(others + type).joinToString(", ")})", read) shouldBe type
            }
        }
    }

    test("the first type of each row of the table is the one that the value has in a Dynamic") {
        for (value in DYNAMIC) {
            withClue("$value") {
                AlternativeRanks.of(ValueKind.of(value)!!, JvmTypes.typeOf(value)!!) shouldBe
                    AlternativeRanks.rankOf(Fit.EXACT)
            }
        }
    }
})

private fun builder(type: String) = newBlockBuilder(listOf(ColumnHeader("c", ClickHouseType.parse(type)))).columns[0]

private fun alternativeOf(type: String, value: Any): String {
    val builder = builder(type)
    builder.append(value)
    return alternatives((builder as VariantBuilder).build() as VariantColumn).single()
}

private fun alternatives(column: VariantColumn): List<String> =
    List(column.size) { column.alternatives[column.alternative(it)].type.toString() }

private val V6 = Inet6Address.getByAddress(null, ByteArray(16).also { it[0] = 32 }, -1)
private val MAPPED = Inet6Address.getByAddress(null, ByteArray(10) + byteArrayOf(-1, -1, 1, 2, 3, 4), -1)

private enum class Side { BUY }

private val CHOICES: List<Triple<String, Any, String>> = listOf(
    // Whole numbers: as themselves, by width and sign, and never as what they might stand for.
    Triple("Variant(Date, Int64)", 5, "Int64"), Triple("Variant(Date, Int64)", 5L, "Int64"),
    Triple("Variant(DateTime, UInt32)", 5, "UInt32"),
    Triple("Variant(DateTime64(3), Int16)", 5, "Int16"), Triple("Variant(Bool, Int64)", 1, "Int64"),
    Triple("Variant(IPv4, UInt64)", 5L, "UInt64"), Triple("Variant(Enum8('a' = 5), Int64)", 5, "Int64"),
    Triple("Variant(Int64, IntervalDay)", 5, "Int64"), Triple("Variant(Int64, Time)", 5, "Int64"),
    Triple("Variant(Date, Float64)", 5, "Float64"),
    Triple("Variant(Date, Decimal(9, 2))", 5, "Decimal(9, 2)"), Triple("Variant(Decimal(18, 4), Decimal(9, 2))", 5, "Decimal(9, 2)"),
    Triple("Variant(Int8, Int32, Int64, UInt16)", 5, "Int32"), Triple("Variant(Int8, Int64, UInt16)", 5, "UInt16"),
    Triple("Variant(Int8, Int64, UInt16)", -5, "Int64"), Triple("Variant(Int8, Int64, UInt32)", 5, "Int64"),
    Triple("Variant(Int128, Int8)", 5, "Int128"), Triple("Variant(Int8, UInt32)", 5, "Int8"),
    Triple("Variant(Int8, UInt32)", 200, "UInt32"),
    Triple("Variant(Int64, UInt8)", 5.toShort(), "UInt8"), Triple("Variant(Int64, UInt64)", 5uL, "UInt64"),
    Triple("Variant(Int16, UInt16)", 5.toUByte(), "UInt16"), Triple("Variant(Int64, UInt32)", BigInteger.TEN, "Int64"),
    Triple("Variant(Int128, UInt64)", BigInteger.TEN, "Int128"), Triple("Variant(Int64, UInt64)", BigInteger.TEN, "UInt64"),
    Triple("Variant(Date, String)", 5, "Date"), Triple("Variant(Bool, UInt8)", true, "Bool"),
    Triple("Variant(String, UInt8)", true, "UInt8"),
    Triple("Variant(Int8, UInt8)", true, "UInt8"),
    // Floats and decimals.
    Triple("Variant(Float32, Float64)", 0.1, "Float64"), Triple("Variant(Float32, Float64)", 0.1f, "Float32"),
    Triple("Variant(BFloat16, Float64)", 0.5f, "BFloat16"), Triple("Variant(BFloat16, Float64)", 0.1f, "Float64"),
    Triple("Variant(Decimal(9, 2), Float32)", 0.1, "Decimal(9, 2)"), Triple("Variant(Decimal(9, 2), Float32)", 0.5, "Float32"),
    Triple("Variant(Decimal(9, 2), Float32)", 0.123, "Float32"),
    Triple("Variant(Decimal(18, 4), Decimal(9, 2))", BigDecimal("1.50"), "Decimal(9, 2)"),
    Triple("Variant(Decimal(18, 4), Decimal(9, 2))", BigDecimal("1.500"), "Decimal(18, 4)"),
    Triple("Variant(Decimal(18, 1), Decimal(9, 1))", BigDecimal("1.5"), "Decimal(9, 1)"),
    Triple("Variant(Decimal(9, 1), Float64)", BigDecimal("1.25"), "Float64"), Triple("Variant(Int64, Float64)", 1.0, "Float64"),
    // Text.
    Triple("Variant(FixedString(3), String)", "ab", "String"), Triple("Variant(Enum8('ab' = 1), String)", "ab", "String"),
    Triple("Variant(IPv4, String)", "1.2.3.4", "String"), Triple("Variant(String, UUID)", UUID(0, 1).toString(), "String"),
    Triple("Variant(JSON, String)", "{}", "String"), Triple("Variant(Date, String)", "2020-01-01", "String"),
    Triple("Variant(Enum8('ab' = 1), FixedString(3))", "ab", "Enum8('ab' = 1)"),
    Triple("Variant(Enum8('ab' = 1), FixedString(3))", "cd", "FixedString(3)"),
    Triple("Variant(FixedString(2), FixedString(3))", "ab", "FixedString(2)"),
    Triple("Variant(FixedString(36), UUID)", UUID(0, 1).toString(), "FixedString(36)"),
    Triple("Variant(FixedString(3), UUID)", UUID(0, 1).toString(), "UUID"),
    Triple("Variant(IPv4, IPv6)", "1.2.3.4", "IPv4"), Triple("Variant(IPv4, IPv6)", "::1", "IPv6"),
    Triple("Variant(LowCardinality(String), UUID)", "x", "LowCardinality(String)"),
    Triple("Variant(Enum8('BUY' = 1), String)", Side.BUY, "Enum8('BUY' = 1)"),
    Triple("Variant(Enum8('SELL' = 1), String)", Side.BUY, "String"),
    Triple("Variant(FixedString(4), IPv4)", byteArrayOf(1, 2, 3, 4), "FixedString(4)"),
    Triple("Variant(Array(UInt8), String)", byteArrayOf(1), "String"),
    Triple("Variant(Array(UInt8), IPv4)", byteArrayOf(1, 2, 3, 4), "Array(UInt8)"),
    Triple("Variant(IPv4, UInt8)", byteArrayOf(1, 2, 3, 4), "IPv4"),
    // Times.
    Triple("Variant(Date, Date32)", LocalDate.EPOCH, "Date32"), Triple("Variant(Date, DateTime)", LocalDate.EPOCH, "Date"),
    Triple("Variant(DateTime, DateTime64(3))", Instant.EPOCH, "DateTime64(3)"),
    Triple("Variant(DateTime64(3), DateTime64(6))", Instant.EPOCH, "DateTime64(6)"),
    Triple("Variant(DateTime64(3), DateTime64(9))", Instant.parse("2280-01-01T00:00:00Z"), "DateTime64(3)"),
    Triple("Variant(DateTime('Asia/Tokyo'), DateTime('UTC'))", Instant.EPOCH, "DateTime('Asia/Tokyo')"),
    Triple("Variant(DateTime64(3, 'Asia/Tokyo'), DateTime('UTC'))", LocalDateTime.MIN.withYear(2000), "DateTime64(3, 'Asia/Tokyo')"),
    Triple("Variant(IntervalHour, Time, Time64(3))", Duration.ofHours(1), "Time64(3)"),
    Triple("Variant(IntervalMinute, Time)", Duration.ofHours(2000), "IntervalMinute"),
    Triple("Variant(IntervalHour, IntervalMinute)", Duration.ofMinutes(90), "IntervalMinute"),
    Triple("Variant(IntervalHour, IntervalMinute)", Duration.ZERO, "IntervalHour"),
    Triple("Variant(IntervalHour, Time)", LocalTime.NOON, "Time"),
    Triple("Variant(IntervalMonth, IntervalYear)", Period.ofYears(1), "IntervalYear"),
    Triple("Variant(IntervalMonth, IntervalQuarter)", Period.ofMonths(3), "IntervalMonth"),
    Triple("Variant(IntervalDay, IntervalWeek)", Period.ofDays(7), "IntervalDay"),
    // Addresses.
    Triple("Variant(IPv4, IPv6)", InetAddress.getByName("1.2.3.4"), "IPv4"), Triple("Variant(IPv4, IPv6)", MAPPED, "IPv6"),
    Triple("Variant(IPv6, String)", InetAddress.getByName("1.2.3.4"), "IPv6"),
    // Containers, by what they hold.
    Triple("Variant(Array(Date), Array(Int64))", listOf(5), "Array(Int64)"),
    Triple("Variant(Array(Date), Array(Int64))", longArrayOf(5), "Array(Int64)"),
    Triple("Variant(Array(FixedString(3)), Array(String))", listOf("ab"), "Array(String)"),
    Triple("Variant(Array(Date), Array(Int64))", emptyList<Any>(), "Array(Date)"),
    Triple("Variant(Array(Nullable(Int64)), Array(Int32))", listOf(5, null), "Array(Nullable(Int64))"),
    Triple("Variant(Map(String, Date), Map(String, UInt8))", mapOf("a" to 5), "Map(String, UInt8)"),
    Triple("Variant(JSON, Map(String, Date))", mapOf("a" to 5), "JSON"),
    Triple("Variant(JSON, Map(String, Int64))", mapOf("a" to 5), "Map(String, Int64)"),
    Triple("Variant(JSON, Map(String, Int64))", JsonKeys(arrayOf("a")).map(arrayOf(5L), 1), "JSON"),
    Triple("Variant(JSON, Tuple(a Int64))", mapOf("a" to 5), "Tuple(a Int64)"),
    Triple("Variant(Array(Int8), Tuple(Int32, Int32))", listOf(1, 2), "Tuple(Int32, Int32)"),
    Triple("Variant(Array(Int32), Tuple(Int32, String))", listOf(1, "a"), "Tuple(Int32, String)"),
    Triple("Variant(Array(Int32), Tuple(Int32, Int32))", 1 to 2, "Tuple(Int32, Int32)"),
    Triple("Variant(Array(Int32), Tuple(Int32, Int32))", setOf(1, 2), "Array(Int32)"),
    Triple("Variant(Array(Array(Date)), Array(Array(UInt16)))", listOf(listOf(5)), "Array(Array(UInt16))"),
    Triple("Geometry", listOf(1.0, 2.0), "Point"), Triple("Geometry", listOf(listOf(1.0, 2.0)), "LineString"),
).map { (type, value, expected) -> Triple(type, value, ClickHouseType.parse(expected).toString()) }

private val AMBIGUOUS: List<Pair<String, Any>> = listOf(
    "Variant(Date, DateTime)" to 5, "Variant(Bool, Date)" to 1, "Variant(Date32, Time)" to 5,
    "Variant(Enum8('a' = 5), IntervalDay)" to 5L, "Variant(IntervalDay, IntervalYear)" to 5,
    "Variant(DateTime('Asia/Tokyo'), DateTime('UTC'))" to LocalDateTime.parse("2020-01-01T00:00:00"),
    "Variant(FixedString(3), FixedString(4))" to "ab", "Variant(Enum16('a' = 1), Enum8('a' = 1))" to "a",
    "Variant(IntervalHour, IntervalMinute)" to Duration.ofHours(1), "Variant(IntervalQuarter, IntervalYear)" to Period.ofMonths(12),
    "Variant(Array(Int32), Tuple(Int32, Int32))" to listOf(1, 2), "Variant(Array(Date), Array(DateTime))" to listOf(5),
    "Variant(Map(String, Date), Map(String, DateTime))" to mapOf("a" to 5),
)

private val REFUSED: List<Pair<String, Any>> = listOf(
    "Variant(Date, UInt8)" to 300, "Variant(Date, String)" to 1.5, "Variant(Date, Float64)" to (1L shl 53) + 1,
    "Variant(Array(Date), Array(UInt8))" to listOf(300),
    "Variant(Bool, Date)" to -1, "Variant(Int64, UUID)" to "text", "Variant(Int64, String)" to Any(),
    "Variant(Array(Int64), String)" to listOf("a"),
    "Variant(Bool, Int8)" to 1.5f, "Variant(Enum8('a' = 1), UUID)" to "b",
)

/** A value of each type, in the class that it reads as. */
private val OWN: List<Pair<String, Any>> = listOf(
    "Bool" to true, "Int8" to 1.toByte(), "UInt8" to 200.toShort(), "Int16" to (-1).toShort(), "UInt16" to 60000, "Int32" to -1,
    "UInt32" to 4000000000,
    "Int64" to -1L, "UInt64" to BigInteger.ONE, "Int128" to BigInteger.TEN, "UInt128" to BigInteger.TEN, "Float32" to 0.1f,
    "Float64" to 0.1,
    "BFloat16" to 0.5f, "Decimal(9, 2)" to BigDecimal("1.50"), "Decimal(18, 4)" to BigDecimal("1.5000"), "String" to "x",
    "UUID" to UUID(0, 1),
    "IPv4" to InetAddress.getByName("1.2.3.4"), "IPv6" to V6, "Date" to LocalDate.EPOCH, "Date32" to LocalDate.EPOCH,
    "DateTime" to Instant.EPOCH,
    "DateTime64(3)" to Instant.EPOCH, "Time" to Duration.ZERO, "Time64(3)" to Duration.ZERO,
    "IntervalSecond" to Duration.ofSeconds(1), "IntervalDay" to Period.ofDays(1),
    "IntervalMonth" to Period.ofMonths(1), "IntervalYear" to Period.ofYears(1), "Map(String, Int64)" to mapOf("a" to 1L),
    "Array(String)" to listOf("a"), "Tuple(String, Int64)" to listOf("a", 1L),
)

/** Types that read as the same class and come before the other one: the value is the same there. */
private val SAME_CLASS = mapOf(
    "UInt8" to listOf("Int16"), "UInt16" to listOf("Int32"), "UInt32" to listOf("Int64"),
    "UInt64" to listOf("Int128", "UInt128"), "UInt128" to listOf("Int128"),
    "BFloat16" to listOf("Float32"), "Date" to listOf("Date32"), "DateTime" to listOf("DateTime64(3)"), "Time" to listOf("Time64(3)"),
    "IntervalSecond" to listOf("Time64(3)", "Time"),
)

private val DYNAMIC: List<Any> = listOf(
    true, 1.toByte(), 1.toShort(), 1, 1L, 1.toUByte(), 1.toUShort(), 1u, 1uL, BigInteger.ONE, 1f, 1.0, "a", Char(97),
    byteArrayOf(1), UUID(0, 0), LocalDate.EPOCH,
    Instant.EPOCH, LocalDateTime.MIN, LocalTime.NOON, Duration.ZERO, InetAddress.getByName("1.2.3.4"), V6, listOf(1), mapOf("a" to 1),
)
