package dev.houseflow.samples

import dev.houseflow.BlockBuilder
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.insertColumns
import dev.houseflow.coroutines.prepareInsert
import dev.houseflow.coroutines.query

/** Rows whose columns are known only when the program runs. */
suspend fun insertMaps(ch: ClickHouseClient): Double {
    // snippet: inserts-maps-kotlin
    val rows = listOf<Map<String, Any?>>(
        mapOf("id" to 1, "symbol" to "ETH", "price" to 1.5),
        mapOf("id" to 2, "symbol" to "BTC", "price" to 2.5),
    )
    ch.insert("trades", rows)
    ch.insert("trades", listOf(listOf<Any?>(3, "ETH"), listOf<Any?>(4, "BTC"))) { columns("id", "symbol") }

    val first = ch.query<Map<String, Any?>>("SELECT * FROM trades ORDER BY id LIMIT 1").rows.single()
    println("${first["symbol"]} costs ${first["price"]}")
    // end
    return first["price"] as Double
}

/** A result of one server as rows of another one. */
suspend fun copyTrades(from: ClickHouseClient, to: ClickHouseClient): Long? {
    // snippet: inserts-copy-kotlin
    to.insert("trades", from.blocks("SELECT * FROM trades")) // or from.rows(...), row by row
    // end
    return to.query<Long>("SELECT count() FROM trades").rows.single()
}

/** Columns that are arrays already. */
suspend fun insertArrays(ch: ClickHouseClient, ids: LongArray, prices: DoubleArray, symbols: List<String>): Long? {
    // snippet: inserts-arrays-kotlin
    val summary = ch.insertColumns("trades", mapOf("id" to ids, "price" to prices, "symbol" to symbols))
    // end
    return summary.sentRows
}

/** Batch after batch, without a question to the server in between. */
suspend fun insertPrepared(ch: ClickHouseClient, batches: List<List<Trade>>) {
    // snippet: inserts-prepared-kotlin
    val trades = ch.prepareInsert("trades", "id Int64, symbol String, price Float64")
    for (batch in batches) ch.insert(trades, batch) // one request each

    val builder = BlockBuilder.of(trades.columnTypes.orEmpty())
    builder.column("id").appendAll(longArrayOf(7, 8))
    builder.column("symbol").appendAll(listOf("ETH", "BTC"))
    builder.column("price").appendAll(doubleArrayOf(1.5, 2.5))
    ch.insert(trades, listOf(builder.build()))
    // end
}
