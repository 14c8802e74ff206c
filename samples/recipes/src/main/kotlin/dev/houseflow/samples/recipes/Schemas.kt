package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient

/** What a server has: databases, tables, columns. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute(
            "CREATE OR REPLACE TABLE described (id UInt64, name LowCardinality(String) COMMENT 'of a user') ENGINE MergeTree ORDER BY id",
        )
        val table = ch.tableInfo("described")
        println("${table.engine} by ${table.sortingKey}")
        ch.describe("described").forEach { println(listOfNotNull(it.name, it.type, it.comment).joinToString(" ")) }
    }
}

// Prints:
// MergeTree by id
// id UInt64
// name LowCardinality(String) of a user
