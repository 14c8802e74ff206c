package dev.houseflow.coroutines.internal.observe

import dev.houseflow.CallEnd
import dev.houseflow.CallListener
import dev.houseflow.CallOperation
import dev.houseflow.CallOutcome
import dev.houseflow.CallStart
import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.HandlerRequest
import dev.houseflow.RetryPolicy
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.inserter
import dev.houseflow.coroutines.internal.Retrying
import dev.houseflow.coroutines.internal.Step
import dev.houseflow.coroutines.internal.StepServer
import dev.houseflow.coroutines.internal.StepServer.Companion.BREAK_OFF
import dev.houseflow.coroutines.internal.StepServer.Companion.HANG_UP
import dev.houseflow.coroutines.internal.StepServer.Companion.block
import dev.houseflow.coroutines.internal.StepServer.Companion.code
import dev.houseflow.coroutines.internal.StepServer.Companion.cut
import dev.houseflow.coroutines.internal.StepServer.Companion.native
import dev.houseflow.coroutines.internal.StepServer.Companion.status
import dev.houseflow.coroutines.internal.inserter.InsertServer
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.rawInsert
import dev.houseflow.coroutines.stream
import dev.houseflow.testkit.ClosedPort
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.serialization.Serializable
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.logging.Handler
import java.util.logging.LogRecord
import java.util.logging.Logger

@Serializable
internal data class Small(val n: Int)

@Serializable
internal data class Wrong(val missing: Int)

/** The order of events for each way in which a call can end. */
class CallListenerTest : FunSpec({
    timeout = 60_000

    suspend fun observed(
        vararg steps: Step,
        events: Events = Events(),
        configure: ClickHouseClientConfig.() -> Unit = {},
        test: suspend Retrying.(Events) -> Unit,
    ) {
        StepServer(*steps).use { server ->
            Retrying(server.endpoint) {
                callListener(events)
                configure()
            }.use { it.test(events) }
        }
    }

    val well = listOf("first byte 1", "attempt 1 done", "end DONE")

    /** Says nothing before the test allows it. */
    fun waiting(allowed: CompletableDeferred<Unit>): Step = {
        while (!allowed.isCompleted) Thread.sleep(5)
    }

    test("calls that end well") {
        observed(native(block(1, 2)), native(block(3))) { events ->
            client.query<Int>("SELECT n FROM numbers_small") { queryId = "a" }.rows shouldBe listOf(1, 2)
            events.order() shouldBe listOf("start QUERY") + well
            events.end.let {
                it.receivedRows shouldBe 2
                it.queryId shouldBe "a"
                it.call.queryId shouldBe "a"
                it.attempts shouldBe 1
                it.readRows shouldBe 1
                it.receivedBytes shouldBe block(1, 2).size
                it.receivedPackedBytes shouldBe block(1, 2).size
                it.sentBytes shouldBe "SELECT n FROM numbers_small".length
                it.failure.shouldBeNull()
                it.errorCode.shouldBeNull()
                it.call.table shouldBe "numbers_small"
                it.call.summary shouldBe "SELECT numbers_small"
                (it.firstByte.shouldNotBeNull() <= it.duration) shouldBe true
                (it.connectionWait <= it.duration) shouldBe true
            }
            client.stream<Int>("SELECT 3").toList() shouldBe listOf(3)
            events.order().drop(4) shouldBe listOf("start STREAM") + well
            client.execute("SELECT 1")
            client.rawQuery("SELECT 1")
            client.rawStream("SELECT 1", Format.CSV).toList()
            client.lines("SELECT 1").toList()
            client.ping()
            client.callHandler(HandlerRequest.builder("/hello").build())
            events.order().filter { it.startsWith("start") }.drop(2) shouldBe
                listOf("start EXECUTE", "start RAW", "start RAW", "start RAW", "start PING", "start HANDLER")
            events.ends.map { it.outcome }.toSet() shouldBe setOf(CallOutcome.DONE)
            events.end.call.summary shouldBe "GET /hello"
            events.end.call.statement.shouldBeNull()
        }
    }

    test("an insert is one call, and what the client asks about the table are calls of its own") {
        InsertServer().use { server ->
            val events = Events()
            Retrying(server.endpoint) { callListener(events) }.use {
                it.client.insert("t", listOf(Small(1), Small(2)))
                events.order() shouldBe listOf("start INSERT") + well
                events.order(internal = true).filter { event -> event.startsWith("start") } shouldHaveSize server.descriptions.get() + 1
                events.calls.filter { call ->
                    call.operation == CallOperation.INTERNAL
                }.map { call -> call.parent?.operation }.toSet() shouldBe
                    setOf(CallOperation.INSERT)
                events.end.sentRows shouldBe 2
                events.end.call.table shouldBe "t"
                events.end.call.statement shouldBe "INSERT INTO `t` FORMAT Native"
                events.end.sentBytes shouldBe server.inserts.single().body.size
                events.end.sentPackedBytes shouldBe server.inserts.single().body.size
                it.client.insert("t", listOf(Small(1), Small(2)).asFlow()) { compression = Compression.LZ4 }
                events.end.sentPackedBytes shouldBe server.inserts.last().body.size
                events.end.sentBytes shouldBe server.inserts.first().body.size
                it.client.rawInsert("t", Format.CSV, "1\n")
                events.end.sentBytes shouldBe 2
                events.end.sentRows.shouldBeNull()
            }
        }
    }

    test("each batch of an inserter is a call") {
        InsertServer().use { server ->
            val events = Events()
            Retrying(server.endpoint) { callListener(events) }.use {
                val inserter = it.client.inserter<Small>("t") { maxRows = 2 }
                inserter.addAll(List(4) { n -> Small(n) })
                inserter.close()
                events.order() shouldBe (listOf("start INSERT") + well).let { one -> one + one }
                events.ends.filter { end -> end.call.operation == CallOperation.INSERT }.map { end -> end.sentRows } shouldBe listOf(2L, 2L)
            }
        }
    }

    test("attempts say why they failed and what comes next") {
        observed(status("503 Service Unavailable"), BREAK_OFF) { events ->
            client.execute("SELECT 1")
            events.order() shouldBe listOf(
                "start EXECUTE",
                "first byte 1",
                "attempt 1 failed, goes on",
                "first byte 2",
                "attempt 2 failed, goes on",
                "first byte 3",
                "attempt 3 done",
                "end DONE",
            )
            events.end.attempts shouldBe 3
            events.attempts.map { it.failure?.javaClass } shouldBe listOf(ServerException::class.java, TransportException::class.java, null)
            events.attempts.map { it.queryId } shouldBe listOf("", "-2", "-3").map { events.end.call.queryId + it }
        }
    }

    test("a call that a server refuses") {
        observed(code(60)) { events ->
            val thrown = shouldThrow<ServerException> { client.execute("SELECT * FROM nothing_here WHERE secret = 'hush'") }
            events.order() shouldBe listOf("start EXECUTE", "first byte 1", "attempt 1 failed", "end FAILED")
            events.end.failure shouldBe thrown
            events.end.errorCode shouldBe 60
            events.end.toString() shouldNotContain "hush"
        }
    }

    test("a call that reaches no server") {
        val events = Events()
        Retrying(ClosedPort.endpoint) {
            callListener(events)
            retry = RetryPolicy.NONE
        }.use {
            shouldThrow<TransportException> { it.client.execute("SELECT 1") }
            events.order() shouldBe listOf("start EXECUTE", "attempt 1 failed", "end FAILED")
            events.end.firstByte.shouldBeNull()
            it.client.ping() shouldBe false
            events.order().drop(3) shouldBe listOf("start PING", "end FAILED")
        }
    }

    test("a call that fails before anything is sent") {
        observed { events ->
            client.close()
            shouldThrow<ConfigurationException> { client.execute("SELECT 1") }
            events.order() shouldBe listOf("start EXECUTE", "end FAILED")
            events.end.attempts shouldBe 0
            events.end.endpoint.shouldBeNull()
        }
    }

    test("a connection that was closed meanwhile is an attempt that does not count") {
        observed({ answer("fine", "200 OK", StepServer.SUMMARY) }, HANG_UP) { events ->
            client.execute("SELECT 1")
            client.execute("SELECT 2")
            events.order().drop(4) shouldBe
                listOf("start EXECUTE", "attempt 1 failed, goes on", "first byte 2", "attempt 2 done", "end DONE")
            events.attempts[1].counted shouldBe false
        }
    }

    test("a call that takes too long") {
        val over = CompletableDeferred<Unit>()
        observed(waiting(over)) { events ->
            shouldThrow<TransportException> { client.execute("SELECT sleep(3)") { timeout = Duration.ofMillis(300) } }
            events.order() shouldBe listOf("start EXECUTE", "attempt 1 failed", "end FAILED")
            events.attempts.single().toString() shouldNotContain "failed for good"
            over.complete(Unit)
        }
    }

    test("a caller that is cancelled") {
        val over = CompletableDeferred<Unit>()
        val seen = CompletableDeferred<Unit>()
        observed({
            seen.complete(Unit)
            waiting(over)(it)
        }) { events ->
            coroutineScope {
                val call = launch(Dispatchers.Default) { client.execute("SELECT sleep(3)") }
                seen.await()
                call.cancelAndJoin()
            }
            over.complete(Unit)
            events.order() shouldBe listOf("start EXECUTE", "attempt 1 failed", "end CANCELLED")
            events.end.failure.shouldBeNull()
        }
    }

    test("streams that are left early, by their reader or because he fails") {
        val many = native(block(1, 2, 3), block(4))
        observed(many, many, many) { events ->
            client.stream<Int>("SELECT n").take(2).toList() shouldBe listOf(1, 2)
            events.end.outcome shouldBe CallOutcome.CANCELLED
            client.stream<Int>("SELECT n").first() shouldBe 1
            shouldThrow<IllegalStateException> { client.stream<Int>("SELECT n").collect { error("the reader") } }
            events.ends.map { it.outcome }.toSet() shouldBe setOf(CallOutcome.CANCELLED)
            events.order().last() shouldBe "end CANCELLED"
            events.ends shouldHaveSize 3
        }
    }

    test("a stream whose reader is cancelled") {
        observed(native(block(1), block(2))) { events ->
            coroutineScope {
                val got = CompletableDeferred<Unit>()
                val reader = async(Dispatchers.Default) {
                    client.stream<Int>("SELECT n").collect {
                        got.complete(Unit)
                        CompletableDeferred<Unit>().await()
                    }
                }
                got.await()
                reader.cancelAndJoin()
            }
            events.order().last() shouldBe "end CANCELLED"
        }
    }

    test("a stream that breaks off, and one whose rows cannot be made") {
        observed(cut(block(1)), native(block(1))) { events ->
            shouldThrow<TransportException> { client.stream<Int>("INSERT INTO x SELECT 1").toList() }
            events.order() shouldBe listOf("start STREAM", "first byte 1", "attempt 1 failed", "end FAILED")
            shouldThrow<FormatException> { client.stream<Wrong>("SELECT n").toList() }
            events.end.outcome shouldBe CallOutcome.FAILED
            events.end.failure.shouldBeInstanceOf<FormatException>()
        }
    }

    test("calls in a session, and a call from inside of another one") {
        observed(native(block(1)), native(block(2))) { events ->
            client.session { execute("SELECT 1") }
            events.order() shouldBe listOf("start EXECUTE") + well
            events.end.call.sessionId.shouldNotBeNull()
            client.session {
                val session = this
                shouldThrow<ConfigurationException> { rawStream("SELECT n", Format.CSV).collect { session.execute("SELECT 1") } }
            }
            events.order().drop(4).filter { it.startsWith("start") || it.startsWith("end") } shouldBe
                listOf("start RAW", "start EXECUTE", "end FAILED", "end FAILED")
        }
    }

    test("a source of rows that fails ends the insert") {
        InsertServer().use { server ->
            val events = Events()
            Retrying(server.endpoint) { callListener(events) }.use {
                shouldThrow<IllegalStateException> {
                    it.client.insert(
                        "t",
                        flow {
                            emit(Small(1))
                            error("the source")
                        },
                    )
                }
                events.order().first() shouldBe "start INSERT"
                events.order().last() shouldBe "end FAILED"
            }
        }
    }

    test("a handler's stream that is left early") {
        observed({ answer("x".repeat(100_000)) }, { answer("all") }) { events ->
            client.streamHandler(HandlerRequest.builder("/big").build()) { it.head.status } shouldBe 200
            events.order() shouldBe listOf("start HANDLER", "first byte 1", "attempt 1 done", "end CANCELLED")
            client.streamHandler(HandlerRequest.builder("/small").build()) { String(it.body.toList().reduce(ByteArray::plus)) } shouldBe
                "all"
            events.end.outcome shouldBe CallOutcome.DONE
        }
    }

    test("progress is asked for when a listener wants it, and comes after the first byte") {
        val server = StepServer({ request ->
            request.target shouldContain "send_progress_in_http_headers=1"
            val progress = "X-ClickHouse-Progress: {\"read_rows\":\"7\",\"total_rows_to_read\":\"9\"}"
            answer("fine", "200 OK", "$progress\r\n$progress\r\n${StepServer.SUMMARY}")
        })
        server.use {
            val events = Events(wantsProgress = true)
            Retrying(server.endpoint) { callListener(events) }.use {
                it.client.execute("SELECT 1")
                events.order() shouldBe
                    listOf("start EXECUTE", "first byte 1", "progress", "progress", "progress", "attempt 1 done", "end DONE")
                events.end.readRows shouldBe 1
            }
            val quiet = Events()
            Retrying(server.endpoint) { callListener(quiet) }.use { it.client.execute("SELECT 1") }
            server.seen.last().target shouldNotContain "progress"
        }
    }

    test("a listener adds header fields, and those of the request win") {
        val events = Events(onStart = {
            it.header("traceparent", "00-a-b-01")
            it.header("X-Tenant", "listener")
        })
        StepServer().use { server ->
            Retrying(server.endpoint) { callListener(events) }.use { retrying ->
                retrying.client.execute("SELECT 1") { header("x-tenant", "request") }
                retrying.client.callHandler(HandlerRequest.builder("/h").build())
                retrying.client.rawInsert("t", Format.CSV, "1\n")
            }
            server.seen.map { it.field("traceparent") }.toSet() shouldBe setOf("00-a-b-01")
            server.seen.map { it.field("X-Tenant") } shouldBe listOf("request", "listener", "listener")
        }
    }

    test("listeners that throw change nothing and are told of, and the others hear all") {
        val logged = CopyOnWriteArrayList<LogRecord>()
        val handler = object : Handler() {
            override fun publish(line: LogRecord) {
                logged += line
            }

            override fun flush() = Unit

            override fun close() = Unit
        }
        val logger = Logger.getLogger(CallListeners.LOGGER)
        logger.addHandler(handler)
        logger.useParentHandlers = false
        try {
            val bad = object : CallListener {
                override fun callerContext(): Any = error("context")

                override fun onStart(start: CallStart) = error("start")

                override fun onEnd(end: CallEnd) = throw NoClassDefFoundError("end")
            }
            observed(configure = { callListener(bad) }) { events ->
                client.execute("SELECT 1")
                events.order() shouldBe listOf("start EXECUTE") + well
            }
            logged.map { it.thrown.message } shouldBe listOf("context", "start")
            logged.first().message shouldContain bad.javaClass.name
        } finally {
            logger.removeHandler(handler)
            logger.useParentHandlers = true
        }
    }

    test("what the caller's thread carries comes with the start") {
        val carried = ThreadLocal<String>()
        val seen = CopyOnWriteArrayList<Any?>()
        val listener = object : CallListener {
            override fun callerContext(): Any? = carried.get()

            override fun onStart(start: CallStart) {
                seen += start.callerContext
            }
        }
        InsertServer().use { server ->
            Retrying(server.endpoint) { callListener(listener) }.use {
                withContext(Dispatchers.Unconfined) {
                    carried.set("span")
                    it.client.rawInsert("t", Format.CSV, "1\n")
                    carried.remove()
                }
            }
        }
        seen shouldBe listOf("span")
    }

    test("nothing is attached that was not") {
        val key = Any()
        observed(events = Events(onStart = { it.call.attach(key, "state") })) { events ->
            client.execute("SELECT 1")
            events.end.call.attachment(key) shouldBe "state"
            events.end.call.attachment(Any()).shouldBeNull()
            events.end.call.attach(key, null)
            events.end.call.attachment(key).shouldBeNull()
            events.calls.filter { it.operation == CallOperation.INTERNAL }.shouldBeEmpty()
        }
    }
})
