package dev.houseflow.testkit.documents

import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.ExternalTable
import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import dev.houseflow.SessionNotFoundException
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.ClientUnderTest
import dev.houseflow.testkit.DoorOptions
import dev.houseflow.testkit.Maybe
import dev.houseflow.testkit.ScriptedServer
import dev.houseflow.testkit.rowClass
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import java.time.Duration
import java.util.Base64
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicReference

/**
 * The page "HTTP interface" as far as it only shows on the wire: the bytes of requests, and answers
 * that no real server gives on demand. A door's test is a subclass and nothing else.
 */
abstract class HttpRowsContract(door: ClientUnderTest) : FunSpec({
    timeout = 300_000

    test("I1 a server is there when it answers at all, whatever its words") {
        door.serving({ answer("Welcome to the cluster\n") }) { ping() shouldBe true }
        door.serving({ answer("no\n", "503 Service Unavailable") }) { ping() shouldBe false }
    }

    test("I3 replicas that are behind are told with the server's words") {
        door.serving({ answer("db.t: Absolute delay: 400.\n", "503 Service Unavailable") }) { seen ->
            val status = replicasStatus(verbose = true)
            status.ok shouldBe false
            status.httpStatus shouldBe 503
            status.details shouldContain "Absolute delay: 400"
            seen.single().target shouldBe "/replicas_status?verbose=1"
        }
    }

    test("I5 a query stands in the body, and an insert's statement in the URL before its data") {
        door.serving(NOTHING) { seen ->
            rawQuery(QueryRequest.of("SELECT 1 -- é"))
            rawInsert(InsertRequest.builder("t").columns("a b").build(), Format.CSV, "1\n".toByteArray())
            seen.first().body.decodeToString() shouldBe "SELECT 1 -- é"
            seen.first().target shouldNotContain "SELECT"
            seen.last().parameters().single { it.startsWith("query=") } shouldContain "INSERT%20INTO"
            seen.last().body.decodeToString() shouldBe "1\n"
        }
    }

    test("I4 the page for queries has an address, with the user and the statement and without the password") {
        door.connect("https://ch.example.com/pre/", DoorOptions("me & you", "s3cret")).use {
            it.playUrl(null) shouldBe "https://ch.example.com:8443/pre/play?user=me%20%26%20you"
            it.playUrl("SELECT 'é'") shouldBe "https://ch.example.com:8443/pre/play?user=me%20%26%20you#U0VMRUNUICfDqSc="
        }
    }

    test("I7 what only reads may be sent by GET, with all of it in the URL") {
        door.serving({ answer(if (it.lines.first().startsWith("GET")) Answers.block(listOf(7)) else ByteArray(0)) }) { seen ->
            val long = "x".repeat(6000)
            val request = QueryRequest.builder("SELECT {a:UInt8} AS n, {b:String}").parameter("a", 7).parameter("b", long).readOnly(true)
            query(request.build(), rowClass<Maybe>()).rows shouldContainExactly listOf(Maybe(7))
            val sent = seen.single { it.lines.first().startsWith("GET") }
            sent.body.size shouldBe 0
            sent.field("Content-Length") shouldBe null
            for (parameter in listOf("query=SELECT%20%7Ba%3AUInt8%7D%20AS%20n%2C%20%7Bb%3AString%7D", "param_a=7", "param_b=$long")) {
                sent.parameters() shouldContain parameter
            }
        }
        val tables = QueryRequest.builder("SELECT 1").externalTable(ExternalTable.of("t", "a UInt8", Format.CSV, "1\n"))
        shouldThrow<ConfigurationException> { tables.readOnly(true).build() }.message shouldContain "readOnly"
    }

    test("I8 an answer without a length ends with its connection") {
        val old: Answer = { send("HTTP/1.0 200 OK\r\nConnection: Close\r\nContent-Type: text/plain\r\n\r\n1\n2\n") }
        ScriptedServer { old(readRequest() ?: return@ScriptedServer) }.use { server ->
            door.connect(server.endpoint, PLAIN).use {
                it.rawQuery(ONE).decodeToString() shouldBe "1\n2\n"
                it.rawStream(ONE).toList().fold("") { all, piece -> all + piece.decodeToString() } shouldBe "1\n2\n"
            }
        }
    }

    test("I9 every header of an answer is told, by name in any case") {
        val fields = arrayOf(
            "X-ClickHouse-Summary: {\"read_rows\":\"3\",\"read_bytes\":\"24\",\"result_rows\":\"2\",\"elapsed_ns\":\"1500\"}",
            "X-ClickHouse-Server-Display-Name: one",
            "X-ClickHouse-Query-Id: q7",
            "X-ClickHouse-Format: CSV",
            "X-ClickHouse-Timezone: Asia/Shanghai",
            "Access-Control-Expose-Headers: X-ClickHouse-Query-Id",
        )
        door.serving({ answer("1\n", "200 OK", *fields) }) {
            val summary = rawResult(ONE).summary
            summary.queryId shouldBe "q7"
            summary.readRows shouldBe 3
            summary.readBytes shouldBe 24
            summary.resultRows shouldBe 2
            summary.elapsed shouldBe Duration.ofNanos(1500)
            summary.format shouldBe Format.CSV
            summary.timezone shouldBe "Asia/Shanghai"
            summary.serverDisplayName shouldBe "one"
            summary.header("ACCESS-control-expose-headers") shouldBe "X-ClickHouse-Query-Id"
        }
    }

    test("I11 a format goes into the URL as default_format") {
        door.serving(NOTHING) { seen ->
            rawQuery(QueryRequest.builder("SELECT 1").format(Format.CSV).build())
            rawQuery(ONE)
            seen.first().parameters() shouldContain "default_format=CSV"
            seen.first().field("X-ClickHouse-Format") shouldBe null
            seen.last().target shouldNotContain "default_format"
        }
    }

    test("I18 an error that is packed is read") {
        val words = "Code: 60. DB::Exception: No table. (UNKNOWN_TABLE) (version 25.8)"
        val packed: Answer = {
            answer(Answers.gzip(words.toByteArray()), "404 Not Found", "Content-Encoding: gzip", "X-ClickHouse-Exception-Code: 60")
        }
        door.serving(packed) {
            val failure = shouldThrow<ServerException> { rawQuery(ONE) }
            failure.code shouldBe 60
            failure.name shouldBe "UNKNOWN_TABLE"
            failure.serverMessage shouldContain "No table"
        }
    }

    test("I20 credentials go into headers, decoded, and never into the URL") {
        door.serving(NOTHING) { seen ->
            execute(ONE)
            seen.single().field("Authorization") shouldBe "Basic bWU6cHc="
            seen.single().target shouldNotContain "pw"
        }
        door.serving(NOTHING, DoorOptions("me:too", "p:w", compression = Compression.NONE)) { seen ->
            execute(ONE)
            seen.single().field("Authorization") shouldBe null
            seen.single().field("X-ClickHouse-User") shouldBe "me:too"
            seen.single().field("X-ClickHouse-Key") shouldBe "p:w"
        }
    }

    test("I20 a password that changes is asked for when it is refused, and not before") {
        val given = ArrayDeque(listOf("old", "new", "newest"))
        val known = AtomicReference("old")
        val refusal = "Code: 516. DB::Exception: me: Authentication failed. (AUTHENTICATION_FAILED) (version 25.8)"
        val guarded: Answer = { request ->
            val expected = Base64.getEncoder().encodeToString("me:${known.get()}".toByteArray())
            if (request.field("Authorization") ==
                "Basic $expected"
            ) {
                answer("1\n")
            } else {
                answer(refusal, "403 Forbidden", "X-ClickHouse-Exception-Code: 516")
            }
        }
        door.serving(guarded, DoorOptions("me", "", passwordSupplier = { given.removeFirst() })) { seen ->
            repeat(3) { rawQuery(ONE).decodeToString() shouldBe "1\n" }
            seen shouldHaveSize 3
            known.set("new")
            rawQuery(ONE).decodeToString() shouldBe "1\n"
            rawInsert(InsertRequest.of("t"), Format.CSV, "1\n".toByteArray())
            seen shouldHaveSize 6
            known.set("lost")
            shouldThrow<ServerException> { rawQuery(ONE) }.code shouldBe 516
            given.size shouldBe 0
        }
    }

    test("I22 a session's time and check go into the URL, and a missing session has a type of its own") {
        val missing = "Code: 372. DB::Exception: Session not found. (SESSION_NOT_FOUND) (version 25.8)"
        door.serving({ answer(missing, "404 Not Found", "X-ClickHouse-Exception-Code: 372") }) { seen ->
            val request = QueryRequest.builder("SELECT 1").sessionId("s 1").sessionTimeout(Duration.ofSeconds(90)).sessionCheck(true)
            shouldThrow<SessionNotFoundException> { execute(request.build()) }.code shouldBe 372
            val sent = seen.first().parameters()
            for (parameter in listOf("session_id=s%201", "session_timeout=90", "session_check=1")) sent shouldContain parameter
        }
    }

    test("I23 progress is told line by line, with counters of any name") {
        val told = CopyOnWriteArrayList<Long>()
        val answer: Answer = {
            send("HTTP/1.1 200 OK\r\n")
            for (rows in 1..5) send("X-ClickHouse-Progress: {\"read_rows\":\"$rows\",\"new_counter\":\"9\"}\r\n")
            send("Content-Length: 2\r\n\r\n1\n")
        }
        door.serving(answer) { seen ->
            rawQuery(QueryRequest.builder("SELECT 1").onProgress { told += it.readRows }.build())
            told shouldContainExactly listOf(1L, 2L, 3L, 4L, 5L)
            seen.single().parameters() shouldContain "send_progress_in_http_headers=1"
        }
    }

    test("I25 typed calls ask for Native in ClickHouse's own frames, unless told otherwise") {
        door.serving({ answer("") }, DoorOptions("me", "pw")) { seen ->
            query(ONE, rowClass<Maybe>())
            val sent = seen.first().parameters()
            sent shouldContain "compress=1"
            sent shouldContain "default_format=Native"
        }
    }

    test("I28 calls that give one result wait for the end of their query, and streams do not") {
        door.serving(NOTHING) { seen ->
            execute(ONE)
            rawQuery(ONE)
            rawStream(ONE).toList()
            rawStream(QueryRequest.builder("SELECT 1").setting("wait_end_of_query", 1).setting("buffer_size", 3_000_000).build()).toList()
            seen.map { "wait_end_of_query=1" in it.parameters() } shouldBe listOf(true, true, false, true)
            seen.last().parameters() shouldContain "buffer_size=3000000"
        }
    }

    test("I29 roles are repeated parameters, and a request's take the place of the client's") {
        door.serving(NOTHING, DoorOptions("me", "pw", compression = Compression.NONE, roles = listOf("reader", "writer of a"))) { seen ->
            execute(ONE)
            execute(QueryRequest.builder("SELECT 1").roles("other").build())
            execute(QueryRequest.builder("SELECT 1").roles(emptyList()).build())
            seen.map { request -> request.parameters().filter { it.startsWith("role=") } } shouldBe
                listOf(listOf("role=reader", "role=writer%20of%20a"), listOf("role=other"), emptyList())
        }
    }

    test("I30 a status of 200 that hides an error is an error") {
        door.serving({ answer(Answers.MESSAGE, "200 OK", "X-ClickHouse-Exception-Code: 395") }) {
            shouldThrow<ServerException> { execute(ONE) }.code shouldBe 395
            shouldThrow<ServerException> { rawQuery(ONE) }.code shouldBe 395
            shouldThrow<ServerException> { query(ONE, rowClass<Maybe>()) }.code shouldBe 395
        }
    }

    test("I32 the documents' answers in JSON and CSV that break off are errors with their code") {
        val json = "{\n\t\"meta\":\n\t[\n\t\t{\n\t\t\t\"name\": \"number\"\n\t\t}\n\t],\n\n" +
            "\t\"data\":\n\t[\n\t\t{\n\t\t\t\"number\": \"0\"\n\t\t}"
        for ((format, rows) in listOf(Format.JSON to json, Format.CSV to "0\n1\n2\n")) {
            val broken: Answer = {
                send(Answers.chunked(listOf(rows.toByteArray(), Answers.taggedException()), Answers.TAG_FIELD))
            }
            val request = QueryRequest.builder("SELECT 1").format(format).build()
            door.serving(broken) {
                shouldThrow<ServerException> { rawQuery(request) }.code shouldBe 395
                val seen = StringBuilder()
                shouldThrow<ServerException> { rawStream(request).collect { seen.append(it.decodeToString()) } }.name shouldBe
                    "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO"
                rows shouldStartWith seen.toString()
            }
        }
    }
})
