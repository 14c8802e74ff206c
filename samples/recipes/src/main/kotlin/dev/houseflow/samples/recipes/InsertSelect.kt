package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query

/** From query to table: INSERT ... SELECT runs on the server alone. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute("CREATE OR REPLACE TABLE squares (n UInt64, square UInt64) ENGINE MergeTree ORDER BY n")
        val summary = ch.execute("INSERT INTO squares SELECT number, number * number FROM numbers({count:UInt32})") {
            parameter("count", 1000)
        }
        println("${summary.writtenRows} rows written")
        println(ch.query<Long>("SELECT max(square) FROM squares").rows.single())
    }
}

// Prints:
// 1000 rows written
// 998001
