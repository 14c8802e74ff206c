package dev.houseflow.coroutines.faults

import dev.houseflow.Compression
import dev.houseflow.Format
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.rawInsert
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeGreaterThanOrEqual
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.launch
import kotlinx.serialization.Serializable
import java.io.IOException
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.seconds

private const val LAST_WORDS = "the source failed"
private const val ROWS = 12

/** An insert whose source fails, or whose caller leaves, never becomes a request that looks complete. */
class BrokenUploadsTest : FunSpec({
    timeout = 120_000

    @Serializable
    data class Number(val n: Long)

    val engine = EmbeddedClickHouse.start()
    afterSpec { engine.close() }

    /** [good] rows, then the failure. */
    fun failing(good: Int): Flow<Number> = flow {
        repeat(good) { emit(Number(it.toLong())) }
        error(LAST_WORDS)
    }

    /** The same as text: every piece is whole lines, so that what came looks like all of it. */
    fun failingText(good: Int): Flow<ByteArray> = flow {
        repeat(good) { emit("$it\n".toByteArray()) }
        error(LAST_WORDS)
    }

    /** Everything that may be sent, with [good] rows before the source fails. */
    fun uploads(good: Int): Map<String, suspend (ClickHouseClient) -> Unit> =
        Compression.entries.flatMap { packing ->
            listOf<Pair<String, suspend (ClickHouseClient) -> Unit>>(
                "rows, one block each, $packing" to { ch ->
                    ch.insert("t", failing(good)) {
                        compression = packing
                        blockRows = 1
                    }
                },
                "rows, $packing" to { ch -> ch.insert("t", failing(good)) { compression = packing } },
                "text, $packing" to { ch -> ch.rawInsert("t", Format.CSV, failingText(good)) { compression = packing } },
            )
        }.toMap()

    /** A server for table `t` that keeps an account of the inserts whose bodies came to their proper end, and of those that did not. */
    class Account {
        val whole = AtomicInteger()
        val broken = AtomicInteger()
        val server = ScriptedServer {
            while (true) {
                val head = readHead() ?: break
                if ("INSERT" in head.target) {
                    try {
                        readChunks()
                        whole.incrementAndGet()
                    } catch (_: IOException) {
                        broken.incrementAndGet()
                        break
                    }
                    answer("", "200 OK", Answers.SUMMARY)
                } else {
                    val sql = String(readLength(head))
                    answer(if (sql.startsWith("DESCRIBE")) description() else ByteArray(0), "200 OK", Answers.SUMMARY)
                }
            }
        }

        private fun description(): ByteArray {
            fun text(text: String) = byteArrayOf(text.length.toByte()) + text.toByteArray()
            fun column(name: String, value: String) = text(name) + text("String") + text(value)
            return byteArrayOf(3, 1) + column("name", "n") + column("type", "Int64") + column("default_type", "")
        }
    }

    test("on the wire: the last chunk is never sent, wherever the source fails") {
        val account = Account()
        account.server.use { server ->
            plainClient(server.endpoint).use { client ->
                for (good in 0..ROWS) {
                    for ((name, upload) in uploads(good)) {
                        withClue("$name, $good rows before the failure") {
                            shouldThrow<IllegalStateException> { upload(client) }.message shouldBe LAST_WORDS
                        }
                    }
                }
                // What never had a full block or frame was not even begun. Blocks of one row were, with one row or more before the failure.
                // A server may hear of a connection only after its client has left it.
                eventually(10.seconds) {
                    server.openConnections shouldBe 0
                    account.broken.get() shouldBeGreaterThanOrEqual ROWS * Compression.entries.size
                }
                account.whole.get() shouldBe 0
                // The same client then sends a good one, so the account does count.
                client.insert("t", listOf(Number(1)))
                account.whole.get() shouldBe 1
                server.failures.shouldBeEmpty()
            }
        }
    }

    suspend fun ClickHouseClient.count(): Long = query<Long>("SELECT count() FROM t").rows.single()

    test("on a real engine: the table stays empty, wherever the source fails") {
        plainClient(engine.endpoint()).use { client ->
            client.execute("CREATE OR REPLACE TABLE t (n Int64) ENGINE = MergeTree ORDER BY n")
            for (good in 0..ROWS step 4) {
                for ((name, upload) in uploads(good)) {
                    withClue("$name, $good rows before the failure") {
                        shouldThrow<IllegalStateException> { upload(client) }.message shouldBe LAST_WORDS
                    }
                }
            }
            // Nobody waits for the server's opinion of a broken request, so it is asked after the next good one.
            client.insert("t", listOf(Number(1)))
            awaitNoInsert(client)
            client.count() shouldBe 1
        }
    }

    test("on a real engine: nor does a row stay when the caller leaves in the middle") {
        plainClient(engine.endpoint()).use { client ->
            client.execute("CREATE OR REPLACE TABLE t (n Int64) ENGINE = MergeTree ORDER BY n")
            repeat(10) {
                coroutineScope {
                    val sent = Channel<Unit>(Channel.UNLIMITED)
                    val insert = launch(Dispatchers.Default) {
                        client.insert(
                            "t",
                            flow {
                                repeat(ROWS) {
                                    emit(Number(it.toLong()))
                                    sent.send(Unit)
                                }
                                awaitCancellation()
                            },
                        ) { blockRows = 1 }
                    }
                    repeat(ROWS) { sent.receive() }
                    insert.cancelAndJoin()
                }
            }
            client.insert("t", listOf(Number(1)))
            awaitNoInsert(client)
            client.count() shouldBe 1
        }
    }
})

private suspend fun awaitNoInsert(client: ClickHouseClient) {
    eventually(30.seconds) {
        client.query<Long>("SELECT toInt64(count()) FROM system.processes WHERE query LIKE 'INSERT%'").rows shouldBe listOf(0L)
    }
}

/** The chunks of a body; an `IOException` when it ends before its last one. */
private fun ScriptedServer.Conversation.readChunks() {
    try {
        readBody(chunked = true, length = 0)
    } catch (e: IllegalStateException) {
        throw IOException(e)
    }
}

private fun ScriptedServer.Conversation.readLength(head: ScriptedServer.Request): ByteArray =
    readBody(chunked = false, length = head.field("Content-Length")?.toInt() ?: 0)
