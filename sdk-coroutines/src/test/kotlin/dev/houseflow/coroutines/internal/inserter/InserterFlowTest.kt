package dev.houseflow.coroutines.internal.inserter

import dev.houseflow.BatchOutcome
import dev.houseflow.ConfigurationException
import dev.houseflow.FailedRows
import dev.houseflow.FailureAction
import dev.houseflow.InserterException
import dev.houseflow.RetryPolicy
import dev.houseflow.TransportException
import dev.houseflow.coroutines.Inserter
import dev.houseflow.coroutines.collectInto
import dev.houseflow.coroutines.inserter
import dev.houseflow.coroutines.internal.Retrying
import dev.houseflow.coroutines.internal.Step
import dev.houseflow.coroutines.internal.StepServer.Companion.OK
import dev.houseflow.coroutines.internal.StepServer.Companion.code
import dev.houseflow.coroutines.use
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.seconds

private val NEVER: Duration = Duration.ofHours(1)

/** When batches are cut, who waits, and what closing and cancelling do. */
class InserterFlowTest : FunSpec({
    timeout = 60_000

    suspend fun withServer(vararg steps: Step, test: suspend Retrying.(InsertServer) -> Unit) {
        InsertServer(*steps).use { server ->
            Retrying(server.endpoint, configure = { retry = RetryPolicy.NONE }).use { it.test(server) }
        }
    }

    test("adding waits when the inserter is full, and a cancelled add takes nothing") {
        val gate = CountDownLatch(1)
        withServer({
            gate.await()
            OK(it)
        }) { server ->
            val inserter = client.inserter<Number>("t") {
                maxRows = 2
                capacity = 4
                maxDelay = NEVER
            }
            val added = AtomicInteger()
            val adder = launch { repeat(20) { i -> inserter.add(Number(i)).also { added.incrementAndGet() } } }
            eventually(10.seconds) { added.get() shouldBe 4 }
            delay(50)
            added.get() shouldBe 4
            adder.cancelAndJoin()
            gate.countDown()
            val result = inserter.close()
            result.addedRows shouldBe 4
            result.writtenRows shouldBe 4
            server.rows.sum() shouldBe 4
        }
    }

    test("with one batch in flight they go in the order of their rows, with three at most three at once") {
        withServer { server ->
            val inserter = client.inserter<Number>("t") { maxRows = 3 }
            inserter.addAll(List(12) { Number(it) })
            inserter.close()
            server.inserts.flatMap { it.body.takeLast(3) }.map { it.toInt() } shouldContainExactly List(12) { it }
        }
        val now = AtomicInteger()
        val most = AtomicInteger()
        val step: Step = {
            most.accumulateAndGet(now.incrementAndGet(), ::maxOf)
            Thread.sleep(30)
            now.decrementAndGet()
            OK(it)
        }
        withServer(*List(10) { step }.toTypedArray()) {
            val inserter = client.inserter<Number>("t") {
                maxRows = 2
                inFlight = 3
            }
            inserter.addAll(List(20) { Number(it) })
            inserter.close().writtenRows shouldBe 20
            most.get() shouldBe 3
        }
    }

    test("rows so few that no batch becomes full do not wait for one when there is no room for more") {
        withServer { server ->
            val inserter = client.inserter<Word>("t") {
                maxBytes = 100_000
                maxDelay = NEVER
            }
            server.type = "String"
            // The first rows tell that there is room for three batches of their size; then far
            // larger ones come.
            inserter.addAll(List(10) { Word("a") })
            inserter.addAll(List(50) { Word("b".repeat(30_000)) })
            inserter.close().writtenRows shouldBe 60
        }
    }

    test("a flush waits for what was added before it and for nothing else") {
        val gate = CountDownLatch(1)
        withServer(OK, {
            gate.await()
            OK(it)
        }) { server ->
            val inserter = client.inserter<Number>("t") {
                maxDelay = NEVER
                inFlight = 2
            }
            inserter.add(Number(1))
            inserter.flush().writtenRows shouldBe 1
            inserter.add(Number(2))
            val flush = async { inserter.flush() }
            eventually(10.seconds) { server.inserts shouldHaveSize 2 }
            flush.isActive shouldBe true
            inserter.add(Number(3))
            gate.countDown()
            flush.await().writtenRows shouldBe 2
            server.inserts shouldHaveSize 2
            inserter.close().writtenRows shouldBe 3
        }
    }

    test("a cancelled flush stops no batch") {
        val gate = CountDownLatch(1)
        withServer({
            gate.await()
            OK(it)
        }) {
            val inserter: Inserter<Number> = client.inserter("t") { maxDelay = NEVER }
            inserter.add(Number(1))
            withTimeoutOrNull(50) { inserter.flush() } shouldBe null
            gate.countDown()
            inserter.close().writtenRows shouldBe 1
        }
    }

    test("closing gives up after its timeout, and says what was under way and what was not sent") {
        val gate = CountDownLatch(1)
        withServer({
            gate.await()
            OK(it)
        }) {
            val failed = CopyOnWriteArrayList<FailedRows<Number>>()
            val inserter = client.inserter<Number>("t") {
                maxRows = 2
                maxDelay = NEVER
                closeTimeout = Duration.ofMillis(200)
                onFailure {
                    failed += it
                    FailureAction.retryAfter(Duration.ZERO)
                }
            }
            inserter.addAll(List(5) { Number(it) })
            withTimeoutOrNull(50) { inserter.close() } shouldBe null
            val result = shouldThrow<InserterException> { inserter.close() }.result
            gate.countDown()
            result.pendingRows shouldBe 0
            result.unknownRows shouldBe 2
            result.notWrittenRows shouldBe 3
            failed.single { it.outcome == BatchOutcome.UNKNOWN }.rows shouldContainExactly listOf(Number(0), Number(1))
            failed.filter { it.outcome == BatchOutcome.NOT_WRITTEN }.flatMap { it.rows } shouldContainExactly List(3) { Number(it + 2) }
            failed.forEach { it.failure.shouldBeInstanceOf<TransportException>().message.orEmpty() shouldContain "closeTimeout" }
        }
    }

    test("closing without a timeout goes on when its caller leaves") {
        val gate = CountDownLatch(1)
        withServer({
            gate.await()
            OK(it)
        }) {
            val inserter: Inserter<Number> = client.inserter("t") { maxDelay = NEVER }
            inserter.add(Number(1))
            withTimeoutOrNull(50) { inserter.close() } shouldBe null
            shouldThrow<ConfigurationException> { inserter.add(Number(2)) }
            gate.countDown()
            inserter.close().writtenRows shouldBe 1
        }
    }

    test("a client that is closed ends waits for another attempt, and lets what is under way end") {
        val gate = CountDownLatch(1)
        withServer({
            gate.await()
            OK(it)
        }) { server ->
            val inserter = client.inserter<Number>("t") {
                maxRows = 1
                inFlight = 1
                maxDelay = NEVER
                onFailure { FailureAction.retryAfter(NEVER) }
            }
            inserter.add(Number(1))
            eventually(10.seconds) { server.inserts shouldHaveSize 1 }
            inserter.add(Number(2))
            client.close()
            shouldThrow<ConfigurationException> { inserter.add(Number(3)) }.message.orEmpty() shouldContain "client is closed"
            gate.countDown()
            val result = shouldThrow<InserterException> { inserter.close() }.result
            result.writtenRows shouldBe 1
            result.failed.single().rows shouldContainExactly listOf(Number(2))
        }
    }

    test("a flow that fails or is left has its rows sent all the same") {
        withServer { server ->
            val inserter: Inserter<Number> = client.inserter("t") { maxDelay = NEVER }
            val source = flow {
                emit(Number(1))
                emit(Number(2))
                error("the source broke")
            }
            shouldThrow<IllegalStateException> { source.collectInto(inserter) }.message shouldBe "the source broke"
            val reached = CompletableDeferred<Unit>()
            val left = launch {
                flow {
                    emit(Number(3))
                    reached.complete(Unit)
                    delay(Long.MAX_VALUE)
                }.collectInto(inserter)
            }
            reached.await()
            left.cancelAndJoin()
            inserter.close().writtenRows shouldBe 3
            server.rows.sum() shouldBe 3
        }
    }

    test("a flow's result counts what failed of it, and nothing of others") {
        withServer(code(60)) {
            val inserter = client.inserter<Number>("t") {
                maxRows = 4
                onFailure { FailureAction.DROP }
            }
            inserter.add(Number(1))
            val result = (1..9).asFlow().map { Number(if (it == 7) 300 else it) }.collectInto(inserter)
            result.addedRows shouldBe 9
            // The first batch was refused with three of them, and one does not fit.
            result.notWrittenRows shouldBe 4
            result.writtenRows shouldBe 5
            inserter.close().notWrittenRows shouldBe 5
        }
    }

    test("an inserter that stops says how many rows of the call it had taken") {
        withServer(code(60)) {
            val inserter = client.inserter<Number>("t") { maxRows = 1 }
            val source = (1..1000).asFlow().onEach { delay(1) }.map { Number(1) }
            val stopped = shouldThrow<InserterException> { source.collectInto(inserter) }
            (stopped.takenRows in 1..999) shouldBe true
            shouldThrow<InserterException> { inserter.close() }.result.addedRows shouldBe stopped.takenRows
        }
    }

    test("use closes, also behind a failure, and throws what closing throws") {
        withServer { server ->
            client.inserter<Number>("t").use { it.add(Number(1)) }
            server.rows.sum() shouldBe 1
            shouldThrow<IllegalStateException> {
                client.inserter<Number>("t").use {
                    it.add(Number(1))
                    error("the block broke")
                }
            }
            server.rows.sum() shouldBe 2
        }
        withServer(code(60)) {
            shouldThrow<InserterException> { client.inserter<Number>("t").use { it.add(Number(1)) } }.result.notWrittenRows shouldBe 1
        }
        withServer {
            val leaver = async {
                client.inserter<Number>("t").use {
                    it.add(Number(1))
                    throw CancellationException("left")
                }
            }
            leaver.join()
            leaver.isCancelled shouldBe true
        }
    }

    test("the handler may block, and is asked anew after each attempt that it asks for") {
        withServer(code(60), code(60), OK) { server ->
            val asked = AtomicInteger()
            val inserter = client.inserter<Number>("t") {
                onFailure {
                    Thread.sleep(20)
                    it.attempts shouldBe asked.incrementAndGet()
                    FailureAction.retryAfter(Duration.ofSeconds(7))
                }
            }
            inserter.add(Number(1))
            inserter.close().writtenRows shouldBe 1
            asked.get() shouldBe 2
            time.sleeps shouldContainExactly listOf(7000L, 7000L)
            server.tokens.toSet() shouldHaveSize 1
        }
    }

    test("many callers at once: every row is there once") {
        withServer { server ->
            val inserter = client.inserter<Number>("t") {
                maxRows = 100
                capacity = 250
                inFlight = 2
            }
            val callers = List(50) { launch { repeat(100) { inserter.add(Number(it)) } } }
            callers.forEach { it.join() }
            val result = inserter.close()
            result.writtenRows shouldBe 5000
            server.rows.sum() shouldBe 5000
            server.rows.max() shouldBe 100
        }
    }
})
