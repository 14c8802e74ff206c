package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import java.time.Duration
import java.time.Period
import java.time.temporal.ChronoUnit

/*
 * IntervalSecond and its like: a count in signed 64 bits; the unit stands in the type only.
 *
 *     IntervalDay  1, -7, 0:   0100000000000000 f9ffffffffffffff 0000000000000000
 */
internal fun intervalCodec(name: String, type: ClickHouseType, text: String): Codec? {
    val unit = IntervalUnit.of(text) ?: return null
    return PlainCodec(name, type, { input, n -> IntervalColumn(name, type, input.readLongs(n), unit) }) {
        IntervalBuilder(name, type, unit)
    }
}

/**
 * What one count of an interval is: so much clock time ([clock]), or so many [months] and [days] of
 * the calendar.
 */
internal class IntervalUnit private constructor(
    @JvmField val clock: ChronoUnit?,
    @JvmField val months: Int,
    @JvmField val days: Int,
) {
    companion object {
        fun of(type: String): IntervalUnit? = when (type) {
            "IntervalNanosecond" -> IntervalUnit(ChronoUnit.NANOS, 0, 0)
            "IntervalMicrosecond" -> IntervalUnit(ChronoUnit.MICROS, 0, 0)
            "IntervalMillisecond" -> IntervalUnit(ChronoUnit.MILLIS, 0, 0)
            "IntervalSecond" -> IntervalUnit(ChronoUnit.SECONDS, 0, 0)
            "IntervalMinute" -> IntervalUnit(ChronoUnit.MINUTES, 0, 0)
            "IntervalHour" -> IntervalUnit(ChronoUnit.HOURS, 0, 0)
            "IntervalDay" -> IntervalUnit(null, 0, 1)
            "IntervalWeek" -> IntervalUnit(null, 0, 7)
            "IntervalMonth" -> IntervalUnit(null, 1, 0)
            "IntervalQuarter" -> IntervalUnit(null, 3, 0)
            "IntervalYear" -> IntervalUnit(null, 12, 0)
            else -> null
        }
    }
}

/**
 * Counts of one unit: a Duration up to hours, a Period from days up, because a day need not have 24
 * hours.
 */
internal class IntervalColumn(
    name: String,
    type: ClickHouseType,
    private val values: LongArray,
    private val unit: IntervalUnit,
) : Column(name, type, values.size), ArrayBacked {
    override val array: Any get() = values

    override fun get(row: Int): Any = if (unit.clock != null) getDuration(row) else period(row)

    override fun getLong(row: Int): Long = values[row]

    override fun getDuration(row: Int): Duration {
        val clock = unit.clock ?: throw noConversion(row, "Duration")
        return try {
            Duration.of(values[row], clock)
        } catch (_: ArithmeticException) {
            throw doesNotFit(row, values[row], "Duration")
        }
    }

    private fun period(row: Int): Period = try {
        val months = Math.toIntExact(Math.multiplyExact(values[row], unit.months.toLong()))
        val days = Math.toIntExact(Math.multiplyExact(values[row], unit.days.toLong()))
        if (unit.months == 12) Period.ofYears(Math.toIntExact(values[row])) else Period.of(0, months, days)
    } catch (_: ArithmeticException) {
        throw doesNotFit(row, values[row], "Period")
    }

    override fun getString(row: Int): String = values[row].toString()

    override fun toLongArray(): LongArray = values.copyOf()
}

internal class IntervalBuilder(name: String, type: ClickHouseType, private val unit: IntervalUnit) : LongValuesBuilder(name, type) {
    override fun append(value: Any?) {
        val count = when (value) {
            is Duration -> durationCount(value)
            is Period -> periodCount(value)
            else -> wholeNumber(value)
        }
        add(count ?: throw outOfRange(value, "whole counts of this unit"))
    }

    override fun appendLong(value: Long): Unit = add(value)

    private fun durationCount(value: Duration): Long? {
        val each = unit.clock?.duration ?: return null
        return try {
            val count = if (each.seconds > 0) value.seconds / each.seconds else countOfParts(value, each.nano)
            count.takeIf { each.multipliedBy(it) == value }
        } catch (_: ArithmeticException) {
            null
        }
    }

    /** Not by way of nanoseconds: of those 64 bits hold 292 years only. */
    private fun countOfParts(value: Duration, nanosEach: Int): Long {
        // A negative Duration counts its nanoseconds upwards from the whole second below it, which
        // may be one too many for 64 bits.
        val seconds = if (value.isNegative && value.nano > 0) value.seconds + 1 else value.seconds
        val nanos = if (value.isNegative && value.nano > 0) value.nano - NANOS_PER_SECOND else value.nano
        return Math.addExact(Math.multiplyExact(seconds, (NANOS_PER_SECOND / nanosEach).toLong()), (nanos / nanosEach).toLong())
    }

    private fun periodCount(value: Period): Long? {
        val months = value.toTotalMonths()
        return when {
            unit.months > 0 && value.days == 0 && months % unit.months == 0L -> months / unit.months
            unit.days > 0 && months == 0L && value.days % unit.days == 0 -> (value.days / unit.days).toLong()
            else -> null
        }
    }

    override fun build(): Column = IntervalColumn(name, type, toArray(), unit)

    private companion object {
        private const val NANOS_PER_SECOND = 1_000_000_000
    }
}
