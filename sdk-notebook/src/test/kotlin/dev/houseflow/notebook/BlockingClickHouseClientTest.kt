package dev.houseflow.notebook

import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.Row
import dev.houseflow.ServerException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.stream
import dev.houseflow.notebook.internal.cell.CellDisplay
import dev.houseflow.rowSerializer
import dev.houseflow.testkit.AvailableServers
import dev.houseflow.testkit.recent.RecentServer
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveAtLeastSize
import io.kotest.matchers.maps.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.minutes

class BlockingClickHouseClientTest : FunSpec({
    val endpoint = AvailableServers.embedded.address.endpoint
    val ch = autoClose(BlockingClickHouseClient(endpoint))

    afterTest { CellDisplay.current.set(null) }

    fun running(id: String): Long =
        ch.query<Long>("SELECT count()::Int64 FROM system.processes WHERE query_id = {id:String}") { parameter("id", id) }.rows.single()

    /** Runs an endless query on a thread of its own, ends the thread by [end], and gives what the call has thrown. */
    suspend fun broken(id: String, end: (Thread) -> Unit): Throwable {
        val failure = CompletableFuture<Throwable>()
        val thread = Thread {
            try {
                ch.query("SELECT sum(number) FROM system.numbers SETTINGS max_threads = 1") { queryId = id }
                failure.completeExceptionally(AssertionError("an endless query has ended"))
            } catch (e: Throwable) {
                failure.complete(e)
            }
        }
        thread.start()
        eventually(2.minutes) { running(id) shouldBe 1 }
        end(thread)
        eventually(2.minutes) { running(id) shouldBe 0 }
        return failure.get()
    }

    test("statements, inserts and queries block until they are done") {
        ch.execute("CREATE OR REPLACE TABLE blocking (id Int64, name String) ENGINE MergeTree ORDER BY id")
        ch.insert("blocking", listOf(mapOf("id" to 1L, "name" to "one"), mapOf("id" to 2L, "name" to "two"))).sentRows shouldBe 2
        ch.insert(InsertRequest.of("blocking"), ch.query("SELECT 3::Int64 AS id, 'three' AS name").rows, rowSerializer<Row>())
        ch.insertColumns("blocking", mapOf("id" to longArrayOf(4), "name" to listOf("four")))
        ch.query("SELECT * FROM blocking ORDER BY id").rows.map { it.toList() } shouldBe
            listOf(listOf(1L, "one"), listOf(2L, "two"), listOf(3L, "three"), listOf(4L, "four"))
        ch.query<Long>("SELECT id FROM blocking WHERE name = {n:String}") { parameter("n", "two") }.rows shouldBe listOf(2L)
        ch.query(QueryRequest.of("SELECT count() FROM blocking"), rowSerializer<Int>()).rows shouldBe listOf(4)
        ch.rawQuery("SELECT id FROM blocking ORDER BY id", Format.CSV).decodeToString() shouldBe "1\n2\n3\n4\n"
        ch.call { stream<Long>("SELECT number::Int64 FROM system.numbers").take(3).toList() } shouldBe listOf(0L, 1L, 2L)
    }

    test("files go up and down") {
        val folder = tempdir().toPath()
        val file = folder.resolve("numbers.parquet")
        ch.download("SELECT number::Int64 AS id FROM numbers(1000)", Format.PARQUET, file)
        ch.execute("CREATE OR REPLACE TABLE blocking_files (id Int64) ENGINE MergeTree ORDER BY id")
        ch.rawInsert("blocking_files", Format.PARQUET, file)
        ch.query<Long>("SELECT sum(id) FROM blocking_files").rows shouldBe listOf(499_500L)
    }

    test("the script of the guide works") {
        val file = tempdir().toPath().resolve("delays.csv")
        file.toFile().writeText("origin,delay\nATL,10\nATL,20\nATL,40\nORD,5\n")
        delays(endpoint, file) shouldContainExactly mapOf("origin" to listOf("ATL"), "average" to listOf(30.0))
    }

    test("an error is thrown as it is") {
        shouldThrow<ServerException> { ch.execute("SELECT nothing FROM nowhere") }.name shouldBe "UNKNOWN_TABLE"
    }

    test("a thread that is interrupted cancels its call, and the query ends on the server") {
        broken("blocking-interrupted") { it.interrupt() }.shouldBeInstanceOf<InterruptedException>()
        // The client is as good as before.
        ch.query<Int>("SELECT 1::Int32").rows shouldBe listOf(1)
    }

    test("a thread that is stopped, as old kernels do it, cancels its call as well").config(enabled = Runtime.version().feature() < 20) {
        val stop = Thread::class.java.getMethod("stop")
        broken("blocking-stopped") { stop.invoke(it) }.shouldBeInstanceOf<ThreadDeath>()
        ch.query<Int>("SELECT 1::Int32").rows shouldBe listOf(1)
    }

    class Cell(private val isBroken: Boolean = false) : CellDisplay {
        val shown = CopyOnWriteArrayList<Triple<Thread, String, String>>()

        override fun show(id: String, html: String) {
            shown += Triple(Thread.currentThread(), id, html)
            check(!isBroken) { "the notebook is gone" }
        }

        override fun update(id: String, html: String) = show(id, html)
    }

    /** Seconds of work, which the server tells of as it goes on. */
    val slow = "SELECT max(sipHash64(number)) FROM numbers(300000000) SETTINGS max_threads = 1"

    test("a cell shows the progress of a long query, from the thread that waits, and at last what it has cost") {
        val cell = Cell().also { CellDisplay.current.set(it) }
        ch.query("$slow, max_block_size = 8192")
        cell.shown shouldHaveAtLeastSize 3
        cell.shown.map { it.first }.toSet().size shouldBe 1
        cell.shown.map { it.second }.toSet().size shouldBe 1
        val texts = cell.shown.map { it.third }
        texts.first() shouldContain "<progress value=\""
        texts.first() shouldMatch ".* % of 300,000,000 rows, .*"
        texts.last() shouldMatch "<div><small>Read 300,000,000 rows, 2.4 GB, in [0-9.]+ s</small></div>"
    }

    test("quick queries, queries with a listener of their own and clients that are told so show no progress") {
        val cell = Cell().also { CellDisplay.current.set(it) }
        ch.query("SELECT 1")
        val heard = CopyOnWriteArrayList<Long>()
        ch.query(slow) { onProgress { heard += it.readRows } }
        heard shouldHaveAtLeastSize 1
        BlockingClickHouseClient(ClickHouseClient(endpoint), showProgress = false).use { it.query(slow) }
        cell.shown.shouldBeEmpty()
    }

    test("a query that is stopped, and a notebook that shows nothing, are told apart from one that ends well") {
        val cell = Cell().also { CellDisplay.current.set(it) }
        shouldThrow<ServerException> { ch.query(slow.replace(" SETTINGS", " WHERE NOT throwIf(number = 299000000) SETTINGS")) }
        cell.shown.last().third shouldContain "Stopped after"
        val broken = Cell(isBroken = true).also { CellDisplay.current.set(it) }
        ch.query(slow).rows.size shouldBe 1
        broken.shown.size shouldBe 1
    }

    test("a user who may only read sees no progress, and every row") {
        CellDisplay.current.set(Cell())
        RecentServer(endpoint).use { server ->
            BlockingClickHouseClient(server.endpoint) { username = RecentServer.READER }.use { reader ->
                reader.query<Int>("SELECT 1::Int32").rows shouldBe listOf(1)
                server.targets.joinToString() shouldContain "send_progress_in_http_headers"
                server.targets.clear()
                reader.query<Int>("SELECT 2::Int32").rows shouldBe listOf(2)
                server.targets.joinToString() shouldNotContain "send_progress_in_http_headers"
                shouldThrow<ServerException> { reader.execute("CREATE TABLE no (id Int8) ENGINE Memory") }.code shouldBe 164
            }
        }
    }
})
