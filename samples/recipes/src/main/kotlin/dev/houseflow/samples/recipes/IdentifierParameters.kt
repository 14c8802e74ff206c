package dev.houseflow.samples.recipes

import dev.houseflow.ClickHouseSql
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query

/** Names as parameters: tables and columns that a user chooses, with {t:Identifier} or quoted by hand. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        val column = "odd `name`"
        ch.execute("CREATE OR REPLACE TABLE chosen (${ClickHouseSql.quoteName(column)} UInt8) ENGINE MergeTree ORDER BY tuple()")
        ch.execute("INSERT INTO chosen VALUES (7)")
        val value = ch.query<Int>("SELECT {column:Identifier} FROM {table:Identifier}") {
            parameter("column", column)
            parameter("table", "chosen")
        }.rows.single()
        println(value)
    }
}

// Prints:
// 7
