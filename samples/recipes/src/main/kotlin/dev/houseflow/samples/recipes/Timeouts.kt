package dev.houseflow.samples.recipes

import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import kotlinx.coroutines.withTimeoutOrNull
import java.time.Duration

/** Timeouts: of the client for a call, of the server for a query, of a coroutine. */
suspend fun main() {
    val slow = "SELECT max(sipHash64(number)) FROM numbers(1000000000000)"
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        try {
            ch.query<Long>(slow) { timeout = Duration.ofMillis(300) }
        } catch (e: TransportException) {
            println("client: ${e.javaClass.simpleName}")
        }
        try {
            ch.query<Long>(slow) { setting("max_execution_time", 0.3) }
        } catch (e: ServerException) {
            println("server: ${e.name}")
        }
        println("coroutine: ${withTimeoutOrNull(300) { ch.query<Long>(slow) }}")
    }
}

// Prints:
// client: TransportException
// server: TIMEOUT_EXCEEDED
// coroutine: null
