import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.engine
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.embedded.EmbeddedClickHouse
import io.ktor.client.engine.cio.CIO
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
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Instant
import kotlin.uuid.ExperimentalUuidApi
import kotlin.uuid.Uuid

@OptIn(ExperimentalUuidApi::class)
@Serializable
data class Trade(val id: Uuid, val at: Instant, val took: Duration?)

/** Inserts, queries, streams, cancels and closes; fails with an exception where something is not as it should be. */
fun main() = runBlocking {
    check(KotlinVersion.CURRENT == KotlinVersion(2, 4, 10)) { "The standard library is ${KotlinVersion.CURRENT}" }
    EmbeddedClickHouse.start().use { server ->
        ClickHouseClient(server.endpoint()).use { exercise(it) }
        CIO.create().use { cio -> ClickHouseClient(server.endpoint()) { engine = cio }.use { exercise(it) } }
    }
}

private suspend fun exercise(ch: ClickHouseClient) {
    insertAndQuery(ch)
    cancel(ch)
}

@OptIn(ExperimentalUuidApi::class)
private suspend fun insertAndQuery(ch: ClickHouseClient) {
    ch.execute("CREATE OR REPLACE TABLE trades (id UUID, at DateTime64(9), took Nullable(Time64(3))) ENGINE MergeTree ORDER BY id")
    fun trade(i: Long) = Trade(Uuid.fromLongs(0, i), Instant.fromEpochSeconds(i, 123_456_789), i.milliseconds.takeIf { _ -> i % 2 == 0L })
    ch.insert("trades", (0L until 10_000L).asFlow().map(::trade))
    val found = ch.query<Trade>("SELECT * FROM trades WHERE id = {id:UUID} AND at = {at:DateTime64(9)}") {
        parameter("id", trade(7).id)
        parameter("at", trade(7).at)
    }.rows
    check(found == listOf(trade(7))) { "Other rows come back: $found" }
    check(ch.stream<Trade>("SELECT * FROM trades ORDER BY at").take(100).toList() == List(100) { trade(it.toLong()) })
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
