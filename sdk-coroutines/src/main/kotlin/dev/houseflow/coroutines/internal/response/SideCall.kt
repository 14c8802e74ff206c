package dev.houseflow.coroutines.internal.response

import dev.houseflow.Block
import dev.houseflow.QueryRequest
import dev.houseflow.QuerySummary

/** What is known of how a server names time zones. */
internal class ServerZones {
    /** Whether its last answer in Native named zones; `null` until there was one. */
    @Volatile
    var namesZones: Boolean? = null

    /** Whether the heads of its answers name its own zone. */
    @Volatile
    var saysOwn = false
}

/** Asks the server of a call something beside it, without waiting for a connection. */
internal interface SideCall {
    val server: ServerZones

    /** Whether the server answers nothing else while the call is under way: it is in a session. */
    val isBusy: Boolean

    /** Sends [question] and gives the blocks of its answer to [take]. */
    suspend fun ask(question: QueryRequest, take: (Block) -> Unit): QuerySummary
}
