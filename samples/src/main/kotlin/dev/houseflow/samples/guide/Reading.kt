package dev.houseflow.samples.guide

import dev.houseflow.QueryResult
import dev.houseflow.QuerySummary
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.samples.Trade
import java.time.Duration
import java.util.UUID

/** The Kotlin of docs/queries.md. */
suspend fun everyTrade(ch: ClickHouseClient): QueryResult<Trade> {
    // snippet: queries-class-kotlin
    val result = ch.query<Trade>("SELECT id, symbol, price FROM trades ORDER BY id")
    result.rows.forEach { println("${it.id}: ${it.price}") }
    println("${result.rows.size} rows in ${result.summary.elapsed}, query id ${result.summary.queryId}")
    // end
    return result
}

suspend fun singleValues(ch: ClickHouseClient): List<Any?> {
    // snippet: queries-single-kotlin
    val count: Long = ch.query<Long>("SELECT count() FROM trades").rows.single()
    val symbols: List<String> = ch.query<String>("SELECT DISTINCT symbol FROM trades ORDER BY symbol").rows
    val dearest: Double? = ch.query<Double?>("SELECT maxOrNull(price) FROM trades").rows.single()
    val (id, price) = ch.query<Pair<Long, Double>>("SELECT id, price FROM trades ORDER BY price LIMIT 1").rows.single()
    // end
    return listOf(count, symbols, dearest, id, price)
}

suspend fun withoutClass(ch: ClickHouseClient): List<String> {
    val lines = ArrayList<String>()
    // snippet: queries-rows-kotlin
    ch.rows("SELECT * FROM trades ORDER BY id").collect { row ->
        lines += "${row.getLong("id")} ${row["symbol"]} ${row.getDouble("price")}"
    }
    // end
    return lines
}

suspend fun withAnswer(ch: ClickHouseClient) {
    // snippet: queries-answer-kotlin
    ch.stream<Trade>("SELECT * FROM trades ORDER BY id") {
        onAnswer { summary -> println("query ${summary.queryId} runs on ${summary.serverDisplayName}") }
    }.collect { trade -> println(trade) }
    // end
}

suspend fun byColumn(ch: ClickHouseClient): Double {
    // snippet: queries-blocks-kotlin
    var sum = 0.0
    ch.blocks("SELECT price FROM trades").collect { block ->
        val price = block.column("price")
        for (row in 0 until block.rowCount) sum += price.getDouble(row)
    }
    // end
    return sum
}

suspend fun statement(ch: ClickHouseClient): QuerySummary {
    // snippet: queries-execute-kotlin
    ch.execute("CREATE TABLE IF NOT EXISTS dear_trades (id Int64, price Float64) ENGINE MergeTree ORDER BY id")
    val summary = ch.execute("INSERT INTO dear_trades SELECT id, price FROM trades WHERE price >= {least:Float64}") {
        parameter("least", 2.0)
    }
    println("${summary.writtenRows} rows written")
    // end
    return summary
}

suspend fun withOptions(ch: ClickHouseClient): QueryResult<Trade> {
    // snippet: queries-options-kotlin
    val result = ch.query<Trade>("SELECT * FROM trades ORDER BY id") {
        setting("max_threads", 4)
        setting("max_execution_time", 20)
        queryId = "report-${UUID.randomUUID()}"
        database = "default"
        timeout = Duration.ofSeconds(30)
    }
    // end
    return result
}

suspend fun columnsOf(ch: ClickHouseClient): List<String> {
    // snippet: queries-columns-kotlin
    val columns = ch.columns("SELECT id, price * 2 AS twice FROM trades")
    columns.forEach { println("${it.name}: ${it.type}") }
    // end
    return columns.map { "${it.name}: ${it.type}" }
}
