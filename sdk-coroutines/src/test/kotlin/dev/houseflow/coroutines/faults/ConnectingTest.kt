package dev.houseflow.coroutines.faults

import dev.houseflow.Compression
import dev.houseflow.Format
import dev.houseflow.RetryPolicy
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.rawInsert
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.Leaks
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.launch
import java.time.Duration
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.seconds

/** Servers that can hardly be reached: no call hangs, each error names its option, and nothing stays open. */
class ConnectingTest : FunSpec({
    timeout = 60_000

    fun impatient(endpoint: String, through: String? = null) = ClickHouseClient(endpoint) {
        connectTimeout = Duration.ofMillis(300)
        retry = RetryPolicy.NONE
        proxy = through
    }

    suspend fun shouldTimeOut(client: ClickHouseClient) {
        client.use {
            val failure = shouldThrow<TransportException> { it.execute("SELECT 1") }
            failure.message.orEmpty() shouldContain "connectTimeout"
            failure.mayHaveReachedServer shouldBe false
            it.ping() shouldBe false
        }
    }

    test("F3 connectTimeout bounds a connection that is neither accepted nor refused, and waiting for it can be cancelled") {
        FullServer().use { server ->
            shouldTimeOut(impatient("http://127.0.0.1:${server.port}"))
            val before = Leaks.openSockets()
            ClickHouseClient("http://127.0.0.1:${server.port}").use { client ->
                coroutineScope {
                    val call = launch(Dispatchers.Default) { client.execute("SELECT 1") }
                    delay(200)
                    call.cancelAndJoin()
                }
            }
            eventually(10.seconds) { Leaks.openSockets() shouldBeLessThanOrEqual before }
        }
    }

    test("F3 connectTimeout bounds the TLS handshake, and the answer of a proxy") {
        ScriptedServer { clientClosesWithin(30_000) }.use { server ->
            shouldTimeOut(impatient("https://127.0.0.1:${server.port}"))
            shouldTimeOut(impatient("https://127.0.0.1:1", through = server.endpoint))
            eventually(10.seconds) { server.openConnections shouldBe 0 }
        }
    }

    test("F1 a server that closes each kept connection just when it is used: reads notice nothing, an insert is sent once at most") {
        val inserts = AtomicInteger()
        // The second request on each connection is read, and answered with a close.
        ScriptedServer {
            val first = readRequest()
            if (first != null) {
                if ("INSERT" in first.target) inserts.incrementAndGet()
                answer("fine", "200 OK", Answers.SUMMARY)
                if ("INSERT" in readRequest()?.target.orEmpty()) inserts.incrementAndGet()
            }
        }.use { server ->
            ClickHouseClient(server.endpoint) {
                compression = Compression.NONE
                killOnCancel = false
            }.use { client ->
                repeat(200) { String(client.rawQuery("SELECT 1")) shouldBe "fine" }
                var lost = 0
                var told = 0
                repeat(200) {
                    try {
                        client.rawInsert("t", Format.CSV, flow { emit("1\n".toByteArray()) })
                        told++
                    } catch (e: TransportException) {
                        e.mayHaveReachedServer shouldBe true
                        lost++
                    }
                }
                inserts.get() shouldBe told + lost
                lost shouldBe 100
            }
            server.failures.shouldBeEmpty()
        }
    }
})
