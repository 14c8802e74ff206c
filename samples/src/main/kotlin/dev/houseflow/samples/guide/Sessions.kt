package dev.houseflow.samples.guide

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import dev.houseflow.samples.Trade
import kotlinx.serialization.Serializable

// snippet: sessions-kotlin
@Serializable
data class Wanted(val id: Long)

suspend fun wantedTrades(ch: ClickHouseClient, ids: List<Long>): List<Trade> = ch.session {
    execute("CREATE TEMPORARY TABLE wanted (id Int64)")
    insert("wanted", ids.map { Wanted(it) })
    execute("SET max_threads = 2")
    query<Trade>("SELECT * FROM trades WHERE id IN (SELECT id FROM wanted) ORDER BY id").rows
}
// end

suspend fun bySessionId(ch: ClickHouseClient, id: String): String {
    // snippet: sessions-id-kotlin
    ch.execute("SET session_timezone = 'Asia/Tokyo'") { sessionId = id }
    val zone = ch.query<String>("SELECT timezone()") {
        sessionId = id
        sessionCheck = true
    }.rows.single()
    // end
    return zone
}
