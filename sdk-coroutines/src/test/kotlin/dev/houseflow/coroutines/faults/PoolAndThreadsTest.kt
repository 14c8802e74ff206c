package dev.houseflow.coroutines.faults

import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.QueryRequest
import dev.houseflow.RetryPolicy
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.HttpConnections
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.serialization.Serializable
import java.time.Duration
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.random.Random
import kotlin.time.Duration.Companion.seconds

/** What many callers of one client share: its connections, its threads, itself. */
class PoolAndThreadsTest : FunSpec({
    timeout = 120_000

    /** Answers each `SELECT n` with the number n, 0 to 255, after [before] it; and everything else with nothing. */
    fun echo(before: (Int?) -> Unit = {}) = ScriptedServer {
        while (true) {
            val n = String((readRequest() ?: break).body).removePrefix("SELECT ").toIntOrNull()
            before(n)
            answer(if (n == null) ByteArray(0) else Answers.block(listOf(n)), "200 OK", Answers.SUMMARY)
        }
    }

    suspend fun ClickHouseClient.same(n: Int): Boolean = query<Int>("SELECT $n").rows == listOf(n)

    test("F1 ten thousand queries in a row use one connection") {
        echo().use { server ->
            plainClient(server.endpoint).use { ch -> repeat(10_000) { ch.same(it % 256) shouldBe true } }
            server.connections shouldBe 1
        }
    }

    test("F1 inserts, streams and pings in a row use the same one as queries") {
        EmbeddedClickHouse.start().use { engine ->
            ScriptedServer { relayTo(engine.port(), quietMillis = 60_000) }.use { relay ->
                ClickHouseClient(relay.endpoint).use { ch ->
                    ch.execute("CREATE TABLE t (n Int64) ENGINE = Memory")
                    repeat(20) {
                        ch.insert("t", (1L..1000L).asFlow().map { Numbered(it) })
                        ch.stream<Numbered>("SELECT n FROM t").toList().size shouldBe 1000 * (it + 1)
                        ch.ping() shouldBe true
                    }
                }
                relay.connections shouldBe 1
            }
        }
    }

    test("F1 64 callers use no more connections than are allowed, all get their answers, and after the burst the pool shrinks") {
        echo { Thread.sleep(1) }.use { server ->
            plainClient(server.endpoint) {
                maxConnections = 6
                idleTimeout = Duration.ofSeconds(2)
            }.use { ch ->
                withContext(Dispatchers.Default) {
                    List(64) { caller -> async { (0 until 20).all { ch.same((caller + it) % 256) } } }.awaitAll().all { it } shouldBe true
                }
                // On a busy machine a connection may be idle for longer than allowed in the middle of the burst, and another one take its place.
                server.mostConnections shouldBeLessThanOrEqual 6
                eventually(10.seconds) { server.openConnections shouldBe 0 }
                ch.same(7) shouldBe true
            }
        }
    }

    test("F1 a storm of calls that are cancelled anywhere, waiting or on their way, leaves every place of the pool free") {
        val together = 3
        val ofStorm = 0 until 200
        val meeting = CyclicBarrier(together)
        echo { n ->
            Thread.sleep(Random.nextLong(3))
            // Only those after the storm: the server may get to some cancelled ones late.
            if (n != null && n !in ofStorm) meeting.await(30, TimeUnit.SECONDS)
        }.use { server ->
            ClickHouseClient(server.endpoint) {
                compression = Compression.NONE
                retry = RetryPolicy.NONE
                maxConnections = together
            }.use { ch ->
                withContext(Dispatchers.Default) {
                    repeat(2_000) { n ->
                        val call = launch { ch.same(n % ofStorm.count()) }
                        launch {
                            delay(Random.nextLong(20))
                            call.cancel()
                        }
                        if (n % 50 == 0) delay(5)
                    }
                }
                // As many calls as there are places, and none is answered before all of them have come.
                eventually(10.seconds) { server.openConnections shouldBeLessThanOrEqual together }
                withContext(Dispatchers.Default) {
                    List(together) { async { ch.same(ofStorm.last + 1 + it) } }.awaitAll().all { it } shouldBe
                        true
                }
            }
            eventually(10.seconds) { server.openConnections shouldBe 0 }
        }
    }

    test("F2 clients that share connections use the same one; each is closed by whoever made it") {
        echo().use { server ->
            HttpConnections { maxConnections = 4 }.use { shared ->
                repeat(5) { n -> plainClient(server.endpoint) { connections = shared }.use { it.same(n) shouldBe true } }
                server.connections shouldBe 1
                server.openConnections shouldBe 1
            }
            eventually(10.seconds) { server.openConnections shouldBe 0 }
            plainClient(server.endpoint).use { it.same(9) shouldBe true }
            server.connections shouldBe 2
            eventually(10.seconds) { server.openConnections shouldBe 0 }
        }
    }

    test("F3 what cannot work, or would be ignored, is refused by the name of the option") {
        val refused = mapOf<String, () -> Unit>(
            "maxConnections" to { HttpConnections { maxConnections = 0 } },
            "idleTimeout" to { HttpConnections { idleTimeout = Duration.ZERO } },
            "maxConnectionAge" to { HttpConnections { maxConnectionAge = Duration.ofSeconds(-1) } },
            "readBufferSize" to { HttpConnections { readBufferSize = 10 } },
            "receiveBufferSize" to { HttpConnections { receiveBufferSize = 0 } },
            "sendBufferSize" to { HttpConnections { sendBufferSize = -1 } },
        )
        for ((option, make) in refused) shouldThrow<ConfigurationException> { make() }.message.orEmpty() shouldContain option
        HttpConnections { }.use { shared ->
            shouldThrow<ConfigurationException> {
                ClickHouseClient("http://localhost") {
                    connections = shared
                    maxConnections = 3
                }
            }.message.orEmpty() shouldContain "maxConnections"
            shouldThrow<ConfigurationException> {
                ClickHouseClient("http://localhost") {
                    connections = shared
                    keepAlive = false
                    tcpNoDelay = false
                }
            }.message.orEmpty() shouldContain "keepAlive, tcpNoDelay"
        }
    }

    test("F3 with the smallest buffers everything still arrives") {
        echo().use { server ->
            plainClient(server.endpoint) {
                readBufferSize = 1024
                receiveBufferSize = 1024
                sendBufferSize = 1024
                keepAlive = false
                tcpNoDelay = false
                maxConnections = 1
            }.use { ch -> repeat(256) { ch.same(it) shouldBe true } }
            server.connections shouldBe 1
        }
    }

    test("C1 64 coroutines and 64 threads with one client get their own answers and nobody else's") {
        val calls = 100
        echo().use { server ->
            plainClient(server.endpoint).use { ch ->
                val wrong = ConcurrentLinkedQueue<String>()
                val threads = List(64) { t ->
                    thread {
                        runBlocking {
                            repeat(calls) { if (!ch.same((t + it) % 256)) wrong += "thread $t, call $it" }
                        }
                    }
                }
                withContext(Dispatchers.Default) {
                    repeat(64) { c ->
                        launch { repeat(calls) { if (!ch.same((2 * c + it) % 256)) wrong += "coroutine $c, call $it" } }
                    }
                }
                withContext(Dispatchers.IO) { threads.forEach { it.join() } }
                wrong.toList().shouldBeEmpty()
                server.failures.shouldBeEmpty()
            }
        }
    }

    test("D2 a thousand queries that all wait hold no thread: two threads of a dispatcher serve them") {
        val callers = 1_000
        val arrived = CountDownLatch(callers)
        echo {
            arrived.countDown()
            // No answer before the last question: whoever held a thread for each would never get there.
            check(arrived.await(60, TimeUnit.SECONDS)) { "${arrived.count} of $callers requests did not come" }
        }.use { server ->
            val pool = Executors.newFixedThreadPool(2)
            try {
                val own = pool.asCoroutineDispatcher()
                plainClient(server.endpoint) {
                    maxConnections = callers
                    dispatcher = own
                }.use { ch ->
                    val before = clientThreads()
                    val waiting = withContext(own) {
                        val answers = List(callers) { n -> async { ch.same(n % 256) } }
                        // While this waits, its own thread is free again.
                        while (arrived.count > 0) delay(5)
                        val waiting = clientThreads()
                        answers.awaitAll().all { it } shouldBe true
                        waiting
                    }
                    println("$callers queries under way: $before threads before, $waiting with them")
                    waiting - before shouldBeLessThanOrEqual MORE_THREADS
                }
            } finally {
                pool.shutdown()
            }
            server.failures.shouldBeEmpty()
        }
    }

    test("C5 I24 a call that is left ends its query on the real engine within a second") {
        EmbeddedClickHouse.start().use { server ->
            ClickHouseClient(server.endpoint()).use { ch ->
                val ways = mapOf<String, suspend (QueryRequest) -> Unit>(
                    "query" to { ch.query<Long>(it) },
                    "stream" to { request -> ch.stream<Long>(request).collect() },
                    "execute" to { ch.execute(it) },
                    "rawStream" to { request -> ch.rawStream(request).collect() },
                )
                for ((name, ask) in ways) {
                    val mark = "marked_$name"
                    suspend fun running() = ch.query<Long>(
                        "SELECT toInt64(count()) FROM system.processes WHERE query LIKE '%$mark%' AND query NOT LIKE '%system.processes%'",
                    ).rows.single()
                    // A machine that is busy with other things may need more than a second for anything; not five times in a row.
                    val millis = ArrayList<Long>()
                    do {
                        coroutineScope {
                            val request = QueryRequest.of(
                                "SELECT toInt64(sum(sipHash64(number))) AS $mark FROM system.numbers",
                            )
                            val call = launch(Dispatchers.Default) { ask(request) }
                            eventually(30.seconds) { running() shouldBe 1 }
                            val left = System.nanoTime()
                            call.cancelAndJoin()
                            eventually(30.seconds) { running() shouldBe 0 }
                            millis += (System.nanoTime() - left) / 1_000_000
                        }
                    } while (millis.last() >= 1_000 && millis.size < 5)
                    println("$name: gone from the server after $millis ms")
                    withClue("milliseconds until $name was gone, of several tries") { millis.min() shouldBeLessThan 1_000 }
                }
            }
        }
    }

    test("C5 I24 leaving waits for nobody, not even for a server that does not answer the KILL QUERY, and says which query it is") {
        val kills = ConcurrentLinkedQueue<String>()
        ScriptedServer {
            val request = readRequest()
            val sql = String(request?.body ?: ByteArray(0))
            if (sql.startsWith("KILL QUERY")) kills += sql
            clientClosesWithin(60_000)
        }.use { server ->
            val client = ClickHouseClient(server.endpoint) { compression = Compression.NONE }
            coroutineScope {
                val call = launch(Dispatchers.Default) { client.query<Int>(QueryRequest.builder("SELECT 1").queryId("it's me").build()) }
                eventually(10.seconds) { server.connections shouldBe 1 }
                // Would never return if it waited for an answer.
                call.cancelAndJoin()
            }
            eventually(10.seconds) { kills.toList() shouldBe listOf("KILL QUERY WHERE query_id = 'it\\'s me' ASYNC") }
            client.close()
            // The message of a closed client is given up after some seconds, and its connection with it.
            eventually(30.seconds) { server.openConnections shouldBe 0 }
            server.failures.shouldBeEmpty()
        }
    }

    test("C5 I24 a call that is left when its server is gone leaves nothing behind either") {
        val server = ScriptedServer {
            readRequest()
            clientClosesWithin(60_000)
        }
        ClickHouseClient(server.endpoint).use { client ->
            coroutineScope {
                val call = launch(Dispatchers.Default) { client.query<Int>("SELECT 1") }
                eventually(10.seconds) { server.connections shouldBe 1 }
                server.close()
                call.cancelAndJoin()
            }
        }
        eventually(10.seconds) { server.openConnections shouldBe 0 }
    }
})

@Serializable
private data class Numbered(val n: Long)

/** Looking up names blocks, so it runs on the client's threads for that: 64 of them at most, and only while connections are made. */
private const val MORE_THREADS = 70

private fun clientThreads(): Int = Thread.getAllStackTraces().keys.count { !it.name.startsWith("scripted-server-") }
