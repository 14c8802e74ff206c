package dev.houseflow.testkit

import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.UnsupportedTypeException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.toList
import java.time.LocalDateTime

/**
 * What typed inserts make of a table's columns: defaults, computed ones, and tables that change.
 */
internal fun Contract.columnCases() {
    case("says that the value of a computed column would be lost, and how to leave it out") {
        for (kind in listOf("MATERIALIZED", "ALIAS")) {
            val table = newTable("id Int64, name String, twice Int64 $kind id * 2")
            val rows = listOf(Twice(1, "a", 77))
            val failure = shouldThrow<FormatException> { client.insert(InsertRequest.of(table), rowClass<Twice>(), rows) }
            failure.message.orEmpty() shouldContain "`twice`"
            failure.message.orEmpty() shouldContain kind
            failure.message.orEmpty() shouldContain "columns(\"id\", \"name\")"
            client.insert(InsertRequest.builder(table).columns("id", "name").build(), rowClass<Twice>(), rows)
            ask("SELECT id, name, twice FROM $table") shouldBe "1\ta\t2"
        }
    }

    case("sends rows that are at hand again when the table was altered meanwhile") {
        val table = newMergeTree("id Int64, symbol String, price Float64")
        val first = Trade(1, "a", 1.5)
        client.insert(InsertRequest.of(table), rowClass<Trade>(), listOf(first))
        val other = connect()
        other.execute(QueryRequest.of("ALTER TABLE $table MODIFY COLUMN price Float32"))
        client.insert(InsertRequest.of(table), rowClass<Trade>(), listOf(Trade(2, "b", 2.5)))
        other.execute(QueryRequest.of("ALTER TABLE $table MODIFY COLUMN id Int32"))
        client.insert(InsertRequest.of(table), rowClass<Trade>(), List(3000) { Trade(3L + it, "c", 0.0) })
        ask("SELECT count(), sum(id), uniq(id) FROM $table") shouldBe "3002\t${3002L * 3003 / 2}\t3002"
    }

    case("knows what its own statements have made of a table") {
        val table = newMergeTree("id Int64, symbol String, price Float64")
        client.insert(InsertRequest.of(table), rowClass<Trade>(), flowOf(Trade(1, "a", 1.5)))
        client.execute(QueryRequest.of("ALTER TABLE $table MODIFY COLUMN symbol Nullable(String)"))
        client.insert(InsertRequest.of(table), rowClass<Trade>(), flowOf(Trade(2, "b", 2.5)))
        ask("SELECT count() FROM $table") shouldBe "2"
    }

    case("gives null its column's default, row by row, when asked to", Capability.NULL_AS_DEFAULT) {
        val table = newTable(
            "id Int64, name String DEFAULT concat('n', toString(id)), word LowCardinality(String) DEFAULT 'none', " +
                "at DateTime('Asia/Tokyo') DEFAULT toDateTime(id, 'Asia/Tokyo'), maybe Nullable(Int32) DEFAULT 7",
        )
        val rows = listOf(
            Gaps(1, null, null, null, null),
            Gaps(2, "x", "y", LocalDateTime.parse("1970-01-01T09:00:00"), 5),
            Gaps(3, null, "z", null, null),
        )
        val request = InsertRequest.builder(table).nullAsDefault(true).build()
        client.insert(request, rowClass<Gaps>(), rows)
        client.insert(request, rowClass<Gaps>(), flowOf(Gaps(4, null, null, null, 1)))
        ask("SELECT id, name, word, toUnixTimestamp(at), maybe FROM $table ORDER BY id") shouldBe
            "1\tn1\tnone\t1\t\\N\n2\tx\ty\t0\t5\n3\tn3\tz\t3\t\\N\n4\tn4\tnone\t4\t1"
        shouldThrow<FormatException> { client.insert(InsertRequest.of(table), rowClass<Gaps>(), rows) }.column shouldBe "name"
    }

    case("refuses a null without a default, also when null means the default", Capability.NULL_AS_DEFAULT) {
        val table = newTable("n Int32")
        val request = InsertRequest.builder(table).nullAsDefault(true).build()
        shouldThrow<FormatException> { client.insert(request, rowClass<Maybe>(), listOf(Maybe(null))) }.column shouldBe "n"
    }

    case("takes wall clocks in the session's time zone, request by request", Capability.SESSION_TIMEZONE) {
        val table = newTable("at DateTime")
        val noon = listOf(Clock(LocalDateTime.parse("2024-01-01T12:00:00")))
        fun request(zone: String?) = InsertRequest.builder(table).apply { if (zone != null) setting("session_timezone", zone) }.build()
        client.insert(request("America/New_York"), rowClass<Clock>(), noon)
        client.insert(request("Asia/Tokyo"), rowClass<Clock>(), noon)
        client.insert(request(null), rowClass<Clock>(), noon)
        client.insert(request("America/New_York"), rowClass<Clock>(), noon)
        val server = ask("SELECT toUnixTimestamp(toDateTime('2024-01-01 12:00:00'))").toLong()
        ask("SELECT toUnixTimestamp(at) FROM $table ORDER BY at") shouldBe
            listOf(1704078000L, server, 1704128400L, 1704128400L).sorted().joinToString("\n")
    }

    case("takes wall clocks in the time zone that a session was set to", Capability.SESSION_TIMEZONE) {
        val table = newTable("at DateTime")
        val noon = listOf(Clock(LocalDateTime.parse("2024-01-01T12:00:00")))
        val server = ask("SELECT toUnixTimestamp(toDateTime('2024-01-01 12:00:00'))").toLong()
        client.session { session ->
            // Asked before for what the column is; the zone comes later.
            session.insert(InsertRequest.of(table), rowClass<Clock>(), noon)
            session.execute(QueryRequest.of("SET session_timezone = 'Pacific/Auckland'"))
            session.insert(InsertRequest.of(table), rowClass<Clock>(), noon)
            session.insert(InsertRequest.of(table), rowClass<Clock>(), noon.asFlow())
        }
        client.insert(InsertRequest.of(table), rowClass<Clock>(), noon)
        ask("SELECT toUnixTimestamp(at) FROM $table ORDER BY at") shouldBe
            listOf(server, 1704063600L, 1704063600L, server).sorted().joinToString("\n")
    }

    case("keeps tables of the same name apart, by database and by session") {
        val other = newDatabase()
        val table = newTable("n Int64")
        client.execute(QueryRequest.of("CREATE TABLE $other.$table (n String) ENGINE = Memory"))
        client.insert(InsertRequest.of(table), rowClass<Numbers>(), listOf(Numbers(1)))
        shouldThrow<FormatException> {
            client.insert(InsertRequest.builder(table).database(other).build(), rowClass<Numbers>(), listOf(Numbers(1)))
        }
        client.session { session ->
            session.insert(InsertRequest.of(table), rowClass<Numbers>(), listOf(Numbers(2)))
            session.execute(QueryRequest.of("CREATE TEMPORARY TABLE $table (n String)"))
            shouldThrow<FormatException> { session.insert(InsertRequest.of(table), rowClass<Numbers>(), listOf(Numbers(3))) }
        }
        ask("SELECT sum(n) FROM $table") shouldBe "3"
    }

    case("inserts with limits on the rows of a query set") {
        val table = newTable("id Int64, symbol String, price Float64")
        val request = InsertRequest.builder(table).setting("max_result_rows", 1).setting("max_rows_to_read", 1).build()
        client.insert(request, rowClass<Trade>(), listOf(Trade(1, "a", 1.5)))
        ask("SELECT count() FROM $table") shouldBe "1"
    }

    case("says which statement gives the columns beside one that cannot be read", Capability.ANY_STATES) {
        val sql = "SELECT 1 AS id, uniqState(number) AS `odd state` FROM numbers(3)"
        for (read in listOf<suspend () -> Any>(
            { client.query(QueryRequest.of(sql), rowClass<Numbered>()) },
            { client.rows(QueryRequest.of(sql)).toList() },
            { client.blocks(QueryRequest.of(sql)).toList() },
        )) {
            val failure = shouldThrow<UnsupportedTypeException> { read() }
            failure.column shouldBe "odd state"
            val way = "SELECT * EXCEPT (`odd state`) FROM "
            failure.message.orEmpty() shouldContain way
            client.rows(QueryRequest.of("$way($sql)")).toList().map { it.toMap() } shouldContainExactly listOf(mapOf("id" to 1.toShort()))
        }
    }
}
