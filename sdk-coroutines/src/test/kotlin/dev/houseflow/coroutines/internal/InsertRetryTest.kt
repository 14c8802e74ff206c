package dev.houseflow.coroutines.internal

import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.internal.StepServer.Companion.HANG_UP
import dev.houseflow.coroutines.internal.StepServer.Companion.OK
import dev.houseflow.coroutines.internal.StepServer.Companion.block
import dev.houseflow.coroutines.internal.StepServer.Companion.description
import dev.houseflow.coroutines.internal.StepServer.Companion.native
import dev.houseflow.coroutines.internal.StepServer.Companion.status
import dev.houseflow.coroutines.internal.handler.whole
import dev.houseflow.coroutines.rawInsert
import dev.houseflow.testkit.ClosedPort
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.serialization.Serializable
import java.nio.file.Files
import java.util.concurrent.atomic.AtomicInteger

@Serializable
private class Number(val n: Int)

private val TOKEN: InsertRequest.Builder.() -> Unit = { setting("insert_deduplication_token", "t1") }

class InsertRetryTest : FunSpec({
    timeout = 30_000
    val overloaded = status("503 Service Unavailable")

    suspend fun withServer(vararg steps: Step, test: suspend Retrying.(StepServer) -> Unit) {
        StepServer(*steps).use { server -> Retrying(server.endpoint).use { it.test(server) } }
    }

    fun counted(collected: AtomicInteger): Flow<ByteArray> = flow {
        collected.incrementAndGet()
        emit("a\n".toByteArray())
        emit("b\n".toByteArray())
    }

    test("an insert that a server may have seen is not sent again") {
        for (step in listOf(HANG_UP, overloaded, StepServer.code(202), StepServer.code(319))) {
            withServer(step) { server ->
                runCatching { client.rawInsert("t", Format.CSV, "a\n") }.isFailure shouldBe true
                server.seen shouldHaveSize 1
                attempts shouldHaveSize 1
            }
        }
    }

    test("nor are rows, of which only the table's columns are asked for again") {
        withServer(HANG_UP, native(description()), native(), HANG_UP) { server ->
            shouldThrow<TransportException> { client.insert("t", listOf(Number(1))) }
            server.bodies.map { it.take(8) } shouldBe listOf("DESCRIBE", "DESCRIBE", "SELECT n", String(block(1)).take(8))
        }
    }

    test("nor one over a stale connection") {
        withServer(OK, HANG_UP) { server ->
            client.rawQuery("SELECT 1")
            shouldThrow<TransportException> { client.rawInsert("t", Format.CSV, "a\n") }
            server.seen shouldHaveSize 2
        }
    }

    test("with a deduplication token bytes are sent again") {
        for (step in listOf(HANG_UP, overloaded, StepServer.code(319))) {
            withServer(step) { server ->
                client.rawInsert("t", Format.CSV, "a\n", TOKEN)
                server.bodies shouldBe listOf("a\n", "a\n")
            }
        }
    }

    test("with a deduplication token a collection is read and sent again") {
        val rows = List(100_000) { Number(it % 100) }
        withServer(native(description()), native(), HANG_UP, HANG_UP) { server ->
            client.insert("t", rows, TOKEN)
            server.seen shouldHaveSize 5
            val (first, second, third) = server.seen.drop(2).map { it.body }
            first.size shouldBe third.size
            first.contentEquals(second) shouldBe true
            first.contentEquals(third) shouldBe true
        }
    }

    test("what its caller says may be repeated is sent again as with a token") {
        val rows = List(100_000) { Number(it % 100) }
        withServer(native(description()), native(), HANG_UP, StepServer.code(242), StepServer.code(319)) { server ->
            client.insert("t", rows) { repeatable = true }
            server.seen shouldHaveSize 6
            server.seen.drop(2).map { String(it.body) }.toSet() shouldHaveSize 1
        }
        withServer(overloaded) { server ->
            client.rawInsert("t", Format.CSV, "a\n".toByteArray()) { repeatable = true }
            server.bodies shouldBe listOf("a\n", "a\n")
        }
        val collected = AtomicInteger()
        withServer(overloaded) { server ->
            shouldThrow<ServerException> { client.rawInsert("t", Format.CSV, counted(collected)) { repeatable = true } }
            collected.get() shouldBe 1
            server.seen shouldHaveSize 1
        }
    }

    test("with a deduplication token a collection is sent again when it broke off in the middle") {
        val rows = List(1_000_000) { Number(it % 100) }
        // The head of the insert is read and nothing of its body, so that the client is still sending.
        val heads = AtomicInteger()
        var whole = ByteArray(0)
        ScriptedServer {
            when (heads.incrementAndGet()) {
                1 -> {
                    readRequest()
                    answer(description(), "200 OK", StepServer.SUMMARY)
                    readRequest()
                    answer("", "200 OK", StepServer.SUMMARY, "Connection: close")
                }
                2 -> {
                    readHead()
                    reset()
                }
                else -> {
                    whole = checkNotNull(readRequest()).body
                    answer("", "200 OK", StepServer.SUMMARY)
                }
            }
        }.use { server ->
            Retrying(server.endpoint).use {
                it.client.insert("t", rows, TOKEN)
                heads.get() shouldBe 3
                // Column data makes up all but a few bytes of each block.
                (whole.size in 1_000_000..1_010_000) shouldBe true
            }
        }
    }

    test("with a deduplication token a file is sent again") {
        val file = Files.createTempFile("insert", ".csv")
        try {
            Files.write(file, "a\nb\n".toByteArray())
            withServer(HANG_UP) { server ->
                client.rawInsert("t", Format.CSV, file, TOKEN)
                server.bodies shouldBe listOf("a\nb\n", "a\nb\n")
            }
        } finally {
            Files.delete(file)
        }
    }

    test("with a deduplication token a flow, a stream and other iterables are not sent again") {
        withServer(HANG_UP) { server ->
            val collected = AtomicInteger()
            shouldThrow<TransportException> { client.rawInsert("t", Format.CSV, counted(collected), TOKEN) }
            collected.get() shouldBe 1
            server.seen shouldHaveSize 1
        }
        withServer(overloaded) { server ->
            shouldThrow<ServerException> { client.rawInsert("t", Format.CSV, "a\n".byteInputStream(), TOKEN) }
            server.seen shouldHaveSize 1
        }
        withServer(native(description()), native(), HANG_UP) { server ->
            shouldThrow<TransportException> { client.insert("t", sequenceOf(Number(1)).asIterable(), TOKEN) }
            server.seen shouldHaveSize 3
        }
    }

    test("a flow that has not been sent from goes to the next endpoint whole, collected once") {
        StepServer().use { alive ->
            Retrying(ClosedPort.endpoint, alive.endpoint).use {
                val collected = AtomicInteger()
                it.client.rawInsert("t", Format.CSV, counted(collected))
                collected.get() shouldBe 1
                alive.bodies shouldBe listOf("a\nb\n")
                it.attempts.map { attempt -> attempt.number } shouldBe listOf(1, 2)
            }
        }
    }

    test("a collection that has changed into one that does not fit fails with its own words") {
        val rows = object : AbstractList<Number>() {
            private val readings = AtomicInteger()
            override val size: Int get() = 1

            override fun get(index: Int): Number = Number(if (readings.incrementAndGet() == 1) 1 else 1000)
        }
        withServer(native(description()), native(), HANG_UP) { server ->
            shouldThrow<FormatException> { client.insert("t", rows, TOKEN) }
            // The second attempt breaks off, so that no server sees a whole request.
            server.seen shouldHaveSize 3
        }
    }

    test("an empty token is none") {
        withServer(HANG_UP) { server ->
            shouldThrow<TransportException> { client.rawInsert("t", Format.CSV, "a\n") { setting("insert_deduplication_token", "") } }
            server.seen shouldHaveSize 1
        }
    }

    test("a client-wide setting is no token") {
        StepServer(HANG_UP).use { server ->
            Retrying(server.endpoint, configure = { setting("insert_deduplication_token", "t") }).use {
                shouldThrow<TransportException> { it.client.rawInsert("t", Format.CSV, "a\n") }
                server.seen shouldHaveSize 1
            }
        }
    }

    test("whether the server compares types is not taken as answered by a server that is too busy to say") {
        val busy = StepServer.code(241)
        withServer(native(description()), busy, native(description()), native(), OK) { server ->
            shouldThrow<ServerException> { client.insert("t", listOf(Number(1))) }.code shouldBe 241
            client.insert("t", listOf(Number(1)))
            server.bodies.map { it.take(8) } shouldBe listOf("DESCRIBE", "SELECT n", "DESCRIBE", "SELECT n", String(block(1)).take(8))
        }
        // ACCESS_DENIED, TOO_MANY_ROWS: it will not say later either.
        for (code in listOf(497, 158)) {
            withServer(native(description()), StepServer.code(code), OK, OK) { server ->
                repeat(2) { client.insert("t", listOf(Number(1))) }
                server.bodies.map { it.take(8) } shouldBe listOf("DESCRIBE", "SELECT n") + List(2) { String(block(1)).take(8) }
            }
        }
    }
})
