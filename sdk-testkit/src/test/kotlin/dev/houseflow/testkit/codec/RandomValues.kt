package dev.houseflow.testkit.codec

import dev.houseflow.ClickHouseType
import java.math.BigDecimal
import java.math.BigInteger
import java.net.Inet6Address
import java.net.InetAddress
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.Period
import java.time.ZoneId
import java.time.temporal.ChronoUnit
import java.util.UUID
import kotlin.random.Random

/** A value of a Variant: which alternative, in the order of the server, and its value. */
internal class Choice(val index: Int, val value: Any?) {
    override fun toString(): String = "alternative $index: $value"
}

/** A value of a Dynamic, with the type that it is written as. */
internal class Typed(val type: ClickHouseType, val value: Any?) {
    override fun toString(): String = "$value as $type"
}

/**
 * Values of any type in the JVM type that columns of it give, the edges of each range more often than not. Arrays, tuples and vectors are
 * lists, maps are lists of pairs (so that keys may repeat), JSON is a tree of maps.
 */
internal class RandomValues(private val random: Random) {
    private val types = RandomTypes(random)

    fun value(type: ClickHouseType, depth: Int = 0): Any? = when (type) {
        is ClickHouseType.Named -> named(type.name, depth)
        is ClickHouseType.FixedString -> CharArray(type.length) { random.nextInt(if (it == 0) 32 else 0, 127).toChar() }.concatToString()
        is ClickHouseType.Decimal -> decimal(type)
        is ClickHouseType.DateTime -> Instant.ofEpochSecond(edgeOr(0, 0xffffffffL))
        is ClickHouseType.DateTime64 -> generateSequence { moment(type.precision) }.first { !isUnsettled(it, type.zone) }
        is ClickHouseType.Time64 -> ticks(edgeOr(-LAST_SECOND * TENS[type.precision], LAST_SECOND * TENS[type.precision]), type.precision)
        is ClickHouseType.Enum -> type.values.keys.random(random)
        is ClickHouseType.Nullable -> if (random.nextInt(3) == 0) null else value(type.inner, depth)
        is ClickHouseType.LowCardinality -> oneZero(value(type.inner, depth))
        is ClickHouseType.SimpleAggregateFunction -> value(type.inner, depth)
        is ClickHouseType.Array -> list(depth) { value(type.element, depth + 1) }
        is ClickHouseType.Tuple -> type.elements.map { value(it.type, depth + 1) }
        is ClickHouseType.Nested -> list(depth) { type.elements.map { value(it.type, depth + 1) } }
        is ClickHouseType.Map -> list(depth) { value(type.key, depth + 1) to value(type.value, depth + 1) }
        is ClickHouseType.Variant -> variant(type, depth)
        is ClickHouseType.Dynamic -> if (random.nextInt(5) == 0) null else dynamic(depth)
        is ClickHouseType.Json -> json(type)
        is ClickHouseType.QBit -> List(type.dimension) { finite(value(type.element)!!) }
        is ClickHouseType.AggregateFunction, is ClickHouseType.Unknown -> error("no values of $type are made up")
    }

    private fun named(name: String, depth: Int): Any? = when (name) {
        "Bool" -> random.nextBoolean()
        "Int8" -> integer(8, true).toByte()
        "UInt8" -> integer(8, false).toShort()
        "Int16" -> integer(16, true).toShort()
        "UInt16" -> integer(16, false).toInt()
        "Int32" -> integer(32, true).toInt()
        "UInt32" -> integer(32, false).toLong()
        "Int64" -> integer(64, true).toLong()
        "UInt64" -> integer(64, false)
        "Int128", "Int256" -> integer(name.drop(3).toInt(), true)
        "UInt128", "UInt256" -> integer(name.drop(4).toInt(), false)
        "Float32" -> if (random.nextBoolean()) FLOATS.random(random).toFloat() else Float.fromBits(random.nextInt())
        "Float64" -> if (random.nextBoolean()) FLOATS.random(random) else Double.fromBits(random.nextLong())
        "BFloat16" -> Float.fromBits(random.nextInt() and 0xffff0000.toInt())
        "String" -> text()
        "UUID" -> UUID(random.nextLong(), random.nextLong())
        "IPv4" -> InetAddress.getByAddress(random.nextBytes(4))
        "IPv6" -> Inet6Address.getByAddress(null, if (random.nextBoolean()) random.nextBytes(16) else sparseAddress(), -1)
        "Date" -> LocalDate.ofEpochDay(edgeOr(0, 65535))
        "Date32" -> LocalDate.ofEpochDay(edgeOr(FIRST_DAY, LAST_DAY))
        "Time" -> Duration.ofSeconds(edgeOr(-LAST_SECOND, LAST_SECOND))
        "Point" -> List(2) { finite(value(FLOAT64)!!) }
        "Ring", "LineString" -> list(depth) { named("Point", depth + 1) }
        "Polygon" -> list(depth) { named("Ring", depth + 1) }
        "MultiLineString" -> list(depth) { named("LineString", depth + 1) }
        "MultiPolygon" -> list(depth) { named("Polygon", depth + 1) }
        "Geometry" -> random.nextInt(-1, GEOMETRIES.size).let { if (it < 0) null else Choice(it, named(GEOMETRIES[it], depth + 1)) }
        else -> interval(name)
    }

    private fun interval(name: String): Any {
        val unit = CLOCK[name]
        // A Duration of so many seconds, a Period of so many days: what the JVM's types hold exactly.
        if (unit != null) {
            return Duration.of(
                if (unit == ChronoUnit.HOURS ||
                    unit == ChronoUnit.MINUTES
                ) {
                    edgeOr(-1L shl 40, 1L shl 40)
                } else {
                    integer(63, true).toLong()
                },
                unit,
            )
        }
        val count = edgeOr(-100_000_000, 100_000_000).toInt()
        return when (name) {
            "IntervalDay" -> Period.ofDays(count)
            "IntervalWeek" -> Period.ofDays(count * 7)
            "IntervalMonth" -> Period.ofMonths(count)
            "IntervalQuarter" -> Period.ofMonths(count * 3)
            "IntervalYear" -> Period.ofYears(count)
            else -> error("no values of $name are made up")
        }
    }

    private fun integer(bits: Int, signed: Boolean): BigInteger {
        val low = if (signed) BigInteger.ONE.shiftLeft(bits - 1).negate() else BigInteger.ZERO
        val high = BigInteger.ONE.shiftLeft(if (signed) bits - 1 else bits) - BigInteger.ONE
        return when (random.nextInt(6)) {
            0 -> low
            1 -> high
            2 -> if (signed) BigInteger.ONE.negate() else BigInteger.ONE
            else -> BigInteger(random.nextInt(1, bits + 1), java.util.Random(random.nextLong())).let {
                if (it > high) {
                    it + low + low
                } else {
                    it
                }
            }
        }
    }

    private fun decimal(type: ClickHouseType.Decimal): BigDecimal {
        val digits = random.nextInt(1, type.precision + 1)
        val unscaled = when (random.nextInt(5)) {
            0 -> BigInteger.ZERO
            1 -> BigInteger.TEN.pow(type.precision) - BigInteger.ONE
            else -> BigInteger(CharArray(digits) { '0' + random.nextInt(10) }.concatToString())
        }
        return BigDecimal(if (random.nextBoolean()) unscaled.negate() else unscaled, type.scale)
    }

    /**
     * Whether a zone went over from an offset of its own, with odd minutes and seconds, within a day of [moment] (Kolkata on 1906-01-01, from
     * +05:21:10): the engine keeps one offset per day, and shows the wrong one on such a day.
     */
    private fun isUnsettled(moment: Instant, zone: String?): Boolean {
        val change = zone?.let { ZoneId.of(it).rules.previousTransition(moment + Duration.ofDays(1)) } ?: return false
        return change.instant > moment - Duration.ofDays(1) && change.offsetBefore.totalSeconds % QUARTER_OF_AN_HOUR != 0
    }

    private fun moment(precision: Int): Instant {
        // With nine digits 64 bits end in 2262.
        val last = if (precision == 9) Long.MAX_VALUE / TENS[9] - 1 else LAST_DAY * 86400 + 86399
        val second = edgeOr(FIRST_DAY * 86400, last)
        return Instant.ofEpochSecond(second, random.nextLong(TENS[precision]) * TENS[9 - precision])
    }

    private fun ticks(ticks: Long, precision: Int): Duration {
        val seconds = Math.floorDiv(ticks, TENS[precision])
        return Duration.ofSeconds(seconds, Math.floorMod(ticks, TENS[precision]) * TENS[9 - precision])
    }

    private fun variant(type: ClickHouseType.Variant, depth: Int): Choice? {
        val index = random.nextInt(-1, type.alternatives.size)
        return if (index < 0) null else Choice(index, value(type.alternatives[index], depth + 1))
    }

    private fun dynamic(depth: Int): Typed {
        val type = ClickHouseType.parse(types.inDynamic(maxOf(0, 2 - depth)))
        return Typed(type, value(type, depth + 1))
    }

    private fun json(type: ClickHouseType.Json): Map<String, Any?> {
        val tree = LinkedHashMap<String, Any?>()
        for ((path, typed) in type.typedPaths) tree[path] = value(typed).let { if (it is String) word() else it }
        repeat(random.nextInt(4)) { tree["k$it"] = jsonValue(0) }
        return tree
    }

    private fun jsonValue(depth: Int): Any = when (random.nextInt(if (depth < 2) 7 else 6)) {
        0 -> jsonInteger()
        1 -> random.nextInt(-1000, 1000) / 8.0 + 0.0625
        2 -> random.nextBoolean()
        3 -> List(random.nextInt(1, 4)) { jsonInteger() }
        4, 5 -> word()
        else -> (0..random.nextInt(2)).associate { "n$it" to jsonValue(depth + 1) }
    }

    /** Where a path has no room for one more type, the engine makes a whole number a Float64. */
    private fun jsonInteger(): Long = edgeOr(-(1L shl 53), 1L shl 53)

    /** Text that no one takes for a date or a number. */
    private fun word(): String = "w" + text()

    private fun text(): String {
        val length = if (random.nextInt(40) == 0) random.nextInt(100, 400) else random.nextInt(0, 9)
        return buildString { repeat(length) { appendCodePoint(CHARACTERS.random(random)) } }
    }

    private fun sparseAddress(): ByteArray = ByteArray(16) { if (random.nextInt(3) == 0) random.nextInt().toByte() else 0 }
        .also { if (random.nextInt(4) == 0) for (i in 0 until 12) it[i] = if (i < 10) 0 else -1 }

    private fun finite(value: Any): Any = when (value) {
        is Float -> if (value.isFinite()) value else 0f
        is Double -> if (value.isFinite()) value else 0.0
        else -> value
    }

    /** In a dictionary of the engine -0 is 0. */
    private fun oneZero(value: Any?): Any? = if (value == -0f) {
        0f
    } else if (value == -0.0) {
        0.0
    } else {
        value
    }

    private fun edgeOr(low: Long, high: Long): Long = when (random.nextInt(8)) {
        0 -> low
        1 -> high
        2 -> 0L.coerceIn(low, high)
        else -> random.nextLong(low, high + 1)
    }

    private fun <T> list(depth: Int, item: () -> T): List<T> = List(
        if (random.nextInt(4) == 0) {
            0
        } else {
            random.nextInt(1, if (depth == 0) 5 else 3)
        },
    ) { item() }

    internal companion object {
        val FLOAT64: ClickHouseType = ClickHouseType.parse("Float64")
        val GEOMETRIES = listOf("LineString", "MultiLineString", "MultiPolygon", "Point", "Polygon", "Ring")
        val TENS = LongArray(10).also { tens -> for (i in tens.indices) tens[i] = if (i == 0) 1 else tens[i - 1] * 10 }
        const val LAST_SECOND: Long = 999L * 3600 + 59 * 60 + 59
        val CLOCK: Map<String, ChronoUnit> = mapOf(
            "IntervalNanosecond" to ChronoUnit.NANOS,
            "IntervalMicrosecond" to ChronoUnit.MICROS,
            "IntervalMillisecond" to ChronoUnit.MILLIS,
            "IntervalSecond" to ChronoUnit.SECONDS,
            "IntervalMinute" to ChronoUnit.MINUTES,
            "IntervalHour" to ChronoUnit.HOURS,
        )
        private const val QUARTER_OF_AN_HOUR = 900
        private val FIRST_DAY = LocalDate.of(1900, 1, 1).toEpochDay()
        private val LAST_DAY = LocalDate.of(2299, 12, 31).toEpochDay()
        private val FLOATS =
            listOf(0.0, -0.0, 1.5, -1.0, 1e20, 1e-7, 123456.789, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
        private val CHARACTERS =
            "abcXYZ019 ,.'\"\\`/{}[]()\n\t\r\b\u0000\u0001\u007f\u00e9\u20ac\u4e2d".map { it.code } + listOf(0x1f600, 0x10ffff)
    }
}
