import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.embedded.EmbeddedClickHouse
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.Serializable

@Serializable
data class Trade(val id: Long, val symbol: String, val price: Double?, val tags: List<String>)

/** Inserts, queries, streams, cancels and closes; fails with an exception where something is not as it should be. */
fun main() = runBlocking {
    check(KotlinVersion.CURRENT == KotlinVersion(1, 9, 25)) { "The standard library is ${KotlinVersion.CURRENT}" }
    EmbeddedClickHouse.start().use { server ->
        ClickHouseClient(server.endpoint()).use { ch ->
            insertAndQuery(ch)
            cancel(ch)
        }
    }
}

private suspend fun insertAndQuery(ch: ClickHouseClient) {
    ch.execute("CREATE TABLE trades (id Int64, symbol String, price Nullable(Float64), tags Array(String)) ENGINE MergeTree ORDER BY id")
    fun trade(id: Long) = Trade(id, if (id % 2 == 0L) "ETH" else "BTC", if (id % 3 == 0L) null else id / 2.0, listOf("a", "b$id"))
    ch.insert("trades", (0L until 10_000L).asFlow().map(::trade))
    val found = ch.query<Trade>("SELECT * FROM trades WHERE symbol = {s:String} ORDER BY id") { parameter("s", "BTC") }.rows
    check(found.size == 5_000 && found.last() == trade(9_999)) { "Other rows come back: ${found.size}, ${found.lastOrNull()}" }
    check(ch.stream<Trade>("SELECT * FROM trades ORDER BY id").take(100).toList() == List(100) { trade(it.toLong()) })
}

private suspend fun cancel(ch: ClickHouseClient) {
    runBlocking {
        val running = launch { ch.query<Long>("SELECT count() FROM system.numbers") { queryId("endless") } }
        awaitRunning(ch, 1)
        running.cancelAndJoin()
        awaitRunning(ch, 0)
    }
    check(ch.stream<Long>("SELECT number FROM system.numbers") { queryId("endless") }.first() == 0L)
    awaitRunning(ch, 0)
}

/** Waits until the server runs as many queries of that id; the server's own list is what counts. */
private suspend fun awaitRunning(ch: ClickHouseClient, wanted: Long) {
    repeat(200) {
        if (ch.query<Long>("SELECT count() FROM system.processes WHERE query_id = 'endless'").rows.single() == wanted) return
        delay(50)
    }
    error("The server does not come to $wanted queries of this id")
}
