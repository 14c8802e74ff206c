package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import java.math.BigDecimal
import java.math.BigInteger
import java.net.Inet4Address
import java.net.Inet6Address
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.Period
import java.time.ZonedDateTime
import java.util.UUID

/** Which type a value gets where the column leaves it open: the list of `docs/types.md` as code. */
internal object JvmTypes {
    /**
     * The type that a value gets where the column leaves it open (Dynamic); `null` when there is
     * none for its class.
     */
    fun typeOf(value: Any?): ClickHouseType? = when (value) {
        is Boolean -> named("Bool")
        is Byte -> named("Int8")
        is Short -> named("Int16")
        is Int -> named("Int32")
        is Long -> named("Int64")
        is UByte -> named("UInt8")
        is UShort -> named("UInt16")
        is UInt -> named("UInt32")
        is ULong -> named("UInt64")
        is BigInteger -> bigIntegerType(value)
        is Float -> named("Float32")
        is Double -> named("Float64")
        is BigDecimal -> decimalType(value)
        is CharSequence, is Char, is Enum<*>, is ByteArray -> named("String")
        is UUID -> named("UUID")
        is LocalDate -> named("Date32")
        is Instant, is ZonedDateTime, is OffsetDateTime -> ClickHouseType.DateTime64(9, "UTC")
        is LocalDateTime -> ClickHouseType.DateTime64(9, null)
        is Duration, is LocalTime -> ClickHouseType.Time64(9)
        is Period -> periodType(value)
        is Inet4Address -> named("IPv4")
        is Inet6Address -> named("IPv6")
        is Map<*, *> -> mapType(value)
        is Iterable<*> -> ClickHouseType.Array(commonType(value))
        is Array<*> -> ClickHouseType.Array(commonType(value.asList()))
        else -> arrayType(value)
    }

    /** An array of primitives, whose class says the type also when it is empty. */
    private fun arrayType(value: Any?): ClickHouseType? = when (value) {
        is LongArray -> "Int64"
        is IntArray -> "Int32"
        is ShortArray -> "Int16"
        is DoubleArray -> "Float64"
        is FloatArray -> "Float32"
        is BooleanArray -> "Bool"
        else -> null
    }?.let { ClickHouseType.Array(named(it)) }

    /** The unit that gives an equal Period back; none counts both months and days. */
    private fun periodType(value: Period): ClickHouseType? = when {
        value.toTotalMonths() == 0L -> named("IntervalDay")
        value.days != 0 -> null
        value.months == 0 -> named("IntervalYear")
        else -> named("IntervalMonth")
    }

    private fun named(name: String): ClickHouseType = ClickHouseType.Named(name)

    private fun bigIntegerType(value: BigInteger): ClickHouseType? = when {
        value.bitLength() < 128 -> named("Int128")
        value.bitLength() < 256 -> named("Int256")
        value.signum() > 0 && value.bitLength() == 256 -> named("UInt256")
        else -> null
    }

    private fun decimalType(value: BigDecimal): ClickHouseType? {
        // Zeros at the end, which change nothing, may be more than any type holds: those of 0E-77,
        // say.
        val exact = if (value.scale() > MOST_DIGITS || value.precision() > MOST_DIGITS) value.stripTrailingZeros() else value
        val scale = maxOf(exact.scale(), 0)
        val precision = maxOf(exact.precision().toLong() - exact.scale() + scale, scale.toLong(), 1L)
        val width = intArrayOf(9, 18, 38, MOST_DIGITS).firstOrNull { it >= precision } ?: return null
        return ClickHouseType.Decimal(width, scale)
    }

    private const val MOST_DIGITS = 76

    private fun mapType(value: Map<*, *>): ClickHouseType? {
        if (value.keys.any { it !is CharSequence }) return null
        return ClickHouseType.Map(named("String"), commonType(value.values))
    }

    /** One type for all of [values], Nullable when some are null; Dynamic when they differ. */
    private fun commonType(values: Iterable<*>): ClickHouseType {
        var common: ClickHouseType? = null
        var nulls = false
        for (value in values) {
            if (value == null) {
                nulls = true
                continue
            }
            val type = typeOf(value)
            if (type == null || (common != null && common != type)) return ClickHouseType.Dynamic(null)
            common = type
        }
        return when {
            common == null -> if (nulls) ClickHouseType.Nullable(named("Nothing")) else named("Nothing")
            !nulls -> common
            common is ClickHouseType.Array || common is ClickHouseType.Map -> ClickHouseType.Dynamic(null)
            else -> ClickHouseType.Nullable(common)
        }
    }
}
