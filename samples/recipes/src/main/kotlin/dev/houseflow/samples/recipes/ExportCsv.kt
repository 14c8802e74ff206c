package dev.houseflow.samples.recipes

import dev.houseflow.Format
import dev.houseflow.coroutines.ClickHouseClient
import java.nio.file.Files
import java.util.zip.GZIPInputStream

/** CSV out: packed on the server, left packed in the file. */
suspend fun main() {
    val folder = Files.createTempDirectory("recipe")
    val file = folder.resolve("numbers.csv.gz")
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.download("SELECT number AS n, number % 7 AS weekday FROM numbers(3)", Format.CSV_WITH_NAMES, file) {
            acceptEncoding = "gzip"
            leavePacked = true
        }
    }
    GZIPInputStream(Files.newInputStream(file)).bufferedReader().forEachLine(::println)
    folder.toFile().deleteRecursively()
}

// Prints:
// "n","weekday"
// 0,0
// 1,1
// 2,2
