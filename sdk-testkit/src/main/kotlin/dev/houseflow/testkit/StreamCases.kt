package dev.houseflow.testkit

import dev.houseflow.QueryRequest
import dev.houseflow.TransportException
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import java.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

private const val ENDLESS = "SELECT toInt64(number) AS id FROM system.numbers"

/**
 * An endless query that a look into `system.processes` finds by [mark]; the server cuts comments
 * off only at the end of a query.
 */
private fun endless(
    mark: String,
    expression: String = "toInt64(number) AS id",
): String = "SELECT /* $mark */ $expression FROM system.numbers"

/** Results that come while they are read, and calls that end before their time. */
internal fun Contract.streamCases() {
    case("streams a large result, row by row and block by block") {
        val count = 2_000_000L
        val request = QueryRequest.of("$ENDLESS LIMIT $count")
        var next = 0L
        client.stream(request, rowClass<Numbered>()).collect { if (it.id == next) next++ else error("Row $next is ${it.id}") }
        next shouldBe count

        var sum = 0L
        var rows = 0L
        client.blocks(request).collect { block ->
            val ids = block.column("id")
            for (row in 0 until block.rowCount) sum += ids.getLong(row)
            rows += block.rowCount
        }
        rows shouldBe count
        sum shouldBe count * (count - 1) / 2
    }

    case("I24 stops the query when its reader has enough") {
        val mark = newName()
        // Only a stream can give the head of a result that never ends.
        client.stream(QueryRequest.of(endless(mark)), rowClass<Numbered>()).take(10).map { it.id }.toList() shouldContainExactly
            (0L until 10L).toList()
        awaitStopped(mark)
    }

    case("A8 asks the server for no more than its reader takes") {
        val mark = newName()
        val release = CompletableDeferred<Unit>()
        coroutineScope {
            val reading = launch(Dispatchers.Default) {
                client.blocks(QueryRequest.of(endless(mark))).onEach { release.await() }.collect()
            }
            awaitRunning(mark)
            // A server without back-pressure reads hundreds of millions of rows in a second: it
            // would never stand still.
            eventually(60.seconds) {
                val before = rowsRead(mark)
                before shouldBeGreaterThan 0
                delay(500.milliseconds)
                rowsRead(mark) shouldBe before
            }
            reading.cancelAndJoin()
        }
        awaitStopped(mark)
    }

    case("is cold: a stream runs anew for each collector") {
        val stream = client.stream(QueryRequest.of("$ENDLESS LIMIT 3"), rowClass<Numbered>())
        stream.toList() shouldBe stream.toList()
    }

    case("hands on what a reader throws, and stops the query") {
        val mark = newName()
        shouldThrow<IllegalStateException> {
            client.rows(QueryRequest.of(endless(mark))).collect { check(it.getLong("id") < 100) { "enough" } }
        }.message shouldBe "enough"
        awaitStopped(mark)
    }

    case("C5 I24 stops the query when the caller is cancelled") {
        val mark = newName()
        coroutineScope {
            val call = async(Dispatchers.Default) {
                client.query(QueryRequest.of(endless(mark, "toString(sum(number)) AS s")), rowClass<Text>())
            }
            awaitRunning(mark)
            call.cancelAndJoin()
            call.isCancelled shouldBe true
        }
        awaitStopped(mark)
    }

    case("gives up after the request's timeout, and stops the query") {
        val mark = newName()
        val request = QueryRequest.builder(endless(mark, "toString(sum(number)) AS s"))
            .timeout(Duration.ofMillis(300)).build()
        shouldThrow<TransportException> { client.query(request, rowClass<Text>()) }.mayHaveReachedServer shouldBe true
        awaitStopped(mark)
    }

    case("C1 C3 answers many calls at once, each its own") {
        coroutineScope {
            val answers = List(64) { n ->
                async(Dispatchers.Default) {
                    client.query(QueryRequest.of("SELECT toInt64($n) AS id"), rowClass<Numbered>()).rows.single().id
                }
            }.awaitAll()
            answers shouldContainExactly List(64) { it.toLong() }
        }
    }

    case("reads on another dispatcher than it is collected on") {
        client.stream(QueryRequest.of("$ENDLESS LIMIT 100000"), rowClass<Numbered>()).flowOn(Dispatchers.IO).toList().size shouldBe 100_000
    }
}

private suspend fun Case.rowsRead(mark: String): Long =
    ask("SELECT sum(read_rows) FROM system.processes WHERE query LIKE '%$mark%' AND query NOT LIKE '%system.processes%'").toLong()
