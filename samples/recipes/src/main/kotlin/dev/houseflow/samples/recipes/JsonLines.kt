package dev.houseflow.samples.recipes

import dev.houseflow.Format
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.jsonRows
import kotlinx.serialization.json.JsonObject

/** Lines of JSON out: as text to pass on, or as objects by kotlinx.serialization. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.lines("SELECT number AS n, 'x' AS name FROM numbers(2)") { format = Format.JSON_EACH_ROW }.collect { println(it) }
        ch.jsonRows<JsonObject>("SELECT 1 AS n, map('a', 1) AS m").collect { println(it.getValue("m")) }
    }
}

// Prints:
// {"n":0,"name":"x"}
// {"n":1,"name":"x"}
// {"a":1}
