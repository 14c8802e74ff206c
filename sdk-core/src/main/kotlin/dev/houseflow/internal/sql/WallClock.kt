package dev.houseflow.internal.sql

import dev.houseflow.ClickHouseType
import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.type.ZoneNames
import java.time.DateTimeException
import java.time.LocalDateTime
import java.time.ZoneId

/**
 * A time of a clock on the wall that is sent for a type without a zone, so that the server takes it
 * in a zone of its own.
 */
@InternalHouseflowApi
public class WallClock internal constructor(
    private val parameter: String,
    private val type: ClickHouseType,
    private val time: LocalDateTime,
) {
    /**
     * Throws a [ConfigurationException] when a server whose zone is called [zone] takes another
     * time for it.
     */
    public fun check(zone: String) {
        val id = try {
            ZoneNames.idOf(zone)
        } catch (_: DateTimeException) {
            // The server knows zones that this JVM does not.
            return
        }
        check(id)
    }

    private fun check(zone: ZoneId) {
        val offset = zone.rules.getValidOffsets(time).firstOrNull() ?: throw refused("$zone skips that time")
        if (type is ClickHouseType.DateTime && time.toEpochSecond(offset) !in 0..LAST_SECOND) {
            throw refused("in $zone it is outside of 1970-01-01 00:00:00..2106-02-07 06:28:15 UTC")
        }
    }

    private fun refused(reason: String) = ConfigurationException(
        "The parameter \"$parameter\" is or holds $time for a $type, which the server changes without a word: $reason; give an " +
            "Instant, or name the zone that is meant in the type",
    )

    private companion object {
        private const val LAST_SECOND = 4_294_967_295L
    }
}
