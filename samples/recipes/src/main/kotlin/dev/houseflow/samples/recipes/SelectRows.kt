package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient

/** Rows without a class: by name, by index, as a map. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.rows("SELECT number AS id, ['x', 'y'] AS tags, toDate('2026-05-01') + number AS day FROM numbers(2)").collect { row ->
            println("${row.getLong("id")} ${row.getList("tags")} ${row.getLocalDate(2)} ${row.toMap().keys}")
        }
    }
}

// Prints:
// 0 [x, y] 2026-05-01 [id, tags, day]
// 1 [x, y] 2026-05-02 [id, tags, day]
