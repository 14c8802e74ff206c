package dev.houseflow.internal.codec

import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.ByteSource
import java.math.BigDecimal
import java.math.BigInteger
import java.net.InetAddress
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.Period
import java.util.UUID

/**
 * The bytes of one column as ClickHouse 26.7 lays them out, and the values that they stand for, in the JVM types of docs/types.md.
 *
 * @property canonical whether writing the values gives the very same bytes (a dictionary or a newer layout need not).
 */
internal class Golden(val type: String, hex: String, val values: List<Any?>, val canonical: Boolean = true) {
    private val data: ByteArray = hex.filterNot { it == ' ' || it == '|' }.chunked(2).map { it.toInt(16).toByte() }.toByteArray()

    /** A block of this one column. */
    val block: ByteArray = ByteSink().apply {
        writeVarUInt(1)
        writeVarUInt(values.size.toLong())
        writeString("c")
        writeString(type)
        writeBytes(data)
    }.toByteArray()

    override fun toString(): String = type
}

private fun instant(text: String) = Instant.parse(text)

private fun big(text: String) = BigInteger(text)

private fun uuid(text: String) = UUID.fromString(text)

private fun address(text: String) = InetAddress.getByName(text)

/** Three rows of every type, as in the head comments of the codecs. */
internal val GOLDEN: List<Golden> = listOf(
    Golden("Int8", "01 ff 80", listOf<Byte>(1, -1, -128)),
    Golden("UInt8", "01 ff 00", listOf<Short>(1, 255, 0)),
    Golden("Bool", "01 00 01", listOf(true, false, true)),
    Golden("Int16", "0100 ffff 0001", listOf<Short>(1, -1, 256)),
    Golden("UInt16", "0100 ffff 0001", listOf(1, 65535, 256)),
    Golden("Int32", "01000000 ffffffff 00000080", listOf(1, -1, Int.MIN_VALUE)),
    Golden("UInt32", "01000000 02000000 ffffffff", listOf(1L, 2L, 4294967295L)),
    Golden("Int64", "0100000000000000 ffffffffffffffff 0000000000000080", listOf(1L, -1L, Long.MIN_VALUE)),
    Golden(
        "UInt64",
        "0100000000000000 ffffffffffffffff 0000000000000080",
        listOf(big("1"), big("18446744073709551615"), big("9223372036854775808")),
    ),
    Golden(
        "Int128",
        "01000000000000000000000000000000 ffffffffffffffffffffffffffffffff 00010000000000000000000000000000",
        listOf(big("1"), big("-1"), big("256")),
    ),
    Golden(
        "UInt128",
        "01000000000000000000000000000000 ffffffffffffffffffffffffffffffff 00010000000000000000000000000000",
        listOf(big("1"), big("340282366920938463463374607431768211455"), big("256")),
    ),
    Golden("Int256", "ff".repeat(32) + "01" + "00".repeat(31), listOf(big("-1"), big("1"))),
    Golden("UInt256", "ff".repeat(32) + "01" + "00".repeat(31), listOf(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE), big("1"))),
    Golden("Float32", "0000c03f 00000080 0000c07f", listOf(1.5f, -0f, Float.NaN)),
    Golden("Float64", "000000000000f83f 0000000000000080 000000000000f07f", listOf(1.5, -0.0, Double.POSITIVE_INFINITY)),
    Golden("BFloat16", "c03f 0080 c07f", listOf(1.5f, -0f, Float.NaN)),
    Golden("Decimal(9, 2)", "96000000 ffffffff 00000000", listOf(BigDecimal("1.50"), BigDecimal("-0.01"), BigDecimal("0.00"))),
    Golden("Decimal(18, 3)", "dc05000000000000 ffffffffffffffff", listOf(BigDecimal("1.500"), BigDecimal("-0.001"))),
    Golden("Decimal(38, 1)", "0f" + "00".repeat(15) + "ff".repeat(16), listOf(BigDecimal("1.5"), BigDecimal("-0.1"))),
    Golden("Decimal(76, 0)", "0f" + "00".repeat(31) + "ff".repeat(32), listOf(BigDecimal("15"), BigDecimal("-1"))),
    Golden("String", "01 61  00  06 c3a9e282ac78", listOf("a", "", "\u00e9\u20acx")),
    Golden("FixedString(2)", "6162 6300 0000", listOf("ab", "c\u0000", "\u0000\u0000")),
    Golden(
        "UUID",
        "7766554433221100ffeeddccbbaa9988 00000000000000000000000000000000",
        listOf(uuid("00112233-4455-6677-8899-aabbccddeeff"), UUID(0, 0)),
    ),
    Golden("IPv4", "04030201 00000000 010000ff", listOf(address("1.2.3.4"), address("0.0.0.0"), address("255.0.0.1"))),
    Golden("IPv6", "00".repeat(15) + "01" + "20010db8" + "00".repeat(11) + "01", listOf(address("::1"), address("2001:db8::1"))),
    Golden("Date", "0000 0100 ffff", listOf("1970-01-01", "1970-01-02", "2149-06-06").map { LocalDate.parse(it) }),
    Golden("Date32", "00000000 ffffffff 219cffff", listOf("1970-01-01", "1969-12-31", "1900-01-01").map { LocalDate.parse(it) }),
    Golden(
        "DateTime",
        "00000000 01000000 ffffffff",
        listOf("1970-01-01T00:00:00Z", "1970-01-01T00:00:01Z", "2106-02-07T06:28:15Z").map(::instant),
    ),
    Golden(
        "DateTime64(3, 'Asia/Tokyo')",
        "0100000000000000 0000000000000000 ffffffffffffffff",
        listOf("1970-01-01T00:00:00.001Z", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z").map(::instant),
    ),
    Golden("Time", "01000000 ffffffff 00000000", listOf(Duration.ofSeconds(1), Duration.ofSeconds(-1), Duration.ZERO)),
    Golden("Time64(3)", "0100000000000000 0cfeffffffffffff", listOf(Duration.ofMillis(1), Duration.ofMillis(-500))),
    Golden("Enum8('a' = -1, 'it\\'s' = 1)", "01 ff 01", listOf("it's", "a", "it's")),
    Golden("Enum16('a' = -1, '' = 300)", "2c01 ffff", listOf("", "a")),
    Golden("Enum16('low' = -32768, 'high' = 32767)", "ff7f 0080", listOf("high", "low")),
    Golden("IntervalSecond", "0100000000000000 f9ffffffffffffff", listOf(Duration.ofSeconds(1), Duration.ofSeconds(-7))),
    Golden("IntervalWeek", "0100000000000000 f9ffffffffffffff", listOf(Period.ofDays(7), Period.ofDays(-49))),
    Golden("IntervalQuarter", "0100000000000000 f9ffffffffffffff", listOf(Period.ofMonths(3), Period.ofMonths(-21))),
    Golden("Nullable(Nothing)", "01 01 01  30 30 30", listOf(null, null, null)),
    Golden("Nullable(UInt16)", "01 00 00  0000 0500 0600", listOf(null, 5, 6)),
    Golden(
        "Array(UInt8)",
        "0200000000000000 0200000000000000 0300000000000000  01 02 03",
        listOf(listOf<Short>(1, 2), emptyList(), listOf<Short>(3)),
    ),
    Golden("Array(Nothing)", "0000000000000000 0000000000000000", listOf(emptyList<Any>(), emptyList<Any>())),
    Golden(
        "Tuple(UInt8, Bool)",
        "01 02 03  01 00 01",
        listOf(listOf<Any>(1.toShort(), true), listOf<Any>(2.toShort(), false), listOf<Any>(3.toShort(), true)),
    ),
    Golden("Tuple(a UInt8, `b c` String)", "01 0178", listOf(listOf<Any>(1.toShort(), "x"))),
    Golden("Tuple()", "30 30 30", listOf(emptyList<Any>(), emptyList<Any>(), emptyList<Any>())),
    Golden(
        "Map(String, UInt8)",
        "0100000000000000 0100000000000000 0300000000000000  0161 0162 0163  01 02 03",
        listOf(mapOf("a" to 1.toShort()), emptyMap<String, Any>(), mapOf("b" to 2.toShort(), "c" to 3.toShort())),
    ),
    Golden(
        "Nested(a String, b Int8)",
        "0100000000000000 0100000000000000  0178  05",
        listOf(listOf(listOf<Any>("x", 5.toByte())), emptyList<Any>()),
    ),
    Golden(
        "LowCardinality(String)",
        "0100000000000000  0006000000000000 0200000000000000 00 0161  0300000000000000 01 00 01",
        listOf("a", "", "a"),
    ),
    Golden(
        "LowCardinality(Nullable(String))",
        "0100000000000000  0006000000000000 0300000000000000 00 00 0179  0200000000000000 00 02",
        listOf(null, "y"),
    ),
    Golden("Array(LowCardinality(String))", "0100000000000000 0000000000000000", listOf(emptyList<Any>())),
    Golden(
        "Tuple(l LowCardinality(String), x UInt8, y LowCardinality(Nullable(String)))",
        "0100000000000000 0100000000000000" +
            "0006000000000000 0200000000000000 00 0161  0100000000000000 01" +
            "01" +
            "0006000000000000 0200000000000000 00 00  0100000000000000 00",
        listOf(listOf("a", 1.toShort(), null)),
    ),
    Golden("Variant(String, UInt8)", "0000000000000000  01 00 ff  0178  01", listOf(1.toShort(), "x", null)),
    Golden(
        "Variant(Array(LowCardinality(String)), UInt8)",
        "0000000000000000 0100000000000000 01 00 ff" +
            "0100000000000000 0006000000000000 0200000000000000 00 0161 0100000000000000 01 01",
        listOf(1.toShort(), listOf("a"), null),
    ),
    Golden("Point", "000000000000f83f 00000000000002c0", listOf(listOf(1.5, -2.25))),
    Golden("Ring", "0100000000000000 000000000000f83f 00000000000002c0", listOf(listOf(listOf(1.5, -2.25)))),
    Golden(
        "Geometry",
        "0000000000000000 03 ff 000000000000f83f 00000000000002c0",
        listOf(listOf(1.5, -2.25), null),
    ),
    Golden("SimpleAggregateFunction(sum, UInt64)", "0500000000000000", listOf(big("5"))),
    Golden(
        "QBit(Int8, 2)",
        "020000 020000 020000 020000 020000 020000 020000 030200",
        listOf(listOf<Byte>(1, -1), listOf<Byte>(0, 1), listOf<Byte>(0, 0)),
    ),
    Golden("QBit(Float32, 3)", "00 06 01 01 01 01 01 01 01 04" + "00".repeat(22), listOf(listOf(1f, 2f, 3f))),
    Golden(
        "Dynamic(max_types=2)",
        "0100000000000000 02 02 0555496e7438 0455554944 0000000000000000 01 00 00 ff 00 02 00 00" +
            "03150178 051e01020102 030f5647 0b1a1203dc05000000000000 03150179 2a" +
            "e711b35c04c4f061a0dbd36a00a67b90",
        listOf(
            42.toShort(),
            "x",
            listOf<Short>(1, 2),
            null,
            LocalDate.parse("2020-01-01"),
            uuid("61f0c404-5cb3-11e7-907b-a6006ad3dba0"),
            BigDecimal("1.500"),
            "y",
        ),
        canonical = false,
    ),
    Golden(
        "Dynamic",
        "0300000000000000 02 0555496e7438 06537472696e67  00 01 02  2a  0178",
        listOf(42.toShort(), "x", null),
        canonical = false,
    ),
    Golden(
        "JSON",
        "0100000000000000  077b2261223a317d 027b7d 077b2261223a327d",
        listOf(mapOf("a" to 1L), emptyMap<String, Any>(), mapOf("a" to 2L)),
    ),
    Golden(
        "JSON(max_dynamic_paths=1, id UInt16, t LowCardinality(String))",
        "0000000000000000 01 01 0163 0100000000000000 0100000000000000 01 01 06537472696e67 0000000000000000" +
            "0700 0006000000000000 0100000000000000 00 0100000000000000 00 01 0178" +
            "0100000000000000 017a 0d 1e230a 01 00 0100000000000000",
        listOf(mapOf("id" to 7, "t" to "", "c" to "x", "z" to listOf(1L))),
        canonical = false,
    ),
)

/** Gives one byte per window: every value that can straddle two windows does. */
internal class OneByteSource(private val bytes: ByteArray) : ByteSource() {
    private var at = 0
    private val single = ByteArray(1)

    override suspend fun refill(): Boolean {
        if (at == bytes.size) return false
        single[0] = bytes[at++]
        window(single, 0, 1)
        return true
    }
}
