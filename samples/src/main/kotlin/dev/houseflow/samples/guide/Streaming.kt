package dev.houseflow.samples.guide

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.samples.Trade
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull

/** The Kotlin of docs/streaming.md. */
suspend fun dearTrades(ch: ClickHouseClient, write: suspend (String) -> Unit) {
    // snippet: streaming-flow-kotlin
    ch.stream<Trade>("SELECT * FROM trades ORDER BY id")
        .filter { it.price > 1 }
        .map { "${it.id},${it.symbol},${it.price}" }
        .collect { line -> write(line) }
    // end
}

suspend fun firstTen(ch: ClickHouseClient): List<Trade> {
    // snippet: streaming-take-kotlin
    val firstTen = ch.stream<Trade>("SELECT * FROM trades ORDER BY id").take(10).toList()
    // end
    return firstTen
}

// snippet: streaming-return-kotlin

/** Nothing runs until the flow is collected; each collection runs the query anew. */
fun tradesOf(ch: ClickHouseClient, symbol: String): Flow<Trade> = ch.stream("SELECT * FROM trades WHERE symbol = {s:String} ORDER BY id") {
    parameter("s", symbol)
}
// end

suspend fun cancelled(ch: ClickHouseClient, begun: suspend () -> Unit, show: (Trade) -> Unit) {
    // snippet: streaming-cancel-kotlin
    coroutineScope {
        val reading = launch {
            ch.stream<Trade>("SELECT number AS id, 'ETH' AS symbol, 1.0 AS price FROM numbers(1000000000000)").collect { show(it) }
        }
        begun()
        reading.cancel()
    }

    val sum = withTimeoutOrNull(500) {
        ch.query<Double>("SELECT sum(sqrt(number)) FROM numbers(1000000000000)").rows.single()
    }
    println(sum ?: "the query was stopped")
    // end
}
