package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query

/** From server to server: the blocks of a query into a table elsewhere, a few of them in memory at a time. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { from ->
        ClickHouseClient(RecipeServer.endpoint()).use { to ->
            to.execute("CREATE OR REPLACE TABLE copies (number UInt64, text String) ENGINE MergeTree ORDER BY number")
            to.insert("copies", from.blocks("SELECT number, toString(number) AS text FROM numbers(200000)"))
            println(to.query<Pair<Long, Long>>("SELECT count(), sum(length(text)) FROM copies").rows.single())
        }
    }
}

// Prints:
// (200000, 1088890)
