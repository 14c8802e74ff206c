package dev.houseflow.testkit.parameters

import java.math.BigDecimal
import java.math.BigInteger
import java.net.InetAddress
import java.nio.CharBuffer
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.Period
import java.time.ZoneId
import java.time.ZoneOffset
import java.time.ZonedDateTime
import java.util.Calendar
import java.util.Date
import java.util.Optional
import java.util.UUID
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicLong
import kotlin.time.Duration.Companion.nanoseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.uuid.Uuid

internal enum class Letter { A, B, Z }

/** Values of every class of numbers, times and texts of both languages: the ends of every range, and one step beyond each. */
internal object EveryClass {
    private val ONE = BigInteger.ONE

    private val INTEGERS: List<BigInteger> = listOf(8, 16, 24, 32, 53, 64, 128, 256).flatMap { bits ->
        val whole = ONE.shiftLeft(bits)
        val half = ONE.shiftLeft(bits - 1)
        listOf(half - ONE, half, half + ONE, -half, -half - ONE, whole - ONE, whole, whole + ONE, -whole, -whole - ONE)
    } + listOf(BigInteger.ZERO, ONE, -ONE, BigInteger.valueOf(300), BigInteger.valueOf(65_535 * 2))

    private val DECIMALS: List<BigDecimal> = listOf(9 to 2, 18 to 4, 38 to 10, 76 to 20).flatMap { (precision, scale) ->
        val most = BigDecimal(BigInteger.TEN.pow(precision) - ONE, scale)
        val step = BigDecimal(ONE, scale)
        listOf(most, most + step, -most, -most - step, step, step.movePointLeft(1), -step.movePointLeft(1), most.setScale(scale + 2))
    } + listOf("0", "0.00", "1E+3", "-1E-3", "1.10", "0.1", "1E+40", "300", "-0.5").map { BigDecimal(it) }

    private val DOUBLES = listOf(
        0.0, -0.0, 0.1, -1.5, 1.0 / 3, 1e15, 16_777_217.0, 9_007_199_254_740_993.0, 1e30, 1e300, Double.MIN_VALUE,
        Double.MAX_VALUE, Float.MAX_VALUE * 1.00001,
        255.0, 256.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
    )

    private val FLOATS = DOUBLES.map { it.toFloat() } +
        listOf(Float.MIN_VALUE, Float.MAX_VALUE, 0.1f, 3.3895314e38f, 1.00390625f, 1.001953125f)

    private val SECONDS = listOf(0L, 1, -1, 4_294_967_295, 4_294_967_296, 9_908_870_399, 9_908_870_400, 10_413_791_999, 10_413_792_000)

    private val MOMENTS: List<Instant> = SECONDS.map { Instant.ofEpochSecond(it) } + listOf(
        "1969-12-31T23:59:59.500Z", "1969-12-31T23:59:58.500Z", "1969-12-31T23:59:59.999999999Z", "1970-01-01T00:00:00.000000001Z",
        "2024-02-29T12:34:56.123456789Z", "2024-02-29T12:34:56.123Z", "2024-02-29T12:34:56.000001Z",
        "1899-12-31T23:59:59Z", "1900-01-01T00:00:00Z",
        "2024-11-03T05:30:00Z", "2024-11-03T06:30:00Z", "1883-11-18T17:00:00Z",
        "2299-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z", "+10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z",
        "2262-04-11T23:47:16.854775807Z",
        "2262-04-11T23:47:16.854775808Z", "1677-09-21T00:12:43.145224192Z", "1677-09-21T00:12:43.145224191Z",
    ).map { Instant.parse(it) }

    private val DAYS: List<LocalDate> = listOf(
        "1970-01-01", "1969-12-31", "2149-06-06", "2149-06-07", "1900-01-01", "1899-12-31", "2299-12-31", "2300-01-01",
        "2024-02-29", "+10000-01-01",
    ).map { LocalDate.parse(it) }

    /** With those that a zone skips or has twice. */
    private val CLOCKS: List<LocalDateTime> = listOf(
        "1970-01-01T00:00", "1969-12-31T23:59:59", "1970-01-02T00:00", "2106-02-07T06:28:15", "2106-02-07T06:28:16",
        "2024-03-10T02:30", "2024-11-03T01:30",
        "2024-02-29T12:34:56.789", "1900-01-01T00:00", "1899-12-31T23:59:59", "2299-12-31T23:59:59",
        "2300-01-01T00:00", "1969-12-31T23:59:59.500",
    ).map { LocalDateTime.parse(it) }

    private val LENGTHS: List<Duration> =
        listOf(0L, 1, -1, 59, 3_599_999, 3_600_000, -3_599_999, -3_600_000, 360_000, 86_400).map { Duration.ofSeconds(it) } +
            listOf(1L, -1, 1_000, -1_000_000, 500_000_000, -500_000_000).map { Duration.ofNanos(it) } +
            listOf(3_599_999_999_999_999, -3_599_999_999_999_999).map { Duration.ofNanos(it) } +
            listOf(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofDays(400), Duration.ofHours(5))

    private val PERIODS = listOf(
        Period.ZERO, Period.ofDays(1), Period.ofDays(-7), Period.ofDays(8), Period.ofMonths(3), Period.ofMonths(4),
        Period.ofYears(2), Period.of(1, 2, 0),
        Period.of(0, 1, 1), Period.ofDays(Int.MAX_VALUE),
    )

    private val TEXTS = listOf(
        "", "abc", "a", "A", "Z", "b'\\\"`c", "tab\t line\n return\r nul\u0000 bell\u0007", "ünïcode 漢字 😀", "\\N",
        "NULL", "null", "\\x41", "true", "TRUE", "false",
        " 5", "5 ", "+5", "-0", "007", "1e2", "1.5e1", "0x10", "nan", "inf", "-inf", "1e400", "1e39", ".5", "5.",
        "[1,2]", "(1)", "{}", "{\"a\":1}",
        "2024-02-29", "2023-02-29", "2024-2-9", "20240229", "20240230", "2024/02/29", "1969-12-31", "2149-06-07",
        "2300-01-01", "1899-12-31", "0000-00-00",
        "2024-02-29 12:34:56", "2024-02-30 12:34:56", "2024-02-29T12:34:56", "2024-02-29 12:34:56.789",
        "2024-02-29 12:34:56.7891234567", "2024-02-29 25:00:00",
        "2024-03-10 02:30:00", "2106-02-07 06:28:16", "1969-12-31 23:59:59", "2024-02-29T12:34:56Z", "1700000000",
        "4294967296", "1700000000.5", "-0.5", "-1.5",
        "12:34:56", "-00:00:01", "999:59:59", "1000:00:00", "25:61:61", "12:34:56.5", "00:00:00.0000000001", "5.5",
        "00112233-4455-6677-8899-aabbccddeeff", "00112233445566778899aabbccddeeff", "1-1-1-1-1", "1.2.3.4",
        "256.1.1.1", "::1", "::ffff:1.2.3.4", "fe80::1%1",
        "x".repeat(300),
    )

    private val UUIDS = listOf(UUID(0, 0), UUID(-1, -1), UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"))

    private val ADDRESSES = listOf("1.2.3.4", "255.255.255.255", "::1", "2001:db8::1").map { InetAddress.getByName(it) } +
        InetAddress.getByAddress(byteArrayOf(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 1, 2, 3, 4))

    private val NEW_YORK = ZoneId.of("America/New_York")

    fun values(): List<Any> = numbers() + times() + TEXTS + TEXTS.take(12).map { StringBuilder(it) } + CharBuffer.wrap("2024-02-29") +
        Letter.values() + UUIDS + UUIDS.map { Uuid.fromLongs(it.mostSignificantBits, it.leastSignificantBits) } + ADDRESSES +
        listOf('A', '5', '\'', true, false, byteArrayOf(65, 0, -1), byteArrayOf(1, 2, 3, 4), ByteArray(16) { 7 }, Optional.of(5))

    private fun numbers(): List<Any> = INTEGERS.flatMap(::widths) + INTEGERS.map { it.toString() } + INTEGERS.map { BigDecimal(it) } +
        DECIMALS +
        DECIMALS.map { it.toPlainString() } + DOUBLES + DOUBLES.map { it.toString() } + FLOATS + AtomicInteger(300) + AtomicLong(5)

    /** [number] in every class that holds it. */
    private fun widths(number: BigInteger): List<Any> = buildList {
        add(number)
        if (number.bitLength() < 8) add(number.toByte())
        if (number.bitLength() < 16) add(number.toShort())
        if (number.bitLength() < 32) add(number.toInt())
        if (number.bitLength() < 64) add(number.toLong())
        if (number.signum() < 0) return@buildList
        if (number.bitLength() <= 8) add(number.toInt().toUByte())
        if (number.bitLength() <= 16) add(number.toInt().toUShort())
        if (number.bitLength() <= 32) add(number.toLong().toUInt())
        if (number.bitLength() <= 64) add(number.toLong().toULong())
    }

    private fun times(): List<Any> = MOMENTS + MOMENTS.map { it.atZone(NEW_YORK) } + MOMENTS.map { it.atOffset(ZoneOffset.ofHours(5)) } +
        MOMENTS.map { kotlin.time.Instant.fromEpochSeconds(it.epochSecond, it.nano) } + DAYS + CLOCKS + LENGTHS + PERIODS + olderTimes() +
        listOf(LocalTime.MIN, LocalTime.MAX, LocalTime.of(1, 2, 3), LocalTime.of(1, 2, 3, 4_000_000)) +
        listOf(0.seconds, 1.nanoseconds, (-1).nanoseconds, 3_600_000.seconds, (-5).seconds, kotlin.time.Duration.INFINITE)

    private fun olderTimes(): List<Any> = MOMENTS.filter { it.nano % 1_000_000 == 0 && it.epochSecond > -60_000_000_000 }
        .flatMap { listOf(Date.from(it), java.sql.Timestamp.from(it), Calendar.getInstance().apply { timeInMillis = it.toEpochMilli() }) } +
        MOMENTS.filter { it.epochSecond > -9_000_000_000 }.map { java.sql.Timestamp.from(it) } +
        DAYS.map { java.sql.Date.valueOf(it) } + listOf(java.sql.Time.valueOf("01:02:03"), java.sql.Time(500), java.sql.Time(0))

    /**
     * What an insert is given for [value], where its builder does not know the class: the same value in a class that it
     * knows. `null` when a [type] has no such value.
     */
    fun inserted(type: String, value: Any): Any? = when (value) {
        is Optional<*> -> inserted(type, value.get())
        is AtomicInteger -> value.get()
        is AtomicLong -> value.get()
        is kotlin.time.Instant -> Instant.ofEpochSecond(value.epochSeconds, value.nanosecondsOfSecond.toLong())
        is kotlin.time.Duration ->
            if (value.isInfinite()) value else value.toComponents { seconds, nanos -> Duration.ofSeconds(seconds, nanos.toLong()) }
        is Uuid -> value.toLongs { high, low -> UUID(high, low) }
        is java.sql.Date -> inserted(type, value.toLocalDate())
        is java.sql.Time -> value.toLocalTime().plusNanos(Math.floorMod(value.time, 1000L) * 1_000_000)
        is Date -> value.toInstant()
        is Calendar -> value.toInstant()
        is LocalDate -> if (type.startsWith("DateTime")) value.atStartOfDay() else value
        is Boolean -> if (isText(type)) {
            (if (value) "1" else "0")
        } else if (isNumeric(type)) if (value) 1 else 0 else {
            value
        }
        is BigDecimal -> if (isText(type)) {
            value.toPlainString()
        } else if (isInteger(type)) {
            wholeOrNull(value)
        } else {
            value
        }
        is Double -> if (isInteger(type)) {
            wholeOrNull(value)
        } else if (type == "Float32") {
            rounded(value)
        } else {
            value
        }
        is Float -> if (isInteger(type)) wholeOrNull(value) else value
        is CharSequence -> parsed(type, value.toString())
        is Char -> parsed(type, value.toString())
        is BigInteger, is Byte, is Short, is Int, is Long, is UByte, is UShort, is UInt, is ULong, is UUID ->
            if (isText(type)) "$value" else value
        else -> value
    }

    private fun rounded(value: Double): Float? = value.toFloat().takeIf { it.isInfinite() == value.isInfinite() }

    fun isText(type: String) = type == "String" || type.startsWith("FixedString")

    private fun isInteger(type: String) = Regex("U?Int\\d+").matches(type)

    private fun isNumeric(type: String) = isInteger(type) || "Float" in type || type.startsWith("Decimal")

    /** Of floats only what they hold exactly: beyond, the digits of their texts are not those of their values. */
    private fun wholeOrNull(value: Number): BigInteger? = try {
        val exact = if (value is Float) 1L shl 24 else 1L shl 53
        if (value !is BigDecimal && Math.abs(value.toDouble()) > exact) null else BigDecimal(value.toString()).toBigIntegerExact()
    } catch (_: ArithmeticException) {
        null
    } catch (_: NumberFormatException) {
        null
    }

    /** The value that [text] means to a server as a [type]; `null` when the server is to say that it is none, or the client. */
    private fun parsed(type: String, text: String): Any? = when {
        isInteger(type) || type.startsWith("Interval") -> text.removePrefix("+").toBigIntegerOrNull()?.takeIf { '.' !in text }
        type.startsWith("Decimal") -> text.toBigDecimalOrNull()
        type == "Float64" -> text.toBigDecimalOrNull()?.toDouble()?.takeIf { it.isFinite() } ?: word(text)
        "Float" in type -> text.toBigDecimalOrNull()?.toFloat()?.takeIf { it.isFinite() } ?: word(text)?.toFloat()
        type == "Bool" -> if (text.lowercase() in setOf("true", "1")) {
            true
        } else if (text.lowercase() in setOf("false", "0")) {
            false
        } else {
            null
        }
        type == "UUID" && Regex("[0-9a-f]{32}").matches(text) ->
            UUID.fromString(text.replace(Regex("^(.{8})(.{4})(.{4})(.{4})"), "$1-$2-$3-$4-"))
        type == "IPv6" && Regex("(\\d{1,2}\\.){3}\\d{1,2}").matches(text) -> InetAddress.getByName(text)
        type == "String" || type.startsWith("FixedString") || type == "UUID" || type.startsWith("IPv") -> text
        type.startsWith("Enum") -> if (Regex("'${Regex.escape(text)}' ?=").containsMatchIn(type)) text else text.toIntOrNull()
        type.startsWith("DateTime64") -> clockOf(text) ?: unixOf(text) ?: text.toLongOrNull()
            ?.takeIf { (it < 0 || text.length >= 5) && it in -31_000_000_000_000_000..9_908_870_399 }?.let { Instant.ofEpochSecond(it) }
        type.startsWith("DateTime") -> clockOf(text) ?: text.toLongOrNull()?.takeIf { text.length >= 5 }
        type.startsWith("Date") -> dayOf(text)
        type.startsWith("Time") -> spanOf(text, type.startsWith("Time64"))
        else -> text
    }

    private fun word(text: String): Double? = when (text.lowercase()) {
        "nan" -> Double.NaN
        "inf", "infinity" -> Double.POSITIVE_INFINITY
        "-inf", "-infinity" -> Double.NEGATIVE_INFINITY
        else -> null
    }

    private fun dayOf(text: String): LocalDate? = attempt {
        val digits = text.split('-', '/').map { it.padStart(2, '0') }
        val short = java.time.format.DateTimeFormatter.BASIC_ISO_DATE
        if (digits.size == 3) LocalDate.parse(digits.joinToString("-")) else LocalDate.parse(text, short)
    }

    private fun clockOf(text: String): LocalDateTime? = attempt { LocalDateTime.parse(text.replace(' ', 'T')) }
        ?: if ('-' in text.drop(1) || '/' in text) dayOf(text)?.atStartOfDay() else null

    private fun unixOf(text: String): Instant? {
        if (!Regex("-?\\d{1,15}\\.\\d{0,9}").matches(text)) return null
        val (whole, fraction) = BigDecimal(text).divideAndRemainder(BigDecimal.ONE)
        return Instant.ofEpochSecond(whole.toLong(), fraction.movePointRight(9).toLong())
    }

    private fun spanOf(text: String, fractions: Boolean): Duration? {
        val match = Regex("(-?)(\\d+):([0-5]\\d):([0-5]\\d(?:\\.\\d{1,9})?)").matchEntire(text)
        if (match == null && Regex("-?\\d{1,9}").matches(text)) return Duration.ofSeconds(text.toLong())
        if (match == null) return if (fractions) unixOf(text)?.let { Duration.between(Instant.EPOCH, it) } else null
        val (sign, hours, minutes, seconds) = match.destructured
        val size = Duration.parse("PT${hours}H${minutes}M${seconds}S")
        return if (sign.isEmpty()) size else size.negated()
    }

    private inline fun <T> attempt(make: () -> T): T? = try {
        make()
    } catch (_: java.time.DateTimeException) {
        null
    }
}
