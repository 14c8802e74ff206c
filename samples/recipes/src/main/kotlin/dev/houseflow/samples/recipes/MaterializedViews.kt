package dev.houseflow.samples.recipes

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insertColumns

/** Materialized views: sums that are kept while rows come in. */
suspend fun main() {
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute("DROP VIEW IF EXISTS sales_by_day")
        ch.execute("CREATE OR REPLACE TABLE sales (day Date, cents UInt64) ENGINE MergeTree ORDER BY day")
        ch.execute("CREATE MATERIALIZED VIEW sales_by_day ENGINE SummingMergeTree ORDER BY day AS SELECT day, cents FROM sales")
        val columns = mapOf("day" to listOf("2026-05-01", "2026-05-01", "2026-05-02"), "cents" to longArrayOf(100, 250, 50))
        ch.insertColumns("sales", columns)
        ch.rows("SELECT day, sum(cents) AS cents FROM sales_by_day GROUP BY day ORDER BY day").collect { println(it.toMap()) }
    }
}

// Prints:
// {day=2026-05-01, cents=350}
// {day=2026-05-02, cents=50}
