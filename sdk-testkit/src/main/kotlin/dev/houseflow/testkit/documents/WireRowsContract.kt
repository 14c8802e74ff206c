package dev.houseflow.testkit.documents

import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.ClientUnderTest
import dev.houseflow.testkit.DoorOptions
import dev.houseflow.testkit.Maybe
import dev.houseflow.testkit.ScriptedServer
import dev.houseflow.testkit.rowClass
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicLong
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/**
 * The rows of the requirements that only show on the wire: the bytes of requests, and answers that
 * no real server gives on demand. A door's test is a subclass and nothing else.
 */
abstract class WireRowsContract(door: ClientUnderTest) : FunSpec({
    timeout = 300_000

    test("A8 a raw stream takes no more from the server than its reader takes") {
        val sent = AtomicLong()
        val endless: Answer = {
            send(Answers.head("Transfer-Encoding: chunked"))
            val piece = ByteArray(PIECE) { 'x'.code.toByte() }
            while (true) {
                chunk(piece)
                sent.addAndGet(PIECE.toLong())
            }
        }
        door.serving(endless) {
            rawStream(ONE).take(1).collect {
                eventually(60.seconds) {
                    val before = sent.get()
                    before shouldBeGreaterThan 0
                    delay(300.milliseconds)
                    sent.get() shouldBe before
                }
                sent.get() shouldBeLessThan MOST_AHEAD
            }
        }
    }

    test("D2 hundreds of calls that wait hold no thread") {
        val arrived = CountDownLatch(WAITING)
        val go = CountDownLatch(1)
        val slow: Answer = {
            arrived.countDown()
            go.await()
            answer("1\n")
        }
        fun threads() = Thread.getAllStackTraces().keys.count { !it.name.startsWith("scripted-server") }
        door.serving(slow, DoorOptions("me", "pw", maxConnections = WAITING)) {
            val before = threads()
            coroutineScope {
                val calls = List(WAITING) { async(Dispatchers.Default) { rawQuery(ONE).decodeToString() } }
                eventually(60.seconds) { arrived.count shouldBe 0 }
                threads() - before shouldBeLessThan WAITING / 4
                go.countDown()
                calls.awaitAll().toSet() shouldBe setOf("1\n")
            }
        }
    }

    test("D3 E4 no call has a session by itself, and each session that is asked for has an id of its own") {
        door.serving(NOTHING) { seen ->
            execute(ONE)
            rawQuery(ONE)
            rawStream(ONE).toList()
            rawInsert(InsertRequest.of("t"), Format.CSV, "1\n".toByteArray())
            seen.none { "session_id" in it.target } shouldBe true
            session { it.execute(ONE) }
            session { it.execute(ONE) }
            execute(QueryRequest.builder("SELECT 1").sessionId("mine").build())
            val ids = seen.takeLast(3).map { request -> request.parameters().single { it.startsWith("session_id=") } }
            ids.toSet() shouldHaveSize 3
            ids.last() shouldBe "session_id=mine"
        }
    }

    test("F1 calls of every kind in a row use one connection") {
        val connections = ScriptedServer { while (true) { readRequest() ?: break; answer("", "200 OK", Answers.SUMMARY) } }
        connections.use { server ->
            door.connect(server.endpoint, PLAIN).use { client ->
                repeat(10) {
                    client.execute(ONE)
                    client.rawQuery(ONE)
                    client.rawStream(ONE).toList()
                    client.rawInsert(InsertRequest.of("t"), Format.CSV, "1\n".toByteArray())
                }
            }
            server.connections shouldBe 1
        }
    }

    test("G7 I2 a path before the server is kept, for pings too") {
        door.serving({ answer("Ok.\n") }, path = "/pre/fix") { seen ->
            ping() shouldBe true
            rawQuery(ONE)
            seen.first().lines.first() shouldBe "GET /pre/fix/ping HTTP/1.1"
            seen.last().target shouldStartWith "/pre/fix/?"
        }
    }

    test("G7 a proxy gets the whole address of a server without TLS") {
        val seen = CopyOnWriteArrayList<ScriptedServer.Request>()
        ScriptedServer { while (true) { seen += readRequest() ?: break; answer("1\n") } }.use { proxy ->
            door.connect("http://clickhouse.invalid:8123/pre", DoorOptions("me", "pw", proxy = proxy.endpoint)).use {
                it.rawQuery(ONE).decodeToString() shouldBe "1\n"
            }
        }
        seen.single().target shouldStartWith "http://clickhouse.invalid:8123/pre/?"
        seen.single().field("Host") shouldBe "clickhouse.invalid:8123"
    }

    test("G8 what a server says that nobody knows yet changes nothing") {
        val fields = arrayOf(
            "X-ClickHouse-Timezone: Mars/Phobos",
            "X-ClickHouse-Summary: {\"read_rows\":\"2\",\"read_dreams\":\"7\",\"deep\":{\"a\":[1]}}",
            "X-ClickHouse-Server-Display-Name: x",
            "X-ClickHouse-New: y",
        )
        door.serving({ answer(Answers.block(listOf(1, 2)), "200 OK", *fields) }) {
            val result = query(ONE, rowClass<Maybe>())
            result.rows shouldContainExactly listOf(Maybe(1), Maybe(2))
            result.summary.header("x-clickhouse-new") shouldBe "y"
            result.summary.timezone shouldBe "Mars/Phobos"
        }
        door.serving({ answer("~", "200 OK", "X-ClickHouse-Format: Hologram") }) {
            rawResult(ONE).format shouldBe Format.of("Hologram")
        }
    }
})

private const val PIECE = 64 * 1024
private const val MOST_AHEAD = 64L * 1024 * 1024
private const val WAITING = 200
