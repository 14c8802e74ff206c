package dev.houseflow.samples.recipes

import dev.houseflow.Format
import dev.houseflow.coroutines.ClickHouseClient
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject

/** Totals and extremes: WITH TOTALS comes in the text formats that have a place for it. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        val answer = ch.rawResult(
            "SELECT number % 2 AS odd, count() AS rows FROM numbers(10) GROUP BY odd WITH TOTALS ORDER BY odd",
            Format.JSON_COMPACT,
        ) { setting("output_format_json_quote_64bit_integers", 0) }
        val json = Json.parseToJsonElement(answer.text()).jsonObject
        println("${json.getValue("data")} totals ${json.getValue("totals")}")
    }
}

// Prints:
// [[0,5],[1,5]] totals [0,10]
