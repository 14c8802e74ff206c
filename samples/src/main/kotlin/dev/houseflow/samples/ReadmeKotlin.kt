package dev.houseflow.samples

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.embedded.EmbeddedClickHouse
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.serialization.Serializable

// snippet: readme-kotlin
@Serializable
data class Trade(val id: Long, val symbol: String, val price: Double)

suspend fun firstTrades(endpoint: String) {
    ClickHouseClient(endpoint) { username = "default" }.use { ch ->
        ch.execute("CREATE TABLE trades (id Int64, symbol String, price Float64) ENGINE MergeTree ORDER BY id")
        ch.insert("trades", (1L..1_000_000L).asFlow().map { Trade(it, if (it % 2 == 0L) "ETH" else "BTC", it / 10.0) })

        val eth = ch.query<Trade>("SELECT * FROM trades WHERE symbol = {s:String} ORDER BY id LIMIT 3") {
            parameter("s", "ETH")
        }
        println(eth.rows)

        ch.stream<Trade>("SELECT * FROM trades ORDER BY id").take(10).collect { println(it.price) }
    }
}
// end

@Serializable
data class Answer(val value: Int)

suspend fun embedded() {
    // snippet: readme-embedded
    EmbeddedClickHouse.start().use { server ->
        ClickHouseClient(server.endpoint).use { ch -> println(ch.query<Answer>("SELECT 42 AS value").rows) }
    }
    // end
}
