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
import java.time.OffsetDateTime
import java.time.Period
import java.time.ZonedDateTime
import java.util.UUID

/** The table of `docs/types.md` as code: which JVM type is a ClickHouse type's own, and the other way round. */
internal object JvmTypes {
    /** Whether [value] is of the JVM type that [type] reads as. */
    fun isOwn(type: ClickHouseType, value: Any): Boolean = when (type) {
        is ClickHouseType.Named -> isOwnOfNamed(type.name, value)
        is ClickHouseType.FixedString, is ClickHouseType.Enum -> value is String
        is ClickHouseType.Decimal -> value is BigDecimal
        is ClickHouseType.DateTime, is ClickHouseType.DateTime64 -> value is Instant
        is ClickHouseType.Time64 -> value is Duration
        is ClickHouseType.Nullable -> isOwn(type.inner, value)
        is ClickHouseType.LowCardinality -> isOwn(type.inner, value)
        is ClickHouseType.SimpleAggregateFunction -> isOwn(type.inner, value)
        is ClickHouseType.Array, is ClickHouseType.Nested, is ClickHouseType.Tuple, is ClickHouseType.QBit -> value is List<*>
        is ClickHouseType.Map, is ClickHouseType.Json -> value is Map<*, *>
        else -> false
    }

    private fun isOwnOfNamed(name: String, value: Any): Boolean = when (name) {
        "Bool" -> value is Boolean
        "Int8" -> value is Byte
        "UInt8", "Int16" -> value is Short
        "UInt16", "Int32" -> value is Int
        "UInt32", "Int64" -> value is Long
        "UInt64", "Int128", "Int256", "UInt128", "UInt256" -> value is BigInteger
        "Float32", "BFloat16" -> value is Float
        "Float64" -> value is Double
        "String" -> value is String
        "UUID" -> value is UUID
        "Date", "Date32" -> value is LocalDate
        "Time" -> value is Duration
        "IPv4" -> value is Inet4Address
        "IPv6" -> value is Inet6Address
        else -> if (name.startsWith("Interval")) value is Duration || value is Period else Codecs.geometry(name) != null && value is List<*>
    }

    /** The type that a value gets where the column leaves it open (Dynamic); `null` when there is none for its class. */
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
        is Duration -> ClickHouseType.Time64(9)
        is Inet4Address -> named("IPv4")
        is Inet6Address -> named("IPv6")
        is Map<*, *> -> mapType(value)
        is Iterable<*> -> ClickHouseType.Array(commonType(value))
        is Array<*> -> ClickHouseType.Array(commonType(value.asList()))
        is LongArray -> ClickHouseType.Array(named("Int64"))
        is IntArray -> ClickHouseType.Array(named("Int32"))
        is DoubleArray -> ClickHouseType.Array(named("Float64"))
        is FloatArray -> ClickHouseType.Array(named("Float32"))
        else -> null
    }

    private fun named(name: String): ClickHouseType = ClickHouseType.Named(name)

    private fun bigIntegerType(value: BigInteger): ClickHouseType? = when {
        value.bitLength() < 128 -> named("Int128")
        value.bitLength() < 256 -> named("Int256")
        value.signum() > 0 && value.bitLength() == 256 -> named("UInt256")
        else -> null
    }

    private fun decimalType(value: BigDecimal): ClickHouseType? {
        val scale = maxOf(value.scale(), 0)
        val precision = maxOf(value.precision().toLong() - value.scale() + scale, scale.toLong(), 1L)
        val width = intArrayOf(9, 18, 38, 76).firstOrNull { it >= precision } ?: return null
        return ClickHouseType.Decimal(width, scale)
    }

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
