package dev.houseflow.coroutines.faults

import dev.houseflow.AttemptListener
import dev.houseflow.Compression
import dev.houseflow.LoadBalancing
import dev.houseflow.RetryPolicy
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.testkit.FaultyServer
import dev.houseflow.testkit.Leaks
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.serialization.Serializable
import java.lang.management.ManagementFactory
import java.time.Duration
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger
import kotlin.random.Random

@Serializable
internal data class Keyed(val key: Long, val text: String)

private fun keyed(key: Long) = Keyed(key, "text of " + key * 31)

/**
 * Reads, inserts with keys, and callers that leave, against two servers one of which is killed or stopped every now and then and comes back on
 * its old port with its old data; and the books afterwards.
 *
 * The two do not replicate. So one table is the same on both and is only read; inserts without a token go to either, and keys are counted over
 * both; inserts with a deduplication token, which are made again until they are acknowledged, go to one server that remembers its tokens.
 */
internal class MixedLoad(
    private val length: Duration,
    private val restartEvery: Duration,
    private val say: (String) -> Unit,
) {
    private val ledger = Ledger(ROWS)
    private val counts = ConcurrentHashMap<String, AtomicInteger>()
    private val wrong = CopyOnWriteArrayList<String>()
    private val endAt = System.nanoTime() + length.toNanos()

    private fun count(what: String) {
        counts.computeIfAbsent(what) { AtomicInteger() }.incrementAndGet()
    }

    private fun isOver() = System.nanoTime() >= endAt

    /** Runs everything; returns what was wrong, which is nothing in the good case. */
    suspend fun run(): List<String> = withContext(Dispatchers.Default) {
        FaultyServer().use { first ->
            FaultyServer().use { second ->
                val servers = listOf(first, second)
                servers.forEach { prepare(it) }
                warmUp(servers)
                val before = Footprint.take()
                say("at the start: $before")
                load(servers)
                checkLeaks(before, servers)
                audit(servers)
            }
        }
        counts.toSortedMap().forEach { (what, count) -> say("%7d %s".format(count.get(), what)) }
        wrong.take(MAX_SAID).forEach { say("WRONG: $it") }
        say(if (wrong.isEmpty()) "no wrong, lost or duplicated row; no leak" else "${wrong.size} things are wrong")
        wrong
    }

    private suspend fun prepare(server: FaultyServer) {
        ClickHouseClient(server.endpoint).use { ch ->
            ch.execute("CREATE TABLE fixed (key Int64, text String) ENGINE = MergeTree ORDER BY key")
            ch.insert("fixed", (0 until FIXED).asFlow().map { keyed(it) })
            val dedup = "SETTINGS non_replicated_deduplication_window = 10000"
            ch.execute("CREATE TABLE loose (key Int64, text String) ENGINE = MergeTree ORDER BY key")
            ch.execute("CREATE TABLE tokens (key Int64, text String) ENGINE = MergeTree ORDER BY key $dedup")
        }
    }

    /** Brings in classes and threads that stay for good, so that they are not counted as leaks. */
    private suspend fun warmUp(servers: List<FaultyServer>) {
        both(servers).use { ch ->
            repeat(WARM_UP) {
                read(ch)
                leave(ch)
            }
            ch.insert("loose", emptyList<Keyed>())
        }
    }

    private fun both(servers: List<FaultyServer>) = ClickHouseClient(servers.map { it.endpoint }) {
        loadBalancing = LoadBalancing.ROUND_ROBIN
        compression = Compression.LZ4
        silenceTimeout = Duration.ofSeconds(30)
        retry = RetryPolicy { maxAttempts = 5 }
        callListener(AttemptListener { if (it.failure != null && it.delayBeforeNext != null) count("attempts that were made again") })
    }

    private suspend fun load(servers: List<FaultyServer>) {
        both(servers).use { ch ->
            ClickHouseClient(servers[0].endpoint) {
                silenceTimeout = Duration.ofSeconds(30)
                retry = RetryPolicy {
                    maxAttempts = 10
                    maxBackoff = Duration.ofSeconds(1)
                }
            }.use { one ->
                coroutineScope {
                    val restarts = launch { restart(servers) }
                    val minutes = launch { tellMinutes() }
                    val work = work(ch, one)
                    restarts.join()
                    work.forEach { it.join() }
                    minutes.cancel()
                }
            }
        }
    }

    private suspend fun tellMinutes() {
        var minute = 0
        while (true) {
            delay(Duration.ofMinutes(1).toMillis())
            say("after ${++minute} min: ${Footprint.take()}, with what is under way")
        }
    }

    private suspend fun audit(servers: List<FaultyServer>) {
        // Whoever was killed in the middle of its work must still have it all after one more start.
        servers.forEach {
            it.stop()
            it.start()
        }
        val found = HashMap<Long, Int>()
        for ((server, table) in listOf(servers[0] to "loose", servers[1] to "loose", servers[0] to "tokens")) collect(server, table, found)
        val audit = ledger.audit(found)
        wrong += audit.wrong
        val unknown = ledger.count(Told.UNKNOWN)
        say(
            "${found.values.sum()} rows in ${ledger.count(Told.WRITTEN)} acknowledged batches; of $unknown batches that failed or were " +
                "cancelled half-way ${audit.unknownPresent} are there; ${ledger.count(Told.NEVER_SENT)} were never sent",
        )
    }

    private fun CoroutineScope.work(ch: ClickHouseClient, one: ClickHouseClient): List<Job> = listOf(
        worker(READ_PAUSE) { read(ch) },
        worker(READ_PAUSE) { read(ch) },
        worker(STREAM_PAUSE) { readAll(ch) },
        worker(LEAVE_PAUSE) { leave(ch) },
        worker(LEAVE_PAUSE) { cancel(ch) },
        worker(INSERT_PAUSE) { insertLoosely(ch, rowPauseMillis = 0) },
        worker(INSERT_PAUSE) { insertLoosely(ch, rowPauseMillis = 5) },
        worker(INSERT_PAUSE) { insertLoosely(ch, rowPauseMillis = 5) },
        worker(TOKEN_PAUSE) { insertWithToken(one) },
        worker(LEAVE_PAUSE) { cancelInsert(ch) },
    )

    private fun CoroutineScope.worker(pauseMillis: Long, step: suspend () -> Unit): Job = launch {
        while (!isOver()) {
            step()
            delay(Random.nextLong(pauseMillis * 2))
        }
    }

    private suspend fun restart(servers: List<FaultyServer>) {
        var turn = 0
        while (true) {
            delay(restartEvery.toMillis())
            // The last one comes back early enough to be used once more.
            if (System.nanoTime() + restartEvery.toNanos() / 2 > endAt) return
            val server = servers[turn % 2]
            withContext(Dispatchers.IO) {
                // Both are killed, both are stopped, and so on.
                val kill = turn / 2 % 2 == 0
                if (kill) server.kill() else server.stop()
                count(if (kill) "servers killed and started again" else "servers stopped and started again")
                delay(Random.nextLong(AWAY_MILLIS))
                server.start()
                // The other one stands still for a moment, sockets open.
                val other = servers[(turn + 1) % 2]
                other.pause()
                delay(Random.nextLong(STILL_MILLIS))
                other.resume()
                count("servers paused")
            }
            turn++
        }
    }

    /** Counts how a call of the kind [what] ended; what must not happen to any call is wrong. */
    private suspend fun attempt(what: String, call: suspend () -> Unit): Throwable? {
        val failure = try {
            call()
            count("$what: done")
            return null
        } catch (e: CancellationException) {
            if (!currentCoroutineContext().isActive) throw e
            e
        } catch (e: Throwable) {
            e
        }
        val kind = when (failure) {
            is ServerException -> "the server says ${failure.code} ${failure.name}"
            is TransportException -> if (failure.mayHaveReachedServer) "connection lost" else "no server reached"
            else -> "failed"
        }
        count("$what: $kind")
        val expected = failure is TransportException || (failure is ServerException && failure.code in ENDING)
        if (!expected) wrong += "$what failed with ${failure.stackTraceToString().take(MAX_TRACE)}"
        return failure
    }

    private suspend fun read(ch: ClickHouseClient) {
        val from = Random.nextLong(FIXED - SLICE)
        attempt("query") {
            val rows = ch.query<Keyed>("SELECT key, text FROM fixed WHERE key >= {a:Int64} AND key < {b:Int64} ORDER BY key") {
                parameter("a", from)
                parameter("b", from + SLICE)
            }.rows
            if (rows != List(SLICE) { keyed(from + it) }) wrong += "query gave ${rows.size} rows of $SLICE from $from, or wrong ones"
        }
    }

    private suspend fun readAll(ch: ClickHouseClient) {
        var next = 0L
        val failure = attempt("stream") {
            ch.stream<Keyed>("SELECT key, text FROM fixed ORDER BY key") { setting("max_block_size", 1000) }.collect {
                if (it != keyed(next)) wrong += "row $next of a stream is $it"
                next++
            }
        }
        if (failure == null && next != FIXED) wrong += "a stream ended well after $next of $FIXED rows"
    }

    /** Takes the first rows of an endless result. */
    private suspend fun leave(ch: ClickHouseClient) {
        attempt("left stream") {
            val rows = ch.stream<Long>("SELECT toInt64(number) FROM system.numbers").take(5).toList()
            if (rows != listOf(0L, 1L, 2L, 3L, 4L)) wrong += "the head of a stream is $rows"
        }
    }

    private suspend fun cancel(ch: ClickHouseClient) {
        attempt("cancelled query") {
            val done = withTimeoutOrNull(Random.nextLong(30)) { ch.query<Long>("SELECT toInt64(sum(number)) FROM system.numbers") }
            if (done != null) wrong += "an endless query ended with ${done.rows}"
        }
    }

    /** With a pause after each row the request is under way for a while, in several pieces, and is hit more often. */
    private suspend fun insertLoosely(ch: ClickHouseClient, rowPauseMillis: Long) {
        val batch = ledger.open()
        val failure = attempt(if (rowPauseMillis == 0L) "insert" else "slow insert") {
            ch.insert("loose", slowly(batch, rowPauseMillis)) { blockRows = PIECE }
        }
        ledger.enter(
            batch,
            when {
                failure == null -> Told.WRITTEN
                failure is TransportException && !failure.mayHaveReachedServer -> Told.NEVER_SENT
                else -> Told.UNKNOWN
            },
        )
    }

    /** Is made again, under the same token, until it is acknowledged. */
    private suspend fun insertWithToken(one: ClickHouseClient) {
        val batch = ledger.open()
        while (true) {
            val failure = attempt("insert with a token") {
                one.insert("tokens", ledger.keys(batch).map(::keyed)) { setting("insert_deduplication_token", "batch-$batch") }
            }
            if (failure == null) break
            delay(TOKEN_PAUSE)
        }
        ledger.enter(batch, Told.WRITTEN)
    }

    private fun slowly(batch: Long, rowPauseMillis: Long): Flow<Keyed> = flow {
        for (key in ledger.keys(batch)) {
            emit(keyed(key))
            if (rowPauseMillis > 0) delay(rowPauseMillis)
        }
    }

    /** The caller leaves while its rows are on their way. */
    private suspend fun cancelInsert(ch: ClickHouseClient) {
        val batch = ledger.open()
        attempt("cancelled insert") {
            coroutineScope {
                val insert = launch { ch.insert("loose", slowly(batch, rowPauseMillis = 1)) { blockRows = PIECE } }
                delay(Random.nextLong(2 * ROWS.toLong()))
                insert.cancelAndJoin()
            }
        }
        ledger.enter(batch, Told.UNKNOWN)
    }

    private suspend fun collect(server: FaultyServer, table: String, found: MutableMap<Long, Int>) {
        ClickHouseClient(server.endpoint).use { ch ->
            ch.stream<Keyed>("SELECT key, text FROM $table").collect {
                if (it != keyed(it.key)) wrong += "a row of $table is $it"
                found.merge(it.key, 1, Int::plus)
            }
        }
    }

    private suspend fun checkLeaks(before: Footprint, servers: List<FaultyServer>) {
        // Coroutines' own threads and the last sockets need a moment to go.
        val clear = withTimeoutOrNull(LEAK_MILLIS) {
            while (Footprint.take().isBeyond(before) || servers.any { Leaks.serverConnections(it.port) > 0 }) delay(200)
            true
        }
        val after = Footprint.take()
        say("at the end: $after; the servers still see ${servers.map { Leaks.serverConnections(it.port) }} connections")
        if (clear != true) {
            wrong += "something is left behind: before $before, after $after, or the servers still see connections"
        }
    }

    /** What this process holds. */
    private class Footprint(val sockets: Int, val descriptors: Int, val threads: Set<String>, val heapMegabytes: Long) {
        fun isBeyond(before: Footprint) = sockets > before.sockets || descriptors > before.descriptors + SOME_DESCRIPTORS ||
            threads.size > before.threads.size || heapMegabytes > before.heapMegabytes + SOME_MEGABYTES

        override fun toString() =
            "$sockets sockets, $descriptors descriptors, ${threads.size} threads of its own, $heapMegabytes MB of heap"

        companion object {
            fun take(): Footprint {
                repeat(2) { System.gc() }
                // Two figures of a heap that changes its size do not belong together.
                val heap = ManagementFactory.getMemoryMXBean().heapMemoryUsage.used / 1_000_000
                return Footprint(Leaks.openSockets(), Leaks.openDescriptors(), Leaks.ownThreads().mapTo(HashSet()) { it.name }, heap)
            }
        }
    }

    private companion object {
        private const val ROWS = 20
        private const val PIECE = 5
        private const val FIXED = 20_000L
        private const val SLICE = 200
        private const val WARM_UP = 20
        private const val READ_PAUSE = 90L
        private const val STREAM_PAUSE = 200L
        private const val LEAVE_PAUSE = 150L
        private const val INSERT_PAUSE = 200L
        private const val TOKEN_PAUSE = 250L
        private const val AWAY_MILLIS = 2000L
        private const val STILL_MILLIS = 1000L
        private const val LEAK_MILLIS = 30_000L

        /** The books of the batches themselves, and jars that were opened meanwhile. */
        private const val SOME_MEGABYTES = 24
        private const val SOME_DESCRIPTORS = 10
        private const val MAX_SAID = 20
        private const val MAX_TRACE = 2000

        /** What a server says to queries that it ends on its way out: cancelled, aborted, shutting down. */
        private val ENDING = setOf(394, 236, 473)
    }
}

/** The whole run, as `tools/mixed-load` starts it: minutes, and seconds between two restarts. */
internal suspend fun main(args: Array<String>) {
    val minutes = args.firstOrNull()?.toLongOrNull() ?: 10
    val wrong = MixedLoad(Duration.ofMinutes(minutes), Duration.ofSeconds(20), ::println).run()
    if (wrong.isNotEmpty()) kotlin.system.exitProcess(1)
}
