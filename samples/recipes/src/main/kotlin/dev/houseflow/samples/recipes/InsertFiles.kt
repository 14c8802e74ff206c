package dev.houseflow.samples.recipes

import dev.houseflow.Format
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.rawInsert
import java.nio.file.Files
import java.util.zip.GZIPOutputStream

/** Files in: CSV and packed JSON go to the server as they are, byte for byte. */
suspend fun main() {
    val folder = Files.createTempDirectory("recipe")
    val csv = Files.writeString(folder.resolve("cities.csv"), "id,name\n1,Bonn\n2,Lyon\n")
    val json = folder.resolve("cities.json.gz")
    GZIPOutputStream(Files.newOutputStream(json)).use { it.write("""{"id": 3, "name": "Rome", "unknown": 1}""".toByteArray()) }
    ClickHouseClient(RecipeServer.endpoint()).use { ch ->
        ch.execute("CREATE OR REPLACE TABLE cities (id UInt32, name String) ENGINE MergeTree ORDER BY id")
        ch.rawInsert("cities", Format.CSV_WITH_NAMES, csv)
        ch.rawInsert("cities", Format.JSON_EACH_ROW, json) {
            contentEncoding = "gzip"
            setting("input_format_skip_unknown_fields", true)
        }
        println(ch.query<String>("SELECT name FROM cities ORDER BY id").rows)
    }
    folder.toFile().deleteRecursively()
}

// Prints:
// [Bonn, Lyon, Rome]
