@file:OptIn(ExperimentalUnsignedTypes::class)

package dev.houseflow.internal.rows

import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException
import dev.houseflow.HouseflowSerializersModule
import dev.houseflow.internal.binding.isByOrder
import dev.houseflow.internal.binding.plainLabelOf
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.codec.NativeBuilder
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.serialization.KSerializer
import kotlinx.serialization.Serializable
import kotlinx.serialization.builtins.ListSerializer
import kotlinx.serialization.builtins.MapSerializer
import kotlinx.serialization.builtins.nullable
import kotlinx.serialization.builtins.serializer
import kotlinx.serialization.serializer
import java.math.BigDecimal
import java.math.BigInteger
import java.net.Inet4Address
import java.net.Inet6Address
import java.net.InetAddress
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.Period
import java.time.ZonedDateTime
import java.util.UUID

/**
 * What `docs/types.md` promises of properties of Kotlin classes, line by line: alone, in Nullable,
 * Array, Map and Tuple.
 */
class TypePromisesTest : FunSpec({
    for (promise in READ) {
        test("${promise.type} of ${promise.stored} reads as $promise") {
            promise.check { type, serializer, expected, wrap ->
                val block = block(column("c", type, wrap(promise.stored)))
                readOne(serializer, block) shouldBe expected
            }
        }
    }

    for (promise in WRITTEN) {
        test("${promise.type} takes $promise") {
            promise.check { type, serializer, value, wrap ->
                val headers = headers("c" to type)
                val builder = newBlockBuilder(headers)
                val writer = SerializerRowAdapter(serializer).writer(headers)
                writer.bind(builder)
                writer.write(value)
                roundTrip(builder).columns[0].get(0) shouldBe wrap(promise.stored)
            }
        }
    }

    for ((type, promise) in REFUSED) {
        test("$type does not take $promise") {
            val headers = headers("c" to type)
            val builder = newBlockBuilder(headers)

            @Suppress("UNCHECKED_CAST")
            val adapter = SerializerRowAdapter(promise.serializer as KSerializer<Any?>)
            shouldThrow<FormatException> { adapter.writer(headers).also { it.bind(builder) }.write(promise.value) }
            builder.columns[0].size shouldBe 0
        }
    }

    test("a tuple as a list or a map has all its elements, and a set none that are equal") {
        val columns = headers("c" to "Tuple(a Int32, b Int32)")
        for (value in listOf(listOf(1), listOf(1, 2, 3))) {
            shouldThrow<FormatException> { write(columns, value) }.message!!.contains("for a tuple of 2") shouldBe true
        }
        shouldThrow<FormatException> { write(columns, mapOf("a" to 1)) }.message!!.contains("no value for the element `b`") shouldBe true
        shouldThrow<FormatException> { write(columns, mapOf("a" to 1, "c" to 1)) }.message!!.contains("no element `c`") shouldBe true
        shouldThrow<FormatException> { adapter<Set<Int>>().reader(columns) }
        shouldThrow<FormatException> { adapter<Map<String, Int>>().reader(headers("c" to "Tuple(Int32, Int32)")) }
        shouldThrow<FormatException> { read<Set<Int>>(block(column("c", "Array(Int32)", listOf(1, 1)))) }.row shouldBe 0
    }

    test("classes inside of tuples that are lists and maps") {
        val points = listOf(Point2(1.0, 2.0), Point2(3.0, 4.0))
        val list = headers("c" to "Tuple(Point, Tuple(x Float64, y Float64))")
        read<List<Point2>>(write(list, points)) shouldBe listOf(points)
        val map = headers("c" to "Tuple(a Point, b Point)")
        read<Map<String, Point2>>(write(map, mapOf("b" to points[1], "a" to points[0]))) shouldBe
            listOf(mapOf("a" to points[0], "b" to points[1]))
    }
})

/** [value] of a property's class, and what a column of [type] gives or takes for it. */
private class Promise<T : Any>(val type: String, val stored: Any?, val serializer: KSerializer<T>, val value: T) {
    fun check(body: (String, KSerializer<Any?>, Any?, (Any?) -> Any?) -> Unit) {
        for (form in FORMS) {
            if (form.needsScalar && !isScalar(type)) continue
            // Alone, a pair is a row of two columns.
            if (form.pattern == "%" && isByOrder(serializer.descriptor)) continue
            withClue(form.pattern) {
                @Suppress("UNCHECKED_CAST")
                body(form.pattern.replace("%", type), form.serializer(serializer) as KSerializer<Any?>, form.value(value), form.wrap)
            }
        }
    }

    override fun toString(): String = "$value of ${plainLabelOf(serializer.descriptor)}"
}

private class Form(
    val pattern: String,
    val needsScalar: Boolean,
    val serializer: (KSerializer<out Any>) -> KSerializer<*>,
    val value: (Any) -> Any?,
    val wrap: (Any?) -> Any?,
)

private val FORMS = listOf(
    Form("%", false, { it }, { it }, { it }),
    Form("Nullable(%)", true, { it.nullable }, { it }, { it }),
    Form("Nullable(%)", true, { it.nullable }, { null }, { null }),
    Form("Array(%)", false, { ListSerializer(it) }, { listOf(it, it) }, { listOf(it, it) }),
    Form("Map(String, %)", false, { MapSerializer(String.serializer(), it) }, { mapOf("k" to it) }, { mapOf("k" to it) }),
    Form("Tuple(%, %)", false, { ListSerializer(it) }, { listOf(it, it) }, { listOf(it, it) }),
)

private fun isScalar(type: String): Boolean {
    val parsed = ClickHouseType.parse(type)
    return parsed !is ClickHouseType.Array && parsed !is ClickHouseType.Map && parsed !is ClickHouseType.Tuple &&
        parsed !is ClickHouseType.LowCardinality && type !in setOf("Point", "Ring", "Polygon", "LineString", "MultiPolygon", "Geometry") &&
        parsed !is ClickHouseType.Variant && parsed !is ClickHouseType.Dynamic && parsed !is ClickHouseType.QBit
}

private fun readOne(serializer: KSerializer<Any?>, block: dev.houseflow.Block): Any? {
    val reader = SerializerRowAdapter(serializer).reader(headers("c" to block.columns[0].type.toString()))
    reader.bind(block)
    return reader.read(0)
}

private inline fun <reified T : Any> of(type: String, stored: Any?, value: T) =
    Promise(type, stored, HouseflowSerializersModule.serializer<T>(), value)

@Serializable
enum class Level { LOW, }

private val ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")
private val V4 = InetAddress.getByName("1.2.3.4") as Inet4Address
private val V6 = InetAddress.getByName("2001:db8::1") as Inet6Address
private val MAPPED = Inet6Address.getByAddress(null, ByteArray(10) + byteArrayOf(-1, -1, 1, 2, 3, 4), -1)
private val DAY = LocalDate.parse("2020-02-29")
private val MOMENT = Instant.parse("2020-02-29T12:34:56Z")

private val INTEGERS = listOf("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64")

private val WHOLE_READ: List<Promise<*>> = INTEGERS.flatMap {
    listOf(
        of(it, 1, 1.toByte()), of(it, 1, 1.toShort()), of(it, 1, 1), of(it, 1, 1L), of(it, 1, 1.toUByte()), of(it, 1, 1.toUShort()),
        of(it, 1, 1u), of(it, 1, 1uL), of(it, 1, 1f), of(it, 1, 1.0), of(it, 1, BigInteger.ONE), of(it, 1, BigDecimal.ONE),
        of(it, 1, "1"),
        of(it, 1, true),
    )
} + listOf("Int128", "Int256", "UInt128", "UInt256").flatMap {
    listOf(
        of(it, 1, 1.toByte()), of(it, 1, 1.toShort()), of(it, 1, 1), of(it, 1, 1L), of(it, 1, 1uL), of(it, 1, 1.0),
        of(it, 1, BigInteger.ONE),
        of(it, 1, BigDecimal.ONE), of(it, 1, "1"),
    )
}

private val INTERVALS_READ: List<Promise<*>> = listOf(
    "Nanosecond", "Microsecond", "Millisecond", "Second", "Minute", "Hour", "Day", "Week",
    "Month", "Quarter", "Year",
).map { of("Interval$it", 5L, 5L) }

private val READ: List<Promise<*>> = WHOLE_READ + INTERVALS_READ + listOf(
    of("Bool", true, true), of("Bool", true, 1.toByte()), of("Bool", true, 1.toShort()), of("Bool", true, 1), of("Bool", false, 0L),
    of("Bool", true, 1u), of("Bool", true, "true"),
    of("Float32", 0.1f, 0.1f), of("Float32", 0.1f, 0.1f.toDouble()), of("Float64", 0.1, 0.1), of("Float64", 0.5, 0.5f),
    of("BFloat16", 0.5f, 0.5f),
    of("BFloat16", 0.5f, 0.5), of("Float32", 0.5f, "0.5"),
    of("Decimal(9, 2)", BigDecimal("5.00"), BigDecimal("5.00")), of("Decimal(9, 2)", 5, BigInteger.valueOf(5)),
    of("Decimal(9, 2)", 5, 5L),
    of("Decimal(9, 2)", 5, 5), of("Decimal(9, 2)", BigDecimal("0.10"), 0.1), of("Decimal(9, 2)", 5, "5.00"),
    of("String", "a", "a"), of("String", "a", 'a'), of("String", "LOW", Level.LOW),
    of("FixedString(3)", "abc", "abc"), of("FixedString(3)", "a", 'a'), of("FixedString(5)", "LOW", Level.LOW),
    of("Enum8('LOW' = 1)", "LOW", "LOW"), of("Enum8('LOW' = 1)", "LOW", Level.LOW), of("Enum8('LOW' = 1)", "LOW", 1),
    of("Enum8('LOW' = 1)", "LOW", 1L),
    of("Enum16('LOW' = 1)", "LOW", 1.toShort()), of("Enum16('LOW' = 1)", "LOW", 1.toByte()),
    of("UUID", ID, ID), of("UUID", ID, ID.toString()),
    of("IPv4", V4, V4), of("IPv4", V4, V4 as InetAddress), of("IPv4", V4, "1.2.3.4"), of("IPv4", V4, 0x01020304L),
    of("IPv4", V4, 0x01020304u),
    of("IPv6", V6, V6), of("IPv6", V6, V6 as InetAddress), of("IPv6", V6, "2001:db8::1"), of("IPv6", MAPPED, V4),
    of("Date", DAY, DAY), of("Date", DAY, DAY.atStartOfDay()), of("Date", DAY, 18321), of("Date", DAY, 18321L),
    of("Date", DAY, "2020-02-29"),
    of("Date32", DAY, DAY), of("Date32", DAY, DAY.atStartOfDay()), of("Date32", DAY, 18321), of("Date32", DAY, 18321L),
    of("DateTime", MOMENT, MOMENT), of("DateTime('Asia/Tokyo')", MOMENT, LocalDateTime.parse("2020-02-29T21:34:56")),
    of("DateTime('Asia/Tokyo')", MOMENT, ZonedDateTime.parse("2020-02-29T21:34:56+09:00[Asia/Tokyo]")),
    of("DateTime('Asia/Tokyo')", MOMENT, OffsetDateTime.parse("2020-02-29T21:34:56+09:00")),
    of("DateTime('Asia/Tokyo')", MOMENT, "2020-02-29 21:34:56"), of("DateTime", MOMENT, MOMENT.epochSecond),
    of("DateTime64(3)", MOMENT, MOMENT), of("DateTime64(3, 'Asia/Tokyo')", MOMENT, LocalDateTime.parse("2020-02-29T21:34:56")),
    of("DateTime64(3, 'UTC')", MOMENT, "2020-02-29 12:34:56.000"), of("DateTime64(3)", MOMENT, MOMENT.toEpochMilli()),
    of("Time", Duration.ofHours(-1), Duration.ofHours(-1)), of("Time", Duration.ofHours(-1), -3600L),
    of("Time", Duration.ofHours(1), 3600),
    of("Time", Duration.ofHours(-1), "-01:00:00"), of("Time", Duration.ofHours(1), LocalTime.of(1, 0)),
    of("Time64(3)", Duration.ofMillis(5), Duration.ofMillis(5)), of("Time64(3)", Duration.ofMillis(5), 5L),
    of("Time64(3)", Duration.ofMillis(5), "00:00:00.005"),
    of("Time64(9)", Duration.ofHours(23), LocalTime.of(23, 0)),
    of("IntervalMinute", 5L, Duration.ofMinutes(5)), of("IntervalDay", 5L, Period.ofDays(5)), of("IntervalWeek", 5L, Period.ofDays(35)),
    of("IntervalMonth", 5L, Period.ofMonths(5)), of("IntervalQuarter", 5L, Period.ofMonths(15)),
    of("IntervalYear", 5L, Period.ofYears(5)),
    of("LowCardinality(String)", "a", "a"), of("Array(Int64)", listOf(1, 2), listOf(1L, 2L)), of("Array(Int64)", listOf(1, 2), "[1,2]"),
    of("Array(Int64)", listOf(1, 2), setOf(1L, 2L)), of("Tuple(Int64, String)", listOf(1, "a"), "(1,'a')"),
    of("Map(String, Int8)", mapOf("a" to 1), "{'a':1}"),
    of("Tuple(a Int64, b Int64)", listOf(1, 2), listOf(1L, 2L)), of("Tuple(a Int64, b UInt8)", listOf(1, 2), mapOf("a" to 1L, "b" to 2L)),
    of("Tuple(Int64, Int64)", listOf(1, 2), 1L to 2L), of("Point", listOf(1.0, 2.0), listOf(1.0, 2.0)),
    of("Point", listOf(1.0, 2.0), 1.0 to 2.0),
    of("Ring", listOf(listOf(1.0, 2.0)), listOf(listOf(1.0, 2.0))),
    of("Polygon", listOf(listOf(listOf(1.0, 2.0))), listOf(listOf(listOf(1.0, 2.0)))),
    of("MultiPolygon", listOf(listOf(listOf(listOf(1.0, 2.0)))), listOf(listOf(listOf(listOf(1.0, 2.0))))),
    of("Map(String, Int8)", mapOf("a" to 1), mapOf("a" to 1)), of("Map(String, Int8)", mapOf("a" to 1), listOf("a" to 1)),
    of("Variant(Int64, String)", 5L, 5L), of("Variant(Int64, String)", "a", "a"), of("Variant(Int64, String)", 5L, "5"),
    of("Variant(Int64, UUID)", ID, ID),
    of("Variant(Array(Int64), String)", listOf(1L), listOf(1)), of("Variant(Date, String)", DAY, DAY),
    of("Geometry", listOf(1.0, 2.0), listOf(1.0, 2.0)),
    of("Dynamic", 5, 5L), of("Dynamic", "a", "a"), of("Dynamic", DAY, DAY), of("Dynamic", Period.ofDays(1), Period.ofDays(1)),
    of("QBit(Float32, 2)", listOf(1f, 2f), listOf(1f, 2f)), of("SimpleAggregateFunction(max, Int64)", 5, 5L),
)

private val WHOLE_WRITTEN: List<Promise<*>> =
    (INTEGERS + listOf("Int128", "UInt256", "Float32", "Float64", "BFloat16", "Decimal(9, 2)")).flatMap {
        val stored = newBlockBuilder(headers("c" to it)).columns[0].let { builder ->
            builder.append(1)
            (builder as NativeBuilder).build().get(0)
        }
        listOf(
            of(it, stored, 1.toByte()), of(it, stored, 1.toShort()), of(it, stored, 1), of(it, stored, 1L), of(it, stored, 1.toUByte()),
            of(it, stored, 1.toUShort()), of(it, stored, 1u), of(it, stored, 1uL), of(it, stored, BigInteger.ONE),
        )
    }

private val WRITTEN: List<Promise<*>> = WHOLE_WRITTEN + listOf(
    of("Int8", 1.toByte(), true), of("UInt8", 1.toShort(), true),
    of("UInt64", BigInteger.ONE.shiftLeft(64) - BigInteger.ONE, ULong.MAX_VALUE),
    of("Bool", true, true), of("Bool", true, 1), of("Bool", false, 0L), of("Bool", true, 1.toByte()), of("Bool", true, 1u),
    of("Bool", true, BigInteger.ONE),
    of("Float32", 0.1f, 0.1), of("Float32", 0.5f, BigDecimal("0.5")), of("Float64", 0.1, BigDecimal("0.1")),
    of("Float64", 0.1f.toDouble(), 0.1f),
    of("BFloat16", 0.10009765625f, 0.1f), of("BFloat16", 0.10009765625f, 0.1), of("BFloat16", 0.5f, BigDecimal("0.5")),
    of("Decimal(9, 2)", BigDecimal("0.10"), 0.1), of("Decimal(9, 2)", BigDecimal("0.10"), 0.1f),
    of("Decimal(9, 2)", BigDecimal("1.50"), BigDecimal("1.5")),
    of("String", "a", "a"), of("String", "a", 'a'), of("String", "LOW", Level.LOW), of("FixedString(3)", "a\u0000\u0000", "a"),
    of("FixedString(3)", "LOW", Level.LOW), of("FixedString(1)", "a", 'a'),
    of("Enum8('LOW' = 1)", "LOW", "LOW"), of("Enum8('LOW' = 1)", "LOW", Level.LOW), of("Enum8('LOW' = 1)", "LOW", 1),
    of("Enum16('LOW' = 1)", "LOW", 1L),
    of("Enum16('LOW' = 1)", "LOW", 1.toShort()),
    of("UUID", ID, ID), of("UUID", ID, ID.toString()), of("UUID", ID, ID.toString().replace("-", "")),
    of("IPv4", V4, V4), of("IPv4", V4, "1.2.3.4"), of("IPv4", V4, MAPPED), of("IPv4", V4, V4 as InetAddress), of("IPv4", V4, 0x01020304L),
    of("IPv6", V6, V6), of("IPv6", V6, "2001:db8::1"), of("IPv6", MAPPED, "1.2.3.4"), of("IPv6", MAPPED, V4),
    of("IPv6", MAPPED, V4 as InetAddress),
    of("Date", DAY, DAY), of("Date", DAY, 18321), of("Date32", DAY, 18321L), of("Date", DAY, "2020-02-29"),
    of("Date32", DAY, "2020-02-29"),
    of("DateTime", MOMENT, MOMENT), of("DateTime", MOMENT, MOMENT.epochSecond),
    of("DateTime('Asia/Tokyo')", MOMENT, LocalDateTime.parse("2020-02-29T21:34:56")),
    of("DateTime", MOMENT, OffsetDateTime.parse("2020-02-29T21:34:56+09:00")),
    of("DateTime", MOMENT, ZonedDateTime.parse("2020-02-29T21:34:56+09:00[Asia/Tokyo]")),
    of("DateTime('Asia/Tokyo')", MOMENT, "2020-02-29 21:34:56"), of("DateTime64(3)", MOMENT, MOMENT.toEpochMilli()),
    of("DateTime64(3)", MOMENT, MOMENT),
    of("DateTime64(3, 'Asia/Tokyo')", MOMENT, "2020-02-29 21:34:56.000"),
    of("DateTime64(3)", MOMENT, OffsetDateTime.parse("2020-02-29T21:34:56+09:00")),
    of("Time", Duration.ofHours(-1), Duration.ofHours(-1)), of("Time", Duration.ofHours(-1), -3600L),
    of("Time", Duration.ofHours(-1), "-1:00:00"),
    of("Time", Duration.ofHours(1), LocalTime.of(1, 0)), of("Time64(3)", Duration.ofMillis(5), "00:00:00.005"),
    of("Time64(3)", Duration.ofMillis(5), 5L),
    of("Time64(3)", Duration.ofHours(23), LocalTime.of(23, 0)),
    of("IntervalMinute", Duration.ofMinutes(5), Duration.ofMinutes(5)), of("IntervalMinute", Duration.ofMinutes(5), 5L),
    of("IntervalDay", Period.ofDays(5), Period.ofDays(5)),
    of("IntervalYear", Period.ofYears(5), 5L), of("IntervalYear", Period.ofYears(5), Period.ofMonths(60)),
    of("IntervalWeek", Period.ofDays(7), 1),
    of("Array(Int64)", listOf(1L, 2L), listOf(1, 2)), of("Array(Int64)", listOf(1L, 2L), setOf(1L, 2L)),
    of("Tuple(a Int64, b Int64)", listOf(1L, 2L), listOf(1, 2)),
    of("Tuple(a Int64, b UInt8)", listOf(1L, 2.toShort()), mapOf("b" to 2L, "a" to 1L)),
    of("Tuple(Int64, String)", listOf(1L, "a"), 1L to "a"),
    of("Tuple(Int64, String, Bool)", listOf(1L, "a", true), Triple(1L, "a", true)),
    of("Point", listOf(1.0, 2.0), listOf(1.0, 2.0)), of("Ring", listOf(listOf(1.0, 2.0)), listOf(listOf(1.0, 2.0))),
    of("Polygon", listOf(listOf(listOf(1.0, 2.0))), listOf(listOf(listOf(1.0, 2.0)))),
    of("MultiPolygon", listOf(listOf(listOf(listOf(1.0, 2.0)))), listOf(listOf(listOf(listOf(1.0, 2.0))))),
    of("Map(String, Int8)", mapOf("a" to 1.toByte()), mapOf("a" to 1)),
    of("Map(String, Int8)", mapOf("a" to 1.toByte()), listOf("a" to 1)),
    of("Variant(Date, Int64)", 5L, 5), of("Variant(FixedString(3), String)", "ab", "ab"), of("Variant(Date, String)", DAY, DAY),
    of("Variant(Int64, UInt8)", 5.toShort(), 5.toUByte()),
    of("Variant(Enum8('LOW' = 1), String)", "LOW", Level.LOW), of("Variant(Array(Date), Array(Int64))", listOf(5L), listOf(5)),
    of("Variant(Map(String, Int64), String)", mapOf("a" to 5L), mapOf("a" to 5)),
    of("Geometry", listOf(1.0, 2.0), listOf(1.0, 2.0)), of("Dynamic", 5.toShort(), 5.toUByte()),
    of("Dynamic", BigInteger.TEN, 10uL), of("Dynamic", Period.ofDays(1), Period.ofDays(1)),
    of("Dynamic", BigDecimal("0"), BigDecimal("0E-77")), of("QBit(BFloat16, 2)", listOf(1f, 0.10009765625f), listOf(1.0, 0.1)),
    of("SimpleAggregateFunction(max, Int64)", 5L, 5),
)

private val REFUSED: List<Pair<String, Promise<*>>> = listOf(
    of("Float32", null, 1e300), of("Float32", null, 16777217), of("Float32", null, BigDecimal("0.1")),
    of("Float64", null, BigInteger.TWO.pow(53) + BigInteger.ONE),
    of("BFloat16", null, 257), of("BFloat16", null, Float.MAX_VALUE), of("UUID", null, "0011223344556677"), of("IPv4", null, V6),
    of("IPv4", null, "::1"),
    of("IPv6", null, "1.2.3"), of("Time", null, "1:00"), of("Time", null, "00:00:00.5"), of("Enum8('LOW' = 1)", null, 2),
    of("Bool", null, 2), of("Date", null, "today"),
    of("Date", null, DAY.atStartOfDay()), of("IPv4", null, -1L), of("IntervalDay", null, Duration.ofDays(1)),
    of("Int64", null, "1"), of("String", null, 1),
    of("Variant(Date, UInt8)", null, 300), of("Variant(Date, DateTime)", null, 5L),
    of("Variant(Array(Int32), Tuple(Int32, Int32))", null, listOf(1, 2)),
).map { it.type to it }
