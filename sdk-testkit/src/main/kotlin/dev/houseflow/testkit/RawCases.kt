package dev.houseflow.testkit

import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import dev.houseflow.internal.type.Identifiers
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldBeIn
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.toList
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.createTempDirectory
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readBytes
import kotlin.io.path.readText
import kotlin.io.path.writeText

private const val TWO_ROWS = "SELECT toInt64(number) AS id, concat('n', toString(number)) AS name FROM system.numbers LIMIT 2"

private val TEXT_FORMATS = mapOf(
    Format.CSV to "0,\"n0\"\n1,\"n1\"\n",
    Format.CSV_WITH_NAMES to "\"id\",\"name\"\n0,\"n0\"\n1,\"n1\"\n",
    Format.TAB_SEPARATED to "0\tn0\n1\tn1\n",
    Format.TAB_SEPARATED_WITH_NAMES to "id\tname\n0\tn0\n1\tn1\n",
    Format.VALUES to "(0,'n0'),(1,'n1')",
)

/** Bytes in the server's formats, neither read nor written by the client. */
internal fun Contract.rawCases() {
    case("I10 gives the bytes of a format as the server wrote them") {
        for ((format, text) in TEXT_FORMATS) {
            client.rawQuery(QueryRequest.builder(TWO_ROWS).format(format).build()).decodeToString() shouldBe text
        }
        client.rawQuery(QueryRequest.of(TWO_ROWS)).decodeToString() shouldBe TEXT_FORMATS.getValue(Format.TAB_SEPARATED)
        client.rawQuery(QueryRequest.of("$TWO_ROWS FORMAT CSV")).decodeToString() shouldBe TEXT_FORMATS.getValue(Format.CSV)
    }

    case("A4 streams the same bytes") {
        val request = QueryRequest.builder("SELECT number FROM system.numbers LIMIT 500000").format(Format.CSV).build()
        val chunks = client.rawStream(request).toList()
        chunks.size shouldBeGreaterThan 1
        val whole = client.rawQuery(request)
        chunks.sumOf { it.size } shouldBe whole.size
        chunks.fold(ByteArray(0)) { all, chunk -> all + chunk }.contentEquals(whole) shouldBe true
    }

    case("I17 asks for HTTP's own compression of answers") {
        val sql = "SELECT number, toString(number * 7) AS s FROM system.numbers LIMIT 100000"
        val plain = client.rawQuery(QueryRequest.builder(sql).format(Format.CSV).build())
        for (coding in listOf("gzip", "deflate", "zstd", "lz4", "zstd, gzip")) {
            val request = QueryRequest.builder(sql).format(Format.CSV).acceptEncoding(coding).build()
            client.rawQuery(request).contentEquals(plain) shouldBe true
            client.rawStream(request).toList().fold(ByteArray(0)) { all, chunk -> all + chunk }.contentEquals(plain) shouldBe true
            val typed = QueryRequest.builder("SELECT toInt64(number) AS id FROM system.numbers LIMIT 70000").acceptEncoding(coding).build()
            client.query(typed, rowClass<Numbered>()).rows.sumOf { it.id } shouldBe 70_000L * 69_999 / 2
            val wrong = QueryRequest.builder("SELECT x FROM table_that_is_not_there").acceptEncoding(coding).build()
            shouldFailWith(60) { client.rawQuery(wrong) }
        }
    }

    case("A7 takes data that is packed already, as its request says") {
        val table = newTable("id Int64, name String")
        val data = (0 until 20_000).joinToString("") { "$it,\"name of $it\"\n" }.toByteArray()
        val codings = mutableMapOf<String, (ByteArray) -> ByteArray>("gzip" to Answers::gzip, "deflate" to Answers::deflate)
        if (Capability.HTTP_CODINGS !in server.lacks) codings += listOf("zstd" to Answers::zstd, "lz4" to Answers::lz4)
        for ((coding, pack) in codings) {
            val packed = pack(data)
            val request = InsertRequest.builder(table).contentEncoding(coding).build()
            client.rawInsert(request, Format.CSV, packed)
            client.rawInsert(request, Format.CSV, packed.asList().chunked(5000).map { it.toByteArray() }.asFlow())
        }
        ask("SELECT count(), sum(id) FROM $table") shouldBe "${40_000 * codings.size}\t${2L * codings.size * 20_000 * 19_999 / 2}"
    }

    case("A5 inserts bytes in text formats, whole and in pieces") {
        val table = newTable("id Int64, name String")
        val data = mapOf(
            Format.CSV to "1,\"a\"\n2,\"b\"\n",
            Format.TAB_SEPARATED to "1\ta\n2\tb\n",
            Format.JSON_EACH_ROW to "{\"id\":\"1\",\"name\":\"a\"}\n{\"id\":\"2\",\"name\":\"b\"}\n",
            Format.VALUES to "(1,'a'),(2,'b')",
        )
        for ((format, text) in data) {
            client.rawInsert(InsertRequest.of(table), format, text.toByteArray())
            client.rawInsert(InsertRequest.of(table), format, text.chunked(3).map { it.toByteArray() }.asFlow())
        }
        ask("SELECT id, name, count() FROM $table GROUP BY id, name ORDER BY id") shouldBe "1\ta\t${data.size * 2}\n2\tb\t${data.size * 2}"
    }

    case("A6 inserts into the columns that the request names") {
        val table = newTable("id Int64, name String DEFAULT 'none'")
        client.rawInsert(InsertRequest.builder(table).columns("id").build(), Format.CSV, "5\n".toByteArray())
        ask("SELECT * FROM $table") shouldBe "5\tnone"
    }

    case("A6 takes a name that is not quoted from end to end for a name, whatever is in it") {
        val names = listOf("`a\\`", "\"a\\\"", "`a", "a`) VALUES (1) --", "a\\")
        val table = newTable(names.joinToString(", ", "id Int64, ") { "${Identifiers.quote(it)} Int64" })
        for (name in names) client.rawInsert(InsertRequest.builder(table).columns("id", name).build(), Format.CSV, "1,2\n".toByteArray())
        ask("SELECT count(), ${names.joinToString { "sum(${Identifiers.quote(it)})" }} FROM $table") shouldBe "5" + "\t2".repeat(names.size)
        val escape = InsertRequest.builder(table).columns("id", "`a\\`", ") SELECT 1, name FROM system.databases -- ").build()
        shouldThrow<ServerException> { client.rawInsert(escape, Format.CSV, "1,2,3\n".toByteArray()) }
        ask("SELECT count() FROM $table") shouldBe "5"
        shouldThrow<ServerException> {
            client.rawInsert(InsertRequest.of("$table (id) VALUES (7) --"), Format.CSV, "1\n".toByteArray())
        }
        shouldThrow<ServerException> { client.rawInsert(InsertRequest.of("`$table\\`"), Format.CSV, "1\n".toByteArray()) }
        ask("SELECT count() FROM $table") shouldBe "5"
    }

    case("B2 carries Parquet there and back", Capability.PARQUET) {
        val table = newTable("id Int64, name String")
        val file = client.rawQuery(QueryRequest.builder(TWO_ROWS).format(Format.PARQUET).build())
        file.copyOf(4).decodeToString() shouldBe "PAR1"
        client.rawInsert(InsertRequest.of(table), Format.PARQUET, file)
        ask("SELECT * FROM $table ORDER BY id") shouldBe "0\tn0\n1\tn1"
    }

    case("says what the server did not understand in the bytes") {
        val table = newTable("id Int64")
        val failure = shouldThrow<ServerException> {
            client.rawInsert(InsertRequest.of(table), Format.CSV, "1\nnot a number\n".toByteArray())
        }
        // CANNOT_PARSE_INPUT_ASSERTION_FAILED or INCORRECT_DATA, by version.
        failure.code shouldBeIn listOf(27, 117)
        ask("SELECT count() FROM $table") shouldBe "0"
    }

    case("fails when the source of the bytes fails") {
        val table = newTable("id Int64")
        val source = flow {
            emit("1\n2\n".toByteArray())
            error("the source broke")
        }
        shouldThrow<IllegalStateException> { client.rawInsert(InsertRequest.of(table), Format.CSV, source) }.message shouldBe
            "the source broke"
    }

    case("B1 downloads into a file, all or nothing") {
        inTemporaryDirectory { directory ->
            val file = directory.resolve("result.csv")
            client.download(QueryRequest.of(TWO_ROWS), Format.CSV_WITH_NAMES, file)
            file.readText() shouldBe TEXT_FORMATS.getValue(Format.CSV_WITH_NAMES)
            directory.listDirectoryEntries() shouldBe listOf(file)

            file.writeText("what was there")
            shouldFailWith(60) { client.download(QueryRequest.of("SELECT * FROM ${newName()}"), Format.CSV, file) }
            shouldFailWith(395) { client.download(QueryRequest.of(FAILS_LATE), Format.CSV, file) }
            file.readText() shouldBe "what was there"
            directory.listDirectoryEntries() shouldBe listOf(file)

            client.download(QueryRequest.of("SELECT 1"), Format.CSV, file)
            file.readBytes().decodeToString() shouldBe "1\n"
        }
    }

    case("fails to download into a directory that is not there") {
        inTemporaryDirectory { directory ->
            val failure = runCatching {
                client.download(QueryRequest.of("SELECT 1"), Format.CSV, directory.resolve("no/such/file"))
            }.exceptionOrNull()
            failure?.toString().orEmpty() shouldContain "no"
            directory.listDirectoryEntries().shouldBeEmpty()
        }
    }
}

internal suspend fun inTemporaryDirectory(block: suspend (Path) -> Unit) {
    val directory = createTempDirectory("houseflow-contract")
    try {
        block(directory)
    } finally {
        Files.walk(directory).use { paths -> paths.sorted(Comparator.reverseOrder()).forEach(Files::delete) }
    }
}
