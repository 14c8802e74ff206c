package dev.houseflow.coroutines.faults

import dev.houseflow.ClickHouseException
import dev.houseflow.Compression
import dev.houseflow.Format
import dev.houseflow.RetryPolicy
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.internal.http.TestCertificates
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.Leaks
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.doubles.shouldBeLessThan
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.sync.withPermit
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket
import java.time.Duration
import java.util.concurrent.ConcurrentHashMap
import javax.net.ServerSocketFactory
import javax.net.ssl.SSLContext
import kotlin.concurrent.thread
import kotlin.random.Random
import kotlin.time.Duration.Companion.seconds

private const val CALLS = 1_000
private const val AT_ONCE = 4
private const val LIMIT_MILLIS = 100.0
private const val TRIES = 3

/** A thousand callers that leave or fail, each in one of the ways there are: when the server sees its connection end. */
internal class LeavingTest : FunSpec({
    timeout = 120_000

    /** How a server goes on after the head of its answer. */
    val endings = mapOf<String, ScriptedServer.Conversation.() -> Unit>(
        "flows on" to {
            val block = Answers.chunk(Answers.block(List(50) { it }))
            while (true) {
                send(block)
                Thread.sleep(1)
            }
        },
        "stands still" to { if (!clientClosesWithin(30_000)) error("nobody left") },
        "fails" to {
            send(Answers.chunk(Answers.block(listOf(1, 2, 3))))
            send(Answers.chunk(Answers.taggedException()))
            if (!clientClosesWithin(30_000)) error("nobody left")
        },
        "sends nonsense" to {
            send("no chunk\r\n")
            if (!clientClosesWithin(30_000)) error("nobody left")
        },
    )

    /** When the caller of each query had left, and when the server saw its connection end; by query id. */
    class Times {
        val left = ConcurrentHashMap<String, Long>()
        val seen = ConcurrentHashMap<String, Long>()
        val how = ConcurrentHashMap<String, Int>()

        fun millis(): List<Double> = left.map { (id, at) -> maxOf(0L, seen.getValue(id) - at) / 1e6 }.sorted()
    }

    fun server(times: Times, listener: ServerSocket) = ScriptedServer(listener) {
        while (true) {
            val request = readRequest() ?: break
            if (String(request.body).startsWith("KILL QUERY")) {
                answer("")
                continue
            }
            val id = request.target.substringAfter("query_id=").substringBefore('&')
            try {
                val ending = endings.getValue(String(request.body))
                send(Answers.head("Transfer-Encoding: chunked", Answers.TAG_FIELD))
                send(Answers.chunk(Answers.block(listOf(1, 2, 3))))
                ending()
            } catch (e: IOException) {
                // How the script notices that the client has left.
            } finally {
                times.seen[id] = System.nanoTime()
            }
            break
        }
    }

    class TooMuch : RuntimeException("the reader has enough")

    /** The ways to leave. Each is to end before the answer does. */
    val ways = listOf<suspend ClickHouseClient.(sql: String, id: String) -> Unit>(
        { sql, id -> stream<Int>(sql) { queryId = id }.take(2).collect() },
        { sql, id -> blocks(sql) { queryId = id }.first() },
        { sql, id -> rawStream(sql, Format.NATIVE) { queryId = id }.take(1).collect() },
        { sql, id ->
            runCatching {
                rows(sql) { queryId = id }.collect { throw TooMuch() }
            }.exceptionOrNull().let { if (it !is TooMuch) throw IllegalStateException("not left, but", it) }
        },
        { sql, id ->
            coroutineScope {
                val reading = launch { stream<Int>(sql) { queryId = id }.collect() }
                delay(Random.nextLong(10))
                reading.cancelAndJoin()
            }
        },
        { sql, id ->
            coroutineScope {
                val asking = launch { query<Int>(sql) { queryId = id } }
                delay(5 + Random.nextLong(10))
                asking.cancelAndJoin()
            }
        },
        { sql, id -> withTimeoutOrNull(10) { rawQuery(sql, Format.NATIVE) { queryId = id } } },
        { sql, id -> stream<Int>(sql) { queryId = id; timeout = Duration.ofMillis(15) }.collect() },
    )

    suspend fun leaveAThousandTimes(endpoint: String, trust: SSLContext?, times: Times, server: ScriptedServer) {
        ClickHouseClient(endpoint) {
            sslContext = trust
            compression = Compression.NONE
            retry = RetryPolicy.NONE
            maxConnections = AT_ONCE
        }.use { client ->
            val places = Semaphore(AT_ONCE)
            withContext(Dispatchers.Default) {
                repeat(CALLS) { n ->
                    places.acquire()
                    launch {
                        try {
                            val id = "leaver-$n"
                            val way = n % ways.size
                            val ending = endings.keys.elementAt(n / ways.size % endings.size)
                            try {
                                ways[way](client, ending, id)
                            } catch (e: ClickHouseException) {
                                // Calls that fail have left as well.
                            }
                            times.left[id] = System.nanoTime()
                            times.how[id] = way
                        } finally {
                            places.release()
                        }
                    }
                }
            }
            // What stays open until the client is closed has been left in good order, for the next call.
            eventually(10.seconds) { server.openConnections shouldBeLessThanOrEqual AT_ONCE }
        }
    }

    suspend fun check(tls: TestCertificates?) {
        val factory = tls?.serverContext()?.serverSocketFactory ?: ServerSocketFactory.getDefault()
        fun listener() = factory.createServerSocket(0, 100, InetAddress.getByName("127.0.0.1"))
        fun endpoint(server: ScriptedServer) = if (tls == null) server.endpoint else "https://127.0.0.1:${server.port}"
        val trust = tls?.clientContext()
        // The JDK opens a socket for itself with the first one that it closes.
        server(Times(), listener()).use { server -> ClickHouseClient(endpoint(server)) { sslContext = trust }.use { it.ping() } }
        val before = Leaks.openSockets()
        var late = Double.MAX_VALUE
        for (attempt in 1..TRIES) {
            val times = Times()
            val machine = Machine()
            server(times, listener()).use { server ->
                machine.use { leaveAThousandTimes(endpoint(server), trust, times, server) }
                eventually(10.seconds) { server.openConnections shouldBe 0 }
                server.failures.shouldBeEmpty()
                times.left.size shouldBe CALLS
                // Cancelled before it was sent, or seen to end.
                times.left.keys.retainAll(times.seen.keys)
                times.how.filterKeys(times.seen::containsKey).values.toSet() shouldContainAll ways.indices.toSet()
            }
            val millis = times.millis()
            println(
                (if (tls == null) "" else "TLS: ") +
                    "of $CALLS calls that were left, ${millis.size} had reached the server; it saw the end of their connections after " +
                    "%.2f ms in the middle, %.2f ms in 99 of 100 cases, %.2f ms at most; ".format(
                        millis[millis.size / 2],
                        millis[millis.size * 99 / 100],
                        millis.last(),
                    ) + "the machine itself kept a thread waiting for %.2f ms at most".format(machine.worstMillis),
            )
            // That wait may be the server's as well as the client's.
            late = millis[millis.size * 99 / 100] - 2 * machine.worstMillis
            if (late < LIMIT_MILLIS) break
        }
        withClue("milliseconds until the end of a connection, in 99 of 100 cases") { late shouldBeLessThan LIMIT_MILLIS }
        eventually(10.seconds) { Leaks.openSockets() shouldBeLessThanOrEqual before }
    }

    test("F1 I24 of 1,000 abandoned, cancelled and failed calls the server sees each connection end, within 100 ms, and none is left") {
        check(tls = null)
    }

    test("F1 I24 the same with TLS") { check(TestCertificates("EC", "127.0.0.1")) }
})

/** How long this machine, busy with other things, keeps a thread waiting that wants to run. */
private class Machine : AutoCloseable {
    @Volatile
    var worstMillis = 0.0
        private set

    @Volatile
    private var closed = false

    private val thread = thread(isDaemon = true) {
        while (!closed) {
            val start = System.nanoTime()
            Thread.sleep(NAP_MILLIS)
            worstMillis = maxOf(worstMillis, (System.nanoTime() - start) / 1e6 - NAP_MILLIS)
        }
    }

    override fun close() {
        closed = true
        thread.join()
    }

    private companion object {
        private const val NAP_MILLIS = 1L
    }
}
