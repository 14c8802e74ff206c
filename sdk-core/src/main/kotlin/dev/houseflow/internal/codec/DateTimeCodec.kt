package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.internal.type.DefaultZone
import dev.houseflow.internal.type.ZoneNames
import java.time.DateTimeException
import java.time.Instant
import java.time.LocalDateTime
import java.time.OffsetDateTime
import java.time.ZoneId
import java.time.ZonedDateTime
import java.time.format.DateTimeFormatter
import java.time.format.DateTimeParseException

/*
 * DateTime[('zone')]: seconds since 1970-01-01 00:00:00 UTC in unsigned 32 bits. DateTime64(P[, 'zone']): ticks of 10^-P seconds in signed
 * 64 bits. The zone stands in the type only; it says how the moment is shown, never which moment it is.
 *
 *     DateTime       1970-01-01 00:00:00, 00:00:01, 2106-02-07 06:28:15:   00000000 01000000 ffffffff
 *     DateTime64(3)  1970-01-01 00:00:00.001, 00:00:00, 1969-12-31 23:59:59.999:
 *                    0100000000000000 0000000000000000 ffffffffffffffff
 */
internal fun dateTimeCodec(name: String, type: ClickHouseType, zone: Zone): Codec =
    PlainCodec(name, type, { input, n -> DateTimeColumn(name, type, input.readInts(n), zone) }) { DateTimeBuilder(name, type, zone) }

internal fun dateTime64Codec(name: String, type: ClickHouseType, precision: Int, zone: Zone): Codec =
    PlainCodec(name, type, { input, n -> DateTime64Column(name, type, precision, input.readLongs(n), zone) }) {
        DateTime64Builder(name, type, precision, zone)
    }

/**
 * The zone of a column, looked up when a wall clock is asked for: instants need none, so an unknown
 * name does no harm to them.
 */
internal class Zone(private val text: String?, private val fallback: DefaultZone) {
    private val id: ZoneId? by lazy(LazyThreadSafetyMode.PUBLICATION) {
        try {
            if (text == null) fallback.id else ZoneNames.idOf(text)
        } catch (_: DateTimeException) {
            null
        }
    }

    fun of(column: Column): ZoneId = id ?: throw unknown(column.name, column.type)

    fun of(builder: NativeBuilder): ZoneId = id ?: throw unknown(builder.name, builder.type)

    private fun unknown(column: String, type: ClickHouseType) = FormatException(
        if (text == null) fallback.problem else "This JVM does not know the time zone '$text': use instants, or a JVM with newer zone data",
        column,
        type.toString(),
    )
}

/** Moments: everything follows from [getInstant]. */
internal abstract class MomentColumn(name: String, type: ClickHouseType, size: Int, private val zone: Zone) : Column(name, type, size) {
    abstract override fun getInstant(row: Int): Instant

    protected abstract val digits: Int

    override fun get(row: Int): Any = getInstant(row)

    override fun getZonedDateTime(row: Int): ZonedDateTime = getInstant(row).atZone(zone.of(this))

    override fun getLocalDateTime(row: Int): LocalDateTime = getZonedDateTime(row).toLocalDateTime()

    override fun getString(row: Int): String {
        val time = getLocalDateTime(row)
        return buildString {
            append(time.toLocalDate()).append(' ')
            appendClock(time.hour.toLong(), time.minute, time.second, time.nano, digits)
        }
    }
}

/** `hh:mm:ss` and [digits] digits of the fraction. */
internal fun StringBuilder.appendClock(hours: Long, minutes: Int, seconds: Int, nanos: Int, digits: Int) {
    if (hours < 10) append('0')
    append(hours).append(':')
    if (minutes < 10) append('0')
    append(minutes).append(':')
    if (seconds < 10) append('0')
    append(seconds)
    if (digits > 0) append('.').append(nanos.toString().padStart(9, '0'), 0, digits)
}

internal class DateTimeColumn(name: String, type: ClickHouseType, @JvmField val values: IntArray, zone: Zone) :
    MomentColumn(name, type, values.size, zone), ArrayBacked {
    override val array: Any get() = values

    override val digits: Int get() = 0

    override fun getLong(row: Int): Long = values[row].toLong() and 0xffffffffL

    override fun getInstant(row: Int): Instant = Instant.ofEpochSecond(getLong(row))
}

internal class DateTime64Column(
    name: String,
    type: ClickHouseType,
    override val digits: Int,
    private val values: LongArray,
    zone: Zone,
) : MomentColumn(name, type, values.size, zone), ArrayBacked {
    override val array: Any get() = values

    private val perSecond = POWERS_OF_TEN[digits]
    private val nanosEach = POWERS_OF_TEN[9 - digits]

    override fun getLong(row: Int): Long = values[row]

    override fun getInstant(row: Int): Instant {
        val ticks = values[row]
        // A division by a constant is a multiplication.
        val seconds = when (digits) {
            MICROS -> Math.floorDiv(ticks, 1_000_000L)
            MILLIS -> Math.floorDiv(ticks, 1_000L)
            else -> Math.floorDiv(ticks, perSecond)
        }
        if (seconds > Instant.MAX.epochSecond || seconds < Instant.MIN.epochSecond) throw doesNotFit(row, "$ticks ticks", "Instant")
        return Instant.ofEpochSecond(seconds, (ticks - seconds * perSecond) * nanosEach)
    }

    override fun toLongArray(): LongArray = values.copyOf()
}

private const val MILLIS = 3
private const val MICROS = 6

internal val POWERS_OF_TEN: LongArray = LongArray(10).also { powers ->
    powers[0] = 1
    for (i in 1..9) powers[i] = powers[i - 1] * 10
}

/**
 * The moment that [value] stands for; a wall clock, also one as text, is taken in the zone of the
 * column.
 */
private fun NativeBuilder.moment(value: Any, zone: Zone): Instant = when (value) {
    is Instant -> value

    is ZonedDateTime -> value.toInstant()

    is OffsetDateTime -> value.toInstant()

    is LocalDateTime -> {
        val id = zone.of(this)
        // Twice a year a wall clock stands for no moment, or for two; of two it is the earlier one,
        // as in java.time and in the server.
        val offset = id.rules.getValidOffsets(value).firstOrNull()
            ?: throw outOfRange(value, "the wall clock of $id, which skips that time")
        value.toInstant(offset)
    }

    is CharSequence -> moment(timeOfText(value.toString()), zone)

    else -> throw wrongClass(value)
}

/**
 * [text] as a wall clock, or as a moment where it says its offset. Between date and time stands a
 * space, as in the server's text, or a `T`.
 */
private fun NativeBuilder.timeOfText(text: String): Any {
    val iso = if (text.length > DATE_LETTERS && text[DATE_LETTERS] == ' ') text.replaceFirst(' ', 'T') else text
    return try {
        DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, ZonedDateTime::from, LocalDateTime::from)
    } catch (_: DateTimeParseException) {
        throw outOfRange("'$text'", "what a date with a time looks like (2026-01-31 23:59:59)")
    }
}

private const val DATE_LETTERS = 10

/**
 * Epoch seconds of moments that mostly follow each other: the number of the day before is that of
 * the next, too.
 */
private class Seconds {
    private var year = 1970
    private var month = 1
    private var day = 1
    private var epochDay = 0L

    fun of(time: ZonedDateTime): Long = of(time.toLocalDateTime()) - time.offset.totalSeconds

    private fun of(time: LocalDateTime): Long {
        val date = time.toLocalDate()
        if (date.dayOfMonth != day || date.monthValue != month || date.year != year) {
            year = date.year
            month = date.monthValue
            day = date.dayOfMonth
            epochDay = date.toEpochDay()
        }
        return epochDay * SECONDS_PER_DAY + time.toLocalTime().toSecondOfDay()
    }

    private companion object {
        private const val SECONDS_PER_DAY = 86_400L
    }
}

internal class DateTimeBuilder(name: String, type: ClickHouseType, private val zone: Zone) : IntValuesBuilder(name, type) {
    private val seconds = Seconds()

    override fun append(value: Any?) {
        when (value) {
            null -> throw refused("NULL")
            is Instant -> addMoment(value.epochSecond, value.nano, value)
            is ZonedDateTime -> addMoment(seconds.of(value), value.nano, value)
            else -> if (isNumber(value)) appendLong(wholeNumber(value)) else addMoment(moment(value, zone), value)
        }
    }

    private fun addMoment(moment: Instant, value: Any): Unit = addMoment(moment.epochSecond, moment.nano, value)

    private fun addMoment(seconds: Long, nanos: Int, value: Any) {
        if (nanos != 0) throw outOfRange(value, "whole seconds; truncate it to them, or use DateTime64")
        addSeconds(seconds, value)
    }

    override fun appendLong(value: Long): Unit = addSeconds(value, value)

    override fun appendString(value: String): Unit = append(value)

    private fun addSeconds(seconds: Long, value: Any) {
        if (seconds !in 0..0xffffffffL) throw outOfRange(value, "1970-01-01 00:00:00..2106-02-07 06:28:15 UTC")
        add(seconds.toInt())
    }

    override fun build(): Column = DateTimeColumn(name, type, toArray(), zone)
}

internal class DateTime64Builder(name: String, type: ClickHouseType, private val precision: Int, private val zone: Zone) :
    LongValuesBuilder(name, type) {
    private val perSecond = POWERS_OF_TEN[precision]
    private val nanosEach = POWERS_OF_TEN[9 - precision].toInt()
    private val seconds = Seconds()

    override fun append(value: Any?) {
        when (value) {
            null -> throw refused("NULL")
            is Instant -> addMoment(value.epochSecond, value.nano, value)
            is ZonedDateTime -> addMoment(seconds.of(value), value.nano, value)
            else -> if (isNumber(value)) appendLong(wholeNumber(value)) else addMoment(moment(value, zone), value)
        }
    }

    private fun addMoment(moment: Instant, value: Any): Unit = addMoment(moment.epochSecond, moment.nano, value)

    private fun addMoment(seconds: Long, nanos: Int, value: Any) {
        // A division by a constant is a multiplication.
        val fraction = when (precision) {
            MICROS -> nanos / 1_000
            MILLIS -> nanos / 1_000_000
            else -> nanos / nanosEach
        }
        if (fraction * nanosEach != nanos) throw outOfRange(value, "the precision of this type; truncate it with truncatedTo(...)")
        val ticks = try {
            ticks(seconds, fraction.toLong())
        } catch (_: ArithmeticException) {
            throw outOfRange(value, "the 64 bits of this type")
        }
        add(ticks)
    }

    /**
     * Towards the later second first for moments before 1970: the product alone may overflow where
     * the sum does not.
     */
    private fun ticks(seconds: Long, fraction: Long): Long = if (seconds >= 0 || fraction == 0L) {
        Math.addExact(Math.multiplyExact(seconds, perSecond), fraction)
    } else {
        Math.addExact(Math.multiplyExact(seconds + 1, perSecond), fraction - perSecond)
    }

    override fun appendLong(value: Long): Unit = add(value)

    override fun appendString(value: String): Unit = append(value)

    override fun build(): Column = DateTime64Column(name, type, precision, toArray(), zone)
}
