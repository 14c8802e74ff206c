package dev.houseflow.samples.recipes

import dev.houseflow.InsertMode
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import kotlinx.serialization.Serializable

/** Deduplication: a batch that is sent twice with the same token is written once. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        // Replicated tables remember tokens by themselves.
        ch.execute(
            "CREATE OR REPLACE TABLE payments (id UInt32, cents Int64) ENGINE MergeTree ORDER BY id " +
                "SETTINGS non_replicated_deduplication_window = 100",
        )
        val batch = listOf(Payment(1, 1990), Payment(2, 500))
        repeat(2) {
            ch.insert("payments", batch) {
                setting("insert_deduplication_token", "payments of 2026-05-01")
                insertMode = InsertMode.SYNCHRONOUS
            }
        }
        println(ch.query<Long>("SELECT count() FROM payments").rows.single())
    }
}

@Serializable
private data class Payment(val id: Int, val cents: Long)

// Prints:
// 2
