package dev.houseflow.coroutines.internal.call

import dev.houseflow.Format
import dev.houseflow.RetryPolicy
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.internal.Retrying
import dev.houseflow.coroutines.internal.StepServer
import dev.houseflow.coroutines.internal.StepServer.Companion.BREAK_OFF
import dev.houseflow.coroutines.internal.StepServer.Companion.HANG_UP
import dev.houseflow.coroutines.internal.StepServer.Companion.OK
import dev.houseflow.coroutines.internal.StepServer.Companion.code
import dev.houseflow.coroutines.internal.StepServer.Companion.status
import dev.houseflow.coroutines.rawInsert
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.seconds

private val KILLING: ClickHouseClientConfig.() -> Unit = {
    killOnCancel = true
    retry = RetryPolicy { maxAttempts = 2 }
}

/** Connections that a server closed while the client kept them. */
class StaleConnectionsTest : FunSpec({
    timeout = 60_000

    /** Answers one request of each connection, says nothing of that, and closes when the next one comes. */
    fun oneRequestEach(seen: MutableList<String>) = ScriptedServer {
        readRequest()?.let { seen += it.target + String(it.body) }
        answer("fine", "200 OK", StepServer.SUMMARY)
        readHead()
    }

    suspend fun Retrying.text(): String = String(client.rawQuery("SELECT 1"))

    test("every call succeeds on a server that takes one request per connection, and no query is killed") {
        val seen = CopyOnWriteArrayList<String>()
        oneRequestEach(seen).use { server ->
            Retrying(server.endpoint, configure = KILLING).use { one ->
                repeat(100) { one.text() shouldBe "fine" }
                // At once, so that connections go back while others find theirs closed.
                coroutineScope { List(50) { async { one.text() } }.awaitAll().all { it == "fine" } shouldBe true }
                seen.filter { "KILL" in it }.shouldBeEmpty()
                seen shouldHaveSize 150
            }
        }
    }

    test("pings and questions about replicas are not lost on a stale connection") {
        val seen = CopyOnWriteArrayList<String>()
        oneRequestEach(seen).use { server ->
            Retrying(server.endpoint).use {
                repeat(5) { _ ->
                    it.text()
                    it.client.ping() shouldBe true
                    it.client.replicasStatus().ok shouldBe true
                }
                seen shouldHaveSize 15
            }
        }
    }

    test("one that is killed is killed over a connection that is open") {
        val seen = CopyOnWriteArrayList<String>()
        ScriptedServer {
            val sql = String((readRequest() ?: return@ScriptedServer).body)
            seen += sql
            if (sql == "SELECT 2") clientClosesWithin(20_000)
            answer("fine", "200 OK", StepServer.SUMMARY)
            readHead()
        }.use { server ->
            Retrying(server.endpoint, configure = KILLING).use {
                coroutineScope {
                    val call = launch { it.client.execute("SELECT 2") }
                    eventually(10.seconds) { seen shouldHaveSize 1 }
                    // Leaves a connection behind that the server closes when the next request comes.
                    it.text()
                    call.cancelAndJoin()
                }
                eventually(10.seconds) { seen.count { sql -> sql.startsWith("KILL QUERY") } shouldBe 1 }
            }
        }
    }

    test("a stale connection takes the older ones with it, and does not count") {
        StepServer(OK, HANG_UP, status("503 Service Unavailable")).use { server ->
            Retrying(server.endpoint, configure = KILLING).use {
                it.text()
                it.text() shouldBe "fine"
                it.attempts.map { attempt -> attempt.counted } shouldBe listOf(true, false, true, true)
                it.attempts[1].toString() shouldContain "does not count"
                server.bodies.filter { sql -> sql.startsWith("KILL") }.shouldBeEmpty()
            }
        }
    }

    test("one that breaks over a new connection counts, and its query is killed") {
        StepServer(BREAK_OFF).use { server ->
            Retrying(server.endpoint, configure = KILLING).use {
                it.text() shouldBe "fine"
                it.attempts.map { attempt -> attempt.counted } shouldBe listOf(true, true)
                eventually(10.seconds) { server.bodies.count { sql -> sql.startsWith("KILL") } shouldBe 1 }
            }
        }
    }

    test("as many attempts count as the policy says, whatever comes in between") {
        StepServer(OK, HANG_UP, code(202), HANG_UP, code(210), code(202)).use { server ->
            Retrying(server.endpoint, configure = { retry = RetryPolicy { maxAttempts = 4 } }).use {
                it.text()
                it.attempts.clear()
                runCatching { it.text() }.isFailure shouldBe true
                it.attempts.count { attempt -> attempt.counted } shouldBe 4
                it.attempts shouldHaveSize 5
                it.attempts.filter { attempt -> !attempt.counted } shouldHaveSize 1
            }
        }
    }

    test("an insert that may be repeated is, over a stale connection too") {
        StepServer(OK, HANG_UP).use { server ->
            Retrying(server.endpoint, configure = { retry = RetryPolicy { maxAttempts = 2 } }).use {
                it.text()
                it.client.rawInsert("t", Format.CSV, "a\n") { repeatable = true }
                server.bodies shouldBe listOf("SELECT 1", "a\n", "a\n")
            }
        }
    }
})
