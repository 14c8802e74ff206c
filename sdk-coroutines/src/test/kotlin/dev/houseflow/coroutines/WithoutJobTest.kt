package dev.houseflow.coroutines

import dev.houseflow.Format
import dev.houseflow.embedded.EmbeddedClickHouse
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Job
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlin.coroutines.Continuation
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.startCoroutine

/** `suspend fun main` runs without a job, and so does what other libraries start by the language's own means. */
internal class WithoutJobTest : FunSpec({
    fun <T> withoutJob(block: suspend () -> T): T {
        val result = CompletableFuture<T>()
        block.startCoroutine(Continuation(EmptyCoroutineContext) { end -> end.fold(result::complete, result::completeExceptionally) })
        return result.get(30, TimeUnit.SECONDS)
    }

    test("each kind of call works in a coroutine without a job") {
        EmbeddedClickHouse.start().use { server ->
            withoutJob {
                currentCoroutineContext()[Job] shouldBe null
                ClickHouseClient(server.endpoint()).use { ch ->
                    ch.execute("CREATE TABLE t (value Int64) ENGINE MergeTree ORDER BY value")
                    ch.insert("t", listOf(1L, 2L))
                    ch.insert("t", (3L..5L).asFlow())
                    ch.rawInsert("t", Format.CSV, "6\n")
                    ch.query<Long>("SELECT value FROM t ORDER BY value").rows shouldBe (1L..6L).toList()
                    ch.stream<Long>("SELECT value FROM t ORDER BY value").take(3).toList() shouldBe listOf(1L, 2L, 3L)
                    ch.rows("SELECT value FROM t ORDER BY value").first().getLong("value") shouldBe 1
                    ch.blocks("SELECT value FROM t ORDER BY value").toList().sumOf { it.rowCount } shouldBe 6
                    ch.rawQuery("SELECT 1", Format.CSV).decodeToString() shouldBe "1\n"
                    ch.rawStream("SELECT 1", Format.CSV).toList().joinToString("") { it.decodeToString() } shouldBe "1\n"
                    ch.session {
                        execute("CREATE TEMPORARY TABLE s (value Int64)")
                        insert("s", listOf(7L))
                        stream<Long>("SELECT value FROM s").toList() shouldBe listOf(7L)
                    }
                }
            }
        }
    }
})
