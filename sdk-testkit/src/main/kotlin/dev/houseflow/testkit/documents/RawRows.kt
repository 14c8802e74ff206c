package dev.houseflow.testkit.documents

import dev.houseflow.ExternalTable
import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.Capability
import dev.houseflow.testkit.Contract
import dev.houseflow.testkit.FAILS_LATE
import dev.houseflow.testkit.inTemporaryDirectory
import dev.houseflow.testkit.shouldFailWith
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlin.io.path.readBytes
import kotlin.io.path.readText

private const val FIVE = "SELECT number, toString(number) AS number_as_str FROM system.numbers LIMIT 5"

/**
 * "Raw API" and "Saving query results as files" of ClickHouse Connect's pages, on a real server.
 */
internal fun Contract.rawRows() {
    case("A1 rawQuery gives the server's own bytes, with settings, databases and external tables, and fails as other calls do") {
        for (format in listOf(Format.CSV, Format.JSON, Format.VALUES, Format.NATIVE, Format.of("Pretty"))) {
            val sql = "SELECT number, 'é' AS s FROM system.numbers LIMIT 3"
            val bytes = client.rawQuery(QueryRequest.builder(sql).format(format).build())
            // The times in a JSON's statistics differ from call to call.
            val expected = PlainHttp.post(server.address, "$sql FORMAT $format")
            bytes.decodeToString().replace(TIMES, "") shouldBe expected.decodeToString().replace(TIMES, "")
        }
        val database = newDatabase()
        val there = connect(database = database)
        there.rawQuery(QueryRequest.of("SELECT currentDatabase()")).decodeToString() shouldBe "$database\n"
        there.rawQuery(QueryRequest.builder("SELECT currentDatabase()").useDatabase(false).build()).decodeToString() shouldBe "default\n"
        val request = QueryRequest.builder("SELECT sum(id), (SELECT value FROM system.settings WHERE name = 'max_block_size') FROM ids")
            .externalTable(ExternalTable.of("ids", "id UInt8", Format.CSV, "1\n2\n3\n"))
            .setting("max_block_size", 4321).build()
        client.rawQuery(request).decodeToString() shouldBe "6\t4321\n"
        shouldFailWith(60) { client.rawQuery(QueryRequest.of("SELECT * FROM ${newName()}")) }
    }

    case("A1 rawQuery binds parameters", Capability.QUERY_PARAMETERS) {
        val request = QueryRequest.builder("SELECT {a:String}, {b:Array(UInt8)}").parameter("a", "it's").parameter("b", listOf(1, 2))
        client.rawQuery(request.format(Format.CSV).build()).decodeToString() shouldBe "\"it's\",\"[1,2]\"\n"
    }

    case("A3 Arrow passes through untouched, as the file format and as the stream format", Capability.PARQUET) {
        for (format in listOf(Format.of("Arrow"), Format.of("ArrowStream"))) {
            val sql = "SELECT number, toString(number) AS s FROM system.numbers LIMIT 1000"
            val expected = PlainHttp.post(server.address, "$sql FORMAT $format")
            val request = QueryRequest.builder(sql).format(format).build()
            client.rawQuery(request).contentEquals(expected) shouldBe true
            client.rawStream(request).toList().fold(ByteArray(0)) { all, piece -> all + piece }.contentEquals(expected) shouldBe true
        }
    }

    case("A4 a raw stream that is left stops its query") {
        val mark = newName()
        client.rawStream(QueryRequest.of("SELECT number, '$mark' FROM system.numbers")).take(2).toList() shouldHaveSize 2
        awaitStopped(mark)
    }

    case("A4 a raw stream that fails never gives the error as data") {
        val end = StringBuilder()
        shouldFailWith(395) {
            client.rawStream(QueryRequest.builder(FAILS_LATE).format(Format.CSV).build()).collect { piece ->
                end.append(piece.decodeToString())
                end.delete(0, maxOf(0, end.length - KEPT))
            }
        }
        end.contains("Exception") shouldBe false
    }

    case("A7 a packed file of many rows goes in as it is, and some bad rows are passed over when settings allow it") {
        val table = newTable("id UInt32, title String")
        val bad = setOf(17, 99, 200)
        val csv = (0 until FILMS + bad.size).joinToString("") { if (it in bad) "bad,row\n" else "$it,\"film, $it\"\n" }
        val request = InsertRequest.builder(table).columns("id", "title").contentEncoding("gzip")
            .setting("input_format_allow_errors_num", 5).build()
        client.rawInsert(request, Format.CSV, Answers.gzip(csv.toByteArray()))
        ask("SELECT count() FROM $table") shouldBe "$FILMS"
    }

    case("B1 a download is the file of the documents, byte by byte") {
        inTemporaryDirectory { directory ->
            val file = directory.resolve("output.csv")
            client.download(QueryRequest.of(FIVE), Format.CSV_WITH_NAMES, file)
            file.readText() shouldBe "\"number\",\"number_as_str\"\n0,\"0\"\n1,\"1\"\n2,\"2\"\n3,\"3\"\n4,\"4\"\n"
        }
    }

    case("B2 a download takes any format by its constant or its name") {
        inTemporaryDirectory { directory ->
            val formats = listOf(
                Format.CSV,
                Format.TAB_SEPARATED,
                Format.TAB_SEPARATED_WITH_NAMES,
                Format.JSON_EACH_ROW,
                Format.NATIVE,
                Format.of("TabSeparatedWithNamesAndTypes"),
                Format.of("RowBinary"),
                Format.of("XML"),
            )
            for (format in formats) {
                val file = directory.resolve("output.$format")
                client.download(QueryRequest.of(FIVE), format, file)
                val plain = PlainHttp.post(server.address, "$FIVE FORMAT $format").decodeToString()
                file.readBytes().decodeToString().replace(XML_TIMES, "") shouldBe plain.replace(XML_TIMES, "")
            }
        }
    }

    case("I28 a stream that waits for the end of its query fails with a status of its own, before its first row") {
        var rows = 0
        val failure = shouldFailWith(395) {
            client.rows(QueryRequest.builder(FAILS_LATE).setting("wait_end_of_query", 1).build()).collect { rows++ }
        }
        rows shouldBe 0
        failure.httpStatus shouldBe 500
    }
}

private val TIMES = Regex("\"(elapsed|rows_read|bytes_read)\": [0-9.e-]+")
private val XML_TIMES = Regex("<(elapsed|rows_read|bytes_read)>[0-9.e-]+<")
private const val KEPT = 100_000
private const val FILMS = 248
