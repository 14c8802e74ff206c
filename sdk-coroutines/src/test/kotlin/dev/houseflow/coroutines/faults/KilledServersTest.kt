package dev.houseflow.coroutines.faults

import dev.houseflow.Attempt
import dev.houseflow.AttemptListener
import dev.houseflow.Format
import dev.houseflow.RetryPolicy
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.testkit.FaultyServer
import dev.houseflow.testkit.Leaks
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.serialization.Serializable
import java.nio.file.Files
import java.time.Duration
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.seconds

private const val ENDLESS = "SELECT toInt64(number) AS n FROM system.numbers"

/** Real servers that are killed, stand still and come back. */
class KilledServersTest : FunSpec({
    timeout = 180_000

    @Serializable
    data class Number(val n: Long)

    val first = FaultyServer()
    val second = FaultyServer()
    afterSpec {
        first.close()
        second.close()
    }

    suspend fun withBoth(
        configure: ClickHouseClientConfig.() -> Unit = {},
        test: suspend ClickHouseClient.(attempts: List<Attempt>) -> Unit,
    ) {
        val attempts = CopyOnWriteArrayList<Attempt>()
        ClickHouseClient(listOf(first.endpoint, second.endpoint)) {
            callListener(AttemptListener { attempts += it })
            configure()
        }.use { it.test(attempts) }
    }

    /** The head of an endless result; [meanwhile] runs after its first rows. */
    suspend fun ClickHouseClient.readWhile(meanwhile: suspend () -> Unit): Pair<Long, Throwable?> {
        var next = 0L
        val failure = runCatching {
            stream<Long>(ENDLESS).collect {
                check(it == next) { "row $next is $it" }
                if (next++ == 1000L) meanwhile()
            }
        }.exceptionOrNull()
        return next to failure
    }

    test("killed in mid-stream: right rows, then an error, never an end; the following call goes to the other server") {
        val folder = Files.createTempDirectory("killed")
        val file = folder.resolve("rows.csv")
        val ways = mapOf<String, suspend ClickHouseClient.(kill: suspend () -> Unit) -> Unit>(
            "stream" to { kill ->
                val (rows, failure) = readWhile(kill)
                rows shouldBeGreaterThan 1000L
                throw checkNotNull(failure) { "ended after $rows rows" }
            },
            "blocks" to { kill ->
                var next = 0L
                blocks(ENDLESS).collect { block ->
                    val numbers = block.column("n")
                    for (row in 0 until block.rowCount) check(numbers.getLong(row) == next++)
                    if (next == block.rowCount.toLong()) kill()
                }
            },
            "rawStream" to { kill ->
                var begun = false
                rawStream(ENDLESS, Format.CSV).collect {
                    if (!begun) kill()
                    begun = true
                }
            },
            "download" to { kill ->
                coroutineScope {
                    val killing = launch(Dispatchers.Default) {
                        while (Files.list(folder).use { files -> files.noneMatch { Files.size(it) > 0 } }) delay(1)
                        kill()
                    }
                    val failure = runCatching { download(ENDLESS, Format.CSV, file) }.exceptionOrNull()
                    killing.join()
                    throw checkNotNull(failure) { "the download ended" }
                }
            },
        )
        for ((name, way) in ways) {
            withBoth { attempts ->
                val failure = shouldThrow<TransportException> { way { withContext(Dispatchers.IO) { first.kill() } } }
                failure.mayHaveReachedServer shouldBe true
                println("$name: ${failure.message}")
                query<Long>("SELECT toInt64(1)").rows shouldBe listOf(1L)
                attempts.last().endpoint shouldBe "${second.endpoint}/"
                // After its first rows a result is never begun anew.
                attempts.filter { it.endpoint == "${first.endpoint}/" }.size shouldBe 1
            }
            Files.list(folder).use { it.toList() }.shouldBeEmpty()
            first.start()
        }
        Files.delete(folder)
    }

    test("killed before it answers: reads are answered by the other server, an insert fails and says that it may have been seen") {
        withBoth { attempts ->
            coroutineScope {
                val sum = async(Dispatchers.Default) { query<Long>("SELECT toInt64(sum(sleepEachRow(0.1)) + 7) FROM numbers(15)").rows }
                awaitRunning(first, "sleepEachRow")
                withContext(Dispatchers.IO) { first.kill() }
                sum.await() shouldBe listOf(7L)
                attempts.map { it.endpoint to (it.failure == null) } shouldBe
                    listOf("${first.endpoint}/" to false, "${second.endpoint}/" to true)
            }
        }
        first.start()
        withBoth {
            execute("CREATE OR REPLACE TABLE t (n Int64) ENGINE = MergeTree ORDER BY n")
            val failure = shouldThrow<TransportException> {
                insert(
                    "t",
                    flow {
                        // Three blocks; the third waits until the first two have gone out.
                        repeat(30) { emit(Number(it.toLong())) }
                        withContext(Dispatchers.IO) { first.kill() }
                        while (true) emit(Number(30))
                    },
                ) { blockRows = 10 }
            }
            failure.mayHaveReachedServer shouldBe true
            first.start()
            ClickHouseClient(first.endpoint).use { it.query<Long>("SELECT toInt64(count()) FROM t").rows shouldBe listOf(0L) }
        }
    }

    test("standing still: the timeout names its option, cancelled calls return, and when the server goes on so does a stream") {
        ClickHouseClient(first.endpoint) { silenceTimeout = Duration.ofMillis(500) }.use { ch ->
            val (rows, failure) = ch.readWhile { first.pause() }
            first.resume()
            rows shouldBeGreaterThan 1000L
            (failure as TransportException).message.orEmpty() shouldContain "silenceTimeout"
        }
        ClickHouseClient(first.endpoint) {
            firstByteTimeout = Duration.ofMillis(500)
            retry = RetryPolicy.NONE
        }.use { ch ->
            ch.query<Long>("SELECT toInt64(1)")
            first.pause()
            shouldThrow<TransportException> { ch.query<Long>("SELECT toInt64(1)") }.message.orEmpty() shouldContain "firstByteTimeout"
            first.resume()
        }
        withBoth({ firstByteTimeout = Duration.ofMillis(500) }) { attempts ->
            first.pause()
            query<Long>("SELECT toInt64(2)").rows shouldBe listOf(2L)
            attempts.last().endpoint shouldBe "${second.endpoint}/"
            first.resume()
        }
        val sockets = Leaks.openSockets()
        ClickHouseClient(first.endpoint).use { ch ->
            for (ask in listOf<suspend () -> Unit>({ ch.readWhile { } }, { ch.query<Long>("SELECT toInt64(sleep(3))") })) {
                coroutineScope {
                    val call = launch(Dispatchers.Default) { ask() }
                    delay(300)
                    first.pause()
                    // Returns although the server says nothing, neither to the call nor to the KILL QUERY.
                    call.cancelAndJoin()
                    first.resume()
                }
            }
        }
        eventually(30.seconds) { Leaks.openSockets() shouldBeLessThanOrEqual sockets }
        ClickHouseClient(first.endpoint).use { ch ->
            var next = 0L
            ch.stream<Long>("SELECT toInt64(number) FROM system.numbers LIMIT 3000000").collect {
                check(it == next++)
                if (next == 1000L) {
                    first.pause()
                    // Long enough for all that was under way to be read.
                    launchResume(first)
                }
            }
            next shouldBe 3_000_000L
        }
    }

    test("restarted under load: with a second server, or with patience, no read fails; with neither only the connection does") {
        val wrong = ConcurrentLinkedQueue<String>()
        val done = AtomicInteger()
        val failedOnes = ConcurrentLinkedQueue<Throwable>()
        val over = CompletableDeferred<Unit>()

        suspend fun ask(ch: ClickHouseClient, who: String) {
            while (!over.isCompleted) {
                val rows = ch.query<Long>("SELECT toInt64(number * number) FROM numbers(200)").rows
                if (rows != List(200) { it.toLong() * it }) wrong += "$who got ${rows.size} rows, or wrong ones"
                done.incrementAndGet()
                delay(2)
            }
        }
        val patient = RetryPolicy {
            maxAttempts = 100
            maxBackoff = Duration.ofMillis(500)
        }
        withBoth { attempts ->
            ClickHouseClient(first.endpoint) { retry = patient }.use { waiting ->
                ClickHouseClient(first.endpoint) { retry = RetryPolicy.NONE }.use { impatient ->
                    coroutineScope {
                        repeat(3) { launch(Dispatchers.Default) { ask(this@withBoth, "the client of two servers") } }
                        launch(Dispatchers.Default) { ask(waiting, "the patient client") }
                        launch(Dispatchers.Default) {
                            while (!over.isCompleted) {
                                runCatching { ask(impatient, "the impatient client") }.exceptionOrNull()?.let { failedOnes += it }
                                delay(10)
                            }
                        }
                        repeat(2) {
                            delay(700)
                            withContext(Dispatchers.IO) {
                                first.kill()
                                delay(300)
                                first.start()
                            }
                            delay(700)
                            withContext(Dispatchers.IO) {
                                first.stop()
                                first.start()
                            }
                        }
                        delay(500)
                        over.complete(Unit)
                    }
                }
            }
            wrong.toList().shouldBeEmpty()
            // Nobody would have noticed a server that was never away.
            attempts.filter { it.failure != null }.shouldNotBeEmpty()
            failedOnes.toList().shouldNotBeEmpty()
            failedOnes.firstOrNull { it !is TransportException }.shouldBeNull()
            val again = attempts.count { it.failure != null }
            println("$done right answers, $again attempts made again, ${failedOnes.size} failures of the client that makes none again")
        }
    }
})

private suspend fun awaitRunning(server: FaultyServer, words: String) {
    ClickHouseClient(server.endpoint).use { ch ->
        eventually(30.seconds) {
            ch.query<Long>(
                "SELECT toInt64(count()) FROM system.processes WHERE query LIKE '%$words%' AND query NOT LIKE '%system.processes%'",
            ).rows.single() shouldBeGreaterThan 0L
        }
    }
}

/** Lets the server go on after a second, from outside of whatever runs now. */
private fun launchResume(server: FaultyServer) {
    Thread {
        Thread.sleep(1000)
        server.resume()
    }.start()
}
