@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.Column
import dev.houseflow.InternalHouseflowApi
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
import java.time.ZonedDateTime
import java.util.UUID
import kotlin.time.toJavaDuration
import kotlin.time.toKotlinDuration

/**
 * What a property of one value is, as far as columns care.
 *
 * @property label how a message names it.
 * @property parse from ISO text to the JVM value, for classes whose serializer insists on text (kotlinx-datetime, say).
 */
@InternalHouseflowApi
public enum class Target(
    internal val label: String,
    private val read: Getter<Any>? = null,
    internal val parse: ((String) -> Any)? = null,
) {
    BOOLEAN("Boolean"),
    BYTE("Byte"),
    SHORT("Short"),
    INT("Int"),
    LONG("Long"),
    UBYTE("UByte"),
    USHORT("UShort"),
    UINT("UInt"),
    ULONG("ULong"),
    FLOAT("Float"),
    DOUBLE("Double"),
    CHAR("Char"),
    STRING("String"),
    ENUM("enum"),
    BYTES("ByteArray", Column::getBytes),
    BIG_INTEGER("BigInteger", Column::getBigInteger, ::BigInteger),
    BIG_DECIMAL("BigDecimal", Column::getBigDecimal, ::BigDecimal),
    UUID_VALUE("UUID", Column::getUuid, UUID::fromString),
    ADDRESS("InetAddress", Column::getInetAddress, IpLiterals::address),
    DATE("LocalDate", Column::getLocalDate, LocalDate::parse),
    DATE_TIME("LocalDateTime", Column::getLocalDateTime, LocalDateTime::parse),
    INSTANT("Instant", Column::getInstant, Instant::parse),
    ZONED("ZonedDateTime", Column::getZonedDateTime, ZonedDateTime::parse),
    DURATION("Duration", Column::getDuration, Duration::parse),
    ;

    /** Whether a moment gives this value without its time zone. */
    @InternalHouseflowApi
    public val needsNoZone: Boolean get() = this == INSTANT || this == LONG || this == INT || this == ULONG || this == UINT

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
            "java.time.Duration" to DURATION,
            "java.util.UUID" to UUID_VALUE,
            "java.math.BigInteger" to BIG_INTEGER,
            "java.math.BigDecimal" to BIG_DECIMAL,
            "java.net.InetAddress" to ADDRESS,
            "java.net.Inet4Address" to ADDRESS,
            "java.net.Inet6Address" to ADDRESS,
            "kotlinx.datetime.Instant" to INSTANT,
            "kotlinx.datetime.LocalDate" to DATE,
            "kotlinx.datetime.LocalDateTime" to DATE_TIME,
        )

        /** The target of a descriptor of one value; `null` for lists, maps, classes and their like. [descriptor] is unwrapped already. */
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
