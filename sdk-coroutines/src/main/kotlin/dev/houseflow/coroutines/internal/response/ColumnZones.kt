package dev.houseflow.coroutines.internal.response

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.block.OpenZones
import dev.houseflow.internal.type.DefaultZone

/** How a call finds the time zones that the blocks of its answer do not name. */
internal interface ColumnZones {
    /**
     * Asks for what will be needed to read the answer. Called before the statement is sent where
     * the answer will not name zones, and the server does not answer beside it.
     */
    suspend fun before(side: SideCall)

    /**
     * Looks up the zones of the answer that has begun; [server] is the zone that its head names.
     */
    fun during(side: SideCall, server: DefaultZone?): OpenZones
}

/** The zones of an answer whose statement is not known: there is nothing to ask. */
internal class UnknownZones(private val server: DefaultZone?) : OpenZones {
    override suspend fun find(index: Int, name: String, shown: ClickHouseType, hidden: Boolean): OpenZones.Found =
        OpenZones.Found(shown, if (hidden) hidden(name, "") else server ?: unnamed(""))

    companion object {
        /** The zone of a top-level `DateTime` that blocks do not show. */
        fun hidden(column: String, why: String): DefaultZone = DefaultZone.unknown(
            "The server does not say which time zone this DateTime has$why: read it as an Instant, or select toString(`$column`)",
        )

        /** The zone of a server that does not name it. */
        fun unnamed(why: String): DefaultZone = DefaultZone.unknown(
            "The server does not say its own time zone$why: read the value as an Instant, or select it as text",
        )
    }
}
