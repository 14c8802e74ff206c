@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.binding

import dev.houseflow.Column
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.codec.IntegerKind
import dev.houseflow.internal.codec.UuidText
import dev.houseflow.internal.codec.ValueKind
import dev.houseflow.internal.type.NewerKotlin
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.descriptors.PrimitiveKind
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.SerialKind
import java.math.BigDecimal
import java.math.BigInteger
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.Period
import java.time.ZonedDateTime
import kotlin.time.toJavaDuration
import kotlin.time.toKotlinDuration

/**
 * What a property of one value is, as far as columns care.
 *
 * @property label how a message names it.
 * @property kind what its values are to the types that take them.
 * @property parse from ISO text to the JVM value, for classes whose serializer insists on text
 * (kotlinx-datetime, say).
 */
@InternalHouseflowApi
public enum class Target(
    internal val label: String,
    internal val kind: ValueKind,
    private val read: Getter<Any>? = null,
    internal val parse: ((String) -> Any)? = null,
    integerType: String? = null,
) {
    BOOLEAN("Boolean", ValueKind.BOOLEAN),
    BYTE("Byte", ValueKind.BYTE, integerType = "Int8"),
    SHORT("Short", ValueKind.SHORT, integerType = "Int16"),
    INT("Int", ValueKind.INT, integerType = "Int32"),
    LONG("Long", ValueKind.LONG, integerType = "Int64"),
    UBYTE("UByte", ValueKind.UBYTE, integerType = "UInt8"),
    USHORT("UShort", ValueKind.USHORT, integerType = "UInt16"),
    UINT("UInt", ValueKind.UINT, integerType = "UInt32"),
    ULONG("ULong", ValueKind.ULONG, integerType = "UInt64"),
    FLOAT("Float", ValueKind.FLOAT),
    DOUBLE("Double", ValueKind.DOUBLE),
    CHAR("Char", ValueKind.TEXT),
    STRING("String", ValueKind.TEXT),
    ENUM("enum", ValueKind.ENUM),
    BYTES("ByteArray", ValueKind.BYTES, Column::getBytes),
    BIG_INTEGER("BigInteger", ValueKind.BIG_INTEGER, Column::getBigInteger, ::BigInteger),
    BIG_DECIMAL("BigDecimal", ValueKind.BIG_DECIMAL, Column::getBigDecimal, ::BigDecimal),
    UUID_VALUE("UUID", ValueKind.UUID_VALUE, Column::getUuid, UuidText::require),
    ADDRESS("InetAddress", ValueKind.ADDRESS, Column::getInetAddress, IpLiterals::address),
    DATE("LocalDate", ValueKind.DATE, Column::getLocalDate, LocalDate::parse),
    DATE_TIME("LocalDateTime", ValueKind.WALL_CLOCK, Column::getLocalDateTime, LocalDateTime::parse),
    INSTANT("Instant", ValueKind.MOMENT, Column::getInstant, Instant::parse),
    ZONED("ZonedDateTime", ValueKind.MOMENT, Column::getZonedDateTime, ZonedDateTime::parse),
    OFFSET("OffsetDateTime", ValueKind.MOMENT, DerivedGetters::offsetDateTime, OffsetDateTime::parse),
    DURATION("Duration", ValueKind.DURATION, Column::getDuration, Duration::parse),
    LOCAL_TIME("LocalTime", ValueKind.LOCAL_TIME, DerivedGetters::localTime, LocalTime::parse),
    PERIOD("Period", ValueKind.PERIOD, DerivedGetters::period, Period::parse),
    ;

    /** Whether a moment gives this value without its time zone. */
    @InternalHouseflowApi
    public val needsNoZone: Boolean get() = this == INSTANT || this == LONG || this == INT || this == ULONG || this == UINT

    /**
     * The JVM value that ISO [text] says; `null` for what no such text is. Throws what its class
     * does for a bad text.
     */
    @InternalHouseflowApi
    public fun parsed(text: String): Any? = parse?.invoke(text)

    /** Width and sign of a whole number; `null` for anything else. */
    internal val integer: IntegerKind? = integerType?.let(IntegerKind::named)

    internal val isUnsigned: Boolean get() = this == UBYTE || this == USHORT || this == UINT || this == ULONG

    /** The value as ISO text, whatever ClickHouse's own text of it is. */
    internal fun text(column: Column, row: Int): String = when {
        read == null || parse == null -> column.getString(row)
        this == ADDRESS -> column.getInetAddress(row).hostAddress.orEmpty()
        this == BIG_DECIMAL -> column.getBigDecimal(row).toPlainString()
        else -> read.get(column, row).toString()
    }

    internal companion object {
        private val BY_NAME = mapOf(
            "kotlin.UByte" to UBYTE,
            "kotlin.UShort" to USHORT,
            "kotlin.UInt" to UINT,
            "kotlin.ULong" to ULONG,
            "kotlin.time.Instant" to INSTANT,
            "kotlin.time.Duration" to DURATION,
            "kotlin.uuid.Uuid" to UUID_VALUE,
            "java.time.Instant" to INSTANT,
            "java.time.LocalDate" to DATE,
            "java.time.LocalDateTime" to DATE_TIME,
            "java.time.ZonedDateTime" to ZONED,
            "java.time.OffsetDateTime" to OFFSET,
            "java.time.Duration" to DURATION,
            "java.time.LocalTime" to LOCAL_TIME,
            "java.time.Period" to PERIOD,
            "java.util.UUID" to UUID_VALUE,
            "java.math.BigInteger" to BIG_INTEGER,
            "java.math.BigDecimal" to BIG_DECIMAL,
            "java.net.InetAddress" to ADDRESS,
            "java.net.Inet4Address" to ADDRESS,
            "java.net.Inet6Address" to ADDRESS,
            "kotlinx.datetime.Instant" to INSTANT,
            "kotlinx.datetime.LocalDate" to DATE,
            "kotlinx.datetime.LocalDateTime" to DATE_TIME,
            "kotlinx.datetime.LocalTime" to LOCAL_TIME,
        )

        /**
         * The target of a descriptor of one value; `null` for lists, maps, classes and their like.
         * [descriptor] is unwrapped already.
         */
        fun of(descriptor: SerialDescriptor): Target? = BY_NAME[nameOf(descriptor)] ?: when (descriptor.kind) {
            PrimitiveKind.BOOLEAN -> BOOLEAN
            PrimitiveKind.BYTE -> BYTE
            PrimitiveKind.SHORT -> SHORT
            PrimitiveKind.INT -> INT
            PrimitiveKind.LONG -> LONG
            PrimitiveKind.FLOAT -> FLOAT
            PrimitiveKind.DOUBLE -> DOUBLE
            PrimitiveKind.CHAR -> CHAR
            PrimitiveKind.STRING -> STRING
            SerialKind.ENUM -> ENUM
            else -> null
        }

        fun nameOf(descriptor: SerialDescriptor): String = descriptor.serialName.removeSuffix("?")
    }
}

/** Kotlin's own twins of JVM values, whose serializers know only text. */
internal class KotlinTwin(val read: Getter<Any>, val toJava: (Any) -> Any) {
    companion object {
        private val BY_NAME = mapOf(
            "kotlin.time.Instant" to KotlinTwin({ c, r -> NewerKotlin.instantOf(c.getInstant(r)) }, { NewerKotlin.toJavaInstant(it) }),
            "kotlin.time.Duration" to
                KotlinTwin({ c, r -> c.getDuration(r).toKotlinDuration() }, { (it as kotlin.time.Duration).toJavaDuration() }),
            "kotlin.uuid.Uuid" to KotlinTwin({ c, r -> NewerKotlin.uuidOf(c.getUuid(r)) }, { NewerKotlin.toJavaUuid(it) }),
        )

        fun of(descriptor: SerialDescriptor): KotlinTwin? = BY_NAME[Target.nameOf(descriptor)]
    }
}
