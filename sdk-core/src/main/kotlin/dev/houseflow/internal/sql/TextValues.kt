package dev.houseflow.internal.sql

import java.math.BigDecimal
import java.math.BigInteger
import java.time.DateTimeException
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime

/** A text that a server reads as a value, though there is no such value. */
internal class NoSuchValue(message: String) : Exception(message)

/**
 * Texts as the values that a server reads in them. `null` where the text is of another form, for
 * which the server has a better message than the client: it refuses what it cannot read to its end.
 * Throws [NoSuchValue] for what it reads as another value than the text says, as it reads February
 * 30 as March 1.
 */
internal object TextValues {
    private val WHOLE = Regex("[+-]?[0-9]{1,100}")
    private val DECIMAL = Regex("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?")
    private val DAY = Regex("([0-9]{4})[^0-9]([0-9]{1,2})[^0-9]([0-9]{1,2})")
    private val SHORT_DAY = Regex("([0-9]{4})([0-9]{2})([0-9]{2})")
    private val MOMENT = Regex("([^ T]*)[ T]([0-9]{2})[^0-9]([0-9]{2})[^0-9]([0-9]{2})(?:\\.([0-9]*))?")
    private val SECONDS = Regex("[0-9]{5,100}|-[1-9][0-9]{0,99}")
    private val WHOLE_SECONDS = Regex("-?[0-9]{1,9}")
    private val FRACTION = Regex("(-?)([0-9]{1,18})\\.([0-9]*)")
    private val CLOCK = Regex("(-?)([0-9]{1,9}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]*))?")

    fun wholeNumber(text: String): BigInteger? = if (WHOLE.matches(text)) BigInteger(text.removePrefix("+")) else null

    /**
     * A number with or without a fraction. Of signs, points and digits in any order servers make
     * numbers as well.
     */
    fun decimal(text: String): BigDecimal? = when {
        DECIMAL.matches(text) -> BigDecimal(text)
        text.isNotEmpty() && text.all { it in NUMBER_CHARS } -> throw NoSuchValue("$text is no number")
        else -> null
    }

    fun boolean(text: String): Boolean? = when (text.lowercase()) {
        "true", "1" -> true
        "false", "0" -> false
        else -> null
    }

    fun day(text: String): LocalDate? {
        val (year, month, day) = (DAY.matchEntire(text) ?: SHORT_DAY.matchEntire(text) ?: return null).destructured
        return existing(text) { LocalDate.of(year.toInt(), month.toInt(), day.toInt()) }
    }

    /** A wall clock ([LocalDateTime]), or seconds since 1970 as a whole number. */
    fun dateTime(text: String): Any? = if (SECONDS.matches(text)) BigInteger(text) else wallClock(text)

    /** A wall clock ([LocalDateTime]), or an [Instant] for seconds since 1970. */
    fun dateTime64(text: String): Any? {
        if (SECONDS.matches(text)) {
            val seconds = BigInteger(text)
            if (seconds.bitLength() >= Long.SIZE_BITS) throw NoSuchValue("$text is no time that there is")
            if (seconds < FIRST_TICKS) return existing(text) { Instant.ofEpochSecond(seconds.toLong()) }
            throw NoSuchValue("for some servers these are seconds, for others ticks; give an Instant")
        }
        val match = FRACTION.matchEntire(text)
        if (match == null) {
            // Of no text, and of a point alone, servers make the beginning of 1970.
            return wallClock(text) ?: if (text.all { it in NUMBER_CHARS }) throw NoSuchValue("'$text' is no time") else null
        }
        val (sign, seconds, digits) = match.destructured
        val size = Duration.ofSeconds(seconds.toLong(), nanos(text, digits))
        return existing(text) { Instant.EPOCH.plus(if (sign.isEmpty()) size else size.negated()) }
    }

    private fun wallClock(text: String): LocalDateTime? {
        val match = MOMENT.matchEntire(text)
        val day = day(match?.groupValues?.get(1) ?: text.takeIf { DAY.matches(it) } ?: return null) ?: return null
        if (match == null) return day.atStartOfDay()
        val (_, hour, minute, second, digits) = match.destructured
        return existing(text) { day.atTime(hour.toInt(), minute.toInt(), second.toInt(), nanos(text, digits).toInt()) }
    }

    /**
     * `hh:mm:ss`, of any number of hours; or seconds, which have a fraction where [fractions] may
     * be.
     */
    fun time(text: String, fractions: Boolean): Duration? {
        val match = CLOCK.matchEntire(text)
        if (match == null) {
            if (WHOLE_SECONDS.matches(text)) return Duration.ofSeconds(text.toLong())
            val (sign, whole, digits) = (FRACTION.matchEntire(text)?.takeIf { fractions } ?: return null).destructured
            return signed(sign, Duration.ofSeconds(whole.toLong(), nanos(text, digits)))
        }
        val (sign, hours, minute, second, digits) = match.destructured
        if (minute > "59" || second > "59") throw NoSuchValue("$text is no time")
        val size = Duration.ofHours(hours.toLong()).plusMinutes(minute.toLong()).plusSeconds(second.toLong())
        return signed(sign, size.plusNanos(nanos(text, digits)))
    }

    private fun signed(sign: String, size: Duration): Duration = if (sign.isEmpty()) size else size.negated()

    private fun nanos(text: String, digits: String): Long {
        if (digits.drop(NANO_DIGITS).any { it != '0' }) throw NoSuchValue("$text has more than nine digits of a second")
        return digits.take(NANO_DIGITS).padEnd(NANO_DIGITS, '0').toLong()
    }

    private inline fun <T> existing(text: String, make: () -> T): T = try {
        make()
    } catch (_: DateTimeException) {
        throw NoSuchValue("$text is no day or time that there is")
    } catch (_: ArithmeticException) {
        throw NoSuchValue("$text is no day or time that there is")
    }

    private const val NANO_DIGITS = 9
    private const val NUMBER_CHARS = "0123456789.+-eE"

    /** From here on some servers take a whole number for ticks of a DateTime64. */
    private val FIRST_TICKS = BigInteger.valueOf(9_908_870_400)
}
