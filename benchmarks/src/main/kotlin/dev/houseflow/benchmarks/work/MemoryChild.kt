package dev.houseflow.benchmarks.work

import dev.houseflow.Compression
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.Serializable

/** What [MemoryWork] runs in a JVM with a small heap: prints how many rows went through. */
internal object MemoryChild {
    @Serializable
    class Trade(val id: Long, val symbol: String, val price: Double)

    @JvmStatic
    fun main(args: Array<String>) {
        val (what, endpoint, count) = args
        ClickHouseClient(endpoint) { compression = Compression.NONE }.use { client ->
            println(runBlocking { if (what == "stream") stream(client, count.toLong()) else insert(client, count.toLong()) })
        }
    }

    private suspend fun stream(client: ClickHouseClient, blocks: Long): Long {
        var rows = 0L
        client.blocks(QueryRequest.of("SELECT 'repeat:$blocks'")).collect { rows += it.rowCount }
        return rows
    }

    private suspend fun insert(client: ClickHouseClient, count: Long): Long {
        var rows = 0L
        val trades = (0 until count).asFlow().map { Trade(it, "ETHUSDT", it / 8.0) }.onEach { rows++ }
        client.insert(InsertRequest.builder("trades").columns("id", "symbol", "price").build(), trades)
        return rows
    }
}
