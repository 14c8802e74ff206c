package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope

/** Queries at once: as many coroutines as you like, over a few connections. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()) { maxConnections = 4 }.use { ch ->
        val sums = coroutineScope {
            (1..20).map { n -> async { ch.query<Long>("SELECT sum(number) FROM numbers({n:UInt64})") { parameter("n", n) }.rows.single() } }
        }
        println(sums.awaitAll())
    }
}

// Prints:
// [0, 1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 66, 78, 91, 105, 120, 136, 153, 171, 190]
