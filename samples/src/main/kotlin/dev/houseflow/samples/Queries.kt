package dev.houseflow.samples

import dev.houseflow.ExternalTable
import dev.houseflow.Format
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import kotlinx.serialization.Serializable
import java.nio.file.Path

// snippet: queries-external-kotlin
@Serializable
data class Limit(val symbol: String, val most: Double)

suspend fun suspicious(ch: ClickHouseClient, ids: List<Long>, limits: List<Limit>): List<Trade> = ch.query<Trade>(
    "SELECT id, symbol, price FROM trades INNER JOIN limits USING (symbol) WHERE price > most AND id IN (SELECT id FROM ids) ORDER BY id",
) {
    externalTable(ExternalTable("ids", "id Int64", ids))
    externalTable(ExternalTable("limits", "symbol String, most Float64", limits))
}.rows
// end

/** How many of the trades in a CSV file are there. */
suspend fun known(ch: ClickHouseClient, file: Path): Long =
    // snippet: queries-file-kotlin
    ch.query<Long>("SELECT count() FROM trades WHERE (id, symbol) IN (SELECT id, symbol FROM file)") {
        externalTable(ExternalTable.of("file", "id Int64, symbol String", Format.CSV, file))
    }.rows.single()
// end

/** The trades of a list of symbols, however long. */
suspend fun ofSymbols(ch: ClickHouseClient, symbols: List<String>): List<Trade> =
    // snippet: queries-parameters-kotlin
    ch.query<Trade>("SELECT * FROM trades WHERE has({symbols:Array(String)}, symbol) AND price >= {least:Float64} ORDER BY id") {
        parameter("symbols", symbols)
        parameter("least", 0.5)
    }.rows
// end
