package dev.houseflow.coroutines.faults

import dev.houseflow.BatchListener
import dev.houseflow.BatchOutcome
import dev.houseflow.Compression
import dev.houseflow.FailedRows
import dev.houseflow.FailureAction
import dev.houseflow.InserterResult
import dev.houseflow.RetryPolicy
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.Inserter
import dev.houseflow.coroutines.inserter
import dev.houseflow.coroutines.stream
import dev.houseflow.testkit.FaultyServer
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.serialization.Serializable
import java.time.Duration
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicLong
import kotlin.random.Random

@Serializable
internal data class Event(val key: Long, val text: String, val tag: String)

@Serializable
internal data class Found(val key: Long, val copies: Long)

internal fun event(key: Long, textChars: Int = 20) = Event(key, ("text of " + key * 31).padEnd(textChars, '.'), "tag")

/**
 * Single rows by several inserters into a server that is killed, stopped and paused, one of them
 * over connections that break, and clients that are killed themselves; and the books afterwards:
 * what was reported written is there once, what was reported not written is not there, and of what
 * was unknown whole batches are there or not.
 */
internal class InserterChaos(private val length: Duration, private val restartEvery: Duration, private val say: (String) -> Unit) {
    private val wrong = CopyOnWriteArrayList<String>()
    private val endAt = System.nanoTime() + length.toNanos()
    private val restarts = AtomicInteger()
    private val pauses = AtomicInteger()
    private val keys = AtomicLong()
    private val children = CopyOnWriteArrayList<KilledClient.Books>()

    private fun isOver() = System.nanoTime() >= endAt

    /** What one inserter was given, and what it told. */
    private class Books(val name: String, val table: String) {
        val added = ConcurrentHashMap.newKeySet<Long>()
        val failed = CopyOnWriteArrayList<FailedRows<Event>>()
        val batches = AtomicInteger()
        val again = AtomicInteger()

        val listener = BatchListener { batch ->
            batches.incrementAndGet()
            if (batch.attempts > 1) again.incrementAndGet()
        }
        lateinit var result: InserterResult<Event>
    }

    /** Runs everything; returns what was wrong, which is nothing in the good case. */
    suspend fun run(): List<String> = withContext(Dispatchers.Default) {
        FaultyServer().use { server ->
            val columns = "(key Int64, text String, tag FixedString(4)) ENGINE = MergeTree ORDER BY key"
            ClickHouseClient(server.endpoint).use { ch ->
                ch.execute("CREATE TABLE plain $columns")
                ch.execute("CREATE TABLE dedup $columns SETTINGS non_replicated_deduplication_window = 100000")
            }
            FlakyRelay(server.port, seed = Random.nextLong(), meanBytes = MEAN_BYTES).use { relay ->
                val plain = Books("straight", "plain")
                val flaky = Books("over breaking connections", "plain")
                val dedup = Books("deduplicated, over breaking connections", "dedup")
                coroutineScope {
                    val restarts = launch { restart(server) }
                    val work = listOf(
                        load(server.endpoint, plain, repeats = false, textChars = 20),
                        load(relay.endpoint, flaky, repeats = false, textChars = 2000),
                        load(relay.endpoint, dedup, repeats = true, textChars = 200),
                        launch { killClients(server.endpoint) },
                    )
                    restarts.join()
                    work.forEach { it.join() }
                }
                // What a server acknowledged before it was killed must survive one more start.
                server.stop()
                server.start()
                val found = listOf("plain", "dedup").associateWith { counted(server.endpoint, it) }
                listOf(plain, flaky, dedup).forEach { audit(it, checkNotNull(found[it.table])) }
                children.forEach { audit(it, checkNotNull(found["plain"])) }
                tell(listOf(plain, flaky, dedup), relay)
            }
        }
        wrong.take(MAX_SAID).forEach { say("WRONG: $it") }
        say(if (wrong.isEmpty()) "no row is wrong, lost or there twice" else "${wrong.size} things are wrong")
        wrong
    }

    private fun CoroutineScope.load(endpoint: String, books: Books, repeats: Boolean, textChars: Int): Job = launch {
        ClickHouseClient(endpoint) {
            compression = Compression.NONE
            silenceTimeout = Duration.ofSeconds(20)
            retry = RetryPolicy { maxAttempts = 2 }
        }.use { ch ->
            val inserter = ch.inserter<Event>(books.table) {
                maxRows = BATCH
                maxDelay = Duration.ofMillis(100)
                inFlight = 2
                repeatable = repeats
                retryFor = Duration.ofMinutes(2)
                maxBackoff = Duration.ofSeconds(1)
                listener(books.listener)
                onFailure {
                    books.failed += it
                    FailureAction.DROP
                }
            }
            coroutineScope { repeat(ADDERS) { launch { adder(inserter, books, textChars) } } }
            books.result = inserter.close()
        }
    }

    private suspend fun adder(inserter: Inserter<Event>, books: Books, textChars: Int) {
        while (!isOver()) {
            val key = keys.incrementAndGet()
            val row = event(key, textChars)
            inserter.add(if (key % BAD_EVERY == 0L) row.copy(tag = "far too long") else row)
            books.added += key
            if (key % FLUSH_EVERY == 0L) inserter.flush()
            delay(Random.nextLong(MOST_PAUSE))
        }
    }

    private suspend fun restart(server: FaultyServer) {
        while (true) {
            delay(restartEvery.toMillis())
            // The last one comes back early enough to be used once more.
            if (System.nanoTime() + restartEvery.toNanos() / 2 > endAt) return
            withContext(Dispatchers.IO) {
                if (restarts.getAndIncrement() % 2 == 0) server.kill() else server.stop()
                delay(Random.nextLong(AWAY_MILLIS))
                server.start()
                delay(restartEvery.toMillis() / 4)
                server.pause()
                delay(Random.nextLong(STILL_MILLIS))
                server.resume()
                pauses.incrementAndGet()
            }
        }
    }

    private suspend fun killClients(endpoint: String) {
        var number = 1L
        while (!isOver()) {
            val first = number++ * KilledClient.RANGE + FIRST_OF_CHILDREN
            children += withContext(Dispatchers.IO) { KilledClient.run(endpoint, first, Random.nextLong(MOST_LIFE)) }
        }
    }

    private suspend fun counted(endpoint: String, table: String): Map<Long, Long> {
        val found = HashMap<Long, Long>()
        ClickHouseClient(endpoint).use { ch ->
            ch.stream<Found>("SELECT key, toInt64(count()) AS copies FROM $table GROUP BY key").collect { found[it.key] = it.copies }
        }
        return found
    }

    private fun audit(books: Books, found: Map<Long, Long>) {
        val result = books.result
        val told = HashMap<Long, BatchOutcome>()
        for (failed in books.failed) {
            val copies = failed.rows.map { found[it.key] ?: 0 }
            if (failed.rows.size > BATCH) wrong += "${books.name}: a failure of ${failed.rows.size} rows"
            if (copies.toSet().size > 1) wrong += "${books.name}: a batch is there in part: $copies, $failed"
            for (row in failed.rows) if (told.put(row.key, failed.outcome) != null) wrong += "${books.name}: ${row.key} was told of twice"
        }
        for (key in books.added) {
            val copies = found[key] ?: 0
            val isRight = when (told[key]) {
                null -> copies == 1L
                BatchOutcome.NOT_WRITTEN -> copies == 0L
                else -> copies in 0..1
            }
            if (!isRight) wrong += "${books.name}: key $key, told ${told[key] ?: "written"}, is there $copies times"
        }
        val written = books.added.size - told.size.toLong()
        if (result.addedRows != books.added.size.toLong() || result.writtenRows != written || result.pendingRows != 0L) {
            wrong += "${books.name}: $result, but ${books.added.size} were added and $written written"
        }
        val bad = books.failed.count { it.isBadRow }
        if (bad != books.added.count { it % BAD_EVERY == 0L }) wrong += "${books.name}: $bad bad rows"
        if (books.table == "dedup" && result.unknownRows > 0) wrong += "${books.name}: $result"
    }

    private fun audit(books: KilledClient.Books, found: Map<Long, Long>) {
        for (batch in 0 until KilledClient.RANGE / KilledClient.BATCH) {
            val first = books.first + batch * KilledClient.BATCH
            val copies = (first until first + KilledClient.BATCH).map { found[it] ?: 0 }
            val isIn = first < books.writtenUpTo
            if (copies.toSet().size > 1) wrong += "a killed client's batch is there in part: $copies"
            if (copies.first() > 1 ||
                (isIn && copies.first() != 1L)
            ) {
                wrong +=
                    "a killed client's batch, ${if (isIn) "" else "not "}reported, is there ${copies.first()} times"
            }
        }
    }

    private fun tell(all: List<Books>, relay: FlakyRelay) {
        say("${restarts.get()} restarts, half of them kills, ${pauses.get()} pauses, ${relay.broken.get()} broken connections")
        for (books in all) {
            val unknown = books.failed.filter { it.outcome == BatchOutcome.UNKNOWN }
            say(
                "${books.name}: ${books.result}; ${books.batches.get()} batches, ${books.again.get()} of them sent more than once, " +
                    "${unknown.size} unknown, ${books.failed.count { it.isBadRow }} bad rows",
            )
        }
        say("${children.size} clients killed, which had reported ${children.sumOf { it.writtenUpTo - it.first }} rows written")
    }

    private companion object {
        private const val BATCH = 200
        private const val ADDERS = 4
        private const val BAD_EVERY = 997L
        private const val FLUSH_EVERY = 501L
        private const val MOST_PAUSE = 4L
        private const val MEAN_BYTES = 400_000
        private const val AWAY_MILLIS = 2000L
        private const val STILL_MILLIS = 1000L
        private const val MOST_LIFE = 4000L
        private const val FIRST_OF_CHILDREN = 1_000_000_000_000L
        private const val MAX_SAID = 20
    }
}
