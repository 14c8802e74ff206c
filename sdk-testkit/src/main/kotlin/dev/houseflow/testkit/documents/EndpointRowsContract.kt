package dev.houseflow.testkit.documents

import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.QueryEndpointException
import dev.houseflow.QueryEndpointMethod
import dev.houseflow.QueryEndpointRequest
import dev.houseflow.QueryEndpointTable
import dev.houseflow.QueryResult
import dev.houseflow.RawResponse
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.Maybe
import dev.houseflow.testkit.RowClass
import dev.houseflow.testkit.ScriptedServer
import dev.houseflow.testkit.inTemporaryDirectory
import dev.houseflow.testkit.rowClass
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.toList
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.io.path.writeText

/** One way into the query endpoints of ClickHouse Cloud. */
interface EndpointUnderTest {
    /** A client of [endpointId] at [baseUrl] that the caller closes. Does not try twice. */
    fun connect(
        baseUrl: String,
        endpointId: String,
        keyId: String,
        keySecret: String,
        version: Int,
        timeout: Duration?,
        clientName: String? = null,
        headers: Map<String, String> = emptyMap(),
    ): ContractEndpoint
}

/**
 * What the contract asks of a query endpoint's client. Each door has an adapter that passes every
 * call on and adds nothing.
 */
interface ContractEndpoint : AutoCloseable {
    suspend fun call(request: QueryEndpointRequest): RawResponse

    suspend fun upload(request: QueryEndpointRequest, path: Path): RawResponse

    suspend fun <T : Any> query(request: QueryEndpointRequest, rowClass: RowClass<T>): QueryResult<T>

    fun lines(request: QueryEndpointRequest): Flow<String>

    suspend fun table(request: QueryEndpointRequest): QueryEndpointTable
}

private const val ID = "04a0f8a4-5f92-4b3a-8b41-2f9a1fbf9b4e"
private const val PATH = "/.api/query-endpoints/$ID/run"

/** ClickHouse Cloud's page "Query API endpoints". A door's test is a subclass and nothing else. */
abstract class EndpointRowsContract(door: EndpointUnderTest) : FunSpec({
    timeout = 120_000

    val ok: Answer = { answer("OK") }

    suspend fun serving(
        answer: Answer = ok,
        version: Int = 2,
        timeout: Duration? = null,
        use: suspend ContractEndpoint.(List<ScriptedServer.Request>) -> Unit,
    ) {
        val seen = CopyOnWriteArrayList<ScriptedServer.Request>()
        ScriptedServer {
            while (true) {
                val request = readRequest() ?: break
                seen += request
                answer(request)
            }
        }.use { server ->
            val base = server.endpoint + "/.api/query-endpoints/"
            door.connect(base, ID, "key", "s3cret", version, timeout, "billing", mapOf("X-Tenant" to "7")).use { it.use(seen) }
            server.failures.shouldBeEmpty()
        }
    }

    fun request(configure: QueryEndpointRequest.Builder.() -> Unit = {}) = QueryEndpointRequest.builder().apply(configure).build()

    test("H1 a client has one endpoint and one key, whose secret it prints nowhere") {
        door.connect("https://h/x", ID, "key", "s3cret", 2, null).use { it.toString() shouldNotContain "s3cret" }
        serving({ answer("no", "401 Unauthorized") }) {
            shouldThrow<QueryEndpointException.Unauthorized> { call(request()) }.toString() shouldNotContain "s3cret"
        }
    }

    test("H2 variables are checked against the stored query before they are sent, where it is known") {
        val stored = "SELECT {year: UInt16}, { name :  String } -- {none: UInt8}"
        serving { seen ->
            call(request { storedQuery(stored).variable("year", 2024).variable("name", "x") })
            seen.single().target shouldBe "$PATH?param_year=2024&param_name=x"
        }
        fun refused(configure: QueryEndpointRequest.Builder.() -> Unit) =
            shouldThrow<ConfigurationException> { request { storedQuery(stored).apply(configure) } }.message.orEmpty()
        refused { variable("year", 70_000).variable("name", "x") } shouldContain "\"year\""
        refused { variable("year", 2024) } shouldContain "\"name\""
        refused { variable("year", 2024).variable("name", "x").variable("more", 1) } shouldContain "\"more\""
        refused { variable("yaer", 2024).variable("name", "x") } shouldContain "\"yaer\""
    }

    test("H3 variables are parameters of the URL by GET, and an object in the body by POST") {
        serving { seen ->
            call(request { variable("year", 2024).variable("name", "a b").method(QueryEndpointMethod.GET) })
            call(request { variable("year", 2024).variable("name", "a b").method(QueryEndpointMethod.POST) })
            seen.first().lines.first() shouldBe "GET $PATH?param_year=2024&param_name=a%20b HTTP/1.1"
            seen.last().lines.first() shouldBe "POST $PATH HTTP/1.1"
            seen.last().body.decodeToString() shouldBe "{\"queryVariables\":{\"year\":2024,\"name\":\"a b\"}}"
        }
    }

    test("H4 nested and long variables go by POST, others by GET") {
        serving { seen ->
            call(request { variable("a", "short") })
            call(request { variable("a", "x".repeat(5000)) })
            call(request { variable("a", listOf(1, 2)) })
            call(request { variable("a", mapOf("b" to 1)) })
            seen.map { it.lines.first().substringBefore(' ') } shouldBe listOf("GET", "POST", "POST", "POST")
        }
    }

    test("H5 the key goes into the Authorization header and nowhere else") {
        serving { seen ->
            call(request { variable("a", 1) })
            seen.single().field("Authorization") shouldBe "Basic a2V5OnMzY3JldA=="
            seen.single().target shouldNotContain "s3cret"
        }
    }

    test("H6 an id that is none is refused before anything is sent") {
        for (id in listOf("", "x", "$ID/run", ID.dropLast(1))) {
            shouldThrow<ConfigurationException> { door.connect("https://h", id, "key", "s", 2, null) }.message shouldContain "UUID"
        }
    }

    test("H7 version 2 takes every format, version 1 those that it knows") {
        serving { seen ->
            call(request { format(Format.PARQUET) })
            seen.single().target shouldBe "$PATH?format=Parquet"
        }
        serving(version = 1) { seen ->
            shouldThrow<ConfigurationException> { call(request { format(Format.NATIVE) }) }.message shouldContain "Native"
            seen.shouldBeEmpty()
            val known = listOf(
                "TabSeparated",
                "TabSeparatedWithNames",
                "TabSeparatedWithNamesAndTypes",
                "JSON",
                "JSONEachRow",
                "CSV",
                "CSVWithNames",
                "CSVWithNamesAndTypes",
            )
            for (name in known) call(request { format(Format.of(name)) })
            seen.size shouldBe known.size
        }
    }

    test("H8 data in the body leaves variables to the URL") {
        inTemporaryDirectory { directory ->
            val file = directory.resolve("data.csv")
            file.writeText("1,2\n")
            serving { seen ->
                upload(request { variable("year", 2024).format(Format.CSV) }, file).text() shouldBe "OK"
                seen.single().lines.first() shouldBe "POST $PATH?format=CSV&param_year=2024 HTTP/1.1"
                seen.single().field("Content-Type") shouldBe "application/octet-stream"
                seen.single().body.decodeToString() shouldBe "1,2\n"
            }
        }
    }

    test("H9 the time for a call goes to the endpoint in milliseconds") {
        serving(timeout = Duration.ofSeconds(60)) { seen ->
            call(request())
            call(request { timeout(Duration.ofMillis(1500)) })
            seen.map { it.target.substringAfter('?') } shouldBe listOf("request_timeout=60000", "request_timeout=1500")
        }
    }

    test("H10 a setting is a parameter of the URL") {
        serving { seen ->
            call(request { setting("max_threads", 8) })
            seen.single().target shouldBe "$PATH?max_threads=8"
        }
    }

    test("H11 the version is said with every call") {
        for (version in 1..2) {
            serving({ answer("{\"data\":{\"columns\":[],\"rows\":[]}}") }, version) { seen ->
                call(request())
                seen.single().field("x-clickhouse-endpoint-version") shouldBe "$version"
                seen.single().field("x-clickhouse-endpoint-upgrade") shouldBe null
            }
        }
    }

    test("H12 an upgrade sends both headers") {
        serving(version = 1) { seen ->
            call(request { upgradeToV2() })
            seen.single().field("x-clickhouse-endpoint-version") shouldBe "2"
            seen.single().field("x-clickhouse-endpoint-upgrade") shouldBe "1"
        }
    }

    test("H13 version 1 takes its format in the body") {
        serving(version = 1) { seen ->
            call(request { format(Format.CSV).variable("a", 1).method(QueryEndpointMethod.POST) })
            seen.single().body.decodeToString() shouldBe "{\"queryVariables\":{\"a\":1},\"format\":\"CSV\"}"
        }
    }

    test("H14 refusals have types of their own, with the endpoint's words") {
        val statuses = listOf("400 Bad Request", "401 Unauthorized", "404 Not Found", "500 Internal Server Error")
        val turn = CopyOnWriteArrayList(statuses)
        serving({ answer("{\"error\":\"words\"}", turn.removeAt(0)) }) {
            shouldThrow<QueryEndpointException.BadRequest> { call(request()) }.body shouldBe "{\"error\":\"words\"}"
            shouldThrow<QueryEndpointException.Unauthorized> { call(request()) }.httpStatus shouldBe 401
            shouldThrow<QueryEndpointException.NotFound> { call(request()) }.httpStatus shouldBe 404
            shouldThrow<QueryEndpointException> { call(request()) }.httpStatus shouldBe 500
        }
    }

    test("H15 version 2 streams: lines that are cut inside of a character, and rows of Native") {
        val text = "{\"s\":\"é漢\"}\n{\"s\":\"b\"}\n".toByteArray()
        val cut: Answer = {
            send(Answers.chunked(text.map { byteArrayOf(it) }, "Content-Type: application/x-ndjson"))
        }
        serving(cut) { seen ->
            lines(request()).toList() shouldContainExactly listOf("{\"s\":\"é漢\"}", "{\"s\":\"b\"}")
            seen.single().target shouldContain "format=JSONEachRow"
        }
        serving({ answer(Answers.block(listOf(1, 2))) }) { seen ->
            query(request(), rowClass<Maybe>()).rows shouldContainExactly listOf(Maybe(1), Maybe(2))
            seen.single().target shouldContain "format=Native"
        }
    }

    test("H16 the documents' examples: a table of version 1, an array as a variable, a setting") {
        val answer = "{\"data\":{\"columns\":[{\"name\":\"database\",\"type\":\"String\"},{\"name\":\"num_tables\",\"type\":\"UInt64\"}]," +
            "\"rows\":[[\"INFORMATION_SCHEMA\",1]]}}"
        serving({ answer(answer) }, version = 1) {
            val table = table(request { format(Format.JSON_EACH_ROW).method(QueryEndpointMethod.POST) })
            table.columns.map { "${it.name} ${it.type}" } shouldBe listOf("database String", "num_tables UInt64")
            table.rows.map { row -> row.map { it.toString() } } shouldBe listOf(listOf("INFORMATION_SCHEMA", "1"))
        }
        serving { seen ->
            call(request { variable("arr", listOf(listOf(listOf(12, 13, 0, 1), listOf(12)))).setting("max_threads", 8) })
                .text() shouldBe "OK"
            seen.single().body.decodeToString() shouldBe "{\"queryVariables\":{\"arr\":[[[12,13,0,1],[12]]]}}"
            seen.map { it.target } shouldContain "$PATH?max_threads=8"
        }
    }

    test("H17 every call names its client, which is all that a panel of calls can tell of it") {
        serving { seen ->
            call(request())
            seen.single().field("User-Agent").orEmpty() shouldStartWith "Houseflow"
            seen.single().field("User-Agent").orEmpty() shouldContain "(billing)"
            seen.single().field("X-Tenant") shouldBe "7"
        }
    }
})
