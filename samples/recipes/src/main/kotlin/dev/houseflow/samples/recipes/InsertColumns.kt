package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insertColumns
import dev.houseflow.coroutines.query

/** Arrays in: columns that a program has as arrays already, without an object for each row. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute("CREATE OR REPLACE TABLE samples (at UInt32, value Float64, unit String) ENGINE MergeTree ORDER BY at")
        val columns = mapOf("at" to intArrayOf(1, 2, 3), "value" to doubleArrayOf(0.5, 1.5, 2.5), "unit" to listOf("m", "m", "m"))
        println(ch.insertColumns("samples", columns).sentRows)
        println(ch.query<Double>("SELECT sum(value) FROM samples").rows.single())
    }
}

// Prints:
// 3
// 4.5
