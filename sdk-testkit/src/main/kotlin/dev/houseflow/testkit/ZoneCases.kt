package dev.houseflow.testkit

import dev.houseflow.ExternalTable
import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.Row
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.flow.single
import kotlinx.coroutines.flow.toList
import java.time.Instant
import java.time.LocalDateTime
import java.time.ZoneId
import java.time.ZonedDateTime

/**
 * Wall clocks of `DateTime`, which is shown in the zone of its type: in answers, the zone of a
 * top-level column need not be named.
 */
internal fun Contract.zoneCases() {
    case("reads the wall clock that it wrote, in the zone of the column") {
        val table = newTable(CLOCK_COLUMNS)
        val rows = listOf(clocks(1, "2024-01-15T12:00:00"), clocks(2, "2024-07-15T23:30:00"))
        client.insert(InsertRequest.of(table), rowClass<Clocks>(), rows)
        // What the server itself shows.
        ask("SELECT ny, berlin, maybe, toUnixTimestamp(ny) FROM $table WHERE id = 1") shouldBe
            "2024-01-15 12:00:00\t2024-01-15 12:00:00\t2024-01-15 12:00:00\t1705338000"
        val request = QueryRequest.of("SELECT * FROM $table ORDER BY id")
        client.query(request, rowClass<Clocks>()).rows shouldContainExactly rows
        client.stream(request, rowClass<Clocks>()).toList() shouldContainExactly rows
        val byHand = client.rows(request).toList()
        byHand.map { it.getLocalDateTime("ny") } shouldContainExactly rows.map { it.ny }
        byHand.map { it.getZonedDateTime("zoned") } shouldContainExactly rows.map { it.zoned }
        byHand.map { it.getString("berlin") } shouldContainExactly listOf("2024-01-15 12:00:00", "2024-07-15 23:30:00")
        client.query(QueryRequest.of("SELECT berlin AS at FROM $table WHERE id = 1"), rowClass<TextAt>()).rows.single().at shouldBe
            "2024-01-15 12:00:00"
        byHand.map { it.getLocalDateTime("plain") } shouldContainExactly rows.map { it.plain }
        val block = client.blocks(request).toList().first { it.rowCount > 0 }
        block.column("ny").getLocalDateTime(0) shouldBe rows[0].ny
        block.column("ny").type.toString() shouldBe "DateTime('America/New_York')"
        block.column("ny").getInstant(0) shouldBe Instant.parse("2024-01-15T17:00:00Z")
    }

    case("knows the zone of a DateTime by whatever statement it comes") {
        val isNew = Capability.NEWER_TYPES !in server.lacks
        val moment = "toDateTime('2024-01-15 12:00:00', 'America/New_York') AS at"
        for (sql in listOf(
            "SELECT $moment",
            "SELECT $moment;",
            "SELECT $moment -- the end",
            "SELECT $moment /* the end */ ; ",
            "SELECT $moment FORMAT Native",
            "SELECT $moment FORMAT Native;",
            "SELECT $moment FORMAT Native SETTINGS max_threads = 1".takeIf { isNew },
            "SELECT $moment SETTINGS max_threads = 1 FORMAT Native",
            "(SELECT $moment)".takeIf { isNew },
            "SELECT at FROM (SELECT $moment) LIMIT 1",
            "WITH 1 AS one SELECT $moment",
            "SELECT $moment UNION ALL SELECT $moment",
            "SELECT max(at) AS at FROM (SELECT $moment)",
            "SELECT $moment, 'FORMAT x' AS format, 1 AS `insert`",
        )) {
            if (sql == null) continue
            client.rows(QueryRequest.of(sql)).toList().map { it.getString("at") }.toSet() shouldBe setOf("2024-01-15 12:00:00")
        }
        val request = QueryRequest.of("SELECT $moment")
        client.query(request, rowClass<Clock>()).rows.single().at shouldBe LocalDateTime.parse("2024-01-15T12:00:00")
        client.query(request, rowClass<TextAt>()).rows.single().at shouldBe "2024-01-15 12:00:00"
        client.query(request, rowClass<Moment>()).rows.single().at shouldBe Instant.parse("2024-01-15T17:00:00Z")
    }

    case("knows the zones of temporary tables in a session") {
        val table = newName()
        client.session { session ->
            session.execute(QueryRequest.of("CREATE TEMPORARY TABLE $table (at DateTime('Asia/Tokyo'))"))
            session.insert(InsertRequest.of(table), rowClass<Clock>(), listOf(Clock(NOON)))
            val request = QueryRequest.of("SELECT * FROM $table")
            session.query(request, rowClass<Clock>()).rows.single().at shouldBe NOON
            session.stream(request, rowClass<Clock>()).single().at shouldBe NOON
            session.rows(request).single().getLocalDateTime("at") shouldBe NOON
            session.execute(QueryRequest.of("DROP TABLE $table"))
            session.execute(QueryRequest.of("CREATE TEMPORARY TABLE $table (at DateTime('America/New_York'))"))
            session.insert(InsertRequest.of(table), rowClass<Clock>(), listOf(Clock(NOON)))
            session.rows(request).single().getLocalDateTime("at") shouldBe NOON
        }
    }

    case("knows the zone that a column was altered to") {
        val table = newMergeTree("at DateTime('Asia/Tokyo')")
        client.insert(InsertRequest.of(table), rowClass<Clock>(), listOf(Clock(NOON)))
        val request = QueryRequest.of("SELECT at FROM $table")
        client.query(request, rowClass<Clock>()).rows.single().at shouldBe NOON
        client.execute(QueryRequest.of("ALTER TABLE $table MODIFY COLUMN at DateTime('Europe/Berlin')"))
        client.query(request, rowClass<Clock>()).rows.single().at shouldBe NOON.minusHours(8)
        client.insert(InsertRequest.of(table), rowClass<Clock>(), listOf(Clock(NOON)))
        client.query(request, rowClass<Clock>()).rows.map { it.at }.toSet() shouldBe setOf(NOON, NOON.minusHours(8))
    }

    case("knows zones that parameters and external tables bring", Capability.QUERY_PARAMETERS) {
        for (zone in listOf("Asia/Tokyo", "America/New_York", "Asia/Kolkata")) {
            val query = QueryRequest.builder("SELECT toDateTime({s:UInt32}, {zone:String}) AS at")
                .parameter("s", 1705338000).parameter("zone", zone).build()
            val clock = Instant.ofEpochSecond(1705338000).atZone(ZoneId.of(zone))
            client.rows(query).single().getZonedDateTime("at") shouldBe clock
            client.query(query, rowClass<Clock>()).rows.single().at shouldBe clock.toLocalDateTime()
        }
        val stream = "1705338000\n".byteInputStream()
        val table = ExternalTable.of("sent", "at DateTime('America/New_York')", Format.TAB_SEPARATED, stream)
        val request = QueryRequest.builder("SELECT at FROM sent").externalTable(table).build()
        client.rows(request).single().getLocalDateTime("at") shouldBe NOON
    }

    case("shows a DateTime without a zone in the session's", Capability.SESSION_TIMEZONE) {
        val request = QueryRequest.builder(
            "SELECT toDateTime(1705338000) AS at, [at] AS list",
        ).setting("session_timezone", "America/New_York")
        val row: Row = client.rows(request.build()).single()
        row.getLocalDateTime("at") shouldBe NOON
        row.getList("list") shouldBe listOf(Instant.parse("2024-01-15T17:00:00Z"))
        client.query(request.build(), rowClass<Clock>()).rows.single().at shouldBe NOON
    }
}

private val NOON = LocalDateTime.parse("2024-01-15T12:00:00")

private const val CLOCK_COLUMNS =
    "id Int32, ny DateTime('America/New_York'), zoned DateTime('Asia/Tokyo'), berlin DateTime('Europe/Berlin'), " +
        "maybe Nullable(DateTime('America/New_York')), list Array(DateTime('Australia/Sydney')), plain DateTime"

private fun clocks(id: Int, time: String): Clocks {
    val clock = LocalDateTime.parse(time)
    return Clocks(id, clock, ZonedDateTime.of(clock, ZoneId.of("Asia/Tokyo")), clock, clock, listOf(clock, clock), clock)
}
