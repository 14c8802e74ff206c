package dev.houseflow.coroutines.faults

import dev.houseflow.Compression
import dev.houseflow.Format
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.internal.http.TestCertificates
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.internal.compress.CompressionMethod
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldStartWith
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.flow.collect
import java.net.InetAddress
import java.nio.file.Files
import javax.net.ServerSocketFactory

/** However an answer is framed and packed, and wherever it is cut off, no caller ever takes what came for all of it. */
internal class CutAnswersTest : FunSpec({
    val values = List(3) { block -> List(30) { block * 30 + it } }
    val blocks = values.map(Answers::block)
    val all = values.flatten()

    /** How the blocks are packed: in frames of ClickHouse's own, by HTTP's Content-Encoding, or not at all. */
    class Packing(val name: String, val compression: Compression, val fields: List<String>, val pieces: List<ByteArray>)

    val packings = CompressionMethod.entries.map { method ->
        Packing("$method frames", Compression.LZ4, emptyList(), blocks.map { Answers.frame(method, it) })
    } + listOf(
        Packing("plain blocks", Compression.NONE, emptyList(), blocks),
        Packing("gzip", Compression.NONE, listOf("Content-Encoding: gzip"), listOf(Answers.gzip(blocks.reduce(ByteArray::plus)))),
        Packing(
            "gzip in three members",
            Compression.NONE,
            listOf("Content-Encoding: gzip"),
            blocks.map(Answers::gzip),
        ),
        Packing("deflate", Compression.NONE, listOf("Content-Encoding: deflate"), listOf(Answers.deflate(blocks.reduce(ByteArray::plus)))),
        Packing("zstd", Compression.NONE, listOf("Content-Encoding: zstd"), listOf(Answers.zstd(blocks.reduce(ByteArray::plus)))),
        Packing("lz4 in two frames", Compression.NONE, listOf("Content-Encoding: lz4"), blocks.map(Answers::lz4)),
        Packing(
            "frames in gzip",
            Compression.LZ4,
            listOf("Content-Encoding: gzip"),
            listOf(
                Answers.gzip(
                    blocks.map {
                        Answers.frame(CompressionMethod.LZ4, it)
                    }.reduce(ByteArray::plus),
                ),
            ),
        ),
    )

    /** One way to ask. Gives its rows to `take` as they come. */
    class Way(val name: String, val ask: suspend ClickHouseClient.(compression: Compression, take: (Int) -> Unit) -> Unit)

    val typed = listOf(
        Way("query") { compression, take -> query<Int>("SELECT 1") { this.compression = compression }.rows.forEach(take) },
        Way("stream") { compression, take -> stream<Int>("SELECT 1") { this.compression = compression }.collect { take(it) } },
        Way("blocks") { compression, take ->
            blocks("SELECT 1") { this.compression = compression }.collect { block ->
                for (row in 0 until block.rowCount) take(block.column("n").getInt(row))
            }
        },
    )

    /** Cuts [answer] before each of its bytes in turn, then sends all of it. */
    suspend fun cutEverywhere(
        answer: ByteArray,
        way: Way,
        compression: Compression,
        reset: Boolean,
        whole: List<Int>,
        tls: TestCertificates? = null,
    ) {
        var cut = 0
        val factory = tls?.serverContext()?.serverSocketFactory ?: ServerSocketFactory.getDefault()
        ScriptedServer(factory.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            readRequest()
            send(answer, 0, cut)
            if (reset) reset()
        }.use { server ->
            val endpoint = if (tls == null) server.endpoint else "https://127.0.0.1:${server.port}"
            plainClient(endpoint) { sslContext = tls?.clientContext() }.use { client ->
                while (cut < answer.size) {
                    val seen = ArrayList<Int>()
                    val failure = runCatching { way.ask(client, compression) { seen += it } }.exceptionOrNull()
                    withClue("cut before byte $cut of ${answer.size}, ${seen.size} rows seen, then $failure") {
                        failure.shouldBeInstanceOf<TransportException>().mayHaveReachedServer shouldBe true
                        whole shouldStartWith seen
                    }
                    cut++
                }
                if (!reset) {
                    val seen = ArrayList<Int>()
                    way.ask(client, compression) { seen += it }
                    seen shouldBe whole
                }
            }
            server.failures.shouldBeEmpty()
        }
    }

    for (packing in packings) {
        for (way in typed) {
            // Two paths through the client: with the tag of servers since 25.11, and without.
            val tag = if (way.name == "blocks") listOf(Answers.TAG_FIELD) else emptyList()
            val fields = (packing.fields + tag).toTypedArray()
            test("${packing.name}, read by ${way.name}: chunked or with a length, a cut before any byte is an error") {
                cutEverywhere(Answers.chunked(packing.pieces, *fields), way, packing.compression, reset = false, all)
                cutEverywhere(Answers.withLength(packing.pieces, *fields), way, packing.compression, reset = false, all)
            }
        }
    }

    test("a reset instead of a close, before any byte, is an error too") {
        for (packing in packings.take(4)) {
            cutEverywhere(Answers.chunked(packing.pieces), typed[1], packing.compression, reset = true, all)
        }
    }

    test("over TLS, ended properly or not, a cut before any byte is an error as well") {
        val certificates = TestCertificates("EC", "127.0.0.1")
        for (reset in listOf(false, true)) {
            cutEverywhere(Answers.chunked(packings[1].pieces), typed[1], packings[1].compression, reset, all, certificates)
        }
    }

    val raw = listOf(
        Way("rawQuery") { compression, take ->
            rawQuery("SELECT 1", Format.CSV) { this.compression = compression }.forEach { take(it.toInt()) }
        },
        Way("rawStream") { compression, take ->
            rawStream("SELECT 1", Format.CSV) { this.compression = compression }.collect { piece -> piece.forEach { take(it.toInt()) } }
        },
        Way("download") { compression, take ->
            val folder = Files.createTempDirectory("cut")
            val file = folder.resolve("rows.csv")
            try {
                val failure = runCatching { download("SELECT 1", Format.CSV, file) { this.compression = compression } }.exceptionOrNull()
                if (failure != null) {
                    Files.list(folder).use { left -> check(left.count() == 0L) { "a file is left behind" } }
                    throw failure
                }
                Files.readAllBytes(file).forEach { take(it.toInt()) }
            } finally {
                Files.deleteIfExists(file)
                Files.delete(folder)
            }
        },
    )
    val lines = List(3) { "$it,\"row $it\"\n".toByteArray() }
    val text = lines.reduce(ByteArray::plus).map { it.toInt() }

    for (way in raw) {
        test("text read by ${way.name}: a cut before any byte is an error, and leaves no file") {
            for (tag in listOf(emptyList(), listOf(Answers.TAG_FIELD))) {
                cutEverywhere(Answers.chunked(lines, *tag.toTypedArray()), way, Compression.NONE, reset = false, text)
                cutEverywhere(Answers.withLength(lines, *tag.toTypedArray()), way, Compression.NONE, reset = false, text)
            }
            val framed = lines.map { Answers.frame(CompressionMethod.LZ4, it) }
            cutEverywhere(Answers.chunked(framed), way, Compression.LZ4, reset = false, text)
            val packed = listOf(Answers.gzip(lines.reduce(ByteArray::plus)))
            cutEverywhere(Answers.chunked(packed, "Content-Encoding: gzip"), way, Compression.NONE, reset = false, text)
        }
    }

    test(
        "packings that were cut off before they were framed anew, as a proxy may do it, are errors wherever the cut is not between two frames",
    ) {
        for (packing in packings) {
            val body = packing.pieces.reduce(ByteArray::plus)
            val ends = packing.pieces.runningFold(0) { end, piece -> end + piece.size }
            var cut = 0
            ScriptedServer {
                while (readRequest() != null) send(Answers.chunked(listOf(body.copyOf(cut)), *packing.fields.toTypedArray()))
            }.use { server ->
                plainClient(server.endpoint).use { client ->
                    for (at in 1 until body.size) {
                        if (at in ends) continue
                        cut = at
                        val seen = ArrayList<Int>()
                        val failure = runCatching {
                            client.stream<Int>("SELECT 1") { compression = packing.compression }.collect { seen += it }
                        }.exceptionOrNull()
                        withClue("${packing.name} without its last ${body.size - at} bytes, ${seen.size} rows seen, then $failure") {
                            failure.shouldBeInstanceOf<TransportException>()
                            all shouldStartWith seen
                        }
                    }
                }
            }
        }
    }
})
