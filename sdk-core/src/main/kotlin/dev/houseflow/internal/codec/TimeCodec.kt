package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import java.time.Duration
import java.time.LocalTime

/*
 * Time: seconds in signed 32 bits, -999:59:59 to 999:59:59. Time64(P): ticks of 10^-P seconds in signed 64 bits.
 *
 *     Time       00:00:01, -00:00:01, 00:00:00:       01000000 ffffffff 00000000
 *     Time64(3)  00:00:00.001, -00:00:00.001, 00:00:00.000:
 *                0100000000000000 ffffffffffffffff 0000000000000000
 */
internal fun timeCodec(name: String, type: ClickHouseType): Codec =
    PlainCodec(name, type, { input, n -> TimeColumn(name, type, input.readInts(n)) }) { TimeBuilder(name, type) }

internal fun time64Codec(name: String, type: ClickHouseType, precision: Int): Codec =
    PlainCodec(name, type, { input, n -> Time64Column(name, type, precision, input.readLongs(n)) }) { Time64Builder(name, type, precision) }

private fun clockText(time: Duration, digits: Int): String = buildString {
    val size = time.abs()
    if (time.isNegative) append('-')
    appendClock(size.seconds / 3600, (size.seconds / 60 % 60).toInt(), (size.seconds % 60).toInt(), size.nano, digits)
}

internal class TimeColumn(name: String, type: ClickHouseType, private val values: IntArray) :
    Column(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun get(row: Int): Any = getDuration(row)

    override fun getInt(row: Int): Int = values[row]

    override fun getLong(row: Int): Long = values[row].toLong()

    override fun getDuration(row: Int): Duration = Duration.ofSeconds(getLong(row))

    override fun getString(row: Int): String = clockText(getDuration(row), 0)
}

internal class Time64Column(name: String, type: ClickHouseType, private val digits: Int, private val values: LongArray) :
    Column(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    private val perSecond = POWERS_OF_TEN[digits]
    private val nanosEach = POWERS_OF_TEN[9 - digits]

    override fun get(row: Int): Any = getDuration(row)

    override fun getLong(row: Int): Long = values[row]

    override fun getDuration(row: Int): Duration {
        val ticks = values[row]
        val seconds = Math.floorDiv(ticks, perSecond)
        return Duration.ofSeconds(seconds, (ticks - seconds * perSecond) * nanosEach)
    }

    override fun getString(row: Int): String {
        val time = getDuration(row)
        // The most negative Duration has no positive counterpart to print; no server sends it.
        if (time.seconds == Long.MIN_VALUE) throw doesNotFit(row, time, "a text")
        return clockText(time, digits)
    }

    override fun toLongArray(): LongArray = values.copyOf()
}

/** The largest whole seconds that the server takes on either side of 0. */
private const val LAST_SECOND = 999L * 3600 + 59 * 60 + 59

private fun NativeBuilder.duration(value: Any?): Duration = when (value) {
    null -> throw refused("NULL")
    is Duration -> value
    is LocalTime -> Duration.ofNanos(value.toNanoOfDay())
    is CharSequence -> CLOCK.matchEntire(value)?.let(::durationOf) ?: throw outOfRange("'$value'", "what a time looks like (-12:34:56.789)")
    else -> throw wrongClass(value)
}

/**
 * As the server writes it: up to three digits of hours, minutes and seconds below 60, and up to
 * nine digits of the fraction.
 */
private val CLOCK = Regex("(-?)([0-9]{1,3}):([0-5][0-9]):([0-5][0-9])(?:\\.([0-9]{1,9}))?")

private fun durationOf(clock: MatchResult): Duration {
    val (sign, hours, minutes, seconds, fraction) = clock.destructured
    val size = Duration.ofSeconds(hours.toLong() * 3600 + minutes.toLong() * 60 + seconds.toLong(), fraction.padEnd(9, '0').toLong())
    return if (sign.isEmpty()) size else size.negated()
}

internal class TimeBuilder(name: String, type: ClickHouseType) : IntValuesBuilder(name, type) {
    override fun append(value: Any?) {
        if (isNumber(value)) return appendLong(wholeNumber(value))
        val time = duration(value)
        if (time.nano != 0) throw outOfRange(value, "whole seconds; truncate it to them, or use Time64")
        appendLong(time.seconds)
    }

    override fun appendLong(value: Long) {
        if (value !in -LAST_SECOND..LAST_SECOND) throw outOfRange("$value seconds", "-999:59:59..999:59:59")
        add(value.toInt())
    }

    override fun appendString(value: String): Unit = append(value)

    override fun build(): Column = TimeColumn(name, type, toArray())
}

internal class Time64Builder(name: String, type: ClickHouseType, private val precision: Int) : LongValuesBuilder(name, type) {
    private val perSecond = POWERS_OF_TEN[precision]
    private val nanosEach = POWERS_OF_TEN[9 - precision]

    override fun append(value: Any?) {
        if (isNumber(value)) return appendLong(wholeNumber(value))
        val time = duration(value)
        if (time.nano % nanosEach != 0L) throw outOfRange(value, "the precision of this type; truncate it first")
        if (time.seconds !in -LAST_SECOND - 1..LAST_SECOND) throw outOfRange(value, "-999:59:59..999:59:59")
        appendLong(time.seconds * perSecond + time.nano / nanosEach)
    }

    override fun appendLong(value: Long) {
        val most = LAST_SECOND * perSecond + (perSecond - 1)
        if (value !in -most..most) throw outOfRange("$value ticks", "-999:59:59..999:59:59")
        add(value)
    }

    override fun appendString(value: String): Unit = append(value)

    override fun build(): Column = Time64Column(name, type, precision, toArray())
}
