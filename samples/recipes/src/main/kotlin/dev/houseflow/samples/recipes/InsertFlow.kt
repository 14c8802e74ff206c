package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import kotlinx.coroutines.flow.flow
import kotlinx.serialization.Serializable

/** A flow in: rows that come one after another, or never end, inserted in flat memory. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute("CREATE OR REPLACE TABLE measures (id UInt32, value Float64) ENGINE MergeTree ORDER BY id")
        val measures = flow { for (id in 1..100_000) emit(Measure(id, id / 10.0)) }
        val summary = ch.insert("measures", measures) { blockRows = 20_000 }
        println("${summary.sentRows} rows sent, ${summary.writtenRows} written")
    }
}

@Serializable
private data class Measure(val id: Int, val value: Double)

// Prints:
// 100000 rows sent, 100000 written
