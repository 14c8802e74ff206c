package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.stream
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.serialization.Serializable

/** Results larger than memory: a flow of rows; leaving it early stops the query on the server. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        // A trillion rows would follow.
        val some = ch.stream<Wave>("SELECT number AS n, sin(number) AS height FROM numbers(1000000000000)")
            .filter { it.height > 0.99 }
            .take(3)
            .toList()
        println(some.map { it.n })
    }
}

@Serializable
private data class Wave(val n: Long, val height: Double)

// Prints:
// [14, 33, 58]
