package dev.houseflow.internal.codec

import java.math.BigDecimal
import java.math.MathContext
import java.math.RoundingMode
import kotlin.math.abs

/**
 * Floats as ClickHouse writes them: by the fewest digits that name the number, without a point
 * where none is needed, and with an exponent only from 1e21 on and below 1e-6.
 */
internal object FloatText {
    private const val MOST_WHOLE = 9_007_199_254_740_992.0
    private const val MOST_FLOAT = 16_777_216f
    private const val EXPONENT_FROM = 21
    private const val EXPONENT_BELOW = -6

    fun of(value: Double): String = special(value) ?: if (value == Math.rint(value) && abs(value) < MOST_WHOLE) {
        whole(value)
    } else {
        shortest(BigDecimal(value), BigDecimal(value.toString()).precision()) { it.toDouble() == value }
    }

    fun of(value: Float): String =
        special(value.toDouble()) ?: if (value == Math.rint(value.toDouble()).toFloat() && abs(value) < MOST_FLOAT) {
            whole(value.toDouble())
        } else {
            shortest(BigDecimal(value.toDouble()), BigDecimal(value.toString()).precision()) { it.toFloat() == value }
        }

    private fun special(value: Double): String? = when {
        value.isNaN() -> "nan"
        value == Double.POSITIVE_INFINITY -> "inf"
        value == Double.NEGATIVE_INFINITY -> "-inf"
        else -> null
    }

    private fun whole(value: Double): String = if (value == 0.0 && 1 / value < 0) "-0" else value.toLong().toString()

    /** JVMs before 19 write a digit too many at times, or not the nearest of several texts. */
    private inline fun shortest(exact: BigDecimal, written: Int, names: (BigDecimal) -> Boolean): String {
        var best = exact.round(MathContext(written, RoundingMode.HALF_EVEN))
        for (digits in written - 1 downTo 1) {
            val shorter = exact.round(MathContext(digits, RoundingMode.HALF_EVEN))
            if (!names(shorter)) break
            best = shorter
        }
        return text(best.stripTrailingZeros())
    }

    private fun text(number: BigDecimal): String {
        val exponent = number.precision() - number.scale() - 1
        if (exponent in EXPONENT_BELOW until EXPONENT_FROM) return number.toPlainString()
        val digits = number.unscaledValue().abs().toString()
        return buildString {
            if (number.signum() < 0) append('-')
            append(digits[0])
            if (digits.length > 1) append('.').append(digits, 1, digits.length)
            append('e').append(exponent)
        }
    }
}
