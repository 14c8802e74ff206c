package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import kotlinx.serialization.Serializable

/** Upserts: the newest row of a key wins, by ReplacingMergeTree and FINAL. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute(
            "CREATE OR REPLACE TABLE accounts (id UInt32, balance Int64, version UInt32) ENGINE ReplacingMergeTree(version) ORDER BY id",
        )
        ch.insert("accounts", listOf(Account(1, 100, 1), Account(2, 50, 1)))
        ch.insert("accounts", listOf(Account(1, 80, 2)))
        println(ch.query<Account>("SELECT * FROM accounts FINAL ORDER BY id").rows)
    }
}

@Serializable
private data class Account(val id: Int, val balance: Long, val version: Int)

// Prints:
// [Account(id=1, balance=80, version=2), Account(id=2, balance=50, version=1)]
