package dev.houseflow.internal.type

import dev.houseflow.ConfigurationException
import dev.houseflow.quote
import java.math.BigDecimal
import java.math.BigInteger
import java.time.LocalDate
import java.util.UUID

/** Values as literals of a statement. */
internal object LiteralText {
    private const val MOST_DIGITS = 76
    private const val INT_64_BITS = 63
    private const val UINT_64_BITS = 64
    private const val INT_256_BITS = 255
    private const val UINT_256_BITS = 256
    private const val FIRST_YEAR = 1900
    private const val LAST_YEAR = 2299
    private const val HEX = "0123456789ABCDEF"

    fun of(value: Any?): String = when (value) {
        null -> "NULL"

        is CharSequence, is Char -> quote(value.toString(), '\'')

        is Boolean, is UByte, is UShort, is UInt, is ULong -> value.toString()

        is Byte, is Short, is Int, is Long -> bracketed(value.toString())

        is Double -> float(value)

        is Float -> "toFloat32(${float(value)})"

        is BigInteger -> integer(value)

        is BigDecimal -> decimal(value)

        is UUID -> "toUUID('$value')"

        is LocalDate -> date(value)

        is ByteArray -> "unhex('${hex(value)}')"

        is Iterable<*> -> value.joinToString(", ", "[", "]") { of(it) }

        is Array<*> -> value.joinToString(", ", "[", "]") { of(it) }

        else -> throw ConfigurationException(
            "There is no literal for a value of ${value.javaClass.name}: send it as a parameter of the query, or give its text",
        )
    }

    private fun bracketed(number: String): String = if (number.startsWith("-")) "($number)" else number

    private fun float(value: Number): String {
        val wide = value.toDouble()
        return when {
            wide.isNaN() -> "nan"
            wide.isInfinite() -> if (wide > 0) "inf" else "(-inf)"
            else -> bracketed(value.toString())
        }
    }

    private fun integer(value: BigInteger): String = when {
        value.bitLength() <= INT_64_BITS -> bracketed(value.toString())
        value.signum() > 0 && value.bitLength() <= UINT_64_BITS -> value.toString()
        value.bitLength() <= INT_256_BITS -> "toInt256('$value')"
        value.signum() > 0 && value.bitLength() <= UINT_256_BITS -> "toUInt256('$value')"
        else -> throw ConfigurationException("The number $value needs more than the 256 bits that ClickHouse has")
    }

    private fun decimal(value: BigDecimal): String {
        // The digits of a huge exponent are not to be written out before they are counted.
        val scale = maxOf(value.scale(), 0)
        val precision = maxOf(value.precision().toLong() - minOf(value.scale(), 0), scale.toLong())
        if (precision > MOST_DIGITS) {
            throw ConfigurationException("The decimal $value has $precision digits, and ClickHouse has at most $MOST_DIGITS: round it")
        }
        return "CAST('${value.toPlainString()}', 'Decimal($precision, $scale)')"
    }

    private fun date(value: LocalDate): String {
        if (value.year in FIRST_YEAR..LAST_YEAR) return "toDate32('$value')"
        throw ConfigurationException("The date $value is outside of $FIRST_YEAR to $LAST_YEAR, which are all that ClickHouse's dates hold")
    }

    private fun hex(bytes: ByteArray): String = buildString(bytes.size * 2) {
        for (byte in bytes) append(HEX[(byte.toInt() shr 4) and 0xF]).append(HEX[byte.toInt() and 0xF])
    }
}
