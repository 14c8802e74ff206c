package dev.houseflow.internal.rows

import dev.houseflow.InternalHouseflowApi
import java.time.Instant
import java.time.LocalDateTime
import java.time.ZonedDateTime

/** Something of an object for which all of it has to be fetched from memory; see `NativeBuilder.appendLater`. */
@InternalHouseflowApi
public object Glance {
    @JvmStatic
    public fun at(value: Any?): Int = when (value) {
        null -> 0
        is String -> value.length
        is Long -> value.toInt()
        is Instant -> value.nano
        is ZonedDateTime -> value.nano xor value.dayOfMonth
        is LocalDateTime -> value.nano xor value.dayOfMonth
        is Number -> value.toInt()
        else -> 0
    }
}
