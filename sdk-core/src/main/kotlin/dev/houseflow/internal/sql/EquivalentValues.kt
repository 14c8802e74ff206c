package dev.houseflow.internal.sql

import dev.houseflow.internal.type.NewerKotlin
import java.math.BigDecimal
import java.math.BigInteger
import java.time.Instant
import java.time.ZoneId
import java.util.Calendar
import java.util.Date
import java.util.Optional
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicLong
import kotlin.time.toJavaDuration

/** Values of older classes, and of Kotlin's own, as those that columns know. */
internal object EquivalentValues {
    /** The value that [value] stands for; [value] itself when its class is none of these. */
    fun of(value: Any?): Any? = when (value) {
        null, is String, is Int, is Long, is Double, is List<*> -> value
        is Date -> moment(value)
        is Calendar -> value.toInstant()
        // An infinite one has no counterpart.
        is kotlin.time.Duration -> if (value.isInfinite()) value else value.toJavaDuration()
        is Optional<*> -> of(value.orElse(null))
        is AtomicInteger -> value.get()
        is AtomicLong -> value.get()
        is AtomicBoolean -> value.get()
        else -> newer(value)
    }

    /** Of classes that older standard libraries lack, hence last. */
    private fun newer(value: Any): Any =
        NewerKotlin.instantOrNull(value) ?: if (NewerKotlin.isUuid(value)) NewerKotlin.toJavaUuid(value) else value

    /**
     * The subclasses in `java.sql` go by name, because a program may run without the module that
     * has them.
     */
    private fun moment(value: Date): Any = when (value.javaClass.name) {
        "java.sql.Date" -> clock(value).toLocalDate()
        "java.sql.Time" -> clock(value).toLocalTime()
        else -> value.toInstant()
    }

    private fun clock(value: Date) = Instant.ofEpochMilli(value.time).atZone(ZoneId.systemDefault())

    /** The whole number that [value] is, 1 and 0 for Booleans; `null` when it is none. */
    fun wholeNumber(value: Any): BigInteger? = when (value) {
        is Byte, is Short, is Int, is Long -> BigInteger.valueOf((value as Number).toLong())
        is UByte, is UShort, is UInt, is ULong -> BigInteger(value.toString())
        is BigInteger -> value
        is Boolean -> if (value) BigInteger.ONE else BigInteger.ZERO
        // Beyond these, not every whole number is one, and the digits of a text are not those of
        // the value.
        is Float -> if (value in -FLOAT_EXACT..FLOAT_EXACT) whole(BigDecimal(value.toDouble())) else null
        is Double -> if (value in -DOUBLE_EXACT..DOUBLE_EXACT) whole(BigDecimal(value)) else null
        is BigDecimal -> whole(value)
        else -> null
    }

    private fun whole(value: BigDecimal): BigInteger? = try {
        // The digits of 1E+1000000000 would fill the memory.
        if (value.precision().toLong() - value.scale() > MOST_DIGITS) null else value.toBigIntegerExact()
    } catch (_: ArithmeticException) {
        null
    }

    private const val FLOAT_EXACT = 16_777_216f
    private const val DOUBLE_EXACT = 9_007_199_254_740_992.0

    /** No integer type has as many. */
    private const val MOST_DIGITS = 100
}
