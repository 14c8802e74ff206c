package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query

/** Progress: how many rows of how many a query has read, while it runs. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        var reports = 0
        val sum = ch.query<Long>("SELECT sum(number) FROM numbers(2000000000) SETTINGS max_threads = 1") {
            onProgress { progress ->
                if (progress.readRows in 1..progress.totalRowsToRead) reports++
            }
        }.rows.single()
        println("$sum, with reports: ${reports > 0}")
    }
}

// Prints:
// 1999999999000000000, with reports: true
