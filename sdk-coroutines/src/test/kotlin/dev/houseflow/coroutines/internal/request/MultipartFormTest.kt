package dev.houseflow.coroutines.internal.request

import dev.houseflow.ConfigurationException
import dev.houseflow.ExternalTable
import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.QueryRequest
import dev.houseflow.RetryPolicy
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.engine
import dev.houseflow.coroutines.internal.Retrying
import dev.houseflow.coroutines.internal.Step
import dev.houseflow.coroutines.internal.StepServer
import dev.houseflow.coroutines.internal.StepServer.Companion.BREAK_OFF
import dev.houseflow.coroutines.internal.StepServer.Companion.HANG_UP
import dev.houseflow.coroutines.internal.StepServer.Companion.block
import dev.houseflow.coroutines.internal.StepServer.Companion.status
import dev.houseflow.coroutines.internal.handler.whole
import dev.houseflow.testkit.ClosedPort
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldNotContain
import io.ktor.client.engine.cio.CIO
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runInterruptible
import kotlinx.serialization.serializer
import java.io.InputStream
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit

/** The body with its boundary, which nobody knows before, as `BOUNDARY`. */
private fun ScriptedServer.Request.form(): String {
    val boundary = checkNotNull(field("Content-Type")).removePrefix("multipart/form-data; boundary=")
    boundary shouldMatch Regex("houseflow-[0-9a-f-]{36}")
    return String(body, Charsets.ISO_8859_1).replace(boundary, "BOUNDARY")
}

private fun field(name: String, value: String) = "--BOUNDARY\r\nContent-Disposition: form-data; name=\"$name\"\r\n\r\n$value\r\n"

private fun file(name: String, value: String) = "--BOUNDARY\r\nContent-Disposition: form-data; name=\"$name\"; filename=\"$name\"\r\n" +
    "Content-Type: application/octet-stream\r\n\r\n$value\r\n"

private const val END = "--BOUNDARY--\r\n"

class MultipartFormTest : FunSpec({
    timeout = 60_000

    suspend fun withServer(
        vararg steps: Step,
        configure: ClickHouseClientConfig.() -> Unit = {},
        test: suspend Retrying.(StepServer) -> Unit,
    ) {
        StepServer(*steps).use { server -> Retrying(server.endpoint, configure = configure).use { it.test(server) } }
    }

    suspend fun ClickHouseClient.send(table: ExternalTable) = execute("SELECT 1") { externalTable(table); queryId = "q" }

    suspend fun inTemporaryFile(text: String, test: suspend (Path) -> Unit) {
        val file = Files.createTempFile("external", ".csv")
        try {
            Files.write(file, text.toByteArray())
            test(file)
        } finally {
            Files.delete(file)
        }
    }

    test("parameters of up to 4096 bytes stand in the URL, longer ones in the body with the statement") {
        withServer(configure = { username = "u"; password = "secret" }) { server ->
            val fitting = "a".repeat(4096 - "&param_s=".length)
            client.execute("SELECT {s:String}") { parameter("s", fitting); queryId = "q" }
            client.execute("SELECT {s:String}, {n:Int8}") { parameter("s", "$fitting\n"); parameter("n", 1); queryId = "q" }
            client.execute("SELECT {s:String}") { parameter("s", "ü".repeat(700)); queryId = "q"; setting("max_threads", 2) }
            val (short, long, encoded) = server.seen
            short.target shouldBe "/?query_id=q&wait_end_of_query=1&http_write_exception_in_output_format=0&param_s=$fitting"
            String(short.body) shouldBe "SELECT {s:String}"
            long.target shouldBe "/?query_id=q&wait_end_of_query=1&http_write_exception_in_output_format=0"
            long.form() shouldBe
                field("query", "SELECT {s:String}, {n:Int8}") + field("param_s", "$fitting\\n") + field("param_n", "1") + END
            long.field("Content-Length") shouldBe long.body.size.toString()
            long.field("Content-Encoding") shouldBe null
            long.field("Authorization") shouldBe "Basic dTpzZWNyZXQ="
            String(long.body) shouldNotContain "secret"
            encoded.target shouldBe "/?query_id=q&wait_end_of_query=1&http_write_exception_in_output_format=0&max_threads=2"
            String(encoded.form().toByteArray(Charsets.ISO_8859_1)) shouldContain "\r\n" + "ü".repeat(700) + "\r\n"
        }
    }

    test("a long statement goes in several fields, which a server puts together") {
        withServer { server ->
            val sql = "SELECT {s:String} /* " + "ü".repeat(100_000) + " */"
            client.execute(sql) { parameter("s", "a".repeat(5000)) }
            val fields = server.seen.single().form().split("--BOUNDARY\r\n").filter { "name=\"query\"" in it }
            fields.map { it.substringAfter("\r\n\r\n").removeSuffix("\r\n").length } shouldBe
                listOf(65536, 65536, 65536, 200_024 - 3 * 65536)
            val joined = fields.joinToString("") { it.substringAfter("\r\n\r\n").removeSuffix("\r\n") }
            String(joined.toByteArray(Charsets.ISO_8859_1)) shouldBe sql
        }
    }

    test("a value that is too long for the server is told what to do") {
        val refusal: Step = {
            answer(
                "Poco::Exception. Code: 1000, e.code() = 0, HTML Form Exception: Field value too long (version 26.7)",
                "500 Internal Server Error",
            )
        }
        withServer(refusal) {
            val failure = shouldThrow<ServerException> { client.execute("SELECT {s:String}") { parameter("s", "a".repeat(200_000)) } }
            failure.message shouldContain "http_max_field_value_size"
            failure.message shouldContain "ExternalTable"
        }
    }

    test("tables are files behind the fields, and described in the URL") {
        withServer { server ->
            client.execute("SELECT {n:Int8} FROM t, u, v") {
                parameter("n", 7)
                queryId = "q"
                externalTable(ExternalTable.of("t", "id UInt64, s String", Format.CSV, "1,a\n"))
                externalTable(ExternalTable("u", "UInt8", listOf(5.toShort(), 7.toShort())))
                externalTable(ExternalTable.of("v", "x Int8", Format.TAB_SEPARATED, "".byteInputStream()))
            }
            val request = server.seen.single()
            request.target shouldBe "/?query_id=q&wait_end_of_query=1&t_format=CSV&t_structure=id%20UInt64%2C%20s%20String" +
                "&u_format=Native&u_types=UInt8&v_format=TabSeparated&v_structure=x%20Int8"
            val native = String(block(5, 7), Charsets.ISO_8859_1).replace("\u0001n", "\u0002_1")
            request.form() shouldBe field("query", "SELECT {n:Int8} FROM t, u, v") + field("param_n", "7") +
                file("t", "1,a\n") + file("u", native) + file("v", "") + END
            request.field("Content-Encoding") shouldBe null
            request.field("Transfer-Encoding") shouldBe "chunked"
            // What is left of such a body in a connection, old servers take for the next request.
            request.field("Connection") shouldBe "close"
        }
    }

    test("small tables go with the length of the form, over a connection that is kept") {
        withServer { server ->
            client.send(ExternalTable.of("t", "id UInt64", Format.CSV, "1\n"))
            client.send(ExternalTable("t", "Int32", List(10_000) { it }))
            for (request in server.seen) {
                request.field("Content-Length") shouldBe request.body.size.toString()
                request.field("Connection") shouldBe null
                request.form() shouldEndWith "\r\n$END"
            }
        }
    }

    test("a setting that many servers would take for a part of a table's description is refused, unless the statement says it too") {
        val table = ExternalTable.of("t", "UInt8", Format.CSV, "1\n")
        withServer(configure = { setting("date_time_output_format", "iso") }) { server ->
            shouldThrow<ConfigurationException> { client.send(table) }.message shouldContain "date_time_output_format"
            client.execute("SELECT 1 FROM t SETTINGS date_time_output_format = 'iso'") { externalTable(table) }
            // Without tables there is another way.
            client.execute("SELECT {s:String}") { parameter("s", "a".repeat(5000)) }
            server.seen shouldHaveSize 2
            server.seen.last().target shouldContain "param_s=aaa"
        }
        withServer {
            val own = ExternalTable.of("date_time_input", "UInt8", Format.CSV, "1\n")
            shouldThrow<ConfigurationException> {
                client.execute("SELECT 1") { externalTable(own); setting("date_time_input_format", "basic") }
            }.message shouldContain "another name"
        }
    }

    test("bytes, rows and files are sent again with their query") {
        inTemporaryFile("1\n2\n") { path ->
            val tables = listOf(
                ExternalTable.of("t", "UInt8", Format.CSV, "1\n"),
                ExternalTable("t", "Int32", List(100_000) { it }),
                ExternalTable.of("t", "UInt8", Format.CSV, path),
            )
            for (table in tables) {
                withServer(HANG_UP, status("503 Service Unavailable")) { server ->
                    client.send(table)
                    server.seen shouldHaveSize 3
                    server.seen.map { it.form().hashCode() }.distinct() shouldHaveSize 1
                }
            }
        }
    }

    test("a stream is sent once, whole or not") {
        for (step in listOf(HANG_UP, BREAK_OFF, status("503 Service Unavailable"))) {
            withServer(step) { server ->
                val table = ExternalTable.of("t", "UInt8", Format.CSV, "1\n".byteInputStream())
                shouldThrow<Exception> { client.send(table) }
                server.seen shouldHaveSize 1
                shouldThrow<ConfigurationException> { client.send(table) }.message shouldContain "an earlier call has read"
                // The second call broke off, so that no server sees a whole request.
                server.seen shouldHaveSize 1
            }
        }
    }

    test("a stream that has not been read from goes to the next endpoint whole") {
        StepServer().use { alive ->
            Retrying(ClosedPort.endpoint, alive.endpoint).use {
                it.client.send(ExternalTable.of("t", "UInt8", Format.CSV, "1\n".byteInputStream()))
                alive.seen.single().form() shouldContain file("t", "1\n")
            }
        }
    }

    test("what is wrong with the data comes out as it is, and no server sees a whole request") {
        val changing = object : AbstractList<Int>() {
            override val size: Int get() = 2

            override fun get(index: Int): Int = if (index == 0) 1 else 1000
        }
        val broken = object : InputStream() {
            override fun read(): Int = error("the source broke")
        }
        val engines = listOf<ClickHouseClientConfig.() -> Unit>({}, { engine = CIO.create() })
        for (engine in engines) {
            withServer(configure = engine) { server ->
                shouldThrow<NoSuchFileException> { client.send(ExternalTable.of("t", "UInt8", Format.CSV, Path.of("no", "such"))) }
                shouldThrow<FormatException> { client.send(ExternalTable("t", "UInt8", changing)) }.message shouldContain "1000"
                shouldThrow<IllegalStateException> { client.send(ExternalTable.of("t", "UInt8", Format.CSV, broken)) }.message shouldBe
                    "the source broke"
                server.seen shouldHaveSize 0
            }
        }
    }

    test("a server that refuses while the data is still sent is heard, and the source is left alone") {
        ScriptedServer {
            readHead()
            answer(
                "Code: 50. DB::Exception: Unknown data type family: X. (UNKNOWN_TYPE)",
                "404 Not Found",
                "X-ClickHouse-Exception-Code: 50",
            )
            clientClosesWithin(30_000)
        }.use { server ->
            Retrying(server.endpoint).use {
                val endless = object : InputStream() {
                    override fun read(): Int = 'x'.code

                    override fun read(b: ByteArray, off: Int, len: Int): Int = len
                }
                shouldThrow<ServerException> { it.client.send(ExternalTable.of("t", "s X", Format.CSV, endless)) }.code shouldBe 50
            }
        }
    }

    test("a call that is cancelled while its tables are sent closes the connection, in the middle of the form") {
        val begun = CompletableFuture<Unit>()
        val closed = CompletableFuture<Boolean>()
        ScriptedServer {
            val head = checkNotNull(readHead())
            if (head.target.contains("query_id=q")) {
                begun.complete(Unit)
                closed.complete(clientClosesWithin(30_000))
            }
        }.use { server ->
            Retrying(server.endpoint).use {
                coroutineScope {
                    val call = launch(Dispatchers.Default) {
                        it.client.stream(
                            QueryRequest("SELECT 1") {
                                externalTable(ExternalTable("t", "Int64", List(10_000_000) { n -> n.toLong() }))
                                queryId = "q"
                            },
                            serializer<Long>(),
                        ).toList()
                    }
                    runInterruptible(Dispatchers.IO) { begun.get(30, TimeUnit.SECONDS) }
                    call.cancelAndJoin()
                }
                runInterruptible(Dispatchers.IO) { closed.get(30, TimeUnit.SECONDS) } shouldBe true
            }
        }
    }

    test("a server that hangs up in the middle of the tables makes a TransportException") {
        ScriptedServer {
            readHead()
            reset()
        }.use { server ->
            Retrying(server.endpoint, configure = { retry = RetryPolicy.NONE }).use {
                shouldThrow<TransportException> { it.client.send(ExternalTable("t", "Int64", List(1_000_000) { n -> n.toLong() })) }
            }
        }
    }
})
