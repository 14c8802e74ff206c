package dev.houseflow.internal.sql

import dev.houseflow.ClickHouseType
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.internal.codec.POWERS_OF_TEN
import dev.houseflow.internal.type.NewerKotlin
import kotlinx.serialization.json.JsonElement
import java.math.BigDecimal
import java.math.BigInteger
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.ZoneOffset
import java.time.ZonedDateTime

/**
 * Refuses values of parameters that a server would change without a word on reading them as the type of their placeholder: it takes 300 for a
 * `UInt8` as 44, NULL for a `String` as the empty one, cuts digits off from decimals and times, and moves dates into their type's range.
 * What the server refuses by itself is left to the server.
 */
internal class ParameterFit private constructor(private val placeholder: Placeholder) {
    private fun check(type: ClickHouseType, value: Any?) {
        when (type) {
            is ClickHouseType.Nullable -> if (value != null) check(type.inner, value)
            is ClickHouseType.LowCardinality -> check(type.inner, value)
            // The server chooses among types, or we do not know what it makes of the text.
            is ClickHouseType.Variant, is ClickHouseType.Dynamic, is ClickHouseType.Json, is ClickHouseType.Unknown -> Unit
            else -> if (value == null) checkNull(type) else checkValue(type, value)
        }
    }

    private fun checkNull(type: ClickHouseType) {
        if (type.toString() == "Nothing") return
        throw refused("NULL", type, "write Nullable($type) in the placeholder, or give a value")
    }

    private fun checkValue(type: ClickHouseType, value: Any) {
        when (type) {
            is ClickHouseType.Array -> elements(value)?.forEach { check(type.element, it) }
            is ClickHouseType.Map -> if (value is Map<*, *> && value !is JsonElement) {
                value.forEach { (key, element) ->
                    check(type.key, key)
                    check(type.value, element)
                }
            }
            is ClickHouseType.Tuple -> parts(value).let { parts ->
                if (parts.size == type.elements.size) parts.forEachIndexed { i, part -> check(type.elements[i].type, part) }
            }
            is ClickHouseType.Decimal -> checkDecimal(type, value)
            is ClickHouseType.DateTime -> checkDateTime(type, value)
            is ClickHouseType.DateTime64 -> {
                checkFraction(type, type.precision, value)
                checkSign(type, value)
            }
            is ClickHouseType.Time64 -> checkFraction(type, type.precision, value)
            is ClickHouseType.Named -> checkNamed(type, value)
            else -> Unit
        }
    }

    private fun checkNamed(type: ClickHouseType.Named, value: Any) {
        when (type.name) {
            "Date" -> checkDate(type, value, LAST_DATE, FIRST_DATE)
            "Date32" -> checkDate(type, value, LAST_DATE32, FIRST_DATE32)
            "Time" -> checkFraction(type, 0, value)
            "Float32", "BFloat16" -> if (value is Double && !value.isInfinite() && value.toFloat().isInfinite()) {
                throw refused(value, type, "write Float64")
            }
            else -> INTEGER.matchEntire(type.name)?.let {
                checkInteger(type, it.groupValues[1].isEmpty(), it.groupValues[2].toInt(), value)
            }
        }
    }

    private fun checkInteger(type: ClickHouseType, signed: Boolean, bits: Int, value: Any) {
        val fits = when (value) {
            is Byte, is Short, is Int, is Long -> fits((value as Number).toLong(), signed, bits)
            is UByte -> fits(value.toLong(), signed, bits)
            is UShort -> fits(value.toLong(), signed, bits)
            is UInt -> fits(value.toLong(), signed, bits)
            is ULong -> fits(BigInteger(value.toString()), signed, bits)
            is BigInteger -> fits(value, signed, bits)
            is CharSequence -> !WHOLE.matches(value) || fits(BigInteger(value.toString()), signed, bits)
            else -> true
        }
        if (!fits) throw refused(value, type, "write a wider type")
    }

    private fun checkDecimal(type: ClickHouseType.Decimal, value: Any) {
        val number = when (value) {
            is BigDecimal -> value
            is Double -> if (value.isNaN() || value.isInfinite()) return else BigDecimal(value.toString())
            is Float -> if (value.isNaN() || value.isInfinite()) return else BigDecimal(value.toString())
            is CharSequence -> if (FRACTION.matches(value)) BigDecimal(value.toString()) else return
            else -> return
        }
        if (number.signum() != 0 && number.stripTrailingZeros().scale() > type.scale) {
            throw refused(value, type, "round the value, or write a Decimal with more digits after the point")
        }
    }

    private fun checkDate(type: ClickHouseType, value: Any, last: LocalDate, first: LocalDate) {
        if (value is LocalDate && (value < first || value > last)) throw refused(value, type, "give a day from $first to $last")
    }

    private fun checkDateTime(type: ClickHouseType, value: Any) {
        checkFraction(type, 0, value)
        val slack = if (value is LocalDateTime || value is LocalDate) ZONES_SECONDS else 0
        val seconds = instant(value)?.epochSecond ?: return
        if (seconds < -slack || seconds > LAST_SECOND + slack) throw refused(value, type, "write DateTime64")
    }

    private fun checkFraction(type: ClickHouseType, digits: Int, value: Any) {
        val nanos = instant(value)?.nano ?: when (value) {
            is Duration -> value.nano
            is LocalTime -> value.nano
            is kotlin.time.Duration -> value.toComponents { _, nanos -> nanos }
            else -> return
        }
        if (nanos % POWERS_OF_TEN[NANO_DIGITS - digits] !=
            0L
        ) {
            throw refused(value, type, "truncate the value, or write a type with more digits of a second")
        }
    }

    /** `-0.5` seconds since 1970 are `0.5` to servers. */
    private fun checkSign(type: ClickHouseType, value: Any) {
        if (value is LocalDateTime) return
        val instant = instant(value) ?: return
        if (instant.epochSecond == -1L && instant.nano > 0) {
            throw refused(value, type, "write fromUnixTimestamp64Nano({${placeholder.name}:Int64}), and give nanoseconds")
        }
    }

    /** The moment that [value] is, for a wall clock as if in UTC. */
    private fun instant(value: Any): Instant? = when (value) {
        is Instant -> value
        is OffsetDateTime -> value.toInstant()
        is ZonedDateTime -> value.toInstant()
        is LocalDateTime -> value.toInstant(ZoneOffset.UTC)
        is LocalDate -> value.atStartOfDay().toInstant(ZoneOffset.UTC)
        else -> NewerKotlin.instantOrNull(value)
    }

    private fun elements(value: Any): Sequence<Any?>? = when (value) {
        is Iterable<*> -> if (Parameters.isList(value)) value.asSequence() else null
        else -> if (value is ByteArray) null else Parameters.elementsOf(value)
    }

    private fun parts(value: Any): List<Any?> = when (value) {
        is Pair<*, *> -> listOf(value.first, value.second)
        is Triple<*, *, *> -> listOf(value.first, value.second, value.third)
        is Map.Entry<*, *> -> listOf(value.key, value.value)
        else -> emptyList()
    }

    private fun refused(value: Any, type: ClickHouseType, advice: String): ConfigurationException {
        val shown = value.toString().take(SHOWN_CHARS)
        val inside = if (type.toString() == placeholder.type) "" else " of its placeholder $placeholder"
        return ConfigurationException(
            "The parameter \"${placeholder.name}\" is or holds $shown, which $type$inside does not: the server would change it without a " +
                "word; $advice",
        )
    }

    companion object {
        private val INTEGER = Regex("(U?)Int(\\d+)")
        private val WHOLE = Regex("-?\\d{1,100}")
        private val FRACTION = Regex("-?\\d{1,100}\\.\\d{1,100}")
        private val FIRST_DATE = LocalDate.of(1970, 1, 1)
        private val LAST_DATE = LocalDate.of(2149, 6, 6)
        private val FIRST_DATE32 = LocalDate.of(1900, 1, 1)
        private val LAST_DATE32 = LocalDate.of(2299, 12, 31)
        private const val LAST_SECOND = 4_294_967_295L

        /** No zone is further from UTC. */
        private const val ZONES_SECONDS = 18 * 3600L
        private const val NANO_DIGITS = 9
        private const val SHOWN_CHARS = 100
        private const val LONG_BITS = 64

        /** Throws a [ConfigurationException] when one of [values], by name, does not fit its placeholder in [sql]. */
        fun check(sql: String, values: Map<String, Any?>) {
            if (values.isEmpty()) return
            for (placeholder in Placeholder.of(sql)) {
                if (placeholder.name !in values) continue
                val type = try {
                    ClickHouseType.parse(placeholder.type)
                } catch (_: FormatException) {
                    // The server has better words for what is no type.
                    continue
                }
                ParameterFit(placeholder).check(type, values[placeholder.name])
            }
        }

        private fun fits(value: Long, signed: Boolean, bits: Int): Boolean = when {
            bits > LONG_BITS -> signed || value >= 0
            signed -> bits == LONG_BITS || value shr (bits - 1) == value shr (LONG_BITS - 1)
            else -> value >= 0 && (bits == LONG_BITS || value ushr bits == 0L)
        }

        private fun fits(value: BigInteger, signed: Boolean, bits: Int): Boolean =
            if (signed) value.bitLength() < bits else value.signum() >= 0 && value.bitLength() <= bits
    }
}
