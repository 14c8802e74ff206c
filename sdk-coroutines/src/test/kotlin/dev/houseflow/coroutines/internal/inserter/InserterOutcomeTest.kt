package dev.houseflow.coroutines.internal.inserter

import dev.houseflow.AttemptListener
import dev.houseflow.BatchOutcome
import dev.houseflow.BatchResult
import dev.houseflow.ConfigurationException
import dev.houseflow.FailedRows
import dev.houseflow.FailureAction
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.InserterException
import dev.houseflow.InserterOptions
import dev.houseflow.RetryPolicy
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.Inserter
import dev.houseflow.coroutines.inserter
import dev.houseflow.coroutines.internal.Retrying
import dev.houseflow.coroutines.internal.Step
import dev.houseflow.coroutines.internal.StepServer.Companion.HANG_UP
import dev.houseflow.coroutines.internal.StepServer.Companion.OK
import dev.houseflow.coroutines.internal.StepServer.Companion.code
import dev.houseflow.coroutines.internal.StepServer.Companion.status
import dev.houseflow.testkit.ClosedPort
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.serialization.Serializable
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList

@Serializable
internal data class Number(val n: Int)

@Serializable
internal data class Word(val n: String)

/** Which rows are in, which are not, and of which it cannot be known. */
class InserterOutcomeTest : FunSpec({
    timeout = 60_000

    /** Sends one batch of two rows with every failure dropped, and gives what was told of it. */
    suspend fun one(
        step: Step?,
        options: InserterOptions.Builder<Number>.() -> Unit = {},
        client: dev.houseflow.coroutines.ClickHouseClientConfig.() -> Unit = { retry = RetryPolicy.NONE },
        test: Told.(InsertServer) -> Unit,
    ) {
        InsertServer(*listOfNotNull(step).toTypedArray()).use { server ->
            Retrying(server.endpoint, configure = client).use { retrying ->
                val told = Told()
                val inserter = retrying.client.inserter<Number>("t") {
                    told.listenTo(this)
                    options()
                }
                inserter.addAll(listOf(Number(1), Number(2)))
                told.result = inserter.close()
                told.test(server)
            }
        }
    }

    test("what a server refuses before it writes is not written") {
        for (code in listOf(60, 115, 164, 252, 202, 469, 497)) {
            one(code(code), client = { retry = RetryPolicy.NONE }) {
                outcome shouldBe BatchOutcome.NOT_WRITTEN
                failed.single().failure.shouldBeInstanceOf<ServerException>().code shouldBe code
                result.notWrittenRows shouldBe 2
            }
        }
        one(status("429 Too Many Requests")) { outcome shouldBe BatchOutcome.NOT_WRITTEN }
    }

    test("what fails in the midst of it may be there") {
        val inView: Step = {
            answer(
                "Code: 60. DB::Exception: No table x: while pushing to view v. (UNKNOWN_TABLE)",
                "500 Internal Server Error",
                "X-ClickHouse-Exception-Code: 60",
            )
        }
        for (step in listOf(code(241), code(159), code(319), code(999), inView, status("502 Bad Gateway"), HANG_UP)) {
            one(step) {
                outcome shouldBe BatchOutcome.UNKNOWN
                result.unknownRows shouldBe 2
                it.inserts shouldHaveSize 1
                batches.single().attempts shouldBe 1
            }
        }
    }

    test("rows come back as the objects that were added, with the token of their batch") {
        one(HANG_UP) {
            failed.single().rows shouldContainExactly listOf(Number(1), Number(2))
            failed.single().deduplicationToken shouldBe it.tokens.single()
            failed.single().isBadRow shouldBe false
            failed.single().failure.shouldBeInstanceOf<TransportException>()
        }
    }

    test("a lost answer is asked for again under the same token, when the table deduplicates") {
        one(HANG_UP, { repeatable = true }, { retry = RetryPolicy { maxAttempts = 2 } }) {
            outcome shouldBe BatchOutcome.WRITTEN
            failed.shouldBeEmpty()
            it.inserts shouldHaveSize 2
            it.tokens.toSet() shouldHaveSize 1
            it.inserts[0].body shouldBe it.inserts[1].body
            batches.single().attempts shouldBe 2
        }
    }

    test("and it stays unknown when the second answer is a refusal") {
        InsertServer(HANG_UP, code(60)).use { server ->
            Retrying(server.endpoint, configure = { retry = RetryPolicy { maxAttempts = 2 } }).use { retrying ->
                val told = Told()
                val inserter = retrying.client.inserter<Number>("t") {
                    told.listenTo(this)
                    repeatable = true
                }
                inserter.add(Number(1))
                inserter.close().unknownRows shouldBe 1
                told.failed.single().failure.shouldBeInstanceOf<ServerException>()
            }
        }
    }

    test("what may pass and has written nothing is sent again as long as the options say") {
        val busy = List(6) { code(202) }.toTypedArray()
        InsertServer(*busy).use { server ->
            Retrying(server.endpoint, configure = { retry = RetryPolicy.NONE }).use { retrying ->
                val told = Told()
                val inserter = retrying.client.inserter<Number>("t") {
                    told.listenTo(this)
                    retryFor = Duration.ofMinutes(1)
                    maxBackoff = Duration.ofMillis(800)
                }
                inserter.add(Number(1))
                inserter.close().writtenRows shouldBe 1
                told.batches.single().attempts shouldBe 7
                server.tokens.toSet() shouldHaveSize 1
                server.inserts.map { it.body.toList() }.toSet() shouldHaveSize 1
                // Full jitter: 100, 200, 400 and then no more than 800 ms.
                retrying.time.sleeps.zip(listOf(100, 200, 400, 800, 800, 800)).all { (wait, bound) -> wait in 0..bound } shouldBe true
            }
        }
    }

    test("and no longer than that") {
        InsertServer(*List(50) { code(202) }.toTypedArray()).use { server ->
            Retrying(server.endpoint, configure = { retry = RetryPolicy.NONE }).use { retrying ->
                val told = Told()
                val inserter = retrying.client.inserter<Number>("t") {
                    told.listenTo(this)
                    retryFor = Duration.ofSeconds(3)
                }
                inserter.add(Number(1))
                inserter.close().notWrittenRows shouldBe 1
                (retrying.time.sleeps.sum() < 3000) shouldBe true
                (told.batches.single().attempts > 3) shouldBe true
                told.failed shouldHaveSize 1
            }
        }
    }

    test("a server that is away has nothing, and comes back") {
        ClosedPort.endpoint.let { away ->
            Retrying(away, configure = { retry = RetryPolicy.NONE }).use { retrying ->
                val told = Told()
                val inserter = retrying.client.inserter<Number>("t") { told.listenTo(this) }
                inserter.addAll(listOf(Number(1), Number(2)))
                inserter.close().notWrittenRows shouldBe 2
                told.batches.sumOf { it.attempts } shouldBe 0
                told.failed.flatMap { it.rows } shouldContainExactly listOf(Number(1), Number(2))
                told.failed.all { it.failure is TransportException } shouldBe true
            }
        }
    }

    test("an upload that breaks off before its last bytes has written nothing") {
        val head = ScriptedServer {
            while (true) {
                val request = readHead() ?: break
                val length = request.field("Content-Length")?.toInt()
                if (length == null) {
                    reset()
                    break
                }
                val body = String(readBody(false, length))
                if (body.startsWith("DESCRIBE")) {
                    answer(description("String"), "200 OK", "X-ClickHouse-Summary: {\"read_rows\":\"1\"}")
                } else {
                    answer("", "200 OK", "X-ClickHouse-Summary: {\"read_rows\":\"1\"}")
                }
            }
        }
        head.use { server ->
            Retrying(server.endpoint, configure = { retry = RetryPolicy.NONE }).use { retrying ->
                val failed = CopyOnWriteArrayList<FailedRows<Word>>()
                val inserter = retrying.client.inserter<Word>("t") {
                    maxBytes = Long.MAX_VALUE
                    onFailure {
                        failed += it
                        FailureAction.DROP
                    }
                }
                // More than the buffers of both sides of a socket take.
                inserter.add(Word("x".repeat(40_000_000)))
                inserter.close().notWrittenRows shouldBe 1
                failed.single().failure.shouldBeInstanceOf<TransportException>().mayHaveReachedServer shouldBe true
            }
        }
    }

    test("a listener of the client's that throws makes no failure") {
        one(OK, client = { callListener(AttemptListener { error("the listener broke") }) }) { outcome shouldBe BatchOutcome.WRITTEN }
    }

    test("each batch has a token of its own, and none where the server knows none") {
        InsertServer().use { server ->
            Retrying(server.endpoint).use { retrying ->
                val inserter = retrying.client.inserter<Number>("t") { maxRows = 2 }
                inserter.addAll(List(6) { Number(it) })
                inserter.close().writtenRows shouldBe 6
                server.rows shouldContainExactly listOf(2, 2, 2)
                server.tokens.toSet() shouldHaveSize 3
                InsertServer.parameter(server.inserts.first(), "async_insert") shouldBe "0"
            }
        }
        InsertServer(settings = emptyList()).use { server ->
            Retrying(server.endpoint).use { retrying ->
                val failed = CopyOnWriteArrayList<FailedRows<Number>>()
                val inserter = retrying.client.inserter<Number>("t") {
                    onFailure {
                        failed += it
                        FailureAction.DROP
                    }
                }
                inserter.addAll(listOf(Number(1), Number(300)))
                inserter.close().writtenRows shouldBe 1
                server.tokens shouldContainExactly listOf(null)
                failed.single().isBadRow shouldBe true
            }
        }
    }

    test("by default the first failure stops it; what was taken before is sent all the same") {
        InsertServer(code(60)).use { server ->
            Retrying(server.endpoint).use { retrying ->
                val inserter = retrying.client.inserter<Number>("t") { maxRows = 2 }
                inserter.addAll(List(4) { Number(it) })
                val stopped = shouldThrow<InserterException> { inserter.close() }
                stopped.result.writtenRows shouldBe 2
                stopped.result.failed.single().rows shouldContainExactly listOf(Number(0), Number(1))
                stopped.cause.shouldBeInstanceOf<ServerException>()
                stopped.message.orEmpty() shouldContain "2 of 4 rows are written"
                shouldThrow<InserterException> { inserter.add(Number(5)) }.takenRows shouldBe 0
                shouldThrow<InserterException> { inserter.close() }.result.addedRows shouldBe 4
            }
        }
    }

    test("a bad row among good ones stops it as well, but not the good ones") {
        InsertServer().use { server ->
            Retrying(server.endpoint).use { retrying ->
                val inserter = retrying.client.inserter<Number>("t") {}
                inserter.addAll(listOf(Number(1), Number(300), Number(2), Number(-1)))
                val result = shouldThrow<InserterException> { inserter.close() }.result
                result.writtenRows shouldBe 2
                result.failed.map { it.rows.single() } shouldContainExactly listOf(Number(300), Number(-1))
                result.failed.all { it.isBadRow && it.failure is FormatException } shouldBe true
                server.rows shouldContainExactly listOf(2)
            }
        }
    }

    test("when the columns have changed they are asked for anew, and the rows are encoded anew") {
        InsertServer(OK, code(53)).use { server ->
            Retrying(server.endpoint).use { retrying ->
                val inserter: Inserter<Number> = retrying.client.inserter("t") {}
                inserter.add(Number(1))
                inserter.flush()
                server.descriptions.get() shouldBe 1
                server.type = "UInt16"
                inserter.add(Number(2))
                inserter.close().writtenRows shouldBe 2
                server.descriptions.get() shouldBe 2
                server.inserts.map { String(it.body).contains("UInt16") } shouldContainExactly listOf(false, false, true)
                server.tokens[1] shouldBe server.tokens[2]
            }
        }
    }

    test("a row that does not fit what was known has the columns asked for anew before it counts as bad") {
        InsertServer().use { server ->
            Retrying(server.endpoint).use { retrying ->
                val inserter: Inserter<Number> = retrying.client.inserter("t") {}
                inserter.add(Number(1))
                inserter.flush()
                server.type = "UInt16"
                inserter.addAll(listOf(Number(2), Number(300), Number(70_000), Number(3)))
                val result = shouldThrow<InserterException> { inserter.close() }.result
                result.writtenRows shouldBe 4
                result.failed.single().rows shouldContainExactly listOf(Number(70_000))
            }
        }
    }

    test("a server that does not compare types is asked before each batch") {
        InsertServer(settings = emptyList()).use { server ->
            Retrying(server.endpoint).use { retrying ->
                val inserter: Inserter<Number> = retrying.client.inserter("t") {}
                repeat(3) {
                    inserter.add(Number(it))
                    inserter.flush()
                }
                inserter.close()
                server.descriptions.get() shouldBe 3
            }
        }
    }

    test("options that cannot work are refused before anything is sent") {
        Retrying("http://localhost:1").use { retrying ->
            val client = retrying.client
            shouldThrow<ConfigurationException> { client.inserter<Number>(InsertRequest("t") { queryId = "q" }) }
            shouldThrow<ConfigurationException> {
                client.inserter<Number>(InsertRequest("t") { setting("insert_deduplication_token", "x") })
            }
            shouldThrow<ConfigurationException> { client.inserter<Number>(InsertRequest("t") { contentEncoding = "gzip" }) }
            shouldThrow<ConfigurationException> { client.inserter<Number>("t") { maxRows = 0 } }
            shouldThrow<ConfigurationException> { client.inserter<Number>("t") { maxBytes = 0 } }
            shouldThrow<ConfigurationException> { client.inserter<Number>("t") { inFlight = 0 } }
            shouldThrow<ConfigurationException> { client.inserter<Number>("t") { maxDelay = Duration.ofSeconds(-1) } }
            shouldThrow<ConfigurationException> {
                client.inserter<Number>("t") {
                    maxRows = 10
                    capacity = 9
                }
            }.message.orEmpty() shouldContain "capacity"
        }
    }
})

private fun description(type: String): ByteArray {
    fun text(text: String) = byteArrayOf(text.length.toByte()) + text.toByteArray()
    fun column(name: String, value: String) = text(name) + text("String") + text(value)
    return byteArrayOf(3, 1) + column("name", "n") + column("type", type) + column("default_type", "")
}

/** What an inserter told of its batches and rows. */
internal class Told {
    val batches = CopyOnWriteArrayList<BatchResult>()
    val failed = CopyOnWriteArrayList<FailedRows<Number>>()
    lateinit var result: dev.houseflow.InserterResult<Number>
    val outcome: BatchOutcome get() = batches.single().outcome

    fun listenTo(options: InserterOptions.Builder<Number>) {
        options.listener(batches::add)
        options.onFailure {
            failed += it
            FailureAction.DROP
        }
    }
}
