package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient

/** Dynamic columns: each row has a type of its own, which comes as its usual JVM type. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute("CREATE OR REPLACE TABLE settings_of_users (id UInt32, value Dynamic) ENGINE MergeTree ORDER BY id")
        ch.execute("INSERT INTO settings_of_users VALUES (1, 'dark'), (2, 42), (3, [1, 2]), (4, NULL)")
        ch.rows("SELECT value, dynamicType(value) AS type FROM settings_of_users ORDER BY id").collect { row ->
            println("${row["value"]} ${row["type"]}")
        }
    }
}

// Prints:
// dark String
// 42 Int64
// [1, 2] Array(Int64)
// null None
