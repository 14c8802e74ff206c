package dev.houseflow.coroutines.internal.call

import dev.houseflow.LoadBalancing
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.internal.Retrying
import dev.houseflow.coroutines.internal.StepServer
import dev.houseflow.coroutines.internal.StepServer.Companion.block
import dev.houseflow.coroutines.stream
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.seconds

private val IN_TURN: ClickHouseClientConfig.() -> Unit = { loadBalancing = LoadBalancing.ROUND_ROBIN }

private suspend fun Retrying.text(limit: Duration? = null): String = String(client.rawQuery("SELECT 1") { timeout = limit })

/** Endpoints that take calls and say nothing. */
class SilentServersTest : FunSpec({
    timeout = 60_000

    /** Takes everything and answers nothing, as a process that was stopped does. */
    fun frozen(seen: MutableList<String>) = ScriptedServer {
        while (true) seen += (readRequest() ?: break).target
    }

    /** Answers pings, and nothing else. */
    fun busy(seen: MutableList<String>) = ScriptedServer {
        while (true) {
            val target = (readRequest() ?: break).target
            if (target.startsWith("/ping")) answer("Ok.\n") else seen += target
        }
    }

    fun List<String>.queries(): List<String> = filter { !it.startsWith("/ping") }

    test("one that stands still costs one call its timeout, and no more") {
        val seen = CopyOnWriteArrayList<String>()
        frozen(seen).use { still ->
            StepServer().use { alive ->
                Retrying(still.endpoint, alive.endpoint, configure = IN_TURN).use {
                    shouldThrow<TransportException> { it.text(Duration.ofMillis(100)) }
                    repeat(20) { _ -> it.text() shouldBe "fine" }
                    seen.queries() shouldHaveSize 1
                    // Its ping has no answer either; after that it is away as one that refuses.
                    eventually(10.seconds) { seen shouldHaveSize 2 }
                    repeat(20) { _ -> it.text() shouldBe "fine" }
                    seen.queries() shouldHaveSize 1
                }
            }
        }
    }

    test("one that is only slow gets calls again as soon as it has answered a ping") {
        val seen = CopyOnWriteArrayList<String>()
        busy(seen).use { slow ->
            StepServer().use { alive ->
                Retrying(slow.endpoint, alive.endpoint, configure = IN_TURN).use {
                    shouldThrow<TransportException> { it.text(Duration.ofMillis(100)) }
                    eventually(10.seconds) {
                        runCatching { it.text(Duration.ofMillis(100)) }
                        seen.queries().size shouldBeGreaterThan 1
                    }
                }
            }
        }
    }

    test("a caller who leaves before the first word has the endpoint asked as well") {
        val seen = CopyOnWriteArrayList<String>()
        frozen(seen).use { still ->
            StepServer().use { alive ->
                Retrying(still.endpoint, alive.endpoint, configure = IN_TURN).use {
                    coroutineScope {
                        val call = launch { it.text() }
                        eventually(10.seconds) { seen shouldHaveSize 1 }
                        call.cancelAndJoin()
                    }
                    eventually(10.seconds) { seen shouldHaveSize 2 }
                    repeat(20) { _ -> it.text() shouldBe "fine" }
                    seen.queries() shouldHaveSize 1
                }
            }
        }
    }

    test("a caller who leaves an answer that has begun says nothing of the endpoint") {
        val endless: dev.houseflow.coroutines.internal.Step = {
            send("HTTP/1.1 200 OK\r\n${StepServer.SUMMARY}\r\nTransfer-Encoding: chunked\r\n\r\n")
            chunk(block(1, 2, 3))
            clientClosesWithin(20_000)
        }
        StepServer(endless).use { first ->
            StepServer().use { second ->
                Retrying(first.endpoint, second.endpoint).use {
                    it.client.stream<Int>("SELECT n").first() shouldBe 1
                    it.text() shouldBe "fine"
                    first.seen shouldHaveSize 2
                    first.pings.get() shouldBe 0
                }
            }
        }
    }

    test("an only endpoint is not asked, since calls have nowhere else to go") {
        val seen = CopyOnWriteArrayList<String>()
        busy(seen).use { only ->
            Retrying(only.endpoint).use {
                repeat(3) { _ -> shouldThrow<TransportException> { it.text(Duration.ofMillis(50)) } }
                seen shouldHaveSize 3
            }
        }
    }
})
