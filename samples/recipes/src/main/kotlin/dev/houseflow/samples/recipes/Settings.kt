package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query

/** Settings: for a client, for a request, and by SET for a session. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()) { setting("max_threads", 2) }.use { ch ->
        val sql = "SELECT getSetting('max_threads')"
        val ofClient = ch.query<Int>(sql).rows.single()
        val ofRequest = ch.query<Int>(sql) { setting("max_threads", 3) }.rows.single()
        val ofSession = ch.session {
            execute("SET session_timezone = 'Asia/Tokyo'")
            query<String>("SELECT timezone()").rows.single()
        }
        println("$ofClient $ofRequest $ofSession")
    }
}

// Prints:
// 2 3 Asia/Tokyo
