package dev.houseflow.samples.recipes

import dev.houseflow.Format
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.rawInsert
import java.nio.file.Files
import java.sql.DriverManager

/** Parquet to DuckDB and back: each reads the files that the other has written, with their types. */
suspend fun main() {
    val folder = Files.createTempDirectory("recipe")
    val trades = folder.resolve("trades.parquet")
    val prices = folder.resolve("prices.parquet")
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.download(
            "SELECT number AS id, if(id % 2 = 0, 'ETH', 'BTC') AS symbol, id / 4 AS price FROM numbers(100000)",
            Format.PARQUET,
            trades,
        )
        DriverManager.getConnection("jdbc:duckdb:").use { duck ->
            duck.createStatement().use { statement ->
                statement.execute("COPY (SELECT symbol, max(price) AS price FROM '$trades' GROUP BY symbol) TO '$prices' (FORMAT parquet)")
            }
        }
        ch.execute("CREATE OR REPLACE TABLE prices (symbol String, price Float64) ENGINE MergeTree ORDER BY symbol")
        ch.rawInsert("prices", Format.PARQUET, prices)
        ch.query<Pair<String, Double>>("SELECT symbol AS first, price AS second FROM prices ORDER BY symbol").rows.forEach(::println)
    }
    folder.toFile().deleteRecursively()
}

// Prints:
// (BTC, 24999.75)
// (ETH, 24999.5)
