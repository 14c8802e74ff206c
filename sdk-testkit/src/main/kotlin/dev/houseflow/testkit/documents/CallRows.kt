package dev.houseflow.testkit.documents

import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.SessionBusyException
import dev.houseflow.testkit.Contract
import dev.houseflow.testkit.Numbered
import dev.houseflow.testkit.rowClass
import dev.houseflow.testkit.shouldFailWith
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.serialization.Serializable

/** The row of the introduction's example. */
@Serializable
@JvmRecord
data class Extent(val most: Long, val average: Double)

/** Clients, sessions and the first example of ClickHouse Connect's pages, on a real server. */
internal fun Contract.callRows() {
    case("C2 one request and one prepared insert serve many callers at once") {
        val table = newTable("id Int64")
        val prepared = client.prepareInsert(InsertRequest.of(table))
        val request = QueryRequest.builder("SELECT toInt64(7) AS id").setting("max_threads", 1).build()
        coroutineScope {
            List(CALLERS) { caller ->
                async(Dispatchers.Default) {
                    client.insert(prepared, rowClass<Numbered>(), List(10) { Numbered(caller * 10L + it) })
                    client.query(request, rowClass<Numbered>()).rows shouldContainExactly listOf(Numbered(7))
                }
            }.awaitAll()
        }
        val count = CALLERS * 10L
        ask("SELECT count(), uniqExact(id), sum(id) FROM $table") shouldBe "$count\t$count\t${count * (count - 1) / 2}"
    }

    case("E2 a server that is busy with a session of another client's is told by the same type") {
        val mark = newName()
        val id = newName()
        val endless = QueryRequest.builder("SELECT number, '$mark' AS m FROM system.numbers").sessionId(id).build()
        val other = connect()
        coroutineScope {
            val holding = launch(Dispatchers.Default) { client.rows(endless).collect { } }
            awaitRunning(mark)
            val refused = shouldThrow<SessionBusyException> {
                other.execute(QueryRequest.builder("SELECT 1").sessionId(id).failWhenSessionBusy(true).build())
            }
            refused.code shouldBe 373
            holding.cancelAndJoin()
        }
    }

    case("E3 a request names its own session, beside those of others") {
        val first = newName()
        val second = newName()
        val table = newName()
        client.execute(QueryRequest.builder("CREATE TEMPORARY TABLE $table (id Int64)").sessionId(first).build())
        val ask = QueryRequest.builder("SELECT count() AS id FROM $table")
        client.query(ask.sessionId(first).build(), rowClass<Numbered>()).rows shouldContainExactly listOf(Numbered(0))
        shouldFailWith(60) { client.query(ask.sessionId(second).build(), rowClass<Numbered>()) }
        shouldFailWith(60) { client.query(ask.sessionId(null).build(), rowClass<Numbered>()) }
    }

    case("G12 the introduction's example: a table, two rows, the highest and the average") {
        val table = newTable("key UInt32, value String, metric Float64")
        client.insertColumns(
            InsertRequest.of(table),
            mapOf(
                "key" to listOf(1000, 2000),
                "value" to arrayOf("String Value 1000", "String Value 2000"),
                "metric" to doubleArrayOf(5.233, -107.04),
            ),
        )
        client.query(QueryRequest.of("SELECT toInt64(max(key)) AS most, avg(metric) AS average FROM $table"), rowClass<Extent>())
            .rows.map { it.most to Math.round(it.average * 10_000) } shouldBe listOf(2000L to -509_035L)
    }
}

private const val CALLERS = 32
