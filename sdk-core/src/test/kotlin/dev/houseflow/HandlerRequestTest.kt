package dev.houseflow

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.maps.shouldBeEmpty
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.nio.file.Paths
import java.time.Duration

class HandlerRequestTest : FunSpec({
    fun refused(path: String = "/x", configure: HandlerRequest.Builder.() -> Unit): String =
        shouldThrow<ConfigurationException> { HandlerRequest(path, configure) }.message.orEmpty()

    test("I35 says nothing by itself") {
        val request = HandlerRequest("events") { }
        request.path shouldBe "/events"
        request.method shouldBe "GET"
        request.headers.shouldBeEmpty()
        request.parameters.shouldBeEmpty()
        request.body.shouldBeNull()
        request.expectSuccess shouldBe true
        request.followRedirects shouldBe false
        request.idempotent shouldBe true
        request.timeout.shouldBeNull()
    }

    test("what carries a body is a POST, and not idempotent unless somebody says so") {
        HandlerRequest("/x") { body("{}") }.let { it.method to it.idempotent } shouldBe ("POST" to false)
        HandlerRequest("/x") { body(Paths.get("f")) }.method shouldBe "POST"
        HandlerRequest("/x") { method("PUT").body("{}").idempotent(true) }.let { it.method to it.idempotent } shouldBe ("PUT" to true)
        HandlerRequest("/x") { method = "HEAD" }.idempotent shouldBe true
    }

    test("values of parameters have a text of their own") {
        fun text(value: Any) = HandlerRequest("/x") { parameter("p", value) }.parameters["p"]
        text(5) shouldBe listOf("5")
        text(true) shouldBe listOf("1")
        text(Duration.ofSeconds(5)) shouldBe listOf("PT5S")
        text(Paths.get("a/b")) shouldBe listOf("a/b")
        for (value in listOf(listOf(1), intArrayOf(1), mapOf("a" to 1), 1 to 2, byteArrayOf(1), Any())) {
            refused { parameter("p", value) } shouldContain "\"p\""
        }
    }

    test("I37 parts of a path are percent-encoded, and cannot leave it") {
        HandlerRequest("/greet/") { segment("a/b c%é").segment("~x.") }.path shouldBe "/greet/a%2Fb%20c%25%C3%A9/%7Ex."
        for (bad in listOf("", ".", "..")) refused { segment(bad) } shouldContain "part of a path"
        for (bad in listOf("/a b", "/ü", "/a\r\nb")) refused(bad) { } shouldContain "percent-encode"
        for (bad in listOf("/a?b=1", "/a#b")) refused(bad) { } shouldContain "parameter(name, value)"
        refused { segment("\uD800") } shouldContain "half a surrogate pair"
    }

    test("what would break the head of a request, or its end, is refused") {
        for (name in listOf("Content-Length", "transfer-encoding", "Connection", "Expect", "Upgrade")) {
            refused { header(name, "1") } shouldContain "the client's to set"
        }
        refused { header("A b", "1") } shouldContain "name of a header field"
        refused { header("A", "1\r\nB: 2") } shouldContain "line break"
        refused { header("A", "1\r\nB: 2") } shouldNotContain "B: 2"
        for (method in listOf("", "GET /", "CONNECT")) refused { method(method) } shouldContain "no method"
        refused { parameter("", 1) } shouldContain "name of a parameter"
        refused { parameter("a", "\uDC00") } shouldContain "half a surrogate pair"
    }

    test("contradictions are refused") {
        refused { method("GET").body("x") } shouldContain "carries no body"
        refused { body("x").followRedirects(true) } shouldContain "GET and HEAD"
        refused { timeout(Duration.ZERO) } shouldContain "more than zero"
    }

    test("a header that is given twice is sent twice, and the content type once") {
        val request = HandlerRequest("/x") {
            header("Accept", "a").header("accept", "b")
            contentType("text/plain").contentType("application/json")
        }
        request.headers shouldBe mapOf("Accept" to listOf("a", "b"), "Content-Type" to listOf("application/json"))
    }

    test("I39 the statement of a dynamic handler goes under whatever name it wants") {
        HandlerRequest("/d") { query("SELECT 1") }.parameters shouldBe mapOf("query" to listOf("SELECT 1"))
        HandlerRequest("/d") { query("SELECT 1", "query_param").parameter("param_x", true) }.parameters shouldBe
            mapOf("query_param" to listOf("SELECT 1"), "param_x" to listOf("1"))
    }

    test("a copy has everything, and is independent") {
        val request = HandlerRequest("/x") {
            method("PUT").header("A", "1").parameter("p", 2).body("b").expectSuccess(false).idempotent(true).timeout(Duration.ofSeconds(1))
        }
        val copy = request.toBuilder().header("A", "2").parameter("p", 3).build()
        copy.headers shouldBe mapOf("A" to listOf("1", "2"))
        copy.parameters shouldBe mapOf("p" to listOf("2", "3"))
        copy.let { listOf(it.path, it.method, it.expectSuccess, it.idempotent, it.timeout, String(checkNotNull(it.body))) } shouldBe
            listOf("/x", "PUT", false, true, Duration.ofSeconds(1), "b")
        request.headers shouldBe mapOf("A" to listOf("1"))
        request.parameters shouldBe mapOf("p" to listOf("2"))
        HandlerRequest("/x") { followRedirects = true }.toBuilder().build().followRedirects shouldBe true
    }

    test("prints neither parameters nor headers") {
        val text = HandlerRequest("/x") { header("Authorization", "s3cret").parameter("password", "s3cret") }.toString()
        text shouldBe "HandlerRequest(GET /x)"
    }

    test("a response is read in its own character set") {
        fun text(type: String?, bytes: ByteArray) = RawResponse(200, listOfNotNull(type?.let { "Content-Type" to it }), bytes).text()
        text(null, "ü".toByteArray()) shouldBe "ü"
        text("text/plain; charset=ISO-8859-1", byteArrayOf(0xFC.toByte())) shouldBe "ü"
        text("text/plain; charset=\"utf-16be\"", "ü".toByteArray(Charsets.UTF_16BE)) shouldBe "ü"
        text("text/plain; charset=nobody-knows", "ü".toByteArray()) shouldBe "ü"
        RawResponse(402, emptyList(), ByteArray(3)).let { listOf(it.isSuccess, it.toString()) } shouldBe
            listOf(false, "RawResponse(402, 3 bytes)")
    }
})
