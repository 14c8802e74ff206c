package dev.houseflow.coroutines.internal

import dev.houseflow.Attempt
import dev.houseflow.AttemptListener
import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.LoadBalancing
import dev.houseflow.RetryPolicy
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.internal.StepServer.Companion.BREAK_OFF
import dev.houseflow.coroutines.internal.StepServer.Companion.HANG_UP
import dev.houseflow.coroutines.internal.StepServer.Companion.OK
import dev.houseflow.coroutines.internal.StepServer.Companion.block
import dev.houseflow.coroutines.internal.StepServer.Companion.code
import dev.houseflow.coroutines.internal.StepServer.Companion.cut
import dev.houseflow.coroutines.internal.StepServer.Companion.native
import dev.houseflow.coroutines.internal.StepServer.Companion.status
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.testkit.ClosedPort
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.longs.shouldBeInRange
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import java.nio.file.Files
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.random.Random

/** A client on a clock of its own, and what it tells about its attempts. */
internal class Retrying(vararg endpoints: String, configure: ClickHouseClientConfig.() -> Unit = {}) : AutoCloseable {
    val time = FakeTime()
    val attempts = CopyOnWriteArrayList<Attempt>()
    val client = ClickHouseClient(endpoints.asList()) {
        compression = Compression.NONE
        killOnCancel = false
        retryClock = time.retryClock
        setAttemptListener { attempts += it }
        configure()
    }

    override fun close() {
        client.close()
    }
}

private fun ClickHouseClientConfig.setAttemptListener(listener: (Attempt) -> Unit) {
    callListener(AttemptListener(listener))
}

private suspend fun ClickHouseClient.text(sql: String = "SELECT 1") = String(rawQuery(sql))

class RetryTest : FunSpec({
    timeout = 30_000

    suspend fun withServer(
        vararg steps: Step,
        configure: ClickHouseClientConfig.() -> Unit = {},
        test: suspend Retrying.(StepServer) -> Unit,
    ) {
        StepServer(*steps).use { server -> Retrying(server.endpoint, configure = configure).use { it.test(server) } }
    }

    test("a read is made again, under an id of its own, and each attempt is told") {
        StepServer(status("503 Service Unavailable")).use { server ->
            Retrying(server.endpoint.replace("//", "//joe:secret@")).use {
                String(it.client.rawQuery("SELECT 1") { queryId = "q" }) shouldBe "fine"
                server.queryIds shouldBe listOf("q", "q-2")
                it.attempts shouldHaveSize 2
                val (first, second) = it.attempts
                first.number shouldBe 1
                first.queryId shouldBe "q"
                first.endpoint shouldBe server.endpoint + "/"
                first.failure.shouldBeInstanceOf<ServerException>().httpStatus shouldBe 503
                first.delayBeforeNext shouldBe Duration.ofMillis(it.time.sleeps.single())
                it.time.sleeps.single() shouldBeInRange 0L..100L
                second.number shouldBe 2
                second.queryId shouldBe "q-2"
                second.failure.shouldBeNull()
                second.delayBeforeNext.shouldBeNull()
                it.attempts.toString() shouldNotContain "secret"
                it.client.toString() shouldNotContain "secret"
            }
        }
    }

    test("which answers of a server mean: try again") {
        val again = listOf(3, 202, 203, 209, 210, 236, 242, 252, 279, 319, 425, 999).map { code(it) } +
            listOf("429 Too Many Requests", "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout").map { status(it) }
        val final = listOf(32, 60, 62, 159, 216, 241, 373, 394, 516).map { code(it) } +
            listOf("400 Bad Request", "404 Not Found", "500 Internal Server Error", "301 Moved Permanently").map { status(it) }
        val words = "Attempt to read after eof: while receiving packet from 10.0.0.3:9000"
        val lostPeer: Step = {
            answer("Code: 32. DB::Exception: $words", "500 Internal Server Error", "X-ClickHouse-Exception-Code: 32")
        }
        for (step in again + lostPeer) {
            withServer(step) {
                client.text() shouldBe "fine"
                attempts shouldHaveSize 2
            }
        }
        for (step in final) {
            withServer(step) {
                shouldThrow<ServerException> { client.text() }.isRetryable shouldBe false
                attempts shouldHaveSize 1
            }
        }
    }

    test("the waits: random, twice as long each time, up to the maximum") {
        val policy = RetryPolicy {
            maxAttempts = 7
            initialBackoff = Duration.ofMillis(100)
            maxBackoff = Duration.ofMillis(1000)
        }
        withServer(*Array(6) { status("503 Service Unavailable") }, configure = { retry = policy }) {
            client.text() shouldBe "fine"
            val random = Random(42)
            time.sleeps shouldBe listOf(100L, 200L, 400L, 800L, 1000L, 1000L).map { random.nextLong(it + 1) }
        }
    }

    test("a server that says when to come back is not asked earlier, but for the policy's own maximum") {
        fun later(seconds: String): Step = { answer("try again", "503 Service Unavailable", "Retry-After: $seconds") }
        withServer(later("2"), later(" 3600 "), later("soon"), later("-1"), configure = { retry = RetryPolicy { maxAttempts = 5 } }) {
            client.text() shouldBe "fine"
            time.sleeps.take(2) shouldBe listOf(2000L, 5000L)
            time.sleeps[2] shouldBeInRange 0L..400L
            time.sleeps[3] shouldBeInRange 0L..800L
        }
        fun until(date: String): Step = {
            answer("try again", "503 Service Unavailable", "Date: Fri, 20 Nov 2026 12:00:00 GMT", "Retry-After: $date")
        }
        val soon = until("Fri, 20 Nov 2026 12:00:02 GMT")
        val late = until("Sat, 21 Nov 2026 12:00:00 GMT")
        val past = until("Thu, 19 Nov 2026 12:00:00 GMT")
        withServer(soon, late, past, configure = { retry = RetryPolicy { maxAttempts = 4 } }) {
            client.text() shouldBe "fine"
            time.sleeps.take(2) shouldBe listOf(2000L, 5000L)
            time.sleeps[2] shouldBeInRange 0L..400L
        }
        // The wait would outlast the call.
        for (busy in listOf(later("2"), soon)) {
            withServer(busy, configure = { timeout = Duration.ofSeconds(1) }) {
                shouldThrow<ServerException> { client.text() }.httpStatus shouldBe 503
                attempts shouldHaveSize 1
            }
        }
        // Another server did not ask for it.
        StepServer(later("2")).use { busy ->
            StepServer().use { idle ->
                Retrying(busy.endpoint, idle.endpoint).use {
                    it.client.text() shouldBe "fine"
                    it.time.sleeps.single() shouldBeInRange 0L..100L
                    idle.seen shouldHaveSize 1
                }
            }
        }
    }

    test("after the last attempt the last failure is thrown, with the others inside") {
        withServer(code(202), BREAK_OFF, code(210), OK) { server ->
            val failure = shouldThrow<ServerException> { client.text() }
            failure.code shouldBe 210
            failure.suppressed.single().shouldBeInstanceOf<TransportException>().suppressed.single().shouldBeInstanceOf<ServerException>()
            attempts.map { it.delayBeforeNext == null } shouldBe listOf(false, false, true)
            server.seen shouldHaveSize 3
        }
    }

    test("RetryPolicy.NONE makes no second attempt") {
        for (step in listOf(HANG_UP, status("503 Service Unavailable"))) {
            withServer(step, configure = { retry = RetryPolicy.NONE }) { server ->
                runCatching { client.text() }.isFailure shouldBe true
                server.seen shouldHaveSize 1
                attempts.single().delayBeforeNext.shouldBeNull()
            }
        }
    }

    test("a statement that may write is not made again once a server may have seen it") {
        for (step in listOf(HANG_UP, code(202), status("503 Service Unavailable"))) {
            withServer(step) { server ->
                runCatching { client.execute("CREATE TABLE t (n UInt8) ENGINE = Memory") }.isFailure shouldBe true
                runCatching { client.rawQuery("ALTER TABLE t DELETE WHERE 1") }.isFailure shouldBe false
                server.seen shouldHaveSize 2
            }
        }
    }

    test("a direct read of a queue is not made again") {
        withServer(HANG_UP) { server ->
            shouldThrow<TransportException> { client.rawQuery("SELECT * FROM q") { setting("stream_like_engine_allow_direct_select", 1) } }
            server.seen shouldHaveSize 1
        }
    }

    test("whatever could not be sent is made again") {
        Retrying(ClosedPort.endpoint).use {
            val failure = shouldThrow<TransportException> { it.client.execute("CREATE TABLE t (n UInt8) ENGINE = Memory") }
            failure.mayHaveReachedServer shouldBe false
            it.attempts shouldHaveSize 3
            it.time.sleeps shouldHaveSize 2
        }
    }

    test("rows that were delivered are final") {
        withServer(cut(block(1, 2))) { server ->
            val rows = CopyOnWriteArrayList<Int>()
            shouldThrow<TransportException> { client.stream<Int>("SELECT n").onEach { rows += it }.toList() }
            rows shouldBe listOf(1, 2)
            server.seen shouldHaveSize 1
        }
        withServer(cut("ab".toByteArray())) { server ->
            val bytes = CopyOnWriteArrayList<String>()
            shouldThrow<TransportException> { client.rawStream("SELECT n").onEach { bytes += String(it) }.toList() }
            bytes shouldBe listOf("ab")
            server.seen shouldHaveSize 1
        }
    }

    test("a stream that has delivered nothing is made again") {
        withServer(HANG_UP, cut(ByteArray(0)), native(block(1, 2))) { server ->
            client.stream<Int>("SELECT n").toList() shouldBe listOf(1, 2)
            server.seen shouldHaveSize 3
        }
    }

    test("what is collected before it is delivered begins anew") {
        withServer(cut(block(1, 2)), native(block(1, 2), block(3))) { client.query<Int>("SELECT n").rows shouldBe listOf(1, 2, 3) }
        withServer(cut("fi".toByteArray())) { client.text() shouldBe "fine" }
    }

    test("a download is made again only when nothing has come") {
        val folder = Files.createTempDirectory("retry")
        try {
            withServer(status("503 Service Unavailable")) { server ->
                client.download("SELECT 1", Format.CSV, folder.resolve("a"))
                Files.readAllBytes(folder.resolve("a")).decodeToString() shouldBe "fine"
                server.seen shouldHaveSize 2
            }
            withServer(cut("fi".toByteArray())) { server ->
                shouldThrow<TransportException> { client.download("SELECT 1", Format.CSV, folder.resolve("b")) }
                server.seen shouldHaveSize 1
                Files.list(folder).use { it.count() } shouldBe 1
            }
        } finally {
            folder.toFile().deleteRecursively()
        }
    }

    test("a wait that would outlast the call's timeout is not begun") {
        val policy = RetryPolicy {
            initialBackoff = Duration.ofDays(1)
            maxBackoff = Duration.ofDays(1)
        }
        withServer(status("503 Service Unavailable"), configure = { retry = policy; timeout = Duration.ofSeconds(20) }) { server ->
            shouldThrow<ServerException> { client.text() }.httpStatus shouldBe 503
            time.sleeps.shouldBeEmpty()
            server.seen shouldHaveSize 1
        }
    }

    test("a call that is cancelled is not made again, and its attempt is told") {
        val arrived = CompletableDeferred<Unit>()
        withServer({
            arrived.complete(Unit)
            clientClosesWithin(20_000)
        }) { server ->
            coroutineScope {
                val call = async { client.text() }
                arrived.await()
                call.cancelAndJoin()
            }
            server.seen shouldHaveSize 1
            attempts.single().failure.shouldBeInstanceOf<CancellationException>()
        }
    }

    test("a stale connection is passed over at once, without counting") {
        withServer(OK, HANG_UP, status("503 Service Unavailable"), configure = { retry = RetryPolicy { maxAttempts = 2 } }) { server ->
            client.text() shouldBe "fine"
            client.text() shouldBe "fine"
            server.seen shouldHaveSize 4
            time.sleeps shouldHaveSize 1
            attempts.drop(1).map { it.number } shouldBe listOf(1, 2, 3)
            attempts[1].delayBeforeNext shouldBe Duration.ZERO
        }
    }

    test("a stale connection is no reason to send a write again") {
        withServer(OK, HANG_UP) { server ->
            client.text() shouldBe "fine"
            shouldThrow<TransportException> { client.execute("OPTIMIZE TABLE t") }.mayHaveReachedServer shouldBe true
            server.seen shouldHaveSize 2
        }
    }

    test("a call that got no connection in time is not made again, and the endpoint is not blamed") {
        val go = CompletableDeferred<Unit>()
        val arrived = CompletableDeferred<Unit>()
        StepServer({ request ->
            arrived.complete(Unit)
            runBlocking { go.await() }
            OK(request)
        }).use { server ->
            StepServer().use { other ->
                val few: ClickHouseClientConfig.() -> Unit = {
                    maxConnections = 1
                    poolTimeout = Duration.ofMillis(20)
                }
                Retrying(server.endpoint, other.endpoint, configure = few).use {
                    coroutineScope {
                        val slow = async { it.client.text() }
                        arrived.await()
                        shouldThrow<TransportException> { it.client.text() }.mayHaveReachedServer shouldBe false
                        go.complete(Unit)
                        slow.await()
                    }
                    it.client.text() shouldBe "fine"
                    other.seen.shouldBeEmpty()
                    it.attempts shouldHaveSize 3
                }
            }
        }
    }

    test("what a listener throws changes nothing for the call") {
        withServer(configure = { setAttemptListener { error("listener") } }) { client.text() shouldBe "fine" }
    }

    test("a closed client makes nothing again") {
        StepServer(status("503 Service Unavailable")).use { server ->
            Retrying(server.endpoint).use {
                server.onRequest = { it.client.close() }
                shouldThrow<ServerException> { it.client.text() }.httpStatus shouldBe 503
                shouldThrow<ConfigurationException> { it.client.text() }
                server.seen shouldHaveSize 1
            }
        }
    }

    context("several endpoints") {
        test("a dead one is passed over at once, and not asked again") {
            StepServer().use { alive ->
                Retrying(ClosedPort.endpoint, alive.endpoint).use {
                    repeat(3) { _ -> it.client.text() shouldBe "fine" }
                    it.client.execute("CREATE TABLE t (n UInt8) ENGINE = Memory")
                    it.time.sleeps.shouldBeEmpty()
                    it.attempts.map { attempt -> attempt.failure == null } shouldBe listOf(false, true, true, true, true)
                    it.attempts[0].delayBeforeNext shouldBe Duration.ZERO
                    it.client.ping() shouldBe true
                }
            }
        }

        test("one that drops connections gets none for a while, and then a ping first") {
            StepServer(HANG_UP).use { first ->
                StepServer().use { second ->
                    Retrying(first.endpoint, second.endpoint).use {
                        repeat(3) { _ -> it.client.text() shouldBe "fine" }
                        first.seen shouldHaveSize 1
                        second.seen shouldHaveSize 3
                        it.time.pass(Duration.ofSeconds(1))
                        it.client.text() shouldBe "fine"
                        // The ping is answered in the background, so it is not certain which call is the first one after it.
                        while (first.seen.size == 1) it.client.text() shouldBe "fine"
                        first.pings.get() shouldBe 1
                    }
                }
            }
        }

        test("one that is overloaded is not asked twice in a row") {
            StepServer(status("503 Service Unavailable")).use { first ->
                StepServer().use { second ->
                    Retrying(first.endpoint, second.endpoint).use {
                        it.client.text() shouldBe "fine"
                        second.seen shouldHaveSize 1
                        it.time.sleeps shouldHaveSize 1
                    }
                }
            }
        }

        test("round robin, but for sessions") {
            StepServer().use { first ->
                StepServer().use { second ->
                    Retrying(first.endpoint, second.endpoint, configure = { loadBalancing = LoadBalancing.ROUND_ROBIN }).use {
                        repeat(4) { _ -> it.client.text() }
                        first.seen.size to second.seen.size shouldBe (2 to 2)
                        it.client.session { repeat(4) { text() } }
                        first.seen.size to second.seen.size shouldBe (6 to 2)
                        repeat(4) { _ -> it.client.rawQuery("SELECT 1") { sessionId = "mine" } }
                        first.seen.size to second.seen.size shouldBe (6 to 6)
                    }
                }
            }
        }

        test("a session begins where it can, and then stays there") {
            StepServer(OK, BREAK_OFF, BREAK_OFF, BREAK_OFF).use { alive ->
                StepServer().use { third ->
                    Retrying(ClosedPort.endpoint, alive.endpoint, third.endpoint).use {
                        it.client.session("s") {
                            text() shouldBe "fine"
                            shouldThrow<TransportException> { text() }
                        }
                        third.seen.shouldBeEmpty()
                    }
                }
            }
        }

        test("none at all is refused") {
            shouldThrow<ConfigurationException> { ClickHouseClient(emptyList()) }
        }
    }
})
