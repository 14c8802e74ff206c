package dev.houseflow.internal.sql

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.codec.POWERS_OF_TEN
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.ZoneOffset
import java.time.ZonedDateTime

/**
 * Writes moments: as seconds or ticks since 1970, which no zone can shift. Only a wall clock for a
 * type without a zone goes as one, because the server alone knows the zone.
 */
internal class MomentLeaf(context: ParameterText, type: ClickHouseType) : ParameterLeaf(context, type) {
    private val precision: Int = (type as? ClickHouseType.DateTime64)?.precision ?: 0
    private val zone: String? = if (type is ClickHouseType.DateTime64) type.zone else (type as ClickHouseType.DateTime).zone

    override fun writeChecked(out: StringBuilder, value: Any, nested: Boolean) {
        val text = textOf(value)
        val given: Any = when {
            text != null -> ofText(text) ?: return quoted(out, text, nested)
            value is LocalDate -> value.atStartOfDay()
            else -> value
        }
        if (given is LocalDateTime && zone == null) return quoted(out, wallClock(value, given), nested)
        val column = converted(value) { it.append(given) }
        if (context.readsTwice) checkText(value, column.getZonedDateTime(0))
        val ticks = column.getLong(0)
        when {
            // Without quotes these are seconds of a DateTime, and ticks of a DateTime64.
            nested -> out.append(ticks)
            precision == 0 -> out.append(Parameters.unix(ticks, 0))
            else -> writeTicks(out, ticks)
        }
    }

    private fun ofText(text: String): Any? =
        if (type is ClickHouseType.DateTime64) TextValues.dateTime64(text) else TextValues.dateTime(text)

    private fun writeTicks(out: StringBuilder, ticks: Long) {
        val seconds = Math.floorDiv(ticks, POWERS_OF_TEN[precision])
        val nanos = Math.floorMod(ticks, POWERS_OF_TEN[precision]) * POWERS_OF_TEN[NANO_DIGITS - precision]
        if (seconds >= 0 || nanos == 0L) {
            out.append(Parameters.unix(seconds, nanos.toInt()))
        } else {
            // What is before 1970 and no whole second is read in different ways, or as the time
            // after 1970, but in a tuple as ticks by all.
            context.sendInTuple()
            out.append('(').append(ticks).append(')')
        }
    }

    private fun wallClock(value: Any, time: LocalDateTime): String {
        if (time.nano % POWERS_OF_TEN[NANO_DIGITS - precision] != 0L) {
            throw context.refused(value, type, "it has more digits of a second; truncate it, or write a type with more")
        }
        val isDateTime = type is ClickHouseType.DateTime
        val fits = if (isDateTime) time in FIRST_TIME..LAST_TIME else time.year in FIRST_YEAR..LAST_YEAR && fitsTicks(time)
        if (!fits || context.readsTwice) {
            val reason = when {
                fits -> "the server has its own time zone for it; name the zone in the type, as in DateTime('UTC')"
                isDateTime -> "it is outside of 1970-01-01..2106-02-07; write DateTime64"
                else -> "it is outside of 1900-01-01..2299-12-31, or of the 64 bits of the type; give an Instant, or write fewer digits"
            }
            throw context.refused(value, type, reason)
        }
        context.wallClocks.add(WallClock(context.name, type, time))
        return Parameters.wallClock(time)
    }

    /** In any zone. */
    private fun fitsTicks(time: LocalDateTime): Boolean =
        Math.abs(time.toEpochSecond(ZoneOffset.UTC)) < Long.MAX_VALUE / POWERS_OF_TEN[precision] - ZONES_SECONDS

    /** A server that reads a value twice makes a wall clock of it in between. */
    private fun checkText(value: Any, moment: ZonedDateTime) {
        val advice = "name its time zone, as in DateTime('UTC'): the server reads such a value twice"
        if (zone == null) throw context.refused(value, type, advice)
        val first = moment.zone.rules.getValidOffsets(moment.toLocalDateTime()).first()
        if (first != moment.offset || moment.year !in FIRST_YEAR..LAST_YEAR) {
            throw context.refused(value, type, "its wall clock in $zone does not stand for it alone; write the type with UTC as its zone")
        }
    }

    private companion object {
        private const val NANO_DIGITS = 9

        /** No zone is further from UTC. */
        private const val ZONES_SECONDS = 18 * 3600L
        private const val FIRST_YEAR = 1900
        private const val LAST_YEAR = 2299

        /** The ends of DateTime in the zones that are furthest from UTC. */
        private val FIRST_TIME = LocalDateTime.of(1969, 12, 31, 6, 0)
        private val LAST_TIME = LocalDateTime.of(2106, 2, 8, 0, 28, 15)
    }
}
