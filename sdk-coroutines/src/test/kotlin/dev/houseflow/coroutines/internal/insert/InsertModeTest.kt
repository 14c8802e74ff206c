package dev.houseflow.coroutines.internal.insert

import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.InsertMode
import dev.houseflow.InsertRequest
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.util.concurrent.CopyOnWriteArrayList

/** What each mode sends, and what an answer then means. */
class InsertModeTest : FunSpec({
    test("each mode is the settings that it stands for") {
        settingsOf(InsertMode.SERVER_DEFAULT) shouldBe emptyMap()
        settingsOf(InsertMode.SYNCHRONOUS) shouldBe mapOf("async_insert" to "0")
        settingsOf(InsertMode.ASYNCHRONOUS_WAIT) shouldBe mapOf("async_insert" to "1", "wait_for_async_insert" to "1")
        settingsOf(InsertMode.ASYNCHRONOUS_NO_WAIT) shouldBe mapOf("async_insert" to "1", "wait_for_async_insert" to "0")
    }

    test("a token counts for asynchronous inserts of older servers too") {
        val token: InsertRequest.Builder.() -> Unit = { setting("insert_deduplication_token", "t") }
        settingsOf(InsertMode.SYNCHRONOUS, token) shouldBe mapOf("async_insert" to "0")
        settingsOf(InsertMode.SERVER_DEFAULT, token) shouldBe emptyMap()
        settingsOf(InsertMode.ASYNCHRONOUS_WAIT, token)["async_insert_deduplicate"] shouldBe "1"
        settingsOf(InsertMode.ASYNCHRONOUS_NO_WAIT, token)["async_insert_deduplicate"] shouldBe "1"
        settingsOf(InsertMode.ASYNCHRONOUS_WAIT) {
            token()
            setting("async_insert_deduplicate", 0)
        }["async_insert_deduplicate"] shouldBe "0"
    }

    test("the request's mode wins over the client's, and over the client's settings") {
        Server().use { server ->
            ClickHouseClient(server.endpoint) { insertMode = InsertMode.ASYNCHRONOUS_NO_WAIT }.use { client ->
                client.rawInsert(InsertRequest.of("t"), Format.CSV, "1".toByteArray())
                client.rawInsert(request(InsertMode.SYNCHRONOUS), Format.CSV, "1".toByteArray())
                client.rawInsert(request(InsertMode.SERVER_DEFAULT), Format.CSV, "1".toByteArray())
                client.rawInsert(InsertRequest("t") { setting("async_insert", 0) }, Format.CSV, "1".toByteArray())
            }
            ClickHouseClient(server.endpoint) {
                setting("async_insert", 1)
                setting("wait_for_async_insert", 0)
                setting("max_threads", 2)
            }.use { client ->
                client.rawInsert(request(InsertMode.SYNCHRONOUS), Format.CSV, "1".toByteArray())
                client.rawInsert(request(InsertMode.ASYNCHRONOUS_WAIT), Format.CSV, "1".toByteArray())
            }
            server.settings() shouldBe listOf(
                mapOf("async_insert" to "1", "wait_for_async_insert" to "0"),
                mapOf("async_insert" to "0"),
                emptyMap(),
                mapOf("async_insert" to "0", "wait_for_async_insert" to "0"),
                mapOf("async_insert" to "0"),
                mapOf("async_insert" to "1", "wait_for_async_insert" to "1"),
            )
            server.targets.last() shouldContain "max_threads=2"
        }
    }

    test("the client's mode is that of statements that bring data along, and of no others") {
        Server().use { server ->
            ClickHouseClient(server.endpoint) { insertMode = InsertMode.SYNCHRONOUS }.use { client ->
                client.execute("INSERT INTO t VALUES (1)")
                client.execute("INSERT INTO t SELECT 1")
                client.execute("CREATE TABLE t (a Int8) ENGINE = Memory")
            }
            server.settings() shouldBe listOf(mapOf("async_insert" to "0"), emptyMap(), emptyMap())
        }
    }

    test("0 rows written is an answer only of an insert that is written at once") {
        Server().use { server ->
            ClickHouseClient(server.endpoint).use { client ->
                val data = "1".toByteArray()
                client.rawInsert(InsertRequest.of("t"), Format.CSV, data).writtenRows shouldBe null
                client.rawInsert(request(InsertMode.ASYNCHRONOUS_WAIT), Format.CSV, data).writtenRows shouldBe null
                client.rawInsert(request(InsertMode.SYNCHRONOUS), Format.CSV, data).writtenRows shouldBe 0
                client.rawInsert(InsertRequest("t") { setting("async_insert", false) }, Format.CSV, data).writtenRows shouldBe 0
                client.execute("INSERT INTO t VALUES (1)").writtenRows shouldBe null
                client.execute("INSERT INTO t SELECT 1").writtenRows shouldBe 0
                client.execute("OPTIMIZE TABLE t").writtenRows shouldBe 0
            }
        }
    }

    test("a mode beside settings that are about the same is refused") {
        shouldThrow<ConfigurationException> {
            InsertRequest("t") {
                insertMode = InsertMode.SYNCHRONOUS
                setting("async_insert", 1)
            }
        }.message.orEmpty() shouldContain "async_insert"
        shouldThrow<ConfigurationException> {
            ClickHouseClient("http://localhost") {
                insertMode = InsertMode.ASYNCHRONOUS_WAIT
                setting("wait_for_async_insert", 0)
            }
        }.message.orEmpty() shouldContain "wait_for_async_insert"
        InsertRequest("t") {
            insertMode = InsertMode.SERVER_DEFAULT
            setting("async_insert", 1)
        }.toBuilder().build().insertMode shouldBe InsertMode.SERVER_DEFAULT
    }
})

private fun request(mode: InsertMode) = InsertRequest("t") { insertMode = mode }

/** The settings about asynchronous inserts that a raw insert as [mode] is sent with. */
private suspend fun settingsOf(mode: InsertMode, configure: InsertRequest.Builder.() -> Unit = {}): Map<String, String> =
    Server().use { server ->
        ClickHouseClient(server.endpoint).use { client ->
            val request = InsertRequest("t") {
                insertMode = mode
                configure()
            }
            client.rawInsert(request, Format.CSV, "1".toByteArray())
        }
        server.settings().single()
    }

/** Takes everything, and counts nothing. */
private class Server : AutoCloseable {
    val targets = CopyOnWriteArrayList<String>()
    private val server = ScriptedServer {
        while (true) {
            targets += (readRequest() ?: break).target
            answer("", "200 OK", "X-ClickHouse-Summary: {\"read_rows\":\"0\",\"written_rows\":\"0\",\"written_bytes\":\"0\"}")
        }
    }
    val endpoint: String get() = server.endpoint

    fun settings(): List<Map<String, String>> = targets.map { target ->
        target.substringAfter('?').split('&').map { it.split('=') }.filter { "async_insert" in it[0] }.associate { it[0] to it[1] }
    }

    override fun close() = server.close()
}
