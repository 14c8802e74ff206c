package dev.houseflow.coroutines.internal.describe

import dev.houseflow.ClickHouseException
import dev.houseflow.ClickHouseType
import dev.houseflow.QueryRequest
import dev.houseflow.coroutines.internal.response.ColumnZones
import dev.houseflow.coroutines.internal.response.NativeBlocks
import dev.houseflow.coroutines.internal.response.SideCall
import dev.houseflow.coroutines.internal.response.UnknownZones
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.OpenZones
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.type.DefaultZone

/**
 * Finds the time zones of the result of [request] on servers whose blocks do not name them: asks
 * for the types of the result, once for each statement, and only where a wall clock may be asked of
 * a `DateTime`.
 */
internal class ResultZones(
    private val request: QueryRequest,
    private val adapter: RowAdapter<*>?,
    private val describer: ResultDescriber,
) : ColumnZones {
    /** What was asked before the statement was sent. */
    private var columns: List<ColumnHeader>? = null
    private var zone: DefaultZone? = null

    /** Why the answer is not known. */
    private var problem = ""

    override suspend fun before(side: SideCall) {
        columns = columns(side)
        if (columns != null && zone == null && !side.server.saysOwn) zone = serverZone(side)
    }

    override fun during(side: SideCall, server: DefaultZone?): OpenZones {
        if (server != null) side.server.saysOwn = true
        return Search(side, server)
    }

    private inner class Search(private val side: SideCall, private val server: DefaultZone?) : OpenZones {
        override suspend fun find(index: Int, name: String, shown: ClickHouseType, hidden: Boolean): OpenZones.Found {
            if (adapter != null && !adapter.mayAskClock(index, name)) return OpenZones.Found(shown, server ?: UnknownZones.unnamed(""))
            if (!hidden) return OpenZones.Found(shown, ofServer())
            val told = (columns ?: askedBeside { columns(side) })?.getOrNull(index)
            val type = told?.type as? ClickHouseType.DateTime
            if (type == null || told.name != name) return OpenZones.Found(shown, UnknownZones.hidden(name, problem))
            return OpenZones.Found(type, if (type.zone == null) ofServer() else DefaultZone.UTC)
        }

        private suspend fun ofServer(): DefaultZone =
            server ?: zone ?: askedBeside { serverZone(side) } ?: UnknownZones.unnamed(problem)

        private suspend inline fun <T : Any> askedBeside(ask: () -> T?): T? {
            if (!side.isBusy) return ask()
            problem = ", and answers no further question while this query runs in a session"
            return null
        }
    }

    private suspend fun columns(side: SideCall): List<ColumnHeader>? {
        val key = describer.key(request, side.server, request.sql)
        describer.schemas.columns(key)?.let { return it }
        val description = StatementShape.of(request.sql).description ?: return null
        val found = ArrayList<ColumnHeader>()
        return told {
            val summary = side.ask(describer.question(request, description)) { found += ResultDescriber.headers(it) }
            NativeBlocks.zone(summary)?.let {
                zone = it
                side.server.saysOwn = true
            }
            found.also { if (it.isNotEmpty()) describer.schemas.remember(key, it) }
        }
    }

    private suspend fun serverZone(side: SideCall): DefaultZone? {
        val key = describer.key(request, side.server, SERVER_ZONE)
        describer.schemas.zone(key)?.let { return it }
        var name = ""
        return told {
            side.ask(describer.question(request, SERVER_ZONE)) { name = it.column(0).getString(0) }
            DefaultZone.named(name).also { describer.schemas.remember(key, it) }
        }
    }

    /** An unknown zone is no failure of the call: it may never be asked for. */
    private inline fun <T : Any> told(ask: () -> T): T? = try {
        ask()
    } catch (e: ClickHouseException) {
        problem = ", and did not answer when asked (${e.message})"
        null
    }

    private companion object {
        private const val SERVER_ZONE = "SELECT timezone() AS zone"
    }
}
