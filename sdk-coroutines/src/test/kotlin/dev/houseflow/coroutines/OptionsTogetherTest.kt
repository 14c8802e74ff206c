package dev.houseflow.coroutines

import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.embedded.EmbeddedClickHouse
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.serialization.Serializable
import java.nio.file.FileSystemException
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.time.Duration

/** Options that meet: in sessions, in inserts, and in calls that cannot work. */
class OptionsTogetherTest : FunSpec({
    timeout = 60_000

    @Serializable
    data class Number(val n: Long)

    val server = EmbeddedClickHouse.start()
    val ch = ClickHouseClient(server.endpoint)
    afterSpec {
        ch.close()
        server.close()
    }

    test("the wait for a session's turn is part of a call's time") {
        ch.session {
            val streaming = CompletableDeferred<Unit>()
            val over = CompletableDeferred<Unit>()
            val reader = launch {
                stream<Long>("SELECT number FROM numbers(100000000)").collect {
                    streaming.complete(Unit)
                    over.await()
                }
            }
            streaming.await()
            val failure = shouldThrow<TransportException> { query<Long>("SELECT 1") { timeout = Duration.ofMillis(200) } }
            failure.mayHaveReachedServer shouldBe false
            failure.message shouldContain "turn"
            reader.cancel()
            over.complete(Unit)
            joinAll(reader)
            query<Long>("SELECT 1") { timeout = Duration.ofSeconds(50) }.rows shouldBe listOf(1L)
        }
    }

    test("a session has a name, and at least a second to live") {
        shouldThrow<ConfigurationException> { ch.session(id = "") { ping() } }
        shouldThrow<ConfigurationException> { ch.session(timeout = Duration.ofMillis(900)) { ping() } }
        shouldThrow<ConfigurationException> { ch.execute("SELECT 1") { sessionId = "" } }
    }

    test("an insert does not make the session that it checks for") {
        ch.execute("CREATE TABLE checked (n Int64) ENGINE MergeTree ORDER BY n")
        val absent = shouldThrow<ServerException> {
            ch.insert("checked", listOf(Number(1))) {
                sessionId = "absent"
                sessionCheck = true
            }
        }
        absent.code shouldBe 372
        ch.query<Long>("SELECT count() FROM checked").rows shouldBe listOf(0L)
    }

    test("data is packed once") {
        ch.execute("CREATE TABLE packed (n Int64) ENGINE MergeTree ORDER BY n")
        shouldThrow<ConfigurationException> { ch.insert("packed", listOf(Number(1))) { contentEncoding = "gzip" } }
        shouldThrow<ConfigurationException> {
            ch.rawInsert("packed", Format.CSV, "1\n") {
                contentEncoding = "gzip"
                compression = Compression.LZ4
            }
        }
        shouldThrow<ConfigurationException> {
            ch.rawInsert("packed", Format.CSV, flowOf("1\n".toByteArray())) {
                contentEncoding = "gzip"
                compression = Compression.ZSTD
            }
        }
    }

    test("a column that the table does not have, with and without one like it") {
        ch.execute("CREATE TABLE columns (n Int64) ENGINE MergeTree ORDER BY n")
        val far = shouldThrow<FormatException> { ch.insert("columns", listOf(Number(1))) { columns("elsewhere") } }
        far.message shouldBe "Table columns has no column `elsewhere`. It has `n`"
        val near = shouldThrow<FormatException> { ch.insert("columns", listOf(Number(1))) { columns("nn") } }
        near.message shouldBe "Table columns has no column `nn`; did you mean `n`? It has `n`"
    }

    test("a table that was altered to take more is asked for again before a value is refused") {
        ch.execute("CREATE TABLE widened (n UInt8) ENGINE MergeTree ORDER BY tuple()")
        ch.insert("widened", listOf(Number(1)))
        ClickHouseClient(server.endpoint).use { it.execute("ALTER TABLE widened MODIFY COLUMN n Int16") }
        ch.insert("widened", listOf(Number(300)))
        ch.execute("ALTER TABLE widened MODIFY COLUMN n Int64")
        ch.insert("widened", flowOf(Number(70_000)))
        ch.query<Long>("SELECT n FROM widened ORDER BY n").rows shouldBe listOf(1L, 300L, 70_000L)
    }

    test("text that is no Unicode goes nowhere") {
        shouldThrow<ConfigurationException> { ch.query<String>("SELECT '\uD800'") }.message shouldContain "The statement"
        shouldThrow<ConfigurationException> { ch.rawInsert("t", Format.CSV, "\uD800") }.message shouldContain "The data"
    }

    test("pairs go into columns by order") {
        ch.execute("CREATE TABLE pairs (n Int64, s String) ENGINE MergeTree ORDER BY n")
        ch.insert("pairs", listOf(1L to "a"))
        ch.insert("pairs", listOf("b" to 2L)) { columns("s", "n") }
        ch.query<Pair<Long, String>>("SELECT * FROM pairs ORDER BY n").rows shouldBe listOf(1L to "a", 2L to "b")
        shouldThrow<FormatException> { ch.insert("pairs", listOf(Triple(1L, "a", 2L))) }
    }

    test("a URL that is too long is told to be that") {
        val failure = shouldThrow<ServerException> {
            ch.query<Long>("SELECT 1") { setting("log_comment", "x".repeat(2_000_000)) }
        }
        failure.message shouldContain "The URL of this request has 2000"
        failure.message shouldContain "settings"
        shouldThrow<ServerException> { ch.query<Long>("SELECT {n:Int64}") }.message shouldNotContain "The URL of this request has"
    }

    test("a download says what is wrong with its path, in the caller's words") {
        val directory = Files.createTempDirectory("download")
        try {
            shouldThrow<FileSystemException> { ch.download("SELECT 1", Format.CSV, directory) }.message shouldBe
                "$directory: This is a directory; name a file"
            val absent = directory.resolve("absent")
            shouldThrow<NoSuchFileException> { ch.download("SELECT 1", Format.CSV, absent.resolve("x.csv")) }.message shouldBe
                "${absent.resolve("x.csv")}: There is no directory $absent; make it first"
            Files.list(directory).use { it.count() } shouldBe 0
        } finally {
            Files.delete(directory)
        }
    }
})
