package dev.houseflow.samples.guide

import dev.houseflow.ClickHouseSql
import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.JsonResult
import dev.houseflow.QuerySummary
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.jsonResult
import dev.houseflow.coroutines.jsonRows
import dev.houseflow.coroutines.rawInsert
import dev.houseflow.samples.Trade
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.double
import kotlinx.serialization.json.jsonPrimitive
import java.io.OutputStream
import java.nio.file.Path

/** The Kotlin of docs/formats.md. */
suspend fun asText(ch: ClickHouseClient): String {
    // snippet: formats-query-kotlin
    val csv: ByteArray = ch.rawQuery("SELECT * FROM trades ORDER BY id", Format.CSV_WITH_NAMES)
    val json = ch.rawQuery("SELECT * FROM trades ORDER BY id FORMAT JSON").decodeToString()
    // end
    return csv.decodeToString() + json
}

suspend fun withSummary(ch: ClickHouseClient): String {
    // snippet: formats-result-kotlin
    val answer = ch.rawResult("SELECT * FROM trades ORDER BY id", Format.JSON_COMPACT)
    println("${answer.body.size} bytes of ${answer.format}, query id ${answer.queryId}, ${answer.summary.readRows} rows read")
    // end
    return answer.text()
}

suspend fun intoFile(ch: ClickHouseClient, file: Path): QuerySummary {
    // snippet: formats-download-kotlin
    val summary = ch.download("SELECT * FROM trades ORDER BY id", Format.PARQUET, file) {
        setting("output_format_parquet_compression_method", "zstd")
    }
    println("$file, query id ${summary.queryId}")
    // end
    return summary
}

suspend fun packedThereAndBack(ch: ClickHouseClient, folder: Path) {
    // snippet: formats-packed-kotlin
    ch.download("SELECT * FROM trades ORDER BY id", Format.CSV, folder.resolve("trades.csv.gz")) {
        acceptEncoding = "gzip"
        leavePacked = true
    }
    ch.rawInsert("trades", Format.CSV, folder.resolve("trades.csv.gz"))
    // end
}

suspend fun intoStream(ch: ClickHouseClient, out: OutputStream) {
    // snippet: formats-stream-kotlin
    ch.rawStream("SELECT * FROM trades ORDER BY id", Format.JSON_EACH_ROW) { acceptEncoding = "gzip" }
        .collect { bytes -> out.write(bytes) }
    // end
}

suspend fun asLines(ch: ClickHouseClient): Pair<List<Double>, List<Trade>> {
    // snippet: formats-lines-kotlin
    ch.lines("SELECT * FROM trades ORDER BY id").collect { line -> println(line) }

    val prices = ch.jsonRows<JsonObject>("SELECT * FROM trades ORDER BY id").map { it.getValue("price").jsonPrimitive.double }
    val trades = ch.jsonRows<Trade>("SELECT * FROM trades ORDER BY id")
    // end
    return prices.toList() to trades.toList()
}

/** What was traded of a symbol. */
@Serializable
data class Volume(val symbol: String, val price: Double)

suspend fun asDocument(ch: ClickHouseClient): JsonResult<Volume> {
    // snippet: formats-document-kotlin
    val result = ch.jsonResult<Volume>(
        "SELECT symbol, sum(price) AS price FROM trades GROUP BY symbol WITH TOTALS ORDER BY symbol LIMIT 1",
    ) {
        setting("extremes", 1)
    }
    println("${result.rows} of ${result.rowsBeforeLimitAtLeast}, in all ${result.totals}, at most ${result.extremes?.max}")
    println("${result.statistics?.rowsRead} rows read in ${result.statistics?.elapsed}")
    // end
    return result
}

suspend fun fromFiles(ch: ClickHouseClient, csv: Path, packed: Path) {
    // snippet: formats-insert-kotlin
    ch.rawInsert("trades", Format.CSV, csv) {
        columns("id", "symbol", "price")
    }
    ch.rawInsert("trades", Format.JSON_EACH_ROW, packed) {
        contentEncoding = "gzip"
        setting("input_format_skip_unknown_fields", true)
    }
    ch.rawInsert("trades", Format.JSON_EACH_ROW, """{"id": 7, "symbol": "ETH", "price": 0.5}""")
    // end
}

suspend fun intoFunction(ch: ClickHouseClient, csv: Path, target: Path) {
    // snippet: formats-function-kotlin
    val function = "file(${ClickHouseSql.literal(target.toString())}, 'CSV', 'id Int64, symbol String, price Float64')"
    ch.rawInsert(InsertRequest.intoFunction(function).build(), Format.CSV, csv)
    // end
}
