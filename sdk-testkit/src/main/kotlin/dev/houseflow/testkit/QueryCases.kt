package dev.houseflow.testkit

import dev.houseflow.FormatException
import dev.houseflow.InsertMode
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotBeEmpty
import kotlinx.coroutines.flow.toList
import java.util.concurrent.CopyOnWriteArrayList

/** Asking: results in memory, absent values, options of a request. */
internal fun Contract.queryCases() {
    case("G1 G8 creates a table, inserts and asks") {
        val table = newTable("id Int64, symbol String, price Float64")
        val trades = listOf(Trade(1, "ETH", 1.5), Trade(2, "BTC", -0.25), Trade(3, "ETH", 3e300))
        client.insert(InsertRequest.of(table), rowClass<Trade>(), trades)

        val result = client.query(QueryRequest.of("SELECT * FROM $table ORDER BY id"), rowClass<Trade>())
        result.rows shouldContainExactly trades
        result.summary.queryId.shouldNotBeEmpty()
        client.rows(QueryRequest.of("SELECT symbol, id FROM $table WHERE id = 2")).toList().single().toMap() shouldBe
            mapOf("symbol" to "BTC", "id" to 2L)
    }

    case("gives no rows for an empty result, by every call") {
        val empty = QueryRequest.of("SELECT toInt64(number) AS id FROM system.numbers WHERE id < 0 LIMIT 0")
        client.query(empty, rowClass<Numbered>()).rows.shouldBeEmpty()
        client.stream(empty, rowClass<Numbered>()).toList().shouldBeEmpty()
        client.rows(empty).toList().shouldBeEmpty()
        client.blocks(empty).toList().sumOf { it.rowCount } shouldBe 0
        client.rawQuery(empty).size shouldBe 0
    }

    case("tells NULL from a value") {
        val rows = client.query(QueryRequest.of("SELECT arrayJoin([7, NULL, 0]) AS n"), rowClass<Maybe>()).rows
        rows shouldContainExactly listOf(Maybe(7), Maybe(null), Maybe(0))

        val untyped = client.rows(QueryRequest.of("SELECT arrayJoin([7, NULL]) AS n")).toList()
        untyped[0].isNull("n") shouldBe false
        untyped[1].isNull("n") shouldBe true
        untyped[1]["n"].shouldBeNull()
        shouldThrow<FormatException> { untyped[1].getLong("n") }.column shouldBe "n"
    }

    case("refuses NULL where the class has no room for it, and names the column") {
        val failure = shouldThrow<FormatException> {
            client.query(QueryRequest.of("SELECT CAST(NULL AS Nullable(Int64)) AS id"), rowClass<Numbered>())
        }
        failure.message.orEmpty() shouldContain "id"
    }

    case("says every column that a class misses") {
        val failure = shouldThrow<FormatException> { client.query(QueryRequest.of("SELECT 1 AS other"), rowClass<Trade>()) }
        listOf("id", "symbol", "price").forEach { failure.message.orEmpty() shouldContain it }
    }

    case("I21 sends settings") {
        val request = QueryRequest.builder("SELECT value AS s FROM system.settings WHERE name = 'max_block_size'")
            .setting("max_block_size", 1234).build()
        client.query(request, rowClass<Text>()).rows shouldContainExactly listOf(Text("1234"))
    }

    case("I26 sends a query id and says it again") {
        val id = newName()
        client.query(QueryRequest.builder("SELECT 'x' AS s").queryId(id).build(), rowClass<Text>()).summary.queryId shouldBe id
        client.execute(QueryRequest.builder("SELECT 1").queryId(id).build()).queryId shouldBe id
    }

    case("I26 makes a query id of its own for each call") {
        val request = QueryRequest.of("SELECT 1")
        setOf(client.execute(request).queryId, client.execute(request).queryId) shouldHaveSize 2
    }

    case("I19 uses the client's database, and the request's before it") {
        val first = newDatabase()
        val second = newDatabase()
        val inFirst = connect(database = first)
        val request = QueryRequest.builder("SELECT currentDatabase() AS s")
        inFirst.query(request.build(), rowClass<Text>()).rows shouldContainExactly listOf(Text(first))
        inFirst.query(request.database(second).build(), rowClass<Text>()).rows shouldContainExactly listOf(Text(second))

        inFirst.execute(QueryRequest.of("CREATE TABLE here (id Int64) ENGINE = Memory"))
        inFirst.insert(InsertRequest.of("here"), rowClass<Numbered>(), listOf(Numbered(5)))
        client.query(QueryRequest.of("SELECT id FROM $first.here"), rowClass<Numbered>()).rows shouldContainExactly listOf(Numbered(5))
    }

    case("I9 passes the server's summary on", Capability.SUMMARY) {
        val table = newTable("id Int64")
        val request = InsertRequest.builder(table).insertMode(InsertMode.SYNCHRONOUS).build()
        val written = client.insert(request, rowClass<Numbered>(), List(1000) { Numbered(it.toLong()) })
        written.writtenRows shouldBe 1000
        val read = client.execute(QueryRequest.builder("SELECT sum(id) FROM $table").setting("wait_end_of_query", 1).build())
        read.readRows shouldBe 1000
    }

    case("I23 reports progress while the query runs", Capability.PROGRESS) {
        val seen = CopyOnWriteArrayList<Long>()
        client.query(
            // The limit must stand inside, or one block would hold the whole sum.
            QueryRequest.builder("SELECT toString(sum(sleepEachRow(0.2))) AS s FROM (SELECT number FROM system.numbers LIMIT 8)")
                .setting("max_block_size", 1)
                .setting("http_headers_progress_interval_ms", 50)
                .onProgress { seen += it.readRows }
                .build(),
            rowClass<Text>(),
        )
        seen.shouldNotBeEmpty()
        seen.sorted() shouldBe seen
        seen.last() shouldBeGreaterThan 0L
    }
}
