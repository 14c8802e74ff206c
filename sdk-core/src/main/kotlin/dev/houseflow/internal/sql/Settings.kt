package dev.houseflow.internal.sql

import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.Utf8
import java.math.BigDecimal
import java.time.Duration
import kotlin.time.toJavaDuration

/** Settings as they stand in the URL of a request. */
@InternalHouseflowApi
public object Settings {
    /**
     * Parameters of the HTTP interface that requests and clients set through options of their own.
     */
    private val RESERVED = mapOf(
        "query" to "the statement itself",
        "user" to "the client's username",
        "password" to "the client's password",
        "database" to "database",
        "default_format" to "format",
        "query_id" to "queryId",
        "quota_key" to "quotaKey",
        "session_id" to "sessionId",
        "session_timeout" to "sessionTimeout",
        "session_check" to "sessionCheck",
        "role" to "roles",
        "compress" to "compression",
        "decompress" to "compression",
    )
    private val NAME = Regex("[A-Za-z_][A-Za-z0-9_.]*")

    /** [name], when a setting may be called so. */
    public fun checkName(name: String): String {
        RESERVED[name]?.let { throw ConfigurationException("\"$name\" is no setting: use $it instead") }
        if (name.startsWith("param_")) {
            throw ConfigurationException("\"$name\" is no setting: use parameter(\"${name.removePrefix("param_")}\", value) instead")
        }
        if (!NAME.matches(name)) {
            throw ConfigurationException("\"$name\" cannot be the name of a setting: give letters, digits, underscores and dots only")
        }
        return name
    }

    /** The text of [value], which the setting [name] gets. */
    public fun encode(name: String, value: Any?): String = when (value) {
        null -> throw ConfigurationException("The setting \"$name\" is null: leave it out, or give it a value")
        is Boolean -> if (value) "1" else "0"
        is CharSequence -> value.toString().also { Utf8.encode(it, "The value of a setting") }
        is Duration -> amount(name, value)
        is kotlin.time.Duration -> amount(name, finite(name, value))
        is ByteArray -> Parameters.plain("setting", value)
        else -> if (Parameters.isComposite(value)) Parameters.nested("setting", value) else Parameters.plain("setting", value)
    }

    private fun finite(name: String, value: kotlin.time.Duration): Duration {
        if (value.isInfinite()) {
            throw ConfigurationException(
                "The setting \"$name\" is an infinite duration; give a finite one, or leave it out",
            )
        }
        return value.toJavaDuration()
    }

    /**
     * How many of the units that the end of [name] says [time] is; of seconds, where it says none.
     */
    private fun amount(name: String, time: Duration): String {
        val unit = UNITS.firstOrNull { name.endsWith(it.suffix) } ?: SECONDS
        val nanos = BigDecimal(time.seconds).scaleByPowerOfTen(NANO_DIGITS).add(BigDecimal(time.nano))
        val amount = nanos.scaleByPowerOfTen(unit.digits - NANO_DIGITS)
        // Servers take parts of seconds alone.
        val whole = amount.stripTrailingZeros()
        if (unit.digits > 0 && whole.scale() > 0) {
            throw ConfigurationException("The setting \"$name\" counts ${unit.plural}, and $time is no whole number of them; round it")
        }
        return if (whole.signum() == 0) "0" else whole.toPlainString()
    }

    /** @property digits how many powers of ten make a second */
    private class TimeUnit(val suffix: String, val digits: Int, val plural: String)

    private const val NANO_DIGITS = 9
    private val SECONDS = TimeUnit("", 0, "seconds")
    private val UNITS = listOf(
        TimeUnit("_ms", 3, "milliseconds"),
        TimeUnit("_milliseconds", 3, "milliseconds"),
        TimeUnit("_us", 6, "microseconds"),
        TimeUnit("_microseconds", 6, "microseconds"),
        TimeUnit("_ns", 9, "nanoseconds"),
    )
}
