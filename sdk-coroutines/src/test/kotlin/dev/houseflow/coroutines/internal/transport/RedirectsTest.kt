package dev.houseflow.coroutines.internal.transport

import dev.houseflow.ServerException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.internal.Step
import dev.houseflow.coroutines.internal.StepServer
import dev.houseflow.coroutines.internal.StepServer.Companion.OK
import dev.houseflow.coroutines.internal.request.UserAgent
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import javax.net.ssl.SSLContext

class RedirectsTest : FunSpec({
    fun to(location: String, status: String = "302 Found"): Step = { answer("elsewhere", status, "Location: $location") }

    fun client(endpoint: String, tls: SSLContext? = null) = ClickHouseClient(endpoint) {
        username = "me"
        password = "pw"
        sslContext = tls
        killOnCancel = false
    }

    test("I41 a redirect is a failure that names its place, or a response, unless it is to be followed") {
        StepServer(to("/b"), to("/b")).use { server ->
            client(server.endpoint).use { ch ->
                shouldThrow<ServerException> { ch.callHandler("/a") }.message shouldContain "/b, which is not followed"
                ch.callHandler("/a") { expectSuccess = false }.header("Location") shouldBe "/b"
            }
            server.seen shouldHaveSize 2
        }
    }

    test("I41 a redirect to the same server is followed with everything") {
        StepServer(to("../c?x=1", "308 Permanent Redirect"), to("/d"), OK).use { server ->
            client(server.endpoint).use { ch ->
                ch.callHandler("/a/b/") {
                    followRedirects = true
                    parameter("p", 1).header("X-Own", "o")
                }.text() shouldBe "fine"
            }
            server.seen.map { it.target } shouldBe listOf("/a/b/?p=1", "/a/c?x=1", "/d")
            server.seen.map { it.field("Authorization") to it.field("X-Own") }.toSet() shouldBe setOf("Basic bWU6cHc=" to "o")
        }
    }

    test("I41 no credentials go to another server, nor come back from there") {
        StepServer().use { home ->
            StepServer(to(home.endpoint + "/back")).use { other ->
                StepServer(to(other.endpoint.replace("127.0.0.1", "localhost") + "/away"), OK).use { start ->
                    client(start.endpoint).use { ch ->
                        ch.callHandler("/a") {
                            followRedirects = true
                            header("Cookie", "c").header("X-Token", "t").header("Accept", "text/plain")
                        }.text() shouldBe "fine"
                    }
                    start.seen.single().field("Authorization") shouldBe "Basic bWU6cHc="
                    for (request in listOf(other.seen.single(), home.seen.single())) {
                        request.lines.filterNot { it.startsWith("Host: ") }.drop(1) shouldBe
                            listOf("User-Agent: ${UserAgent.of(null)}", "Accept: text/plain")
                    }
                }
            }
        }
    }

    test("I41 a client with trust and keys of its own shows them to nobody else") {
        StepServer().use { other ->
            StepServer(to(other.endpoint + "/away"), to("/b"), OK).use { start ->
                client(start.endpoint, SSLContext.getDefault()).use { ch ->
                    shouldThrow<ServerException> { ch.callHandler("/a") { followRedirects = true } }.message shouldContain "not followed"
                    ch.callHandler("/a") { followRedirects = true }.text() shouldBe "fine"
                }
            }
            other.seen shouldHaveSize 0
        }
    }

    test("I41 a ring of redirects ends") {
        StepServer(*Array(10) { to("/a") }).use { server ->
            client(server.endpoint).use { ch ->
                shouldThrow<ServerException> { ch.callHandler("/a") { followRedirects = true } }.httpStatus shouldBe 302
            }
            server.seen shouldHaveSize 6
        }
    }

    test("a place is what the Location says, seen from where it was said") {
        val here = RequestTarget("http://h:8123", "/a/b?c=1")
        fun resolved(location: String) = here.resolve(location)?.let { it.origin + it.target }
        resolved("https://Other.example/x?y#z") shouldBe "https://other.example:443/x?y"
        resolved("HTTP://o:81") shouldBe "http://o:81/"
        resolved("http://o?q") shouldBe "http://o:80/?q"
        resolved("//o/x") shouldBe "http://o:80/x"
        resolved("http://[::1]:9/x") shouldBe "http://[::1]:9/x"
        resolved("/x") shouldBe "http://h:8123/x"
        resolved("x") shouldBe "http://h:8123/a/x"
        resolved("./x/../y/.") shouldBe "http://h:8123/a/y/"
        resolved("../../../x") shouldBe "http://h:8123/x"
        resolved("?d=2") shouldBe "http://h:8123/a/b?d=2"
        val wrong =
            listOf("", "ftp://o/x", "http://", "http://u:p@o/", "http://o:0/", "http://o:99999/", "/a b", "/ü", "mailto:1", "http:/x")
        for (location in wrong) resolved(location).shouldBeNull()
    }
})
