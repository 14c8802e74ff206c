package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch

/** Cancelling: a query ends on the server when its coroutine is cancelled. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        val running = suspend { ch.query<Long>("SELECT count() FROM system.processes WHERE query LIKE '%sipHash64(number%'").rows.single() }
        coroutineScope {
            val slow = launch { ch.query<Long>("SELECT max(sipHash64(number)) FROM numbers(1000000000000)") }
            while (running() < 2) delay(20) // this one sees itself as well
            slow.cancelAndJoin()
        }
        while (running() > 1) delay(20)
        println("ended on the server")
    }
}

// Prints:
// ended on the server
