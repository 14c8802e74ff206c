package dev.houseflow.samples.guide

import dev.houseflow.InsertMode
import dev.houseflow.QuerySummary
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.samples.Trade
import kotlinx.coroutines.flow.Flow

/** The Kotlin of docs/inserts.md. */
suspend fun insertList(ch: ClickHouseClient, trades: List<Trade>): QuerySummary {
    // snippet: inserts-list-kotlin
    val summary = ch.insert("trades", trades)
    println("${summary.sentRows} rows sent, ${summary.writtenRows} written")
    // end
    return summary
}

suspend fun insertFlow(ch: ClickHouseClient, trades: Flow<Trade>): QuerySummary {
    // snippet: inserts-flow-kotlin
    val summary = ch.insert("trades", trades) {
        blockRows = 100_000
        setting("max_insert_threads", 2)
    }
    // end
    return summary
}

suspend fun insertColumns(ch: ClickHouseClient, trades: List<Trade>): QuerySummary {
    // snippet: inserts-columns-kotlin
    val summary = ch.insert("trades", trades) {
        columns("id", "price") // the server gives symbol its default
    }
    // end
    return summary
}

suspend fun insertOnce(ch: ClickHouseClient, batch: List<Trade>, batchId: String): QuerySummary {
    // snippet: inserts-token-kotlin
    val summary = ch.insert("trades", batch) {
        setting("insert_deduplication_token", batchId)
        insertMode = InsertMode.SYNCHRONOUS
    }
    // end
    return summary
}
