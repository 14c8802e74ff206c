package dev.houseflow.coroutines.internal.http

import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.booleans.shouldBeFalse
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.withContext
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicLong
import kotlin.time.Duration.Companion.seconds

/** How fast connections are made, by a clock that stands still unless the test moves it. */
internal class ConnectRateTest : StringSpec({
    val second = TimeUnit.SECONDS.toNanos(1)

    fun route(port: Int) = Route("127.0.0.1", port, null, null)

    /** Answers once [go] says so. */
    fun holding(go: CountDownLatch) = ScriptedServer {
        while (readRequest() != null) {
            go.await()
            answer("", "200 OK", "Keep-Alive: timeout=60")
        }
    }

    "as many at once as in a second, then evenly, and again after a rest" {
        var now = 7 * second
        val rate = ConnectRate(4) { now }
        List(4) { rate.tryTake() } shouldBe List(4) { 0L }
        // Who has to wait takes nothing.
        repeat(3) { rate.tryTake() shouldBe second / 4 }
        now += second / 4
        rate.tryTake() shouldBe 0
        rate.tryTake() shouldBe second / 4
        now += 100 * second
        List(5) { rate.tryTake() } shouldBe listOf(0, 0, 0, 0, second / 4)
    }

    "a call waits for its turn, and takes a connection that becomes free meanwhile" {
        val go = CountDownLatch(1)
        holding(go).use { server ->
            ExchangeHarness(maxConnectsPerSecond = 1, nanoTime = { 0 }).use { http ->
                withContext(Dispatchers.Default) {
                    val first = async { http.fetch(http.call(server.port)) }
                    eventually(30.seconds) { server.connections shouldBe 1 }
                    val others = List(5) { async { http.fetch(http.call(server.port)) } }
                    eventually(30.seconds) { http.pool.counts().waiting shouldBe 5 }
                    go.countDown()
                    first.await()
                    others.forEach { it.await() }
                }
                server.connections shouldBe 1
                http.pool.counts().waiting shouldBe 0
            }
        }
    }

    "a call that waits too long says what to raise, and nothing of it stays behind" {
        val go = CountDownLatch(1)
        val clock = AtomicLong()
        holding(go).use { server ->
            ExchangeHarness(maxConnections = 2, maxConnectsPerSecond = 1, nanoTime = clock::get).use { http ->
                withContext(Dispatchers.Default) {
                    val first = async { http.fetch(http.call(server.port)) }
                    eventually(30.seconds) { server.connections shouldBe 1 }
                    val failure = shouldThrow<ExchangeException> {
                        http.fetch(http.call(server.port, timeouts = CallTimeouts(poolWaitMillis = 50)))
                    }
                    failure.message shouldContain "raise maxConnectsPerSecond or poolTimeout"
                    failure.requestSent.shouldBeFalse()
                    http.pool.room(route(server.port)).open shouldBe 1
                    // What looks after the server does not wait, and is not counted.
                    val ping = async {
                        http.fetch(HttpCall(route(server.port), "GET", "/ping", emptyList(), RequestBody.None, extra = true))
                    }
                    eventually(30.seconds) { server.connections shouldBe 2 }
                    clock.addAndGet(second)
                    val second = async { http.fetch(http.call(server.port)) }
                    eventually(30.seconds) { server.connections shouldBe 3 }
                    go.countDown()
                    listOf(first, ping, second).forEach { it.await() }
                }
            }
        }
    }
})
