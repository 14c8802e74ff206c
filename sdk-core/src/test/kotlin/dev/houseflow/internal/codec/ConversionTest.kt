package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.ColumnBuilder
import dev.houseflow.FormatException
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.block.truncate
import dev.houseflow.internal.type.DefaultZone
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.math.BigDecimal
import java.math.BigInteger
import java.net.Inet6Address
import java.net.InetAddress
import java.nio.ByteBuffer
import java.nio.ReadOnlyBufferException
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.Period
import java.time.ZoneId
import java.time.temporal.ChronoUnit
import java.util.AbstractMap.SimpleImmutableEntry
import java.util.UUID

/** What converts, and what fails instead of losing something: the table of docs/types.md. */
class ConversionTest : FunSpec({
    test("getters convert what fits") {
        column("UInt8", 200).getLong(0) shouldBe 200L
        column("UInt64", 7L).getInt(0) shouldBe 7
        column("Int64", 1L).getBoolean(0) shouldBe true
        column("Int64", 1L shl 53).getDouble(0) shouldBe 9007199254740992.0
        column("Int128", BigInteger.TEN).getShort(0) shouldBe 10
        column("Float64", 0.5).getFloat(0) shouldBe 0.5f
        column("Decimal(9, 2)", BigDecimal("12.00")).getLong(0) shouldBe 12L
        column("Decimal(9, 2)", BigDecimal("0.10")).getDouble(0) shouldBe 0.1
        column("DateTime('Asia/Tokyo')", Instant.EPOCH).getLocalDateTime(0) shouldBe LocalDateTime.parse("1970-01-01T09:00:00")
        column("DateTime64(3, 'Asia/Tokyo')", Instant.EPOCH).getString(0) shouldBe "1970-01-01 09:00:00.000"
        column("DateTime('Fixed/UTC+05:30:00')", Instant.EPOCH).getString(0) shouldBe "1970-01-01 05:30:00"
        column("Enum8('a' = -1)", "a").getInt(0) shouldBe -1
        column("Enum8('a' = -1)", "a").getByte(0) shouldBe -1
        column("Array(Nullable(String))", listOf("it's", null)).getString(0) shouldBe "['it\\'s',NULL]"
        column("Tuple(a UInt8, b Bool)", listOf(1, true)).getMap(0) shouldBe mapOf("a" to 1.toShort(), "b" to true)
        column("Int64", 5L, 6L).toLongArray().toList() shouldBe listOf(5L, 6L)
        column("UInt8", 5, 6).toIntArray().toList() shouldBe listOf(5, 6)
        column("Int32", 5, 6).toDoubleArray().toList() shouldBe listOf(5.0, 6.0)
    }

    test("bytes where they lie, as views that change nothing") {
        val types = listOf("String", "Nullable(String)", "LowCardinality(String)", "LowCardinality(Nullable(String))", "FixedString(2)")
        for (type in types) {
            val column = column(type, "ab", "cd", "ef")
            val view = column.getByteBuffer(1)
            view.position() shouldBe 0
            view.remaining() shouldBe 2
            List(2) { view.get(it).toInt().toChar() } shouldBe listOf('c', 'd')
            shouldThrow<ReadOnlyBufferException> { view.put(0, 0) }
            view.get()
            column.getByteBuffer(1).remaining() shouldBe 2
        }
        column("IPv4", "1.2.3.4").getByteBuffer(0) shouldBe ByteBuffer.wrap(byteArrayOf(1, 2, 3, 4))
        shouldThrow<ReadOnlyBufferException> { column("IPv6", "::1").getByteBuffer(0).put(0) }
        fails("Nullable(String)", null) { getByteBuffer(0) }.message shouldContain "isNull"
        fails("Int64", 1L) { getByteBuffer(0) }
    }

    test("getters refuse what would lose something, and say where") {
        fails("Int64", 300L) { getByte(0) }.message shouldContain "300 does not fit Byte"
        fails("Int64", 1L shl 40) { getInt(0) }
        fails("UInt64", BigInteger.ONE.shiftLeft(63)) { getLong(0) }
        fails("UInt64", 2L) { getBoolean(0) }
        fails("Int64", (1L shl 53) + 1) { getDouble(0) }
        fails("Int32", (1 shl 24) + 1) { getFloat(0) }
        fails("UInt256", BigInteger.ONE.shiftLeft(200)) { getLong(0) }
        fails("Float64", 0.1) { getFloat(0) }
        fails("Float64", 1.0) { getLong(0) }
        fails("Decimal(9, 2)", BigDecimal("1.50")) { getLong(0) }
        fails("Decimal(38, 20)", BigDecimal("1.12345678901234567890")) { getDouble(0) }
        fails("String", byteArrayOf(-1)) { getString(0) }.message shouldContain "getBytes"
        fails("String", "1") { getLong(0) }
        fails("IntervalYear", Long.MAX_VALUE) { get(0) }
        fails("DateTime('Mars/Olympus')", Instant.EPOCH) { getLocalDateTime(0) }.message shouldContain "Mars/Olympus"
        fails("Nullable(Int64)", null) { getLong(0) }.message shouldContain "isNull"
        fails("Map(String, UInt8)", listOf(SimpleImmutableEntry("k", 1), SimpleImmutableEntry("k", 2))) { get(0) }.message shouldContain
            "getList"
        val failure = fails("Int64", 1L, 2L, 300L) { getByte(2) }
        failure.column shouldBe "c"
        failure.type shouldBe "Int64"
        failure.row shouldBe 2
    }

    test("repeated keys of a map are all there") {
        val entries = listOf(SimpleImmutableEntry("k", 1), SimpleImmutableEntry("k", 2))
        column("Map(String, UInt8)", entries).getList(0) shouldBe
            listOf(SimpleImmutableEntry("k", 1.toShort()), SimpleImmutableEntry("k", 2.toShort()))
    }

    test("builders refuse what does not fit, and add nothing") {
        for ((type, value) in REFUSED) {
            val builder = builder(type)
            withClue("$value into $type") {
                val failure = shouldThrow<FormatException> { builder.append(value) }
                failure.column shouldBe "c"
                builder.size shouldBe 0
                builder.appendDefault()
                (builder as NativeBuilder).build().size shouldBe 1
            }
        }
    }

    test("builders take what fits in other classes") {
        for ((type, value, expected) in TAKEN) {
            withClue("$value into $type") { column(type, value).get(0) shouldBe expected }
        }
    }

    test("no number stays none") {
        for (type in listOf("Float32", "Float64", "BFloat16")) {
            for (value in listOf(Double.NaN, Float.NaN, Float.fromBits(0x7f800001))) {
                withClue("$value into $type") { column(type, value).getDouble(0).isNaN() shouldBe true }
            }
        }
    }

    test("a wall clock that a zone skips is refused") {
        val builder = builder("DateTime('Europe/Paris')")
        shouldThrow<FormatException> { builder.append(LocalDateTime.parse("2024-03-31T02:30:00")) }.message shouldContain "skips"
        builder.append(LocalDateTime.parse("2024-03-31T03:30:00"))
        (builder as NativeBuilder).build().getInstant(0) shouldBe Instant.parse("2024-03-31T01:30:00Z")
    }

    test("a DateTime without a zone takes that of the server") {
        val header = listOf(ColumnHeader("c", ClickHouseType.parse("DateTime")))
        val builder = newBlockBuilder(header, DefaultZone.of(ZoneId.of("Asia/Tokyo")))
        builder.columns[0].append(LocalDateTime.parse("1970-01-01T09:00:00"))
        (builder.columns[0] as NativeBuilder).build().getLong(0) shouldBe 0L
    }

    test("a row that failed half-way is taken back") {
        val block =
            newBlockBuilder(
                listOf("UInt8", "Array(String)", "Map(String, UInt8)").mapIndexed { i, t ->
                    ColumnHeader("c$i", ClickHouseType.parse(t))
                },
            )
        block.columns[0].append(1)
        block.columns[1].append(listOf("a"))
        block.columns[2].append(mapOf("k" to 1))
        block.columns[0].append(2)
        (block.columns[1] as ArrayBuilder).elements.append("half")
        (block.columns[2] as MapBuilder).keys.append("half")
        block.truncate(1)
        block.rowCount shouldBe 1
        val read = readBlocks(writeBlock(block)).single()
        read.columns.map { it.get(0) } shouldBe listOf(1.toShort(), listOf("a"), mapOf("k" to 1.toShort()))
    }

    test("numbers that readers of JSON would round go into its text as strings") {
        val values = mapOf(
            "wide" to BigInteger.ONE.shiftLeft(64),
            "whole" to BigInteger.ONE.shiftLeft(64) - BigInteger.ONE,
            "long" to BigDecimal("12345678901234567890.5"),
            "short" to BigDecimal("0.1"),
        )
        column("JSON", values).getString(0) shouldBe
            """{"wide":"18446744073709551616","whole":18446744073709551615,"long":"12345678901234567890.5","short":0.1}"""
    }

    test("a block with columns of different length is refused") {
        val block = newBlockBuilder(listOf("UInt8", "UInt8").mapIndexed { i, t -> ColumnHeader("c$i", ClickHouseType.parse(t)) })
        block.columns[0].append(1)
        shouldThrow<FormatException> { writeBlock(block) }.message shouldContain "c1"
    }

    test("a dictionary holds each value once and starts anew with each block") {
        val header = listOf(ColumnHeader("c", ClickHouseType.parse("LowCardinality(String)")))
        val block = newBlockBuilder(header)
        repeat(1000) { block.columns[0].append("v${it % 300}") }
        val column = readBlocks(writeBlock(block)).single().columns[0] as LowCardinalityColumn
        column.dictionary.size shouldBe 301
        column.getString(301) shouldBe "v1"
        (column.getString(301) === column.getString(601)) shouldBe true
        block.clear()
        block.columns[0].append("x")
        (readBlocks(writeBlock(block)).single().columns[0] as LowCardinalityColumn).dictionary.size shouldBe 2
    }
})

private fun builder(type: String): ColumnBuilder = newBlockBuilder(listOf(ColumnHeader("c", ClickHouseType.parse(type)))).columns[0]

/** Written and read. */
private fun column(type: String, vararg values: Any?): Column {
    val block = newBlockBuilder(listOf(ColumnHeader("c", ClickHouseType.parse(type))))
    for (value in values) block.columns[0].append(value)
    return readBlocks(writeBlock(block)).single().columns[0]
}

private fun fails(type: String, vararg values: Any?, get: Column.() -> Any?): FormatException {
    val column = column(type, *values)
    return withClue(type) { shouldThrow { column.get() } }
}

private val REFUSED: List<Pair<String, Any?>> = listOf(
    "Int8" to 128, "Int8" to -129L, "UInt8" to -1, "UInt16" to 65536, "Int32" to (1L shl 31), "UInt32" to -1L, "UInt64" to -1,
    "UInt64" to BigInteger.ONE.shiftLeft(64), "Int64" to BigInteger.ONE.shiftLeft(63), "Int128" to BigInteger.ONE.shiftLeft(127),
    "UInt128" to -1, "UInt256" to BigInteger.ONE.shiftLeft(256), "Int64" to 1.0, "Int64" to "1", "Bool" to 2, "Int64" to null,
    "Float32" to 1e300, "Float32" to ((1 shl 24) + 1), "Float32" to BigDecimal("0.1"), "Float64" to ((1L shl 53) + 1), "Float64" to "1",
    "Float64" to BigDecimal("0.12345678901234567890"), "BFloat16" to Float.MAX_VALUE, "BFloat16" to 1e39, "BFloat16" to 257,
    "BFloat16" to BigDecimal("0.1"),
    "Decimal(5, 2)" to BigDecimal("1000"), "Decimal(5, 2)" to BigDecimal("0.001"), "Decimal(9, 0)" to BigDecimal("1E+1000000000"),
    "Decimal(76, 76)" to 1, "Decimal(9, 2)" to Double.NaN,
    "String" to 1, "String" to null, "String" to "\ud800",
    "String" to "? and \udc00", "LowCardinality(String)" to "\ud83d?", "FixedString(2)" to "abc",
    "UUID" to "1-1-1-1-1", "UUID" to "0011223-34455-6677-8899-aabbccddeeff", "UUID" to "00112233445566778899aabbccddeef",
    "UUID" to "00112233-44556677-8899-aabbccddeeff-", "UUID" to "00112233-4455-6677-8899-aabbccddeefg", "IPv4" to "1.2.3",
    "IPv4" to InetAddress.getByName("::1"),
    "IPv6" to "1::2::3", "IPv6" to "1.2.3", "IPv6" to ByteArray(5), "IPv4" to "::1", "IPv4" to ByteArray(16),
    "Date" to LocalDate.parse("1969-12-31"), "Date" to LocalDate.parse("2149-06-07"), "Date32" to LocalDate.parse("1899-12-31"),
    "Date" to LocalDateTime.parse(
        "2020-01-01T00:00:00",
    ),
    "DateTime" to Instant.ofEpochSecond(-1), "DateTime" to Instant.ofEpochSecond(1, 5),
    "DateTime" to Instant.ofEpochSecond(1L shl 32), "DateTime64(3)" to Instant.ofEpochSecond(0, 1),
    "DateTime64(9)" to Instant.parse("2500-01-01T00:00:00Z"),
    "Time" to "1:60:00", "Time" to "1000:00:00", "Time" to "00:00:00.5", "Time" to "12:34", "Time64(3)" to "00:00:00.0001",
    "Time64(3)" to "noon", "Date" to "2020-1-1", "Date" to "2020-01-01 00:00:00", "DateTime" to "2020-01-01", "DateTime64(3)" to "later",
    "Time" to Duration.ofHours(1000), "Time" to Duration.ofMillis(1), "Time64(3)" to Duration.ofNanos(1),
    "Time64(3)" to Duration.ofHours(-1000),
    "IntervalDay" to Duration.ofDays(1), "IntervalSecond" to Period.ofDays(1), "IntervalWeek" to Period.ofDays(8),
    "IntervalMinute" to Duration.ofSeconds(90),
    "Enum8('a' = 1)" to "b", "Enum8('a' = 1)" to 2, "Array(UInt8)" to listOf(1, 2, 300), "Array(UInt8)" to "x", "Array(UInt8)" to null,
    "Tuple(UInt8, UInt8)" to listOf(1), "Tuple(UInt8, UInt8)" to listOf(1, 300), "Tuple(a UInt8)" to mapOf("b" to 1),
    "Tuple(a UInt8)" to mapOf("a" to 1, "b" to 2),
    "Map(String, UInt8)" to mapOf("a" to 1, "b" to 300), "Map(String, UInt8)" to listOf(1), "Nullable(UInt8)" to 300,
    "LowCardinality(String)" to null, "LowCardinality(UInt8)" to 300, "Variant(String, UInt8)" to 1.5,
    "QBit(Float32, 3)" to listOf(1f, 2f),
    "JSON" to "[1]", "JSON" to "{", "JSON" to null, "JSON" to mapOf(1 to 2), "Point" to listOf(1.0), "Dynamic" to Any(),
    "Array(Array(UInt8))" to listOf(listOf(1), listOf(2, null)), "AggregateFunction(count)" to byteArrayOf(1, 1),
)

private val MAPPED = Inet6Address.getByAddress(null, ByteArray(10) + byteArrayOf(-1, -1, 1, 2, 3, 4), -1)

private val TAKEN: List<Triple<String, Any?, Any?>> = listOf(
    Triple(
        "UInt8",
        255L,
        255.toShort(),
    ),
    Triple("UInt64", ULong.MAX_VALUE, BigInteger("18446744073709551615")), Triple("Int8", true, 1.toByte()),
    Triple(
        "Float64",
        5,
        5.0,
    ),
    Triple("Float32", 0.5, 0.5f), Triple("Float32", 0.1, 0.1f), Triple("Float32", Double.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY),
    Triple("Float32", 1e-300, 0f), Triple("BFloat16", 0.1f, 0.10009765625f),
    Triple("BFloat16", 0.1, 0.10009765625f), Triple("BFloat16", -0.0, -0f),
    Triple("BFloat16", Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY), Triple("BFloat16", 256, 256f),
    // Halfway between two of them: the even one.
    Triple("BFloat16", 1.00390625, 1f), Triple("BFloat16", 1.01171875, 1.015625f),
    // A little more than halfway, which the nearest Float is not any more.
    Triple("BFloat16", 1.00390625 + 1e-12, 1.0078125f), Triple("BFloat16", -1.00390625 - 1e-12, -1.0078125f),
    Triple("BFloat16", 1.01171875 - 1e-12, 1.0078125f),
    Triple("UUID", "00112233445566778899AABBCCDDEEFF", UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")),
    Triple("UUID", "F0112233-4455-6677-8899-aabbccddeeff", UUID.fromString("f0112233-4455-6677-8899-aabbccddeeff")),
    Triple("IPv6", "1.2.3.4", MAPPED), Triple("IPv6", byteArrayOf(1, 2, 3, 4), MAPPED),
    Triple("IPv6", InetAddress.getByName("1.2.3.4"), MAPPED), Triple("IPv4", MAPPED, InetAddress.getByName("1.2.3.4")),
    Triple("IPv4", "::ffff:1.2.3.4", InetAddress.getByName("1.2.3.4")),
    Triple("Time", "-12:34:56", Duration.parse("-PT12H34M56S")), Triple("Time", "999:59:59.000", Duration.parse("PT999H59M59S")),
    Triple("Time64(3)", "1:02:03.5", Duration.parse("PT1H2M3.5S")), Triple("Time64(9)", "-00:00:00.000000001", Duration.ofNanos(-1)),
    Triple("Time", 5u, Duration.ofSeconds(5)), Triple("DateTime64(3)", 5uL, Instant.ofEpochMilli(5)),
    Triple("Date", "2020-02-29", LocalDate.parse("2020-02-29")), Triple("Date32", "1900-01-01", LocalDate.parse("1900-01-01")),
    Triple("DateTime('Asia/Tokyo')", "1970-01-01 09:00:01", Instant.ofEpochSecond(1)),
    Triple("DateTime('Asia/Tokyo')", "1970-01-01T00:00:01Z", Instant.ofEpochSecond(1)),
    Triple("DateTime64(3, 'Asia/Tokyo')", "1970-01-01 09:00:01.500", Instant.ofEpochMilli(1500)),
    Triple("LowCardinality(UUID)", "00112233445566778899aabbccddeeff", UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")),
    Triple("Tuple(Int64, Int64)", longArrayOf(1, 2), listOf(1L, 2L)), Triple("Dynamic", BigDecimal("0E-77"), BigDecimal("0")),
    Triple("Dynamic", BigDecimal("1.5E-10").setScale(90), BigDecimal("0.00000000015")),
    Triple("Dynamic", Period.ofYears(2), Period.ofYears(2)), Triple("Dynamic", Period.ofMonths(-3), Period.ofMonths(-3)),
    Triple("Dynamic", Period.ofDays(7), Period.ofDays(7)), Triple("Dynamic", LocalTime.NOON, Duration.ofHours(12)),
    Triple("Dynamic", shortArrayOf(1), listOf(1.toShort())), Triple("Dynamic", booleanArrayOf(true), listOf(true)),
    Triple("Decimal(9, 2)", 5, BigDecimal("5.00")), Triple("Decimal(9, 2)", 0.1, BigDecimal("0.10")),
    Triple("String", "x".toByteArray(), "x"), Triple("String", "\ud83d\ude00?", "\ud83d\ude00?"),
    Triple("FixedString(3)", "a", "a\u0000\u0000"),
    Triple("IPv6", "::ffff:1.2.3.4", MAPPED),
    Triple(
        "DateTime",
        LocalDateTime.parse("1970-01-01T00:00:01"),
        Instant.ofEpochSecond(1),
    ),
    Triple("DateTime", 5L, Instant.ofEpochSecond(5)),
    Triple(
        "DateTime64(3)",
        Instant.parse("1969-12-31T23:59:59.500Z").atZone(ZoneId.of("Asia/Tokyo")),
        Instant.parse("1969-12-31T23:59:59.500Z"),
    ),
    Triple("DateTime64(3)", Instant.parse("1900-01-01T00:00:00.001Z"), Instant.parse("1900-01-01T00:00:00.001Z")),
    Triple("DateTime64(6)", Instant.parse("1969-12-31T23:59:59.999999Z"), Instant.parse("1969-12-31T23:59:59.999999Z")),
    Triple("DateTime64(5)", Instant.parse("1969-12-31T23:59:59.99999Z"), Instant.parse("1969-12-31T23:59:59.99999Z")),
    Triple("DateTime64(9)", Instant.ofEpochSecond(-9223372037L, 145224192), Instant.ofEpochSecond(-9223372037L, 145224192)),
    Triple(
        "IntervalMinute",
        Duration.ofHours(2),
        Duration.ofMinutes(120),
    ),
    Triple("IntervalQuarter", Period.ofYears(1), Period.ofMonths(12)),
    Triple("IntervalMillisecond", Duration.ofMillis(Long.MAX_VALUE), Duration.ofMillis(Long.MAX_VALUE)),
    Triple("IntervalMicrosecond", Duration.of(Long.MIN_VALUE, ChronoUnit.MICROS), Duration.of(Long.MIN_VALUE, ChronoUnit.MICROS)),
    Triple(
        "Array(Int64)",
        longArrayOf(1, 2),
        listOf(1L, 2L),
    ),
    Triple("Array(Float32)", floatArrayOf(1f), listOf(1f)), Triple("Point", doubleArrayOf(1.0, 2.0), listOf(1.0, 2.0)),
    Triple(
        "Tuple(a UInt8, b String)",
        mapOf("b" to "x", "a" to 1),
        listOf(1.toShort(), "x"),
    ),
    Triple("Map(String, UInt8)", listOf("k" to 1), mapOf("k" to 1.toShort())),
    Triple("Variant(String, UInt64)", 5L, BigInteger.valueOf(5)),
    Triple("Variant(Array(String), Array(UInt8))", listOf("x"), listOf("x")),
    Triple("Variant(Array(String), Array(UInt8))", listOf(1), listOf(1.toShort())), Triple("Dynamic", listOf(1L, null), listOf(1L, null)),
    Triple(
        "Dynamic",
        mapOf("a" to listOf(1, "x")),
        mapOf("a" to listOf(1, "x")),
    ),
    Triple("JSON", mapOf("a" to listOf(1, null, "x")), mapOf("a" to listOf(1L, null, "x"))),
    Triple("Dynamic", BigDecimal("1.5"), BigDecimal("1.5")), Triple("LowCardinality(Nullable(String))", null, null),
    Triple("AggregateFunction(count)", byteArrayOf(5), BigInteger.valueOf(5)),
)
