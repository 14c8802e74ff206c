package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import java.math.BigDecimal

/** Maps and lists in: rows whose columns are known only when the program runs. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute("CREATE OR REPLACE TABLE stock (id UInt32, name String, price Decimal(9, 2)) ENGINE MergeTree ORDER BY id")
        ch.insert("stock", listOf(mapOf<String, Any?>("id" to 1, "name" to "cup", "price" to BigDecimal("4.50"))))
        ch.insert("stock", listOf(listOf<Any?>(2, "pot"))) { columns("id", "name") }
        ch.query<Map<String, Any?>>("SELECT * FROM stock ORDER BY id").rows.forEach(::println)
    }
}

// Prints:
// {id=1, name=cup, price=4.50}
// {id=2, name=pot, price=0.00}
