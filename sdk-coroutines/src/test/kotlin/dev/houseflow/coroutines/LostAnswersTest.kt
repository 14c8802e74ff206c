package dev.houseflow.coroutines

import dev.houseflow.Attempt
import dev.houseflow.AttemptListener
import dev.houseflow.RetryPolicy
import dev.houseflow.TransportException
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.toList
import kotlinx.serialization.Serializable
import java.net.HttpURLConnection
import java.net.URI
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger

/** A real engine behind a connection that loses answers: what retries do to real tables. */
class LostAnswersTest : FunSpec({
    timeout = 60_000

    @Serializable
    data class Number(val n: Long)

    val engine = EmbeddedClickHouse.start()
    afterSpec { engine.close() }

    /** Hands every request on to the engine, waits for its end there, and loses the first [losses] answers to inserts. */
    fun losing(losses: Int): ScriptedServer {
        val left = AtomicInteger(losses)
        return ScriptedServer {
            while (true) {
                val request = readRequest() ?: break
                val upstream = URI(engine.endpoint() + request.target).toURL().openConnection() as HttpURLConnection
                upstream.requestMethod = "POST"
                upstream.doOutput = true
                upstream.outputStream.use { it.write(request.body) }
                val body = (upstream.errorStream ?: upstream.inputStream).use { it.readBytes() }
                if ("INSERT" in request.target && left.getAndDecrement() > 0) {
                    reset()
                    break
                }
                val fields = upstream.headerFields.filterKeys { it != null && it.startsWith("X-ClickHouse") }
                answer(body, "${upstream.responseCode} X", *fields.map { (name, values) -> "$name: ${values.last()}" }.toTypedArray())
            }
        }
    }

    suspend fun withTable(
        losses: Int,
        settings: String = "",
        test: suspend ClickHouseClient.(table: String, attempts: List<Attempt>) -> Unit,
    ) {
        val table = "t_" + System.nanoTime()
        val told = CopyOnWriteArrayList<Attempt>()
        losing(losses).use { server ->
            ClickHouseClient(server.endpoint) {
                retry = RetryPolicy { initialBackoff = Duration.ofMillis(1) }
                callListener(AttemptListener { told += it })
                killOnCancel = false
            }.use {
                it.execute("CREATE TABLE $table (n Int64) ENGINE = MergeTree ORDER BY n $settings")
                it.test(table, told)
            }
            server.failures shouldHaveSize 0
        }
    }

    val rows = List(200_000) { Number(it.toLong()) }
    val state = "SELECT concat(toString(count()), ' ', toString(uniqExact(n))) FROM "

    test("with a deduplication token every row is there once, though two answers were lost") {
        withTable(losses = 2, "SETTINGS non_replicated_deduplication_window = 100") { table, attempts ->
            insert(table, rows) { setting("insert_deduplication_token", "load-1") }
            attempts.takeLast(3).map { it.number } shouldBe listOf(1, 2, 3)
            query<String>(state + table).rows shouldBe listOf("200000 200000")
        }
    }

    test("without one the call fails, and nothing is written twice") {
        withTable(losses = 1) { table, _ ->
            shouldThrow<TransportException> { insert(table, rows) }.mayHaveReachedServer shouldBe true
            query<String>(state + table).rows shouldBe listOf("200000 200000")
        }
    }

    test("nor is a flow with a token sent a second time") {
        withTable(losses = 1) { table, _ ->
            shouldThrow<TransportException> { insert(table, rows.asFlow()) { setting("insert_deduplication_token", "load-1") } }
            query<String>(state + table).rows shouldBe listOf("200000 200000")
        }
    }

    test("reads go on at the next endpoint when a server goes away") {
        val other = EmbeddedClickHouse.start()
        val away = other.endpoint()
        other.use {
            val told = CopyOnWriteArrayList<Attempt>()
            ClickHouseClient(listOf(away, engine.endpoint())) { callListener(AttemptListener { told += it }) }.use { ch ->
                ch.query<Long>("SELECT toInt64(1)").rows shouldBe listOf(1L)
                other.close()
                ch.query<Long>("SELECT toInt64(2)").rows shouldBe listOf(2L)
                ch.stream<Long>("SELECT toInt64(number) FROM numbers(3)").toList() shouldBe listOf(0L, 1L, 2L)
                told.first().endpoint shouldBe "$away/"
                told.takeLast(2).map { it.endpoint to it.failure } shouldBe List(2) { "${engine.endpoint()}/" to null }
            }
        }
    }
})
