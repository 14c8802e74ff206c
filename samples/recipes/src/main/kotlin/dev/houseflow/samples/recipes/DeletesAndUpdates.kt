package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query

/** Deletes and updates: DELETE FROM at once, ALTER TABLE ... UPDATE waited for. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute("CREATE OR REPLACE TABLE notes (id UInt32, text String) ENGINE MergeTree ORDER BY id")
        ch.execute("INSERT INTO notes SELECT number, 'old' FROM numbers(5)")
        ch.execute("DELETE FROM notes WHERE id = {id:UInt32}") { parameter("id", 3) }
        ch.execute("ALTER TABLE notes UPDATE text = 'new' WHERE id > 1") { setting("mutations_sync", 1) }
        println(ch.query<Pair<Long, String>>("SELECT id, text FROM notes ORDER BY id").rows)
    }
}

// Prints:
// [(0, old), (1, old), (2, new), (4, new)]
