package dev.houseflow.coroutines.internal

import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.Progress
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.engine
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.rawInsert
import dev.houseflow.coroutines.stream
import dev.houseflow.internal.compress.CompressionMethod
import dev.houseflow.internal.compress.FrameEncoder
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.testkit.ClosedPort
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import io.ktor.client.engine.cio.CIO
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runInterruptible
import java.io.InputStream
import java.io.OutputStream
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.CompletableFuture
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/** What arrived: the head as text, and the body when it had a length. */
private class Seen(val head: String, val body: String)

/**
 * A server that gives exactly the bytes it is told to. `KILL QUERY` and what else is not told goes to [others]; each connection serves one
 * request, as the engine makes one each.
 */
private class ScriptedServer(private val answer: (Seen, Socket) -> Unit) : AutoCloseable {
    private val socket = ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())
    val seen = LinkedBlockingQueue<Seen>()
    val kills = LinkedBlockingQueue<String>()

    /** Completed for each connection when its client has closed it. */
    val closed = LinkedBlockingQueue<Boolean>()
    val endpoint = "http://127.0.0.1:${socket.localPort}"

    init {
        thread(isDaemon = true) {
            while (true) {
                val client = try {
                    socket.accept()
                } catch (_: java.io.IOException) {
                    break
                }
                thread(isDaemon = true) { client.use { serve(it) } }
            }
        }
    }

    private fun serve(client: Socket) {
        val input = client.getInputStream()
        val head = readHead(input)
        val length = Regex("(?i)content-length: (\\d+)").find(head)?.groupValues?.get(1)?.toInt() ?: 0
        val body = String(input.readNBytes(length))
        if (body.startsWith("KILL QUERY")) {
            kills.add(body)
            client.getOutputStream().write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".toByteArray())
            return
        }
        val request = Seen(head, body)
        seen.add(request)
        try {
            answer(request, client)
        } catch (_: java.io.IOException) {
            closed.add(true)
        }
    }

    override fun close() {
        socket.close()
    }

    companion object {
        fun readHead(input: InputStream): String {
            val head = StringBuilder()
            while (!head.endsWith("\r\n\r\n")) {
                val c = input.read()
                if (c < 0) break
                head.append(c.toChar())
            }
            return head.toString()
        }
    }
}

private const val OK = "HTTP/1.1 200 OK\r\nConnection: close\r\n" +
    "X-ClickHouse-Summary: {\"read_rows\":\"1\"}\r\nX-ClickHouse-Format: Native\r\n"

private fun OutputStream.text(text: String) {
    write(text.toByteArray(Charsets.ISO_8859_1))
    flush()
}

private fun OutputStream.chunk(bytes: ByteArray) {
    text(Integer.toHexString(bytes.size) + "\r\n")
    write(bytes)
    text("\r\n")
}

/** One block: column `n` of UInt8. */
private fun block(vararg values: Int): ByteArray =
    byteArrayOf(1, values.size.toByte(), 1, 'n'.code.toByte(), 5) + "UInt8".toByteArray() + ByteArray(values.size) { values[it].toByte() }

private fun framed(bytes: ByteArray): ByteArray {
    val sink = ByteSink()
    val encoder = FrameEncoder(CompressionMethod.LZ4)
    encoder.write(bytes, 0, bytes.size, sink)
    encoder.flush(sink)
    return sink.toByteArray()
}

class ScriptedServerTest : FunSpec({
    timeout = 30_000

    suspend fun withServer(answer: (Seen, Socket) -> Unit, test: suspend ClickHouseClient.(ScriptedServer) -> Unit) {
        ScriptedServer(answer).use { server ->
            ClickHouseClient(server.endpoint) { compression = Compression.NONE }.use { it.test(server) }
        }
    }

    suspend fun ScriptedServer.awaitKill(): String? = runInterruptible(Dispatchers.IO) { kills.poll(10, TimeUnit.SECONDS) }

    test("what is sent") {
        withServer({ _, s -> s.getOutputStream().text(OK + "Content-Length: 0\r\n\r\n") }) { server ->
            query<Int>("SELECT {p:Int8}") { parameter("p", 1); queryId = "q1" }
            val request = server.seen.take()
            request.head shouldStartWith
                "POST /?query_id=q1&wait_end_of_query=1&default_format=Native&client_protocol_version=54453&param_p=1 HTTP/1.1\r\n"
            request.head shouldContain "User-Agent: Houseflow"
            request.head shouldNotContain "Accept-Charset"
            request.body shouldBe "SELECT {p:Int8}"
            // The answer has no rows, so names and types are asked for.
            server.seen.take().body shouldStartWith "DESCRIBE TABLE ("
            ClickHouseClient(server.endpoint + "/pre/fix") { username = "u:1"; password = "ü" }.use { it.ping() shouldBe true }
            val ping = server.seen.take()
            ping.head shouldStartWith "GET /pre/fix/ping HTTP/1.1\r\n"
            ping.head shouldContain "X-ClickHouse-User: u:1"
        }
    }

    test("an answer that ends inside of a block, or before its Content-Length, is an error") {
        withServer({ _, s ->
            s.getOutputStream().text(OK + "Transfer-Encoding: chunked\r\n\r\n"); s.getOutputStream().chunk(block(1, 2, 3).copyOf(11))
        }) {
            shouldThrow<TransportException> { query<Int>("SELECT 1") }.mayHaveReachedServer shouldBe true
        }
        withServer({ _, s -> s.getOutputStream().text(OK + "Content-Length: 100\r\n\r\nabc") }) {
            shouldThrow<TransportException> { rawQuery("SELECT 1", Format.CSV) }
            shouldThrow<TransportException> { rawStream("SELECT 1", Format.CSV).toList() }
        }
        // The server announced more rows than came, and every block is whole.
        val announced = OK.replace("\"read_rows\":\"1\"", "\"result_rows\":\"5\"")
        withServer({ _, s ->
            s.getOutputStream().text(announced + "Transfer-Encoding: chunked\r\n\r\n"); s.getOutputStream().chunk(block(1, 2))
            s.getOutputStream().text("0\r\n\r\n")
        }) {
            shouldThrow<TransportException> { query<Int>("SELECT 1") }.message.orEmpty() shouldContain "2 of the 5 rows"
        }
        withServer({ _, s ->
            s.getOutputStream().text(OK + "Transfer-Encoding: chunked\r\n\r\n")
            s.getOutputStream().chunk(framed(block(1, 2, 3)).let { it.copyOf(it.size - 1) })
            s.getOutputStream().text("0\r\n\r\n")
        }) {
            shouldThrow<TransportException> { stream<Int>("SELECT 1") { compression = Compression.LZ4 }.toList() }
        }
    }

    test("a damaged frame is a damaged frame, and a class that does not match is just that; neither is a short answer") {
        for (tag in listOf("", "X-ClickHouse-Exception-Tag: abcdefghijklmnop\r\n")) {
            withServer({ _, s ->
                s.getOutputStream().text(OK + tag + "Transfer-Encoding: chunked\r\n\r\n")
                s.getOutputStream().chunk(framed(block(1, 2, 3)).also { it[it.size - 1] = 99 })
                s.getOutputStream().text("0\r\n\r\n")
            }) {
                shouldThrow<FormatException> { query<Int>("SELECT 1") { compression = Compression.LZ4 } }.byteOffset shouldBe 0
            }
            withServer({ _, s ->
                s.getOutputStream().text(OK + tag + "Transfer-Encoding: chunked\r\n\r\n")
                s.getOutputStream().chunk(framed(block(1, 2, 3)))
                s.getOutputStream().text("0\r\n\r\n")
            }) {
                shouldThrow<FormatException> { query<List<Int>>("SELECT 1") { compression = Compression.LZ4 } }
            }
        }
    }

    test("a connection that closes before it answers") {
        withServer({ _, _ -> }) {
            shouldThrow<TransportException> { execute("SELECT 1") }.mayHaveReachedServer shouldBe true
            ping() shouldBe false
        }
    }

    test("I31 an exception in place of a frame, in frames, and in place of a block of an older server") {
        val tag = "abcdefghijklmnop"
        val words = "Code: 395. DB::Exception: boom. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO)\n"
        val text = "\r\n__exception__\r\n$tag\r\n$words${words.length} $tag\r\n__exception__\r\n".toByteArray()
        val head = OK + "X-ClickHouse-Exception-Tag: $tag\r\nTransfer-Encoding: chunked\r\n\r\n"
        for (end in listOf(text, framed(text))) {
            withServer({ _, s ->
                s.getOutputStream().text(head)
                s.getOutputStream().chunk(framed(block(7)))
                s.getOutputStream().chunk(end)
            }) {
                val seen = ArrayList<Int>()
                val error =
                    shouldThrow<ServerException> { stream<Int>("SELECT 1") { compression = Compression.LZ4 }.collect { seen.add(it) } }
                error.code shouldBe 395
                error.serverMessage shouldBe "boom."
                seen shouldBe listOf(7)
            }
        }
        val old = "Code: 395, e.displayText() = DB::Exception: boom., e.what() = DB::Exception\n"
        for (end in listOf(old, "__exception__\r\n$words")) {
            withServer({ _, s ->
                s.getOutputStream().text(OK + "Transfer-Encoding: chunked\r\n\r\n")
                s.getOutputStream().chunk(block(7))
                s.getOutputStream().chunk(end.toByteArray())
                s.getOutputStream().text("0\r\n\r\n")
            }) {
                val seen = ArrayList<Int>()
                shouldThrow<ServerException> { stream<Int>("SELECT 1").collect { seen.add(it) } }.serverMessage shouldBe "boom."
                seen shouldBe listOf(7)
                shouldThrow<ServerException> { rawStream("SELECT 1", Format.NATIVE).toList() }.code shouldBe 395
            }
        }
    }

    test("I30 error answers: a code in the header of a 200, frames, a proxy's page, a redirect") {
        val words = "Code: 60. DB::Exception: no such table. (UNKNOWN_TABLE)\n"
        val answers = mapOf(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nX-ClickHouse-Exception-Code: 60\r\nContent-Length: ${words.length}\r\n\r\n$words" to
                (60 to "no such table."),
            "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\noops" to (0 to "oops"),
            "HTTP/1.1 307 Moved\r\nLocation: http://elsewhere/\r\nContent-Length: 0\r\n\r\n" to
                (0 to "The server sends us to http://elsewhere/, which is not followed; use the final endpoint."),
        )
        val brokenOff =
            "HTTP/1.1 200 OK\r\nX-ClickHouse-Exception-Code: 60\r\nContent-Length: 1000\r\n\r\n$words" to (60 to "no such table.")
        val block = "\r\n__exception__\r\nTAG\r\n$words${words.length} TAG\r\n__exception__\r\n"
        val marked = "HTTP/1.1 200 OK\r\nX-ClickHouse-Exception-Code: 60\r\nX-ClickHouse-Exception-Tag: TAG\r\n" +
            "Content-Length: 1000\r\n\r\n$block" to (60 to "no such table.")
        for ((answer, expected) in answers + brokenOff + marked) {
            withServer({ _, s -> s.getOutputStream().text(answer) }) {
                val error = shouldThrow<ServerException> { execute("SELECT 1") }
                error.code shouldBe expected.first
                error.serverMessage.trim() shouldBe expected.second
                error.isRetryable shouldBe (error.httpStatus == 502)
            }
        }
        val packed = framed(words.toByteArray())
        withServer({ _, s ->
            s.getOutputStream().text("HTTP/1.1 404 Not Found\r\nContent-Length: ${packed.size}\r\n\r\n")
            s.getOutputStream().write(packed)
        }) {
            shouldThrow<ServerException> { execute("SELECT 1") }.name shouldBe "UNKNOWN_TABLE"
        }
    }

    test("a server that is too old for compressed answers is not trusted with one") {
        withServer({ seen, s ->
            // The end of an answer in frames is lost.
            val rows = if ("compress=1" in seen.head) ByteArray(0) else block(7)
            s.getOutputStream().text("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ${rows.size}\r\n\r\n")
            s.getOutputStream().write(rows)
        }) { server ->
            query<Int>("SELECT 1") {
                compression = Compression.LZ4
                queryId = "mine"
            }.rows shouldBe listOf(7)
            stream<Int>("SELECT 1") { compression = Compression.LZ4 }.toList() shouldBe listOf(7)
            val heads = List(3) { server.seen.take().head }
            heads.map { "compress=1" in it } shouldBe listOf(true, false, false)
            // The query has ended when its answer begins, so that its name is free.
            heads.take(2).all { Regex("query_id=mine[& ]").containsMatchIn(it) } shouldBe true
            server.kills.isEmpty() shouldBe true
        }
    }

    test("I23 progress headers are told in order, and the summary last") {
        val progress = (1..3).joinToString("") { "X-ClickHouse-Progress: {\"read_rows\":\"$it\",\"total_rows_to_read\":\"9\"}\r\n" }
        withServer({ _, s ->
            s.getOutputStream().text(
                OK.replace("\r\nX-ClickHouse-Summary", "\r\n${progress}X-ClickHouse-Summary") + "Content-Length: 0\r\n\r\n",
            )
        }) { server ->
            val told = ArrayList<Progress>()
            execute("SELECT 1") { onProgress { told.add(it) } }
            told.map { it.readRows } shouldBe listOf(1L, 2L, 3L, 1L)
            told[0].totalRowsToRead shouldBe 9
            server.seen.take().head shouldContain "send_progress_in_http_headers=1"
        }
    }

    test("C5 I24 whoever leaves closes the connection and stops the query: take, cancel before and in mid-answer, timeout") {
        fun flowing(): (Seen, Socket) -> Unit = { _, s ->
            s.getOutputStream().text(OK + "Transfer-Encoding: chunked\r\n\r\n")
            while (true) s.getOutputStream().chunk(block(*IntArray(100) { it }))
        }
        withServer(flowing()) { server ->
            stream<Int>("SELECT 1") { queryId = "it's" }.take(3).toList() shouldBe listOf(0, 1, 2)
            server.closed.poll(10, TimeUnit.SECONDS) shouldBe true
            server.awaitKill() shouldBe "KILL QUERY WHERE query_id = 'it\\'s' ASYNC"
        }
        // A body that stalls, and an answer that never begins: the close shows as the end of what the client sends.
        for (head in listOf(OK + "Transfer-Encoding: chunked\r\n\r\n", "")) {
            repeat(5) {
                val gone = CompletableFuture<Int>()
                withServer({ _, s -> s.getOutputStream().text(head); gone.complete(s.getInputStream().read()) }) { server ->
                    coroutineScope {
                        val call = launch(Dispatchers.Default) { rawStream("SELECT 1", Format.CSV).toList() }
                        runInterruptible(Dispatchers.IO) { server.seen.take() }
                        call.cancelAndJoin()
                    }
                    runInterruptible(Dispatchers.IO) { gone.get(10, TimeUnit.SECONDS) } shouldBe -1
                    server.awaitKill().orEmpty() shouldStartWith "KILL QUERY"
                }
            }
        }
        withServer({ _, s -> s.getInputStream().read() }) { server ->
            shouldThrow<TransportException> { query<Int>("SELECT 1") { timeout = java.time.Duration.ofMillis(100) } }
            server.awaitKill().orEmpty() shouldStartWith "KILL QUERY"
        }
    }

    test("an insert's source that fails leaves the request without its end") {
        val all = CompletableFuture<String>()
        withServer({ _, s -> all.complete(String(s.getInputStream().readAllBytes())) }) {
            shouldThrow<IllegalStateException> {
                rawInsert("t", Format.CSV, flow { emit("1\n".toByteArray()); emit("2\n".toByteArray()); error("broken source") })
            }.message shouldBe "broken source"
            val body = runInterruptible(Dispatchers.IO) { all.get(10, TimeUnit.SECONDS) }
            body shouldNotContain "0\r\n\r\n"
        }
    }

    test("an insert sees the refusal that comes while it is still sending") {
        withServer({ _, s ->
            val words = "Code: 252. DB::Exception: Too many parts. (TOO_MANY_PARTS)\n"
            s.getInputStream().read(ByteArray(100))
            s.getOutputStream().text(
                "HTTP/1.1 500 Error\r\nX-ClickHouse-Exception-Code: 252\r\nContent-Length: ${words.length}\r\n\r\n$words",
            )
            // Reads on for a while, as servers do, so that its words are not lost to a reset.
            while (s.getInputStream().read(ByteArray(65_536)) >= 0) Unit
        }) {
            val error = shouldThrow<ServerException> {
                rawInsert("a.b", Format.CSV, flow { while (true) emit(ByteArray(10_000)) }) {
                    columns = listOf("x y"); contentEncoding =
                        "gzip"
                }
            }
            error.code shouldBe 252
            error.isRetryable shouldBe true
        }
    }

    test("a cancelled caller sees its own cancellation") {
        withServer({ _, s -> s.getInputStream().read() }) { server ->
            coroutineScope {
                val call = async(Dispatchers.Default) { runCatching { execute("SELECT 1") }.exceptionOrNull() }
                runInterruptible(Dispatchers.IO) { server.seen.take() }
                call.cancel(CancellationException("enough"))
                call.join()
                val seen = runCatching { call.await() }.exceptionOrNull()
                (seen is CancellationException) shouldBe true
            }
        }
    }

    test("the same over a Ktor engine of the caller's: rows, short answers, failures on the way, leaving") {
        val cio = CIO.create()
        suspend fun overCio(answer: (Seen, Socket) -> Unit, test: suspend ClickHouseClient.(ScriptedServer) -> Unit) {
            ScriptedServer(answer).use { server ->
                ClickHouseClient(server.endpoint) {
                    compression = Compression.NONE
                    engine = cio
                }.use { it.test(server) }
            }
        }
        val chunked = "Transfer-Encoding: chunked\r\n\r\n"
        overCio({ _, s ->
            s.getOutputStream().text(OK + chunked)
            s.getOutputStream().chunk(block(1, 2))
            s.getOutputStream().text("0\r\n\r\n")
        }) { server ->
            query<Int>("SELECT 1") { parameter("p", "a b+c&%") }.rows shouldBe listOf(1, 2)
            server.seen.take().head shouldContain "&param_p=a%20b%2Bc%26%25 HTTP/1.1\r\n"
        }
        overCio({ _, s -> s.getOutputStream().text(OK + "Content-Length: 100\r\n\r\nabc") }) {
            shouldThrow<TransportException> { rawStream("SELECT 1", Format.CSV).toList() }
        }
        // This engine does not see that the last chunk is missing; the number of rows shows it.
        overCio({ _, s ->
            s.getOutputStream().text(OK.replace("\"read_rows\":\"1\"", "\"result_rows\":\"5\"") + chunked)
            s.getOutputStream().chunk(block(1, 2))
        }) {
            shouldThrow<TransportException> { query<Int>("SELECT 1") }
        }
        overCio({ _, s ->
            s.getOutputStream().text(OK + chunked)
            s.getOutputStream().chunk(block(7))
            s.getOutputStream().chunk("Code: 395. DB::Exception: boom. (SOME_NAME)\n".toByteArray())
            s.getOutputStream().text("0\r\n\r\n")
        }) {
            val seen = ArrayList<Int>()
            shouldThrow<ServerException> { stream<Int>("SELECT 1").collect { seen.add(it) } }.name shouldBe "SOME_NAME"
            seen shouldBe listOf(7)
        }
        for (coding in listOf("gzip, chunked", "chunked, gzip")) {
            overCio({ _, s -> s.getOutputStream().text(OK + "Transfer-Encoding: $coding\r\n\r\n0\r\n\r\n") }) {
                shouldThrow<TransportException> { rawQuery("SELECT 1", Format.CSV) }
            }
        }
        val gone = CompletableFuture<Int>()
        overCio({ _, s ->
            s.getOutputStream().text(OK + chunked)
            s.getOutputStream().chunk(block(1, 2, 3))
            gone.complete(s.getInputStream().read())
        }) { server ->
            stream<Int>("SELECT 1").take(2).toList() shouldBe listOf(1, 2)
            runInterruptible(Dispatchers.IO) { gone.get(10, TimeUnit.SECONDS) } shouldBe -1
            server.awaitKill().orEmpty() shouldStartWith "KILL QUERY"
        }
        ClickHouseClient(ClosedPort.endpoint) { engine = cio }.use {
            shouldThrow<TransportException> { it.execute("SELECT 1") }.mayHaveReachedServer shouldBe false
        }
        cio.close()
    }
})
