package dev.houseflow.benchmarks.work

import com.clickhouse.client.api.Client
import com.clickhouse.client.api.metadata.TableSchema
import com.clickhouse.data.ClickHouseColumn
import dev.houseflow.Compression
import dev.houseflow.InsertRequest
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.inserter
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.serialization.Serializable
import kotlin.system.exitProcess

/**
 * What [InserterWork] runs in a JVM with a small heap: prints the median time of each way of
 * inserting the same rows.
 */
internal object InserterChild {
    private const val CALLERS = 200
    private const val BATCH = 65_536

    /** A class for both clients: client-v2 reads its getters. */
    @Serializable
    class Trade(val id: Long, val symbol: String, val price: Double)

    private fun trade(id: Long) = Trade(id, "ETHUSDT", id / 8.0)

    private val request = InsertRequest.builder("trades").columns("id", "symbol", "price").build()

    @JvmStatic
    fun main(args: Array<String>) {
        val rows = args[1].toLong()
        val warmUp = args[2].toInt()
        val rounds = args[3].toInt()
        ClickHouseClient(args[0]) { compression = Compression.NONE }.use { ours ->
            theirs(args[0]).use { theirs ->
                val ways = mapOf<String, suspend () -> Unit>(
                    "flow" to { withContext(Dispatchers.Default) { ours.insert(request, (0 until rows).asFlow().map(::trade)) } },
                    "inserter" to { add(ours, rows) },
                    "client-v2" to { insertByHand(theirs, rows) },
                )
                val times = ways.keys.associateWith { ArrayList<Double>() }
                for (round in -warmUp until rounds) {
                    for ((name, way) in ways) {
                        val start = System.nanoTime()
                        runBlocking { way() }
                        if (round >= 0) times.getValue(name) += (System.nanoTime() - start) / 1e6
                    }
                }
                for ((name, all) in times) println("$name ${all.sorted()[all.size / 2]}")
            }
        }
        // Some clients leave threads behind that would keep the process.
        exitProcess(0)
    }

    private suspend fun add(client: ClickHouseClient, rows: Long) = withContext(Dispatchers.Default) {
        val inserter = client.inserter<Trade>(request) { maxRows = BATCH }
        coroutineScope {
            for (caller in 0 until CALLERS) launch { for (id in caller until rows step CALLERS.toLong()) inserter.add(trade(id)) }
        }
        val result = inserter.close()
        check(result.writtenRows == rows) { "$result" }
    }

    private fun theirs(endpoint: String): Client {
        val client = Client.Builder()
            .addEndpoint(endpoint)
            .setUsername("default")
            .setPassword("")
            .compressClientRequest(false)
            .build()
        val columns = listOf("id" to "Int64", "symbol" to "String", "price" to "Float64").map { (name, type) ->
            ClickHouseColumn.of(name, type)
        }
        client.register(Trade::class.java, TableSchema("trades", null, "", columns))
        return client
    }

    private fun insertByHand(client: Client, rows: Long) {
        var next = 0L
        while (next < rows) {
            val batch = (next until minOf(rows, next + BATCH)).map(::trade)
            client.insert("trades", batch).get().close()
            next += batch.size
        }
    }
}
