package dev.houseflow.coroutines.internal.insert

import dev.houseflow.InsertRequest
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.internal.StepServer
import dev.houseflow.testkit.ScriptedServer
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.flow.emptyFlow
import kotlinx.serialization.Serializable

@Serializable
private class Number(val n: Int)

/** What an insert asks before it sends rows, and with which settings. */
class HelperQueriesTest : FunSpec({
    timeout = 30_000

    class Asked(val question: String, val parameters: List<String>)

    /** Answers every question as a server of today does, and remembers it. */
    suspend fun asked(
        configure: ClickHouseClientConfig.() -> Unit = {},
        use: suspend ClickHouseClient.() -> Unit,
    ): List<Asked> {
        val seen = ArrayList<Asked>()
        val server = ScriptedServer {
            while (true) {
                val request = readRequest() ?: break
                val question = String(request.body)
                synchronized(seen) { seen += Asked(question, request.target.substringAfter('?').split('&')) }
                when {
                    question.startsWith("DESCRIBE") -> StepServer.native(StepServer.description())(this, request)
                    question.startsWith("SELECT name FROM system.settings") -> StepServer.native()(this, request)
                    else -> StepServer.OK(this, request)
                }
            }
        }
        server.use { ClickHouseClient(it.endpoint, configure).use { client -> client.use() } }
        return seen
    }

    suspend fun questions(use: suspend ClickHouseClient.() -> Unit): List<String> =
        asked(use = use).map { it.question }.filter { it.startsWith("DESCRIBE") || it.startsWith("SELECT") }

    test("an insert without a row asks and sends nothing") {
        asked {
            insert("t", emptyList<Number>())
            insert("t", emptyFlow<Number>())
            insert("t", Iterable { emptyList<Number>().iterator() })
        }.shouldBeEmpty()
    }

    test("what changes the meaning of names and types goes along with the questions") {
        val all = asked({
            setting("max_execution_time", 7)
            setting("max_result_rows", 1)
        }) {
            insert("t", listOf(Number(1))) {
                database = "d"
                roles = listOf("r1", "r2")
                sessionId = "s"
                setting("session_timezone", "Asia/Tokyo")
                setting("readonly", 2)
                setting("limit", 1)
                setting("describe_compact_output", 1)
                setting("insert_deduplication_token", "token")
            }
        }
        all.map { it.question.take(8) } shouldContainExactly listOf("DESCRIBE", "SELECT n", all[2].question.take(8))
        for (helper in all.take(2)) {
            for (parameter in listOf(
                "database=d",
                "role=r1",
                "role=r2",
                "session_id=s",
                "session_timezone=Asia%2FTokyo",
                "readonly=2",
                "max_execution_time=7",
            )) {
                helper.parameters shouldContain parameter
            }
            // The user's limits are for the user's rows, and a question has a form of its own.
            for (parameter in listOf("limit=0", "max_result_rows=0", "describe_compact_output=0")) helper.parameters shouldContain parameter
            helper.parameters shouldNotContain "insert_deduplication_token=token"
        }
        for (parameter in listOf("limit=1", "max_result_rows=1", "insert_deduplication_token=token")) {
            all[2].parameters shouldContain parameter
        }
    }

    test("a table is asked for once for each meaning, and not for each token") {
        fun insertWith(configure: InsertRequest.Builder.() -> Unit): suspend ClickHouseClient.() -> Unit = {
            insert("t", listOf(Number(1)), configure)
        }
        suspend fun twice(first: InsertRequest.Builder.() -> Unit, second: InsertRequest.Builder.() -> Unit): Int = questions {
            insertWith(first)()
            insertWith(second)()
            insertWith(first)()
        }.count { it.startsWith("DESCRIBE") }

        twice({ setting("session_timezone", "Asia/Tokyo") }, {}) shouldBe 2
        twice({ database = "a" }, { database = "b" }) shouldBe 2
        twice({ roles = listOf("a") }, { roles = listOf("b") }) shouldBe 2
        twice({ useDatabase = false }, {}) shouldBe 2
        twice({ setting("insert_deduplication_token", "1") }, { setting("insert_deduplication_token", "2") }) shouldBe 1
        twice({ setting("max_result_rows", 1) }, {}) shouldBe 1
        // Others may use that session as well.
        twice({ sessionId = "s" }, { sessionId = "s" }) shouldBe 3
    }

    test("what a session's own statements may have changed is asked for again, in that session only") {
        questions {
            insert("t", listOf(Number(1)))
            session {
                insert("t", listOf(Number(1)))
                insert("t", listOf(Number(1)))
                execute("SET session_timezone = 'Asia/Tokyo'")
                insert("t", listOf(Number(1)))
                rawQuery("SELECT 1")
                insert("t", listOf(Number(1)))
            }
            insert("t", listOf(Number(1)))
        }.count { it.startsWith("DESCRIBE") } shouldBe 3
    }

    test("after a statement that may alter tables they are asked for again") {
        suspend fun asks(statement: String): Int = questions {
            insert("t", listOf(Number(1)))
            execute(statement)
            insert("t", listOf(Number(1)))
        }.count { it.startsWith("DESCRIBE") }
        for (statement in listOf("ALTER TABLE t ...", "/* why */ create OR REPLACE TABLE t", "-- x\nDROP TABLE t", "RENAME TABLE a TO t")) {
            asks(statement) shouldBe 2
        }
        for (statement in listOf("OPTIMIZE TABLE t", "INSERT INTO t SELECT 1", "SELECT 1", "SYSTEM FLUSH LOGS")) asks(statement) shouldBe 1
    }
})
