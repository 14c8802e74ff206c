package dev.houseflow.testkit

import dev.houseflow.ClickHouseException
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.toList
import java.util.zip.GZIPInputStream
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readBytes
import kotlin.io.path.writeBytes

private const val MANY = "SELECT number, toString(number * 7) AS s FROM system.numbers LIMIT 100000"

/** Answers and files that stay packed as they are. */
internal fun Contract.packedCases() {
    case("B3 leaves an answer packed as the server packed it, and gives it whole") {
        val plain = client.rawQuery(QueryRequest.builder(MANY).format(Format.CSV).build())
        val request = QueryRequest.builder(MANY).format(Format.CSV).acceptEncoding("gzip").leavePacked(true).build()

        fun check(packed: ByteArray) {
            packed.size shouldBeLessThan plain.size
            GZIPInputStream(packed.inputStream()).readBytes().contentEquals(plain) shouldBe true
        }

        check(client.rawResult(request).body)
        check(client.rawStream(request).toList().fold(ByteArray(0)) { all, piece -> all + piece })
        inTemporaryDirectory { directory ->
            val file = directory.resolve("result.csv.gz")
            client.download(request, Format.CSV, file)
            check(file.readBytes())
        }
    }

    case("B3 gives no packed file of a query that fails, and packs nothing that is read here") {
        inTemporaryDirectory { directory ->
            val file = directory.resolve("result.csv.gz")
            for (sql in listOf("SELECT * FROM ${newName()}", FAILS_LATE)) {
                val request = QueryRequest.builder(sql).acceptEncoding("gzip").leavePacked(true).build()
                shouldThrow<ClickHouseException> { client.download(request, Format.CSV, file) }
            }
            directory.listDirectoryEntries().shouldBeEmpty()
        }
        val typed = QueryRequest.builder("SELECT 1 AS id").acceptEncoding("gzip").leavePacked(true).build()
        shouldThrow<ConfigurationException> { client.query(typed, rowClass<Numbered>()) }.message shouldContain "leavePacked"
        shouldThrow<ConfigurationException> { client.lines(typed).toList() }.message shouldContain "leavePacked"
        shouldThrow<ConfigurationException> { QueryRequest.builder("SELECT 1").leavePacked(true).build() }.message shouldContain
            "acceptEncoding"
    }

    case("inserts files that are packed as their names say, or as the request does") {
        val table = newTable("id Int64")
        val data = (0 until 20_000).joinToString("") { "$it\n" }.toByteArray()
        inTemporaryDirectory { directory ->
            val gzip = directory.resolve("data.csv.GZ")
            gzip.writeBytes(Answers.gzip(data))
            client.rawInsert(InsertRequest.of(table), Format.CSV, gzip)
            val said = directory.resolve("data.bin")
            said.writeBytes(Answers.gzip(data))
            client.rawInsert(InsertRequest.builder(table).contentEncoding("gzip").build(), Format.CSV, said)
            val plain = directory.resolve("not-packed.gz")
            plain.writeBytes(data)
            client.rawInsert(InsertRequest.builder(table).contentEncoding("identity").build(), Format.CSV, plain)
            var files = 3
            if (Capability.HTTP_CODINGS !in server.lacks) {
                val zstd = directory.resolve("data.csv.zst")
                zstd.writeBytes(Answers.zstd(data))
                client.rawInsert(InsertRequest.of(table), Format.CSV, zstd)
                files++
            }
            ask("SELECT count(), sum(id) FROM $table") shouldBe "${20_000 * files}\t${files * (20_000L * 19_999 / 2)}"
        }
    }
}
