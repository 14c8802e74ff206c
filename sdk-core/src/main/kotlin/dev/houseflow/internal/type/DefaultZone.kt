package dev.houseflow.internal.type

import dev.houseflow.ClickHouseType
import dev.houseflow.InternalHouseflowApi
import java.time.DateTimeException
import java.time.ZoneId
import java.time.ZoneOffset

/**
 * The time zone of values whose type names none: that of the server, or of the session that it
 * answers in.
 *
 * @property id the zone; `null` when it is not known here.
 * @property problem why it is not known, and what to do; empty when it is.
 */
@InternalHouseflowApi
public class DefaultZone private constructor(public val id: ZoneId?, public val problem: String) {
    override fun toString(): String = id?.toString() ?: "unknown"

    public companion object {
        @JvmField
        public val UTC: DefaultZone = DefaultZone(ZoneOffset.UTC, "")

        @JvmStatic
        public fun of(id: ZoneId): DefaultZone = DefaultZone(id, "")

        /** The zone that a server calls [name]. */
        @JvmStatic
        public fun named(name: String): DefaultZone = try {
            of(ZoneNames.idOf(name))
        } catch (_: DateTimeException) {
            unknown("The server's time zone is '$name', which this JVM does not know: use instants, or a JVM with newer zone data")
        }

        /** A zone that is not known for the reason that [problem] says. */
        @JvmStatic
        public fun unknown(problem: String): DefaultZone = DefaultZone(null, problem)
    }
}

/** The names of time zones in ClickHouse. */
internal object ZoneNames {
    /** ClickHouse's own names for zones of a fixed offset: `Fixed/UTC+05:30:00`. */
    private const val FIXED = "Fixed/UTC"

    /** The zone called [name]. Throws a [DateTimeException] when this JVM does not know it. */
    fun idOf(name: String): ZoneId =
        if (name.startsWith(FIXED)) ZoneOffset.of(name.substring(FIXED.length)) else ZoneId.of(name)
}

/**
 * Whether a moment in [type] leaves its time zone to the server. With [values] that holds for
 * Dynamic and JSON too, whose values have types of their own.
 */
@InternalHouseflowApi
public fun hasOpenZone(type: ClickHouseType, values: Boolean = false): Boolean = when (type) {
    is ClickHouseType.DateTime -> type.zone == null
    is ClickHouseType.DateTime64 -> type.zone == null
    is ClickHouseType.Nullable -> hasOpenZone(type.inner, values)
    is ClickHouseType.LowCardinality -> hasOpenZone(type.inner, values)
    is ClickHouseType.Array -> hasOpenZone(type.element, values)
    is ClickHouseType.Map -> hasOpenZone(type.key, values) || hasOpenZone(type.value, values)
    is ClickHouseType.Tuple -> type.elements.any { hasOpenZone(it.type, values) }
    is ClickHouseType.Nested -> type.elements.any { hasOpenZone(it.type, values) }
    is ClickHouseType.Variant -> type.alternatives.any { hasOpenZone(it, values) }
    is ClickHouseType.SimpleAggregateFunction -> hasOpenZone(type.inner, values)
    is ClickHouseType.AggregateFunction -> values && type.arguments.any { hasOpenZone(it, true) }
    is ClickHouseType.Dynamic, is ClickHouseType.Json -> values
    else -> false
}
