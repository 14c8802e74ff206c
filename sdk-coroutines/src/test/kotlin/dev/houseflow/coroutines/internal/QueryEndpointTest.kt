package dev.houseflow.coroutines.internal

import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.QueryEndpointException
import dev.houseflow.QueryEndpointMethod
import dev.houseflow.QueryEndpointRequest
import dev.houseflow.RetryPolicy
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.QueryEndpoint
import dev.houseflow.coroutines.QueryEndpointConfig
import dev.houseflow.coroutines.internal.StepServer.Companion.BREAK_OFF
import dev.houseflow.coroutines.internal.StepServer.Companion.OK
import dev.houseflow.coroutines.internal.StepServer.Companion.block
import dev.houseflow.coroutines.internal.StepServer.Companion.cut
import dev.houseflow.coroutines.internal.StepServer.Companion.native
import dev.houseflow.coroutines.internal.StepServer.Companion.status
import dev.houseflow.coroutines.internal.queryendpoint.QueryEndpointRequests
import dev.houseflow.coroutines.internal.request.UserAgent
import dev.houseflow.coroutines.internal.stream.Lines
import dev.houseflow.coroutines.jsonRows
import dev.houseflow.coroutines.query
import dev.houseflow.coroutines.stream
import dev.houseflow.internal.wire.InputStreamSource
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.ScriptedServer.Request
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.toList
import kotlinx.serialization.Serializable
import java.nio.file.Files
import java.time.Duration

private const val ID = "04a0f8a4-5f92-4b3a-8b41-2f9a1fbf9b4e"
private const val PATH = "/.api/query-endpoints/$ID/run"
private const val AUTHORIZATION = "Authorization: Basic a2V5OnMzY3JldA=="

@Serializable
private data class TableOf(val database: String, val num_tables: String)

@Serializable
private data class N(val n: Int)

class QueryEndpointTest : FunSpec({
    timeout = 60_000

    fun endpoint(server: StepServer, configure: QueryEndpointConfig.() -> Unit = {}) = QueryEndpoint(ID, "key", "s3cret") {
        baseUrl = server.endpoint + "/.api/query-endpoints/"
        retry = RetryPolicy.NONE
        configure()
    }

    fun Request.sent() = lines.filterNot { it.startsWith("Host: ") }

    val rows = "{\"database\":\"INFORMATION_SCHEMA\",\"num_tables\":\"COLUMNS\"}\n" +
        "{\"database\":\"INFORMATION_SCHEMA\",\"num_tables\":\"KEY_COLUMN_USAGE\"}\n"

    /** What is sent for [call], to which the endpoint answers [answer]. */
    suspend fun sent(version: Int = 2, answer: String = "", call: suspend (QueryEndpoint) -> Unit): Pair<List<String>, String> =
        StepServer({ answer(answer, "200 OK", "Content-Type: application/x-ndjson") }).use { server ->
            endpoint(server) { this.version = version }.use { call(it) }
            server.seen.single().let { it.sent() to String(it.body) }
        }

    test("H16 basic request, version 1") {
        val table = "{\"data\":{\"columns\":[{\"name\":\"database\",\"type\":\"String\"},{\"name\":\"num_tables\",\"type\":\"String\"}]," +
            "\"rows\":[[\"INFORMATION_SCHEMA\",\"COLUMNS\"],[\"INFORMATION_SCHEMA\",\"KEY_COLUMN_USAGE\"]]}}"
        val request = QueryEndpointRequest {
            method = QueryEndpointMethod.POST
            format = Format.JSON_EACH_ROW
        }
        val (lines, body) = sent(version = 1, answer = table) { endpoint ->
            val read = endpoint.table(request)
            read.columns.map { it.name } shouldBe listOf("database", "num_tables")
            read.rows.last() shouldBe listOf("INFORMATION_SCHEMA", "KEY_COLUMN_USAGE")
        }
        lines shouldBe listOf(
            "POST $PATH HTTP/1.1",
            AUTHORIZATION,
            "User-Agent: ${UserAgent.of(null)}",
            "x-clickhouse-endpoint-version: 1",
            "Content-Type: application/json",
            "Content-Length: 24",
        )
        body shouldBe "{\"format\":\"JSONEachRow\"}"
    }

    test("H16 basic request, version 2") {
        val request = QueryEndpointRequest { format = Format.JSON_EACH_ROW }
        sent(answer = rows) { it.call(request).text() shouldBe rows }.first shouldBe listOf(
            "GET $PATH?format=JSONEachRow HTTP/1.1",
            AUTHORIZATION,
            "User-Agent: ${UserAgent.of(null)}",
            "x-clickhouse-endpoint-version: 2",
        )
        val posted = sent { it.call(request.toBuilder().method(QueryEndpointMethod.POST).build()) }
        posted.first shouldBe listOf(
            "POST $PATH?format=JSONEachRow HTTP/1.1",
            AUTHORIZATION,
            "User-Agent: ${UserAgent.of(null)}",
            "x-clickhouse-endpoint-version: 2",
            "Content-Type: application/json",
            "Content-Length: 0",
        )
        posted.second shouldBe ""
    }

    test("H16 H3 variables and JSONCompactEachRow") {
        val request = QueryEndpointRequest {
            variable("tableNameRegex", "query.*").variable("database", "system")
            format = Format.JSON_COMPACT_EACH_ROW
        }
        val answer = "[\"query_cache\", \"system\"]\n[\"query_log\", \"system\"]\n"
        sent(answer = answer) { it.lines(request).toList() shouldBe answer.trim().lines() }.first.first() shouldBe
            "GET $PATH?format=JSONCompactEachRow&param_tableNameRegex=query.*&param_database=system HTTP/1.1"
        val (lines, body) = sent { it.call(request.toBuilder().method(QueryEndpointMethod.POST).build()) }
        lines.first() shouldBe "POST $PATH?format=JSONCompactEachRow HTTP/1.1"
        body shouldBe "{\"queryVariables\":{\"tableNameRegex\":\"query.*\",\"database\":\"system\"}}"
    }

    test("H16 H4 an array as a variable, which goes into the body by itself") {
        val (lines, body) = sent(answer = "OK") { endpoint ->
            endpoint.call { variable("arr", listOf(listOf(listOf(12, 13, 0, 1), listOf(12)))) }.text() shouldBe "OK"
        }
        lines.first() shouldBe "POST $PATH HTTP/1.1"
        body shouldBe "{\"queryVariables\":{\"arr\":[[[12,13,0,1],[12]]]}}"
        sent { it.call { variable("arr", listOf(1)).method(QueryEndpointMethod.GET) } }.first.first() shouldBe
            "GET $PATH?param_arr=%5B1%5D HTTP/1.1"
    }

    test("H16 H10 settings") {
        sent { it.call { setting("max_threads", 8) } }.first.first() shouldBe "GET $PATH?max_threads=8 HTTP/1.1"
        sent { it.call { setting("max_threads", 8).method(QueryEndpointMethod.POST) } }.first.first() shouldBe
            "POST $PATH?max_threads=8 HTTP/1.1"
    }

    test("H16 H8 a file goes as it is, with the variables in the URL") {
        val csv = "\"user_id\",\"json\",\"name\"\n\"1\",\"{\"\"name\"\":\"\"John\"\",\"\"age\"\":30}\",\"John\"\n"
        val file = Files.createTempFile("my_first_table_2024-07-11", ".csv")
        Files.write(file, csv.toByteArray())
        val request = QueryEndpointRequest {
            variable("year", 2024).setting("max_threads", 8)
            format = Format.CSV
        }
        val head = listOf(
            "POST $PATH?format=CSV&param_year=2024&max_threads=8 HTTP/1.1",
            AUTHORIZATION,
            "User-Agent: ${UserAgent.of(null)}",
            "x-clickhouse-endpoint-version: 2",
            "Content-Type: application/octet-stream",
        )
        val uploads: List<suspend (QueryEndpoint) -> Unit> = listOf(
            { it.upload(request, file) },
            { it.upload(request, csv.byteInputStream()) },
            { endpoint -> endpoint.upload(request, flowOf(csv.take(5).toByteArray(), csv.drop(5).toByteArray())) },
        )
        for (upload in uploads) sent(call = upload) shouldBe (head + "Transfer-Encoding: chunked" to csv)
        sent { it.upload(request, csv.toByteArray()) } shouldBe (head + "Content-Length: ${csv.length}" to csv)
        Files.delete(file)
        StepServer().use { server ->
            endpoint(server).use { endpoint ->
                shouldThrow<ConfigurationException> {
                    endpoint.upload(request.toBuilder().method(QueryEndpointMethod.GET).build(), ByteArray(0))
                }
                shouldThrow<IllegalStateException> { endpoint.upload(request, flow { error("no more") }) }.message shouldBe "no more"
            }
        }
    }

    test("H16 H15 NDJSON that is cut anywhere, also inside of a character, is the same lines") {
        val text = "{\"database\":\"caf\u00e9\",\"num_tables\":\"\u20ac\"}\n\n{\"database\":\"\uD83D\uDE00\",\"num_tables\":\"\"}"
        val bytes = text.toByteArray()
        val steps = (0..bytes.size).map { at ->
            val step: Step = {
                send("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
                if (at > 0) chunk(bytes.copyOfRange(0, at))
                Thread.sleep(1)
                if (at < bytes.size) chunk(bytes.copyOfRange(at, bytes.size))
                send("0\r\n\r\n")
            }
            step
        }
        StepServer(*steps.toTypedArray()).use { server ->
            endpoint(server).use { endpoint ->
                repeat(steps.size) { endpoint.lines(QueryEndpointRequest { }).toList() shouldBe text.lines() }
            }
            server.seen.first().target shouldBe "$PATH?format=JSONEachRow"
        }
        val bytewise = Lines(InputStreamSource(bytes.inputStream(), 1), 1 shl 20)
        val got = ArrayList<String>()
        while (true) got += bytewise.next() ?: break
        got shouldBe text.lines()
    }

    test("H15 what is no UTF-8 is an error behind the lines before it") {
        val step: Step = { answer("good\n".toByteArray() + byteArrayOf(-1, '\n'.code.toByte()) + "more\n".toByteArray()) }
        StepServer(step).use { server ->
            endpoint(server).use { endpoint ->
                val got = ArrayList<String>()
                shouldThrow<FormatException> { endpoint.lines(QueryEndpointRequest { }).collect { got += it } }.message shouldContain
                    "Line 1"
                got shouldBe listOf("good")
            }
        }
    }

    test("H15 rows of JSON are objects, and a line that is none is named") {
        val step: Step = { answer(rows.replace("\"num_tables\"", "\"more\":[1],\"num_tables\"")) }
        val bad: Step = { answer(rows + "{\"database\":1}\n") }
        StepServer(step, bad).use { server ->
            endpoint(server).use { endpoint ->
                endpoint.jsonRows<TableOf>().toList().map { it.num_tables } shouldBe listOf("COLUMNS", "KEY_COLUMN_USAGE")
                val got = ArrayList<TableOf>()
                val failure = shouldThrow<FormatException> { endpoint.jsonRows<TableOf>().collect { got += it } }
                failure.row shouldBe 2
                got shouldHaveSize 2
            }
        }
    }

    test("H15 Native is decoded as queries are, and an answer that is cut off is an error") {
        val split: Step = {
            val bytes = block(1, 2) + block(3)
            send(Answers.chunked(listOf(bytes.copyOfRange(0, 9), bytes.copyOfRange(9, bytes.size))))
        }
        val short: Step = { answer(block(1, 2).dropLast(1).toByteArray()) }
        val tagged: Step = { send(Answers.chunked(listOf(block(7), Answers.taggedException()), Answers.TAG_FIELD)) }
        val bare: Step = { send(Answers.chunked(listOf(block(7), Answers.MESSAGE.toByteArray()))) }
        StepServer(native(block(1, 2)), split, short, cut(block(1)), tagged, bare).use { server ->
            endpoint(server).use { endpoint ->
                endpoint.query<N>().rows shouldBe listOf(N(1), N(2))
                endpoint.stream<N> { variable("x", 1) }.toList() shouldBe listOf(N(1), N(2), N(3))
                shouldThrow<TransportException> { endpoint.query<N>() }
                shouldThrow<TransportException> { endpoint.query<N>() }
                repeat(2) {
                    val got = ArrayList<N>()
                    shouldThrow<ServerException> { endpoint.stream<N>().collect { got += it } }.code shouldBe 395
                    got shouldBe listOf(N(7))
                }
            }
            server.seen[1].target shouldBe "$PATH?format=Native&param_x=1"
        }
    }

    test("H15 an answer that is no Native is not taken for one that was cut off") {
        val types = listOf("text/plain; charset=utf-8", "application/json", "application/x-ndjson")
        StepServer(*types.map<String, Step> { type -> { answer("OK", "200 OK", "Content-Type: $type") } }.toTypedArray()).use { server ->
            endpoint(server).use { endpoint ->
                for (type in types) {
                    shouldThrow<FormatException> { endpoint.query<N>() }.message shouldContain type.substringBefore(';')
                }
            }
        }
    }

    test("H15 bytes come as they are, and whoever leaves is rid of the rest") {
        val long: Step = {
            send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            chunk("PAR1".toByteArray())
            clientClosesWithin(30_000)
        }
        StepServer({ answer("PAR1") }, long).use { server ->
            endpoint(server).use { endpoint ->
                val request = QueryEndpointRequest { format = Format.PARQUET }
                endpoint.rawStream(request).toList().map { String(it) } shouldBe listOf("PAR1")
                String(endpoint.rawStream(request).first()) shouldBe "PAR1"
            }
        }
    }

    test("H4 what is too long for a URL goes into the body by itself") {
        suspend fun method(chars: Int) = sent { it.call { variable("v", "x".repeat(chars)) } }.first.first().substringBefore(' ')
        method(3900) shouldBe "GET"
        method(4100) shouldBe "POST"
        val requests = QueryEndpointRequests(ID, 2, null, baseChars = 0)
        val fits = 4096 - "/$ID/run?param_v=".length
        requests.of(QueryEndpointRequest { variable("v", "x".repeat(fits)) }).method shouldBe "GET"
        requests.of(QueryEndpointRequest { variable("v", "x".repeat(fits + 1)) }).method shouldBe "POST"
    }

    test("H9 the endpoint is told the time, and gets a little more of it here") {
        val requests = QueryEndpointRequests(ID, 2, Duration.ofSeconds(60), 0)
        val plain = requests.of(QueryEndpointRequest { })
        plain.parameters["request_timeout"] shouldBe listOf("60000")
        plain.timeout shouldBe Duration.ofSeconds(65)
        requests.of(QueryEndpointRequest { timeout = Duration.ofMillis(1500) }).parameters["request_timeout"] shouldBe listOf("1500")
        val silent = QueryEndpointRequests(ID, 2, null, 0).of(QueryEndpointRequest { })
        silent.parameters["request_timeout"].shouldBeNull()
        silent.timeout.shouldBeNull()
    }

    test("H12 an upgrade sends both headers, whatever the version") {
        for (version in 1..2) {
            sent(version) { it.call { upgradeToV2().format(Format.NATIVE) } }.first.drop(2) shouldBe
                listOf("User-Agent: ${UserAgent.of(null)}", "x-clickhouse-endpoint-version: 2", "x-clickhouse-endpoint-upgrade: 1")
        }
    }

    test("H7 H13 formats and calls that a version does not know are refused before anything is sent") {
        StepServer().use { server ->
            endpoint(server) { version = 1 }.use { endpoint ->
                val native = QueryEndpointRequest { format = Format.NATIVE }
                shouldThrow<ConfigurationException> { endpoint.call(native) }.message shouldContain "does not know the format Native"
                shouldThrow<ConfigurationException> { endpoint.upload(native, ByteArray(0)) }
                val none = QueryEndpointRequest { }
                shouldThrow<ConfigurationException> { endpoint.lines(none).toList() }.message shouldContain "Version 1"
                shouldThrow<ConfigurationException> { endpoint.rawStream(none).toList() }
                shouldThrow<ConfigurationException> { endpoint.query<N>() }
                server.seen shouldHaveSize 0
                endpoint.call { format(Format.CSV_WITH_NAMES).variable("a", 1) }
                endpoint.call { format(Format.CSV).variable("a", 1).method(QueryEndpointMethod.POST) }
            }
            endpoint(server).use { endpoint ->
                shouldThrow<ConfigurationException> { endpoint.table(QueryEndpointRequest { }) }.message shouldContain "version 1"
                shouldThrow<ConfigurationException> { endpoint.lines(QueryEndpointRequest { format = Format.CSV }).toList() }
                shouldThrow<ConfigurationException> { endpoint.query<N> { format(Format.CSV) } }
            }
            server.seen.map { it.target } shouldBe listOf("$PATH?format=CSVWithNames&param_a=1", PATH)
            server.bodies.last() shouldBe "{\"queryVariables\":{\"a\":1},\"format\":\"CSV\"}"
        }
    }

    test("H14 what the endpoint refuses is told apart, with its words") {
        val code = "Code: 62. DB::Exception: Syntax error. (SYNTAX_ERROR) (version 25.8)"
        val packed: Step = { answer(Answers.gzip("{\"error\":\"no\"}".toByteArray()), "401 Unauthorized", "Content-Encoding: gzip") }
        StepServer(
            { answer(code, "400 Bad Request") },
            packed,
            { answer("Not found", "404 Not Found") },
            { answer("oops", "500 Internal Server Error") },
            { answer("", "302 Found", "Location: http://elsewhere") },
        ).use { server ->
            endpoint(server).use { endpoint ->
                val bad = shouldThrow<QueryEndpointException.BadRequest> { endpoint.call() }
                bad.body shouldBe code
                bad.code shouldBe 62
                bad.name shouldBe "SYNTAX_ERROR"
                val key = shouldThrow<QueryEndpointException.Unauthorized> { endpoint.query<N>() }
                key.body shouldBe "{\"error\":\"no\"}"
                key.message shouldNotContain "s3cret"
                shouldThrow<QueryEndpointException.NotFound> { endpoint.lines(QueryEndpointRequest { }).toList() }.httpStatus shouldBe 404
                val other = shouldThrow<QueryEndpointException> { endpoint.upload(QueryEndpointRequest { }, ByteArray(1)) }
                other.httpStatus shouldBe 500
                shouldThrow<QueryEndpointException> { endpoint.call() }.httpStatus shouldBe 302
            }
        }
    }

    test("what may have arrived is run again only when its caller says so") {
        StepServer(BREAK_OFF, BREAK_OFF, OK, status("503 Service Unavailable"), status("503 Service Unavailable"), OK).use { server ->
            endpoint(server) { retry = RetryPolicy { initialBackoff = Duration.ZERO } }.use { endpoint ->
                shouldThrow<TransportException> { endpoint.call() }
                endpoint.call { idempotent(true) }.text() shouldBe "fine"
                shouldThrow<QueryEndpointException> { endpoint.call() }
                endpoint.call { idempotent(true).method(QueryEndpointMethod.POST) }.text() shouldBe "fine"
            }
            server.seen shouldHaveSize 6
        }
    }

    test("H1 H6 ids, keys and addresses are looked at first, and secrets are printed nowhere") {
        fun refused(id: String = ID, key: String = "key", secret: String = "s3cret", configure: QueryEndpointConfig.() -> Unit = {}) =
            shouldThrow<ConfigurationException> { QueryEndpoint(id, key, secret, configure) }.message.orEmpty()
        for (id in listOf("", "x", "$ID/run", ID.dropLast(1), ID.replace('-', '_'))) refused(id) shouldContain "UUID"
        refused(key = "") shouldContain "key's id"
        refused(key = "a:b") shouldContain "colon"
        refused(secret = "") shouldContain "secret"
        refused(secret = "s3cret\n") shouldNotContain "s3cret"
        refused { version = 3 } shouldContain "1 or 2"
        refused { timeout = Duration.ZERO } shouldContain "millisecond"
        refused { baseUrl = "https://u:pw@host/x" } shouldNotContain "pw"
        refused { baseUrl = "ftp://host" } shouldContain "http"
        refused { baseUrl = "https://host/x?y=1" } shouldContain "?"
        QueryEndpoint(ID, "key", "s3cret").use {
            it.toString() shouldBe
                "QueryEndpoint(https://console-api.clickhouse.cloud:443/.api/query-endpoints/$ID, key key, secret <hidden>)"
        }
        QueryEndpoint(ID, "key", "s3cret") { baseUrl = "http://[::1]" }.use { it.toString() shouldContain "http://[::1]:80/$ID" }
        QueryEndpoint(ID, "key", "s3cret") { baseUrl = "http://h:9/a" }.use { it.toString() shouldContain "http://h:9/a/$ID" }
        QueryEndpointConfig().toString() shouldNotContain "secret"
        val closed = QueryEndpoint(ID, "key", "s3cret")
        closed.close()
        shouldThrow<ConfigurationException> { closed.call() }.shouldBeInstanceOf<ConfigurationException>().message shouldContain "closed"
    }
})
