package dev.houseflow.samples.recipes

import dev.houseflow.Format
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.rawInsert
import java.nio.file.Files

/** Parquet up and down: a query into a file, the file into a table; either is whole or an error. */
suspend fun main() {
    val folder = Files.createTempDirectory("recipe")
    val file = folder.resolve("numbers.parquet")
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.download("SELECT number, toString(number) AS text FROM numbers(100000)", Format.PARQUET, file) {
            setting("output_format_parquet_compression_method", "zstd")
        }
        println(Files.readAllBytes(file).decodeToString(0, 4))
        ch.execute("CREATE OR REPLACE TABLE parquet_numbers (number UInt64, text String) ENGINE MergeTree ORDER BY number")
        println(ch.rawInsert("parquet_numbers", Format.PARQUET, file).writtenRows)
    }
    folder.toFile().deleteRecursively()
}

// Prints:
// PAR1
// 100000
