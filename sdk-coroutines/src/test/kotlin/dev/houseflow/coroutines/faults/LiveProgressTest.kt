package dev.houseflow.coroutines.faults

import dev.houseflow.Progress
import dev.houseflow.QueryRequest
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.ScriptedServer
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldBeSorted
import io.kotest.matchers.ints.shouldBeGreaterThanOrEqual
import io.kotest.matchers.longs.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.flow.toList
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.SynchronousQueue
import java.util.concurrent.TimeUnit

private const val STEPS = 10
private const val SLICES = 30

/** Progress is told while the query runs. */
class LiveProgressTest : FunSpec({
    timeout = 120_000

    /** Sends the next progress line only when the client has told of the one before, so nothing of it can come at the end. */
    fun stepwise(told: SynchronousQueue<Progress>) = ScriptedServer {
        while (true) {
            readRequest() ?: break
            send("HTTP/1.1 200 OK\r\n")
            for (step in 1..STEPS) {
                val counters = "\"read_rows\":\"$step\",\"total_rows_to_read\":\"$STEPS\",\"elapsed_ns\":\"7\",\"news\":\"8\""
                send("X-ClickHouse-Progress: {$counters}\r\n")
                val progress = checkNotNull(told.poll(10, TimeUnit.SECONDS)) { "step $step was not told while the query ran" }
                check(progress.readRows == step.toLong() && progress.totalRowsToRead == STEPS.toLong()) { "step $step came as $progress" }
            }
            send("${Answers.SUMMARY}\r\nTransfer-Encoding: chunked\r\n\r\n")
            send(Answers.chunk(Answers.block(listOf(1, 2, 3))) + Answers.LAST_CHUNK)
        }
    }

    val ways = mapOf<String, suspend ClickHouseClient.(QueryRequest) -> Any>(
        "query" to { query<Int>(it).rows },
        "stream" to { stream<Int>(it).toList() },
        "blocks" to { blocks(it).toList() },
        "rawQuery" to { rawQuery(it) },
        "execute" to { execute(it) },
    )

    for ((name, ask) in ways) {
        test("I23 $name tells each progress line of a scripted server before the next one is sent") {
            val told = SynchronousQueue<Progress>()
            var atTheEnd = 0
            stepwise(told).use { server ->
                plainClient(server.endpoint).use { client ->
                    val request = QueryRequest.builder("SELECT 1").onProgress {
                        // The summary comes last, and nobody waits for it.
                        if (it.totalRowsToRead == STEPS.toLong()) told.put(it) else atTheEnd++
                    }.build()
                    client.ask(request)
                }
                server.failures.shouldBeEmpty()
                atTheEnd shouldBe 1
            }
        }
    }

    for ((name, ask) in ways) {
        test("I23 $name tells of a query of three seconds on the embedded server at least five times before it ends") {
            EmbeddedClickHouse.start().use { server ->
                ClickHouseClient(server.endpoint()).use { client ->
                    val at = CopyOnWriteArrayList<Long>()
                    val told = CopyOnWriteArrayList<Progress>()
                    val sql = "SELECT toUInt8(sleepEachRow(0.1)) AS n FROM numbers($SLICES)"
                    val request = QueryRequest.builder(sql).setting("max_block_size", 1).setting("max_threads", 1).onProgress {
                        at += System.nanoTime()
                        told += it
                    }.build()
                    val start = System.nanoTime()
                    client.ask(request)
                    val end = System.nanoTime()
                    val lastTenth = end - (end - start) / 10
                    val inTime = at.count { it < lastTenth }
                    println(
                        "$name: ${at.size} times in ${(end - start) / 1_000_000} ms, $inTime of them in the first nine tenths, " +
                            "the first after ${(at.first() - start) / 1_000_000} ms",
                    )
                    inTime shouldBeGreaterThanOrEqual 5
                    // The figures are those of a query under way: they rise.
                    val rows = told.dropLast(1).map { it.readRows }
                    rows.shouldBeSorted()
                    rows.last() shouldBeGreaterThan rows.first()
                    told.last { it.totalRowsToRead > 0 }.totalRowsToRead shouldBe SLICES.toLong()
                }
            }
        }
    }
})
