package dev.houseflow.internal.sql

import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.codec.isNumber
import dev.houseflow.internal.wire.Utf8
import kotlinx.serialization.json.JsonElement
import java.math.BigDecimal
import java.math.BigInteger
import java.net.InetAddress
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.ZonedDateTime
import java.util.UUID
import kotlin.math.abs

/**
 * Values of placeholders whose type is not known here. A server reads the outermost value in its
 * "escaped" form (that of TabSeparated: `\N` for NULL, no quotes), and values inside of arrays,
 * tuples and maps in its "quoted" form (that of Values). [ParameterText] writes values for a type.
 */
@InternalHouseflowApi
public object Parameters {
    private val NAME = Regex("[A-Za-z0-9_$]*[A-Za-z_][A-Za-z0-9_$]*")

    /** What ClickHouse takes for a number, though it has letters or underscores in it. */
    private val NUMBER = Regex("\\d+(_\\d+)*([eE]\\d*)?|0[xX][0-9a-fA-F_]+|0[bB][01_]+")
    private const val HEX = "0123456789ABCDEF"
    private const val UNIX_DIGITS = 10

    /** [name], when a placeholder may be called so. */
    public fun checkName(name: String): String {
        if (!isName(name)) {
            throw ConfigurationException(
                "\"$name\" cannot be the name of a query parameter: give letters, digits, underscores and dollar signs only, and no number",
            )
        }
        return name
    }

    internal fun isName(name: String): Boolean = NAME.matches(name) && !NUMBER.matches(name)

    /** The value of the placeholder [name] as it is sent, before it is percent-encoded. */
    public fun encode(name: String, value: Any?): String = when (val plain = EquivalentValues.of(value)) {
        null -> "\\N"
        is Boolean -> if (plain) "1" else "0"
        else -> if (isComposite(plain)) nested(name, plain) else escape(scalar(name, plain))
    }

    /** [value] as it stands inside of an array, a tuple or a map, or as one of these itself. */
    public fun nested(name: String, value: Any?): String = StringBuilder().also { appendNested(it, name, value) }.toString()

    /** [value] as plain text; for settings. */
    internal fun plain(name: String, value: Any): String = String(scalar(name, value), Charsets.UTF_8)

    /** [value] as a parameter of a URL that has no placeholder: its own text. */
    internal fun ofUrl(name: String, value: Any): String {
        if (value is Boolean) return if (value) "1" else "0"
        if (isComposite(value) || value is ByteArray || value.javaClass.getMethod("toString").declaringClass == Any::class.java) {
            throw ConfigurationException(
                "The parameter \"$name\" is a ${value.javaClass.name}, which has no text of its own; give its text",
            )
        }
        return value.toString()
    }

    internal fun isComposite(value: Any): Boolean = when (value) {
        is ByteArray -> false
        is Iterable<*> -> isList(value)
        is Map<*, *> -> value !is JsonElement
        is Map.Entry<*, *>, is Pair<*, *>, is Triple<*, *, *> -> true
        else -> value.javaClass.isArray
    }

    /**
     * Whether [value] is sent as its elements. A path, which is made of paths without end, is not,
     * and JSON has a text of its own.
     */
    internal fun isList(value: Any?): Boolean = value is Iterable<*> && value !is JsonElement && value !is Path

    /** Whether values of the class of [value], which has no values inside, can be sent. */
    internal fun hasText(value: Any): Boolean = when (value) {
        is CharSequence, is Char, is Boolean, is ByteArray, is Enum<*>, is UUID, is InetAddress, is JsonElement -> true
        is Double, is Float, is BigDecimal, is Byte, is Short, is Int, is Long, is BigInteger -> true
        is UByte, is UShort, is UInt, is ULong -> true
        is LocalDate, is LocalDateTime, is LocalTime, is Instant, is OffsetDateTime, is ZonedDateTime, is Duration -> true
        else -> false
    }

    private fun appendNested(out: StringBuilder, name: String, given: Any?) {
        when (val value = EquivalentValues.of(given)) {
            null -> out.append("NULL")
            is Boolean -> out.append(value)
            is Pair<*, *> -> list(out, name, '(', sequenceOf(value.first, value.second), ')')
            is Map.Entry<*, *> -> list(out, name, '(', sequenceOf(value.key, value.value), ')')
            is Triple<*, *, *> -> list(out, name, '(', sequenceOf(value.first, value.second, value.third), ')')
            is Map<*, *> -> if (value is JsonElement) appendScalar(out, name, value) else map(out, name, value)
            is Iterable<*> -> if (isList(value)) list(out, name, '[', value.asSequence(), ']') else appendScalar(out, name, value)
            else -> {
                val elements = if (value is ByteArray) null else elementsOf(value)
                if (elements != null) list(out, name, '[', elements, ']') else appendScalar(out, name, value)
            }
        }
    }

    private fun appendScalar(out: StringBuilder, name: String, value: Any) {
        val text = scalar(name, value)
        if (isNumber(value)) out.append(String(text, Charsets.UTF_8)) else out.append('\'').append(escape(text)).append('\'')
    }

    private fun list(out: StringBuilder, name: String, open: Char, values: Sequence<Any?>, close: Char) {
        out.append(open)
        values.forEachIndexed { i, value ->
            if (i > 0) out.append(',')
            appendNested(out, name, value)
        }
        out.append(close)
    }

    private fun map(out: StringBuilder, name: String, values: Map<*, *>) {
        out.append('{')
        var first = true
        for ((key, value) in values) {
            if (!first) out.append(',')
            first = false
            appendNested(out, name, key)
            out.append(':')
            appendNested(out, name, value)
        }
        out.append('}')
    }

    /** The elements of an array. */
    internal fun elementsOf(value: Any): Sequence<Any?>? = when (value) {
        is Array<*> -> value.asSequence()
        is IntArray -> value.asSequence()
        is LongArray -> value.asSequence()
        is ShortArray -> value.asSequence()
        is DoubleArray -> value.asSequence()
        is FloatArray -> value.asSequence()
        is BooleanArray -> value.asSequence()
        is CharArray -> value.asSequence()
        else -> null
    }

    /** The bytes of a single value, neither quoted nor escaped. */
    internal fun scalar(name: String, value: Any): ByteArray {
        if (value is ByteArray) return value
        return Utf8.encode(text(name, value), "The value of \"$name\"")
    }

    private fun text(name: String, given: Any): String = when (val value = EquivalentValues.of(given)) {
        is CharSequence -> value.toString()
        is Char -> value.toString()
        is Double -> floating(value)
        is Float -> if (value.isFinite()) value.toString() else floating(value.toDouble())
        // The zeros of 1E+1000000000 would fill the memory.
        is BigDecimal -> if (abs(value.scale().toLong()) > MANY_DIGITS) value.toString() else value.toPlainString()
        is Byte, is Short, is Int, is Long, is BigInteger -> value.toString()
        is UByte, is UShort, is UInt, is ULong -> value.toString()
        is Enum<*> -> value.name
        is UUID -> value.toString()
        is LocalDate -> value.toString()
        is InetAddress -> value.hostAddress.orEmpty().substringBefore('%')
        is JsonElement -> value.toString()
        is Boolean -> if (value) "1" else "0"
        else -> value?.let { time(name, it) } ?: throw noText(name, given)
    }

    /** The error for a value of a class that cannot be sent. */
    internal fun noText(name: String, value: Any) = ConfigurationException(
        "The parameter \"$name\" is a ${value.javaClass.name}, which has no ClickHouse text; give a number, a string, a java.time " +
            "value, or an array, collection, map or Pair of these",
    )

    private fun time(name: String, value: Any): String? = when (value) {
        is LocalDateTime -> wallClock(value)
        is LocalTime -> clock(value)
        is Instant -> unix(name, value.epochSecond, value.nano)
        is OffsetDateTime -> unix(name, value.toEpochSecond(), value.nano)
        is ZonedDateTime -> unix(name, value.toEpochSecond(), value.nano)
        is Duration -> span(value.seconds, value.nano)
        else -> null
    }

    internal fun wallClock(time: LocalDateTime): String = time.toLocalDate().toString() + " " + clock(time.toLocalTime())

    internal fun floating(value: Double): String = when {
        value.isNaN() -> "nan"
        value == Double.POSITIVE_INFINITY -> "inf"
        value == Double.NEGATIVE_INFINITY -> "-inf"
        else -> value.toString()
    }

    private fun clock(time: LocalTime): String = two(time.hour) + ":" + two(time.minute) + ":" + two(time.second) + fraction(time.nano)

    private fun unix(name: String, seconds: Long, nanos: Int): String {
        if (seconds >= 0 || nanos == 0) return unix(seconds, nanos)
        throw ConfigurationException(
            "The parameter \"$name\" is a moment before 1970 and a part of a second, of which servers read different moments: write " +
                "fromUnixTimestamp64Nano({$name:Int64}), and give nanoseconds",
        )
    }

    /**
     * Seconds since 1970, whole ones if before. A text of fewer than five digits would be read as a
     * year, so they are padded to ten; and without a point, more than DateTime has would be read as
     * ticks.
     */
    internal fun unix(seconds: Long, nanos: Int): String {
        val whole = (if (seconds < 0) "-" else "") + seconds.toString().removePrefix("-").padStart(UNIX_DIGITS, '0')
        return if (nanos == 0 && seconds > LAST_DATE_TIME) "$whole.0" else whole + fraction(nanos)
    }

    private fun span(seconds: Long, nanos: Int): String {
        val negative = seconds < 0
        val whole = abs(if (negative && nanos > 0) seconds + 1 else seconds)
        val part = if (negative && nanos > 0) NANOS - nanos else nanos
        val hours = (whole / 3600).toString().padStart(2, '0')
        return (if (negative) "-" else "") + hours + ":" + two((whole / 60 % 60).toInt()) + ":" + two((whole % 60).toInt()) + fraction(part)
    }

    private fun two(value: Int): String = value.toString().padStart(2, '0')

    /**
     * `.5` for half a second, nothing for a whole one: digits a type cannot hold make the server
     * refuse the value.
     */
    private fun fraction(nanos: Int): String =
        if (nanos == 0) "" else "." + nanos.toString().padStart(9, '0').trimEnd('0')

    /**
     * Escapes what ends or changes a value; bytes that are no UTF-8 go as `\xHH`, so that any bytes
     * survive the way through the URL.
     */
    internal fun escape(bytes: ByteArray): String {
        val text = String(bytes, Charsets.UTF_8)
        val isText = text.toByteArray(Charsets.UTF_8).contentEquals(bytes)
        return buildString(bytes.size + 8) {
            if (isText) text.forEach { escapeChar(it) } else bytes.forEach { escapeByte(it.toInt() and 0xFF) }
        }
    }

    private fun StringBuilder.escapeChar(c: Char) {
        when (c) {
            '\\' -> append("\\\\")
            '\'' -> append("\\'")
            '\t' -> append("\\t")
            '\n' -> append("\\n")
            '\r' -> append("\\r")
            '\u0000' -> append("\\0")
            else -> append(c)
        }
    }

    private fun StringBuilder.escapeByte(b: Int) {
        if (b < 0x80) escapeChar(b.toChar()) else append("\\x").append(HEX[b shr 4]).append(HEX[b and 15])
    }

    private const val NANOS = 1_000_000_000
    private const val MANY_DIGITS = 1_000
    private const val LAST_DATE_TIME = 4_294_967_295L
}
