package dev.houseflow.internal.codec

import dev.houseflow.InternalHouseflowApi
import kotlinx.serialization.json.JsonObject
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

/** What the class of a value says about the types that it may go into. */
@InternalHouseflowApi
public enum class ValueKind {
    BOOLEAN,
    BYTE,
    SHORT,
    INT,
    LONG,
    UBYTE,
    USHORT,
    UINT,
    ULONG,
    BIG_INTEGER,
    FLOAT,
    DOUBLE,
    BIG_DECIMAL,
    TEXT,
    ENUM,
    BYTES,
    UUID_VALUE,
    IPV4,
    IPV6,

    /** An address of which only each value says whether it is IPv4 or IPv6. */
    ADDRESS,
    DATE,
    WALL_CLOCK,
    MOMENT,
    DURATION,
    LOCAL_TIME,
    PERIOD,
    LIST,

    /** A set or another collection that has no order of its own. */
    COLLECTION,

    /** `Pair`, `Triple`, `Map.Entry`. */
    PRODUCT,
    MAP,

    /** A map or an object that is known to be one of JSON. */
    JSON_OBJECT,
    ;

    internal companion object {
        /** `null` for a class that no type takes. */
        fun of(value: Any): ValueKind? = when (value) {
            is CharSequence -> if (value is EnumConstantName) ENUM else TEXT
            is Number -> ofNumber(value)
            is Boolean -> BOOLEAN
            is UByte -> UBYTE
            is UShort -> USHORT
            is UInt -> UINT
            is ULong -> ULONG
            is Char -> TEXT
            is Enum<*> -> ENUM
            is ByteArray -> BYTES
            is UUID -> UUID_VALUE
            is Inet4Address -> IPV4
            is Inet6Address -> IPV6
            else -> ofTime(value) ?: ofContainer(value)
        }

        private fun ofNumber(value: Number): ValueKind? = when (value) {
            is Long -> LONG
            is Int -> INT
            is Double -> DOUBLE
            is Float -> FLOAT
            is Short -> SHORT
            is Byte -> BYTE
            is BigInteger -> BIG_INTEGER
            is BigDecimal -> BIG_DECIMAL
            else -> null
        }

        private fun ofTime(value: Any): ValueKind? = when (value) {
            is Instant, is ZonedDateTime, is OffsetDateTime -> MOMENT
            is LocalDate -> DATE
            is LocalDateTime -> WALL_CLOCK
            is LocalTime -> LOCAL_TIME
            is Duration -> DURATION
            is Period -> PERIOD
            else -> null
        }

        private fun ofContainer(value: Any): ValueKind? = when (value) {
            is JsonObject, is JsonMap -> JSON_OBJECT
            is Map<*, *> -> MAP
            is List<*>, is Array<*> -> LIST
            is Iterable<*> -> COLLECTION
            is Map.Entry<*, *>, is Pair<*, *>, is Triple<*, *, *> -> PRODUCT
            else -> if (listOfArray(value) != null) LIST else null
        }
    }
}

/** The name of an enum constant, where a column's type must not take it for any other text. */
@InternalHouseflowApi
public class EnumConstantName(private val name: String) : CharSequence by name {
    override fun toString(): String = name
}

/** The elements of an array of primitives, or of objects; `null` for anything else. */
internal fun listOfArray(value: Any): List<Any?>? = when (value) {
    is Array<*> -> value.asList()
    is LongArray -> value.asList()
    is IntArray -> value.asList()
    is ShortArray -> value.asList()
    is ByteArray -> value.asList()
    is DoubleArray -> value.asList()
    is FloatArray -> value.asList()
    is BooleanArray -> value.asList()
    else -> null
}
