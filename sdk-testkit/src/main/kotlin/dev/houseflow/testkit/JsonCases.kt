package dev.houseflow.testkit

import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.QueryRequest
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.comparables.shouldBeGreaterThanOrEqualTo
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.serialization.Serializable
import java.time.Duration

/** A group and its sum, which servers write in quotes where it has 64 bits. */
@Serializable
@JvmRecord
data class Grouped(val id: Long, val total: Long, val name: String)

private const val GROUPS = "SELECT toUInt8(number % 3) AS id, sum(number) AS total, concat('é', toString(id)) AS name " +
    "FROM (SELECT number FROM system.numbers LIMIT 9) GROUP BY id WITH TOTALS ORDER BY id LIMIT 2"

/** Answers in JSON: rows as objects, and the document with what stands beside them. */
internal fun Contract.jsonCases() {
    case("I10 gives the document of JSON with rows, totals, extremes and statistics") {
        val result = client.jsonResult(QueryRequest.builder(GROUPS).setting("extremes", 1).build(), rowClass<Grouped>())
        result.rows shouldContainExactly listOf(Grouped(0, 9, "é0"), Grouped(1, 12, "é1"))
        result.columns.map { "${it.name} ${it.type}" } shouldBe listOf("id UInt8", "total UInt64", "name String")
        result.totals?.total shouldBe 36
        val extremes = result.extremes.shouldNotBeNull()
        extremes.min shouldBe Grouped(0, 9, "é0")
        extremes.max shouldBe Grouped(1, 12, "é1")
        result.rowsBeforeLimitAtLeast shouldBe 3
        val statistics = result.statistics.shouldNotBeNull()
        statistics.rowsRead shouldBeGreaterThanOrEqualTo 9
        statistics.bytesRead shouldBeGreaterThanOrEqualTo 72
        statistics.elapsed shouldBeGreaterThan Duration.ZERO
        result.summary.queryId.isNotEmpty() shouldBe true
    }

    case("I10 gives a document without totals, one without rows, and none at all") {
        val plain = client.jsonResult(QueryRequest.of("SELECT toInt64(1) AS id"), rowClass<Numbered>())
        plain.rows shouldContainExactly listOf(Numbered(1))
        plain.totals.shouldBeNull()
        plain.extremes.shouldBeNull()
        val none = client.jsonResult(QueryRequest.of("SELECT toInt64(1) AS id WHERE 0"), rowClass<Numbered>())
        none.rows.shouldBeEmpty()
        none.columns.map { it.name } shouldBe listOf("id")
        val name = newName()
        val created = client.jsonResult(QueryRequest.of("CREATE TABLE $name (a UInt8) ENGINE = Memory"), rowClass<Numbered>())
        created.rows.shouldBeEmpty()
        created.columns.shouldBeEmpty()
        client.execute(QueryRequest.of("DROP TABLE $name"))
    }

    case("I10 refuses what is no such document, and rows that do not fit, by their place") {
        val csv = QueryRequest.builder("SELECT 1 AS id").format(Format.CSV).build()
        shouldThrow<ConfigurationException> { client.jsonResult(csv, rowClass<Numbered>()) }.message shouldContain "JSON"
        shouldThrow<FormatException> { client.jsonResult(QueryRequest.of("SELECT 1 AS id FORMAT CSV"), rowClass<Numbered>()) }
            .message shouldContain "FORMAT"
        val text = QueryRequest.of("SELECT arrayJoin(['1', 'x']) AS id")
        shouldThrow<FormatException> { client.jsonResult(text, rowClass<Numbered>()) }.row shouldBe 1
        val framed = QueryRequest.builder("SELECT 1 AS id").setting("framing_output_format", "EventStream").build()
        shouldThrow<ConfigurationException> { client.query(framed, rowClass<Numbered>()) }.message shouldContain "packets"
        shouldThrow<ConfigurationException> { client.lines(framed).toList() }.message shouldContain "packets"
        shouldFailWith(60) { client.jsonResult(QueryRequest.of("SELECT * FROM ${newName()}"), rowClass<Numbered>()) }
    }

    case("reads the lines of JSON as objects while they come") {
        val sql = "SELECT toInt64(number) AS id, number * 2 AS total, 'é' AS name, 1 AS other FROM system.numbers"
        client.jsonRows(QueryRequest.of("$sql LIMIT 70000"), rowClass<Grouped>()).map { it.total }.toList().sum() shouldBe 70_000L * 69_999
        val mark = newName()
        client.jsonRows(QueryRequest.of("$sql WHERE '$mark' != ''"), rowClass<Grouped>()).take(2).toList() shouldContainExactly
            listOf(Grouped(0, 0, "é"), Grouped(1, 2, "é"))
        awaitStopped(mark)
        val bad = QueryRequest.of("SELECT arrayJoin(['1', '2', 'x']) AS id")
        shouldThrow<FormatException> { client.jsonRows(bad, rowClass<Numbered>()).toList() }.row shouldBe 2
    }
}
