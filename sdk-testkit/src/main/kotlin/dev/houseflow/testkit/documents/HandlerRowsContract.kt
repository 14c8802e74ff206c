package dev.houseflow.testkit.documents

import dev.houseflow.HandlerRequest
import dev.houseflow.ServerException
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.ClientUnderTest
import dev.houseflow.testkit.ContractClient
import dev.houseflow.testkit.DoorOptions
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/**
 * "Predefined HTTP interface" of ClickHouse's page "HTTP interface". A door's test is a subclass
 * and nothing else.
 */
abstract class HandlerRowsContract(door: ClientUnderTest) : FunSpec({
    timeout = 120_000

    val ok: Answer = { answer("fine") }
    val options = DoorOptions("me", "pw", database = "db")

    suspend fun serving(answer: Answer, use: suspend ContractClient.(List<ScriptedServer.Request>) -> Unit) =
        door.serving(answer, options, "/pre", use)

    test("I35 a handler is called by path, method and parameters as they are said, without a statement or a setting") {
        serving(ok) { seen ->
            callHandler(HandlerRequest.builder("/predefined_query").parameter("max_threads", 1).parameter("a", "x y&z").build())
                .text() shouldBe "fine"
            callHandler(HandlerRequest.builder("/gone").method("DELETE").build())
            seen.first().lines.first() shouldBe "GET /pre/predefined_query?max_threads=1&a=x%20y%26z HTTP/1.1"
            seen.first().field("Authorization") shouldBe "Basic bWU6cHc="
            seen.last().lines.first() shouldBe "DELETE /pre/gone HTTP/1.1"
        }
    }

    test("I36 text that a template makes comes as it is") {
        val text = "# HELP \"x\" \"é\"\n# TYPE \"x\" \"counter\"\nx{a=\"b\"} 1\n"
        serving({ answer(Answers.gzip(text.toByteArray()), "200 OK", "Content-Encoding: gzip") }) {
            callHandler(HandlerRequest.builder("/metrics").build()).text() shouldBe text
        }
    }

    test("I37 parts of the path and headers are plain text that the handler's rules read") {
        serving(ok) { seen ->
            callHandler(HandlerRequest.builder("/query_param_with_url").segment("max threads/1").header("XXX", "TEST_HEADER_VALUE").build())
            seen.single().target shouldBe "/pre/query_param_with_url/max%20threads%2F1"
            seen.single().field("XXX") shouldBe "TEST_HEADER_VALUE"
        }
    }

    test("I38 a body of any type goes to a handler that takes it as a parameter") {
        serving(ok) { seen ->
            val request = HandlerRequest.builder(
                "/api/events",
            ).parameter("id", 123).body("{\"name\":\"é\"}").contentType("application/json")
            callHandler(request.build())
            seen.single().lines.first() shouldBe "POST /pre/api/events?id=123 HTTP/1.1"
            seen.single().field("Content-Type") shouldBe "application/json"
            seen.single().body.decodeToString() shouldBe "{\"name\":\"é\"}"
        }
    }

    test("I39 a dynamic handler gets its statement under the name that it reads") {
        serving(ok) { seen ->
            val request = HandlerRequest.builder("/own").query("SELECT {name_1:String}", "query_param").parameter("param_name_1", "a")
            callHandler(request.build())
            seen.single().target shouldBe "/pre/own?query_param=SELECT%20%7Bname_1%3AString%7D&param_name_1=a"
        }
    }

    test("I40 another status is a response when that is asked for, and a failure else") {
        serving({ answer("Say Hi!", "402 Payment Required", "Content-Type: text/html; charset=UTF-8", "ETag: \"7\"") }) {
            val response = callHandler(HandlerRequest.builder("/hi").expectSuccess(false).build())
            response.status shouldBe 402
            response.text() shouldBe "Say Hi!"
            response.header("etag") shouldBe "\"7\""
            shouldThrow<ServerException> { callHandler(HandlerRequest.builder("/hi").build()) }.httpStatus shouldBe 402
        }
    }

    test("I41 a redirect is followed when that is asked for, with the same credentials to the same server only") {
        val turns: Answer = { request ->
            if (request.target.endsWith("/from")) answer("", "302 Found", "Location: /to") else answer("there")
        }
        serving(turns) { seen ->
            callHandler(HandlerRequest.builder("/from").expectSuccess(false).build()).status shouldBe 302
            callHandler(HandlerRequest.builder("/from").followRedirects(true).build()).text() shouldBe "there"
            seen.map { it.target } shouldBe listOf("/pre/from", "/pre/from", "/to")
            seen.last().field("Authorization") shouldBe "Basic bWU6cHc="
        }
    }

    test("I42 headers of a handler's own are told, repeated ones too") {
        serving({ answer("x", "200 OK", "X-My-Answer: Iam", "Content-Language: en", "A: 1", "a: 2") }) {
            val response = callHandler(HandlerRequest.builder("/x").build())
            response.header("x-my-answer") shouldBe "Iam"
            response.header("Content-Language") shouldBe "en"
            response.headers["A"] shouldBe listOf("1", "2")
        }
    }
})
