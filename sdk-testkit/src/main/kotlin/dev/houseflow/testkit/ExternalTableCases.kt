package dev.houseflow.testkit

import dev.houseflow.ExternalTable
import dev.houseflow.Format
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldBeIn
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.flow.toList
import kotlin.io.path.createTempFile
import kotlin.io.path.deleteExisting
import kotlin.io.path.writeText

private const val COUNT_AND_SUM = "SELECT count() AS c, sum(id) AS s FROM ids"

/** External tables: data that is sent with a query. */
internal fun Contract.externalTableCases() {
    case("I27 asks external tables: objects and texts, several at once") {
        val request = QueryRequest.builder("SELECT id, symbol, price FROM trades WHERE id IN (SELECT id FROM ids) ORDER BY id")
            .externalTable(client.externalTable("ids", "id Int64", rowClass<Numbered>(), listOf(Numbered(1), Numbered(3))))
            .externalTable(
                ExternalTable.of("trades", "id Int64, symbol String, price Float64", Format.CSV, "1,A,0.5\n2,B,1\n3,\"C\n\r\",2\n"),
            )
            .build()
        val expected = listOf(Trade(1, "A", 0.5), Trade(3, "C\n\r", 2.0))
        client.query(request, rowClass<Trade>()).rows shouldContainExactly expected
        client.stream(request, rowClass<Trade>()).toList() shouldContainExactly expected
        client.rows(request).toList().map { it.getString("symbol") } shouldContainExactly listOf("A", "C\n\r")
        client.blocks(request).toList().sumOf { it.rowCount } shouldBe 2
        client.rawQuery(request.toBuilder().format(Format.CSV).build()).decodeToString() shouldBe "1,\"A\",0.5\n3,\"C\n\r\",2\n"
    }

    case("asks again and again, with small tables and large ones") {
        repeat(20) { turn ->
            for (count in listOf(10L, 50_000L)) {
                val rows = (1..count).map { Numbered(it + turn) }
                val request =
                    QueryRequest.builder(
                        COUNT_AND_SUM,
                    ).externalTable(client.externalTable("ids", "id Int64", rowClass<Numbered>(), rows)).build()
                client.rawQuery(request).decodeToString() shouldBe "$count\t${rows.sumOf { it.id }}\n"
            }
        }
    }

    case("I27 asks a table of single values and types alone") {
        val request = QueryRequest.builder("SELECT _1 AS id FROM ids ORDER BY _1")
            .externalTable(client.externalTable("ids", "Int64", rowClass<Long>(), listOf(7L, 5L))).build()
        client.query(request, rowClass<Numbered>()).rows shouldContainExactly listOf(Numbered(5), Numbered(7))
    }

    case("sends files and streams along") {
        val file = createTempFile("external", ".tsv")
        try {
            file.writeText((1..200_000).joinToString("") { "$it\n" })
            val sum = "200000\t20000100000\n"
            val fromFile = QueryRequest.builder(
                COUNT_AND_SUM,
            ).externalTable(ExternalTable.of("ids", "id UInt64", Format.TAB_SEPARATED, file)).build()
            repeat(2) { client.rawQuery(fromFile).decodeToString() shouldBe sum }
            file.toFile().inputStream().use { stream ->
                val fromStream = ExternalTable.of("ids", "id UInt64", Format.TAB_SEPARATED, stream)
                client.rawQuery(QueryRequest.builder(COUNT_AND_SUM).externalTable(fromStream).build()).decodeToString() shouldBe sum
            }
        } finally {
            file.deleteExisting()
        }
    }

    case("sends many objects along, and none") {
        for (count in listOf(300_000L, 0L)) {
            val rows = (1..count).map { Numbered(it) }
            val request = QueryRequest.builder(
                COUNT_AND_SUM,
            ).externalTable(client.externalTable("ids", "id Int64", rowClass<Numbered>(), rows)).build()
            client.rawQuery(request).decodeToString() shouldBe "$count\t${count * (count + 1) / 2}\n"
        }
    }

    case("sends bytes along that look like the end of a part") {
        val request = QueryRequest.builder("SELECT s FROM t")
            .externalTable(ExternalTable.of("t", "s String", Format.TAB_SEPARATED, "\\r\n--\n--houseflow\n\r\n--houseflow--\r\n")).build()
        client.rawQuery(request).decodeToString().lines().map { it.replace("\\r", "") } shouldContainExactly
            listOf("", "--", "--houseflow", "", "--houseflow--", "")
    }

    case("sends tables along in a session, with settings, and into a statement that writes") {
        val table = newTable("id Int64")
        client.session { session ->
            session.execute(QueryRequest.of("CREATE TEMPORARY TABLE mine (id Int64)"))
            val request = QueryRequest.builder("INSERT INTO $table SELECT id FROM ids").setting("max_block_size", 2)
                .externalTable(session.externalTable("ids", "id Int64", rowClass<Numbered>(), List(5) { Numbered(it.toLong()) })).build()
            repeat(2) { session.execute(request) }
            session.rawQuery(QueryRequest.of("SELECT count() FROM mine")).decodeToString() shouldBe "0\n"
        }
        ask("SELECT count(), sum(id) FROM $table") shouldBe "10\t20"
    }

    case("I27 sends tables along with parameters", Capability.QUERY_PARAMETERS) {
        val request = QueryRequest.builder("SELECT id FROM ids WHERE id > {least:Int64} AND has({ids:Array(Int64)}, id)")
            .parameter("least", 1).parameter("ids", List(3_000) { it })
            .externalTable(
                client.externalTable("ids", "id Int64", rowClass<Numbered>(), listOf(Numbered(1), Numbered(2), Numbered(9999))),
            ).build()
        client.query(request, rowClass<Numbered>()).rows shouldContainExactly listOf(Numbered(2))
    }

    case("has the server say what is wrong with an external table") {
        fun asking(table: ExternalTable) = QueryRequest.builder("SELECT count() AS id FROM ids").externalTable(table).build()
        shouldFailWith(50) { client.query(asking(ExternalTable.of("ids", "id NoSuchType", Format.CSV, "1\n")), rowClass<Numbered>()) }
        shouldFailWith(73) {
            client.query(asking(ExternalTable.of("ids", "id UInt8", Format.of("NoSuchFormat"), "1\n")), rowClass<Numbered>())
        }
        shouldFailWith(60) { client.query(asking(ExternalTable.of("others", "id UInt8", Format.CSV, "1\n")), rowClass<Numbered>()) }
        shouldThrow<ServerException> {
            client.query(asking(ExternalTable.of("ids", "id UInt8", Format.CSV, "no number\n".repeat(100_000))), rowClass<Numbered>())
            // CANNOT_PARSE_INPUT_ASSERTION_FAILED, CANNOT_PARSE_NUMBER or INCORRECT_DATA, by
            // version.
        }.code shouldBeIn listOf(27, 72, 117)
        ask("SELECT 1") shouldBe "1"
    }
}
