package dev.houseflow.benchmarks.clients

import dev.houseflow.Compression
import dev.houseflow.QueryRequest
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.engine
import dev.houseflow.coroutines.query
import io.ktor.client.engine.HttpClientEngine
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.Serializable
import java.util.concurrent.atomic.LongAdder

/**
 * Small typed queries of the Kotlin client, by as many coroutines at once as asked for. With
 * [engine], over that one instead of the client's own.
 */
internal class KotlinCallers(endpoint: String, key: String, connections: Int, private val engine: HttpClientEngine?) : Callers {
    private val client = ClickHouseClient(endpoint) {
        compression = Compression.NONE
        maxConnections = connections
        this.engine = this@KotlinCallers.engine
    }
    private val request = QueryRequest.of("SELECT 'replay:$key'")

    @Serializable
    class Quote(val id: Long, val symbol: String, val price: Double)

    override fun run(callers: Int, queries: Int): Long {
        val sum = LongAdder()
        runBlocking(Dispatchers.Default) {
            repeat(callers) {
                launch {
                    repeat(queries) {
                        val quote = client.query<Quote>(request).rows.single()
                        sum.add(quote.id + quote.symbol.length + quote.price.toLong())
                    }
                }
            }
        }
        return sum.sum()
    }

    override fun close() {
        client.close()
        engine?.close()
    }
}
