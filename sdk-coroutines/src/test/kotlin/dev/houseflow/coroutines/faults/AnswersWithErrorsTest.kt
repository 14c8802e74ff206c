package dev.houseflow.coroutines.faults

import dev.houseflow.Compression
import dev.houseflow.Format
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.rawInsert
import dev.houseflow.coroutines.stream
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.internal.compress.CompressionMethod
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.toList
import java.util.concurrent.CopyOnWriteArrayList

/** What an answer may hold besides data: its end, its packing, its errors. */
class AnswersWithErrorsTest : FunSpec({
    timeout = 120_000

    /** Gives [answer] to every request, in pieces that end at [cut]s if there are some, and closes. */
    suspend fun answering(
        answer: () -> ByteArray,
        cut: () -> Int = { 0 },
        test: suspend ClickHouseClient.(ScriptedServer) -> Unit,
    ) {
        ScriptedServer {
            readRequest()
            val bytes = answer()
            val at = minOf(cut(), bytes.size)
            send(bytes, 0, at)
            // The client reads the first piece by itself: small pieces would be joined on their way otherwise.
            if (at > 0) Thread.sleep(1)
            send(bytes, at)
        }.use { server ->
            plainClient(server.endpoint).use { it.test(server) }
            server.failures.shouldBeEmpty()
        }
    }

    fun check(failure: ServerException) {
        failure.code shouldBe 395
        failure.name shouldBe "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO"
        failure.serverMessage shouldBe "Value passed to 'throwIf' function is non-zero: while executing."
        failure.httpStatus shouldBe 200
        failure.queryId shouldBe "the-query"
    }

    test("a web page takes no rows, carries nothing out, and is no data") {
        fun answer(type: String, text: String) = "HTTP/1.1 200 OK\r\nContent-Type: $type\r\nConnection: close\r\n\r\n$text".toByteArray()

        suspend fun refused(call: suspend () -> Unit) {
            val failure = shouldThrow<ServerException> { call() }
            failure.message shouldContain "This answer is a web page, and not ClickHouse's"
            failure.httpStatus shouldBe 200
            failure.isRetryable shouldBe false
        }

        answering({ answer("text/html; charset=utf-8", "<html>Welcome</html>") }) {
            refused { query<Int>("SELECT 1") }
            refused { stream<Int>("SELECT 1").toList() }
            refused { execute("SELECT 1") }
            shouldThrow<ServerException> { rawQuery("SELECT 1") }.message shouldContain "It says: <html>Welcome</html>"
            refused { rawInsert("t", Format.CSV, "1\n") }
        }
        // As through a gateway that lets few headers pass.
        answering({ answer("text/plain", "") }) {
            rawInsert("t", Format.CSV, "1\n")
            rawInsert("t", Format.CSV, flowOf("1\n".toByteArray()))
            execute("CREATE TABLE t (n Int8) ENGINE Memory")
            rawQuery("SELECT 1").size shouldBe 0
        }
    }

    test("I8 an answer without length and without chunks is read to the end of its connection; a cut inside of a block is an error") {
        val block = Answers.block(listOf(1, 2, 3))
        val head = "HTTP/1.0 200 OK\r\n${Answers.SUMMARY}\r\n\r\n".toByteArray()
        var size = block.size
        answering({ head + block.copyOf(size) }) { server ->
            repeat(2) { query<Int>("SELECT 1").rows shouldBe listOf(1, 2, 3) }
            server.connections shouldBe 2
            while (--size > 0) {
                withClue("cut before byte $size of a block") { shouldThrow<TransportException> { stream<Int>("SELECT 1").toList() } }
            }
        }
        // Between two blocks nobody can see that something is missing, but by the number of rows that the server has announced.
        val announced = "HTTP/1.0 200 OK\r\nX-ClickHouse-Summary: {\"result_rows\":\"6\"}\r\n\r\n".toByteArray()
        answering({ announced + block }) {
            shouldThrow<TransportException> { query<Int>("SELECT 1") }.message.orEmpty() shouldContain "3 of the 6 rows"
        }
    }

    test("I18 what a proxy packs is unpacked, in errors too; what cannot be unpacked is said by name") {
        val words = "Code: 60. DB::Exception: Unknown table expression identifier 'x'. (UNKNOWN_TABLE)\n".toByteArray()
        val packings = mapOf<String, (ByteArray) -> ByteArray>(
            "gzip" to Answers::gzip,
            "x-gzip" to Answers::gzip,
            "deflate" to Answers::deflate,
            "zstd" to Answers::zstd,
            "lz4" to Answers::lz4,
            "identity" to { it },
        )
        for ((coding, pack) in packings) {
            val packed = pack(words)
            val head = "HTTP/1.1 404 Not Found\r\nContent-Encoding: $coding\r\nContent-Length: ${packed.size}\r\n\r\n"
            answering({ head.toByteArray() + packed }) {
                val failure = shouldThrow<ServerException> { execute("SELECT * FROM x") }
                failure.code shouldBe 60
                failure.serverMessage shouldContain "identifier 'x'"
            }
            val rows = pack(Answers.block(listOf(4, 5)))
            answering({ Answers.chunked(listOf(rows), "Content-Encoding: $coding") }) {
                query<Int>("SELECT 1").rows shouldBe listOf(4, 5)
            }
            val csv = "1,\"a\"\n".repeat(100_000).toByteArray()
            answering({ Answers.chunked(listOf(pack(csv)), "Content-Encoding: $coding") }) {
                rawQuery("SELECT 1", Format.CSV).contentEquals(csv) shouldBe true
            }
        }
        for (coding in listOf("br", "xz", "snappy")) {
            answering({ Answers.withLength(listOf(byteArrayOf(1, 2, 3)), "Content-Encoding: $coding") }) {
                shouldThrow<TransportException> { rawQuery("SELECT 1", Format.CSV) }.message.orEmpty() shouldContain coding
            }
        }
        val damaged = Answers.gzip("1\n2\n".toByteArray()).also { it[it.size - 6] = (it[it.size - 6] + 1).toByte() }
        answering({ Answers.withLength(listOf(damaged), "Content-Encoding: gzip") }) {
            shouldThrow<TransportException> { rawQuery("SELECT 1", Format.CSV) }.message.orEmpty() shouldContain "damaged"
        }
    }

    test("I18 the client asks for no packing of HTTP's, so that no answer is packed without its knowing") {
        val heads = CopyOnWriteArrayList<String>()
        ScriptedServer {
            while (true) {
                heads += (readRequest() ?: break).lines.joinToString("\n")
                answer("", "200 OK", Answers.SUMMARY)
            }
        }.use { server ->
            ClickHouseClient(server.endpoint).use {
                it.execute("SELECT 1")
                it.rawQuery("SELECT 1")
                it.query<Int>("SELECT 1")
            }
        }
        heads.size shouldBe 3
        for (head in heads) {
            head.lowercase() shouldNotContain "accept-encoding"
            head shouldNotContain "enable_http_compression"
        }
    }

    test("I30 I31 an exception after the status, split at any byte, chunked and with frames and without, comes after all rows before it") {
        val rows = listOf(Answers.block(listOf(1, 2)), Answers.block(listOf(3)))
        val methods = listOf(null) + CompressionMethod.entries
        for (method in methods) {
            val compression = if (method == null) Compression.NONE else Compression.LZ4
            fun pack(bytes: ByteArray) = if (method == null) bytes else Answers.frame(method, bytes)
            val plainText = Answers.chunked(rows.map(::pack) + Answers.taggedException(), Answers.TAG_FIELD)
            val packedText = Answers.chunked(rows.map(::pack) + pack(Answers.taggedException()), Answers.TAG_FIELD)
            for (whole in listOf(plainText, packedText)) {
                // As servers do: the connection ends behind the text, without a last chunk.
                val answer = whole.copyOf(whole.size - Answers.LAST_CHUNK.size)
                val bodyAt = Answers.head("Transfer-Encoding: chunked", Answers.TAG_FIELD).size
                var at = bodyAt
                answering({ answer }, { at }) {
                    while (at < answer.size) {
                        val seen = ArrayList<Int>()
                        withClue("split before byte $at of ${answer.size}, $method") {
                            check(
                                shouldThrow<ServerException> {
                                    stream<Int>("SELECT 1") {
                                        queryId = "the-query"
                                        this.compression = compression
                                    }.collect { seen += it }
                                },
                            )
                            seen shouldBe listOf(1, 2, 3)
                        }
                        // The splits inside of the packed rows are the same for all.
                        at += if (at < bodyAt + rows.sumOf { pack(it).size }) 5 else 1
                    }
                }
            }
        }
    }

    test("I31 a wrong tag, and data that look like an exception, are data; an exception that is cut off is still one") {
        val like = "1,\"".toByteArray() + Answers.taggedException(tag = "ponmlkjihgfedcba") + "\"\n".toByteArray()
        // The second call would otherwise take the connection that the server is just about to close.
        answering({ Answers.chunked(listOf(like), Answers.TAG_FIELD, "Connection: close") }) {
            rawQuery("SELECT 1", Format.CSV).contentEquals(like) shouldBe true
            rawStream("SELECT 1", Format.CSV).toList().reduce(ByteArray::plus).contentEquals(like) shouldBe true
        }
        val text = Answers.taggedException()
        val known = text.size - "\r\n__exception__\r\n".length - 40
        for (length in known..text.size) {
            val answer = Answers.head("Transfer-Encoding: chunked", Answers.TAG_FIELD) + Answers.chunk("1\n".toByteArray()) +
                "${Integer.toHexString(text.size)}\r\n".toByteArray() + text.copyOf(length)
            answering({ answer }) {
                shouldThrow<ServerException> { rawStream("SELECT 1", Format.CSV).toList() }.code shouldBe 395
            }
        }
    }

    test("I31 servers without a tag, in typed calls and in text") {
        val forms = listOf(
            "__exception__\r\n${Answers.MESSAGE}\n",
            "${Answers.MESSAGE}\n",
            "Code: 395, e.displayText() = DB::Exception: Value passed to 'throwIf' function is non-zero: while executing. " +
                "(version 20.8.3.18 (official build))\n",
        )
        for (form in forms) {
            answering({ Answers.chunked(listOf(Answers.block(listOf(7)), form.toByteArray())) }) {
                val seen = ArrayList<Int>()
                shouldThrow<ServerException> { stream<Int>("SELECT 1").collect { seen += it } }.code shouldBe 395
                seen shouldBe listOf(7)
            }
            answering({ Answers.chunked(listOf("1\n2\n".toByteArray(), form.toByteArray())) }) {
                val text = StringBuilder()
                shouldThrow<ServerException> { rawStream("SELECT 1", Format.CSV).collect { text.append(String(it)) } }.code shouldBe 395
                text.toString() shouldBe "1\n2\n"
            }
        }
    }

    // The two samples of the manual's page on the HTTP interface.
    val csv = "0\r\n0\r\n"
    val json = "{\n\t\"meta\":\n\t[\n\t\t{\n\t\t\t\"name\": \"sleepEachRow(0.001)\",\n\t\t\t\"type\": \"UInt8\"\n\t\t}\n\t],\n\n" +
        "\t\"data\":\n\t[\n\t\t{\n\t\t\t\"sleepEachRow(0.001)\": 0\n\t\t},\n\t\t{\n\t\t\t\"sleepEachRow(0.001)\": 0\n\t\t}"
    for ((format, begun) in mapOf(Format.CSV to csv, Format.JSON to json)) {
        test("I32 $format that breaks off with an exception is delivered up to there, and never as a whole") {
            val answer = Answers.chunked(listOf(begun.toByteArray(), Answers.taggedException()), Answers.TAG_FIELD)
            answering({ answer.copyOf(answer.size - Answers.LAST_CHUNK.size) }) {
                val text = StringBuilder()
                val request = QueryRequest.builder("SELECT 1").format(format).queryId("the-query").build()
                check(shouldThrow<ServerException> { rawStream(request).collect { text.append(String(it)) } })
                text.toString() shouldBe begun
                check(shouldThrow<ServerException> { rawQuery(request) })
            }
        }
    }

    test("I33 an exception inside of JSON, as older servers write it or as it was asked for, is an exception") {
        val row = "{\"n\":\"1\"}\n"
        val last = "{\"exception\": \"${Answers.MESSAGE}\"}\n"
        val documents = listOf(
            Format.JSON_EACH_ROW to row + last,
            Format.JSON to "{\n\t\"data\": [],\n\n\t\"exception\": \"${Answers.MESSAGE}\"\n}\n",
            Format.of("XML") to "<result>\n\t<data>\n\t</data>\n\t<exception>${Answers.MESSAGE}</exception>\n</result>\n",
        )
        for ((fields, document) in listOf(emptyArray(), arrayOf(Answers.TAG_FIELD)).flatMap { f -> documents.map { f to it } }) {
            answering({ Answers.chunked(listOf(document.second.toByteArray()), *fields) }) {
                val failure = shouldThrow<ServerException> {
                    rawStream("SELECT 1", document.first) { setting("http_write_exception_in_output_format", 1) }.collect()
                }
                failure.code shouldBe 395
                failure.name shouldBe "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO"
                failure.serverMessage shouldBe "Value passed to 'throwIf' function is non-zero: while executing."
            }
        }
        // The same with a status of its own, and for a client that always asks for it.
        val refused = "HTTP/1.1 500 Internal Server Error\r\nX-ClickHouse-Exception-Code: 395\r\n" +
            "Content-Length: ${last.length}\r\n\r\n$last"
        answering({ refused.toByteArray() }) {
            shouldThrow<ServerException> { rawQuery("SELECT 1", Format.JSON_EACH_ROW) }.serverMessage shouldBe
                "Value passed to 'throwIf' function is non-zero: while executing."
        }
        answering({ Answers.chunked(listOf(row.toByteArray(), last.toByteArray()), Answers.TAG_FIELD) }) { server ->
            plainClient(server.endpoint) { setting("http_write_exception_in_output_format", 1) }.use { ch ->
                shouldThrow<ServerException> { ch.rawStream("SELECT 1", Format.JSON_EACH_ROW).collect() }.code shouldBe 395
            }
        }
        // With a tag, and without having asked, it is somebody's data.
        answering({ Answers.chunked(listOf(row.toByteArray(), last.toByteArray()), Answers.TAG_FIELD) }) {
            rawStream("SELECT 1", Format.JSON_EACH_ROW).toList().joinToString("") { String(it) } shouldBe row + last
        }
    }

    test("I28 I29 what is sent for wait_end_of_query, buffer_size and roles") {
        val targets = CopyOnWriteArrayList<List<String>>()
        ScriptedServer {
            while (true) {
                targets += (readRequest() ?: break).target.substringAfter('?').split('&')
                answer("", "200 OK", Answers.SUMMARY)
            }
        }.use { server ->
            plainClient(server.endpoint) { roles = listOf("reader", "writer of a") }.use { ch ->
                ch.execute("SELECT 1")
                ch.query<Int>("SELECT 1")
                ch.rawQuery("SELECT 1")
                ch.stream<Int>("SELECT 1") { roles = listOf("other") }.toList()
                ch.rawStream("SELECT 1") { roles = emptyList() }.toList()
                ch.query<Int>("SELECT 1") { setting("wait_end_of_query", 0) }
                ch.stream<Int>("SELECT 1") {
                    setting("wait_end_of_query", 1)
                    setting("buffer_size", 3_000_000)
                }.toList()
            }
        }
        fun roles(n: Int) = targets[n].filter { it.startsWith("role=") }
        for (n in 0..2) {
            targets[n] shouldContain "wait_end_of_query=1"
            roles(n) shouldBe listOf("role=reader", "role=writer%20of%20a")
        }
        roles(3) shouldBe listOf("role=other")
        roles(4).shouldBeEmpty()
        for (n in 3..4) targets[n].none { it.startsWith("wait_end_of_query") } shouldBe true
        targets[5] shouldContain "wait_end_of_query=0"
        targets[5] shouldNotContain "wait_end_of_query=1"
        targets[6] shouldContain "wait_end_of_query=1"
        targets[6] shouldContain "buffer_size=3000000"
    }

    test("I28 I29 I30 on the embedded server: a status of its own when the query is waited for, 200 when not; one statement only") {
        EmbeddedClickHouse.start().use { server ->
            plainClient(server.endpoint()).use { ch ->
                val sql = "SELECT toUInt32(throwIf(number = 3000000)) AS n FROM numbers(4000000)"
                shouldThrow<ServerException> { ch.query<Long>(sql) }.httpStatus shouldBe 500
                shouldThrow<ServerException> { ch.stream<Long>(sql).collect() }.httpStatus shouldBe 200
                shouldThrow<ServerException> { ch.stream<Long>(sql) { setting("wait_end_of_query", 1) }.collect() }.httpStatus shouldBe 500
                shouldThrow<ServerException> { ch.execute("SELECT 1; SELECT 2") }.code shouldBe 62
                shouldThrow<ServerException> { ch.query<Int>("SELECT 1") { roles = listOf("nobody") } }.code shouldBe 511
            }
        }
    }
})
