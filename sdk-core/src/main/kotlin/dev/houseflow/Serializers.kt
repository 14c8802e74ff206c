package dev.houseflow

import dev.houseflow.internal.binding.ColumnSink
import dev.houseflow.internal.binding.ColumnValue
import dev.houseflow.internal.binding.DerivedGetters
import dev.houseflow.internal.binding.Getter
import dev.houseflow.internal.binding.IpLiterals
import dev.houseflow.internal.codec.UuidText
import kotlinx.serialization.KSerializer
import kotlinx.serialization.descriptors.PrimitiveKind
import kotlinx.serialization.descriptors.PrimitiveSerialDescriptor
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder
import kotlinx.serialization.modules.SerializersModule
import kotlinx.serialization.modules.contextual
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
 * The serializers of the JVM types that ClickHouse values become and that kotlinx.serialization has
 * none for. Houseflow's clients always have this module, so that `@Contextual val at: Instant` (or
 * `@file:UseContextualSerialization(Instant::class)`) is all that a class needs; add it to a
 * `Json { }` when the same class also travels as JSON.
 */
public val HouseflowSerializersModule: SerializersModule = SerializersModule {
    contextual(InstantSerializer)
    contextual(LocalDateSerializer)
    contextual(LocalDateTimeSerializer)
    contextual(ZonedDateTimeSerializer)
    contextual(OffsetDateTimeSerializer)
    contextual(DurationSerializer)
    contextual(LocalTimeSerializer)
    contextual(PeriodSerializer)
    contextual(UuidSerializer)
    contextual(BigIntegerSerializer)
    contextual(BigDecimalSerializer)
    contextual(InetAddressSerializer)
    contextual(Inet4AddressSerializer)
    contextual(Inet6AddressSerializer)
}

/** Takes values from a column as they are, and from any other format as ISO text. */
internal abstract class JvmValueSerializer<T : Any>(
    name: String,
    private val read: Getter<T>,
    private val parse: (String) -> T,
    private val print: (T) -> String,
) : KSerializer<T> {
    final override val descriptor: SerialDescriptor = PrimitiveSerialDescriptor(name, PrimitiveKind.STRING)

    final override fun deserialize(decoder: Decoder): T =
        if (decoder is ColumnValue) read.get(decoder.column, decoder.row) else parse(decoder.decodeString())

    final override fun serialize(encoder: Encoder, value: T) {
        if (encoder is ColumnSink) encoder.appendImmutable(value) else encoder.encodeString(print(value))
    }
}

/**
 * Serializes [java.time.Instant]: a point in time, for `DateTime` and `DateTime64`; ISO 8601 text
 * elsewhere.
 */
public object InstantSerializer : KSerializer<Instant> by JvmInstant

private object JvmInstant : JvmValueSerializer<Instant>("java.time.Instant", Column::getInstant, Instant::parse, Instant::toString)

/** Serializes [java.time.LocalDate]: a day, for `Date` and `Date32`; ISO 8601 text elsewhere. */
public object LocalDateSerializer : KSerializer<LocalDate> by JvmLocalDate

private object JvmLocalDate : JvmValueSerializer<LocalDate>(
    "java.time.LocalDate",
    Column::getLocalDate,
    LocalDate::parse,
    LocalDate::toString,
)

/**
 * Serializes [java.time.LocalDateTime]: the wall clock of a `DateTime` or `DateTime64` in the
 * column's time zone; ISO 8601 text elsewhere.
 */
public object LocalDateTimeSerializer : KSerializer<LocalDateTime> by JvmLocalDateTime

private object JvmLocalDateTime : JvmValueSerializer<LocalDateTime>(
    "java.time.LocalDateTime",
    Column::getLocalDateTime,
    LocalDateTime::parse,
    LocalDateTime::toString,
)

/**
 * Serializes [java.time.ZonedDateTime]: a `DateTime` or `DateTime64` with the column's time zone;
 * ISO 8601 text elsewhere.
 */
public object ZonedDateTimeSerializer : KSerializer<ZonedDateTime> by JvmZonedDateTime

private object JvmZonedDateTime : JvmValueSerializer<ZonedDateTime>(
    "java.time.ZonedDateTime",
    Column::getZonedDateTime,
    ZonedDateTime::parse,
    ZonedDateTime::toString,
)

/**
 * Serializes [java.time.OffsetDateTime]: a `DateTime` or `DateTime64` with the offset that the
 * column's time zone has then; ISO 8601 text elsewhere.
 */
public object OffsetDateTimeSerializer : KSerializer<OffsetDateTime> by JvmOffsetDateTime

private object JvmOffsetDateTime : JvmValueSerializer<OffsetDateTime>(
    "java.time.OffsetDateTime",
    DerivedGetters::offsetDateTime,
    OffsetDateTime::parse,
    OffsetDateTime::toString,
)

/**
 * Serializes [java.time.Duration]: a length of time, for `Time`, `Time64` and the intervals of
 * fixed length; ISO 8601 text elsewhere.
 */
public object DurationSerializer : KSerializer<Duration> by JvmDuration

private object JvmDuration : JvmValueSerializer<Duration>("java.time.Duration", Column::getDuration, Duration::parse, Duration::toString)

/**
 * Serializes [java.time.LocalTime]: a `Time` or `Time64` between 00:00 and 24:00, any other is an
 * error; ISO 8601 text elsewhere.
 */
public object LocalTimeSerializer : KSerializer<LocalTime> by JvmLocalTime

private object JvmLocalTime : JvmValueSerializer<LocalTime>(
    "java.time.LocalTime",
    DerivedGetters::localTime,
    LocalTime::parse,
    LocalTime::toString,
)

/**
 * Serializes [java.time.Period]: an `IntervalDay`, `IntervalWeek`, `IntervalMonth`,
 * `IntervalQuarter` or `IntervalYear`; ISO 8601 text elsewhere.
 */
public object PeriodSerializer : KSerializer<Period> by JvmPeriod

private object JvmPeriod : JvmValueSerializer<Period>("java.time.Period", DerivedGetters::period, Period::parse, Period::toString)

/** Serializes [java.util.UUID]: a `UUID`; its usual text elsewhere. */
public object UuidSerializer : KSerializer<UUID> by JvmUuid

private object JvmUuid : JvmValueSerializer<UUID>("java.util.UUID", Column::getUuid, UuidText::require, UUID::toString)

/** Serializes [java.math.BigInteger]: any whole number; decimal digits as text elsewhere. */
public object BigIntegerSerializer : KSerializer<BigInteger> by JvmBigInteger

private object JvmBigInteger : JvmValueSerializer<BigInteger>(
    "java.math.BigInteger",
    Column::getBigInteger,
    ::BigInteger,
    BigInteger::toString,
)

/**
 * Serializes [java.math.BigDecimal]: a `Decimal`, with its scale; decimal digits as text elsewhere.
 */
public object BigDecimalSerializer : KSerializer<BigDecimal> by JvmBigDecimal

private object JvmBigDecimal : JvmValueSerializer<BigDecimal>(
    "java.math.BigDecimal",
    Column::getBigDecimal,
    ::BigDecimal,
    BigDecimal::toPlainString,
)

/**
 * Serializes [java.net.InetAddress]: an `IPv4` or `IPv6`; the address as digits elsewhere, never a
 * host name.
 */
public object InetAddressSerializer : KSerializer<InetAddress> by JvmInetAddress

private object JvmInetAddress :
    JvmValueSerializer<InetAddress>("java.net.InetAddress", Column::getInetAddress, IpLiterals::address, { it.hostAddress })

/**
 * Serializes [java.net.Inet4Address], for `IPv4`, and for `IPv6` where the address is
 * `::ffff:1.2.3.4`.
 */
public object Inet4AddressSerializer : KSerializer<Inet4Address> by JvmInet4Address

private object JvmInet4Address : JvmValueSerializer<Inet4Address>(
    "java.net.Inet4Address",
    DerivedGetters::inet4Address,
    { IpLiterals.requireV4(IpLiterals.address(it)) },
    { it.hostAddress },
)

/** Serializes [java.net.Inet6Address], for `IPv6`. */
public object Inet6AddressSerializer : KSerializer<Inet6Address> by JvmInet6Address

private object JvmInet6Address : JvmValueSerializer<Inet6Address>(
    "java.net.Inet6Address",
    DerivedGetters::inet6Address,
    { IpLiterals.requireV6(IpLiterals.address(it)) },
    { it.hostAddress },
)
