package dev.houseflow.samples.recipes

import dev.houseflow.ServerException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import java.util.UUID

/** Killing a query: by its id, from anywhere. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        val id = "report-${UUID.randomUUID()}"
        coroutineScope {
            launch {
                try {
                    ch.query<Long>("SELECT max(sipHash64(number)) FROM numbers(1000000000000)") { queryId = id }
                } catch (e: ServerException) {
                    println("${e.name}, and its id is known: ${e.queryId == id}")
                }
            }
            do {
                val killed = ch.rawQuery("KILL QUERY WHERE query_id = {id:String} FORMAT TSV") { parameter("id", id) }
                delay(20)
            } while (killed.isEmpty())
        }
    }
}

// Prints:
// QUERY_WAS_CANCELLED, and its id is known: true
