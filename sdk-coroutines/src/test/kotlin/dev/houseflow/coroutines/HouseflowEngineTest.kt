package dev.houseflow.coroutines

import dev.houseflow.coroutines.internal.http.TestCertificates
import dev.houseflow.coroutines.internal.net.TruncatedAnswerException
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.ktor.client.HttpClient
import io.ktor.client.plugins.HttpRequestTimeoutException
import io.ktor.client.plugins.HttpTimeout
import io.ktor.client.plugins.timeout
import io.ktor.client.request.get
import io.ktor.client.request.head
import io.ktor.client.request.post
import io.ktor.client.request.prepareGet
import io.ktor.client.request.preparePost
import io.ktor.client.request.setBody
import io.ktor.client.statement.bodyAsChannel
import io.ktor.client.statement.bodyAsText
import io.ktor.http.content.OutgoingContent
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.ByteWriteChannel
import io.ktor.utils.io.readAvailable
import io.ktor.utils.io.readBuffer
import io.ktor.utils.io.writeStringUtf8
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.io.readByteArray
import java.io.IOException
import java.net.InetAddress
import java.net.SocketTimeoutException
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.seconds

/** The engine as users of Ktor's own client see it. */
internal class HouseflowEngineTest : StringSpec({
    fun client(configure: HouseflowEngineConfig.() -> Unit = {}) = HttpClient(HouseflowEngine) {
        install(HttpTimeout)
        engine(configure)
    }

    /** Sends until the client has left. */
    fun endless() = ScriptedServer {
        readRequest()
        send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while (true) {
            chunk(ByteArray(1_000))
            Thread.sleep(1)
        }
    }

    "every kind of body arrives, and one connection carries them all" {
        val seen = CopyOnWriteArrayList<String>()
        ScriptedServer {
            while (true) {
                val request = readRequest() ?: break
                seen +=
                    "${request.lines[0].substringBeforeLast(
                        ' ',
                    )} ${String(request.body)} ${request.field("Content-Length")} ${request.field("Content-Type")}"
                answer(if (request.lines[0].startsWith("HEAD")) "" else "answer to ${seen.size}", "200 OK", "X-Twice: 1", "X-Twice: 2")
            }
        }.use { server ->
            client().use { http ->
                val url = "${server.endpoint}/a%20b?c=d%2Fe"
                http.get(server.endpoint).bodyAsText() shouldBe "answer to 1"
                http.post(url).bodyAsText() shouldBe "answer to 2"
                http.post(url) { setBody("text") }.headers.getAll("X-Twice") shouldBe listOf("1", "2")
                http.post(url) { setBody(ByteReadChannel("channel")) }.bodyAsText() shouldBe "answer to 4"
                http.post(url) {
                    setBody(object : OutgoingContent.WriteChannelContent() {
                        override suspend fun writeTo(channel: ByteWriteChannel) = channel.writeStringUtf8("written")
                    })
                }.bodyAsText() shouldBe "answer to 5"
                http.head(url).status.value shouldBe 200
                seen.shouldContainExactly(
                    "GET /  null null",
                    "POST /a%20b?c=d%2Fe  0 null",
                    "POST /a%20b?c=d%2Fe text 4 text/plain; charset=UTF-8",
                    "POST /a%20b?c=d%2Fe channel null application/octet-stream",
                    "POST /a%20b?c=d%2Fe written null null",
                    "HEAD /a%20b?c=d%2Fe  null null",
                )
                server.connections shouldBe 1
                server.failures.shouldBeEmpty()
            }
            eventually(10.seconds) { server.openConnections shouldBe 0 }
        }
    }

    "a large body streams as a channel, and one that is cut off is an error" {
        val body = ByteArray(3_000_000) { (it * 31).toByte() }
        ScriptedServer {
            while (true) {
                val whole = (readRequest() ?: break).target == "/whole"
                send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                chunk(body)
                if (!whole) break
                send("0\r\n\r\n")
            }
        }.use { server ->
            client().use { http ->
                repeat(2) {
                    http.prepareGet("${server.endpoint}/whole").execute { it.bodyAsChannel().readBuffer().readByteArray() }
                        .contentEquals(body) shouldBe true
                }
                server.connections shouldBe 1
                // Ktor itself copies the body once more, and ends its copy with the reason or by throwing it.
                val read = runCatching {
                    http.prepareGet("${server.endpoint}/cut").execute { response ->
                        val channel = response.bodyAsChannel()
                        val buffer = ByteArray(50_000)
                        var count = 0
                        while (count >= 0) count = channel.readAvailable(buffer)
                        channel.closedCause
                    }
                }
                generateSequence(read.exceptionOrNull() ?: read.getOrNull()) { it.cause }.any { it is TruncatedAnswerException } shouldBe
                    true
                shouldThrow<IOException> { http.get("${server.endpoint}/cut").bodyAsText() }
            }
        }
    }

    "whoever leaves, is cancelled or times out frees the socket" {
        HttpConnections { maxConnections = 1 }.use { shared ->
            endless().use { server ->
                client { connections = shared }.use { http ->
                    http.prepareGet(server.endpoint).execute { it.bodyAsChannel().readAvailable(ByteArray(10)) }
                    eventually(10.seconds) { server.openConnections shouldBe 0 }
                    withContext(Dispatchers.Default) {
                        val reading = launch { http.get(server.endpoint) }
                        eventually(10.seconds) { server.openConnections shouldBe 1 }
                        reading.cancelAndJoin()
                        eventually(10.seconds) { server.openConnections shouldBe 0 }
                    }
                    shouldThrow<HttpRequestTimeoutException> {
                        http.get(server.endpoint) { timeout { requestTimeoutMillis = 200 } }
                    }
                    eventually(10.seconds) { server.openConnections shouldBe 0 }
                    http.prepareGet(server.endpoint).execute { it.status.value } shouldBe 200
                    eventually(10.seconds) { server.openConnections shouldBe 0 }
                }
            }
        }
    }

    "timeouts are those that Ktor's users know" {
        ScriptedServer {
            if (readRequest()?.target == "/begun") send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            clientClosesWithin(10_000)
        }.use { server ->
            client().use { http ->
                for (path in listOf("/", "/begun")) {
                    shouldThrow<SocketTimeoutException> {
                        http.get(server.endpoint + path) { timeout { socketTimeoutMillis = 50 } }.bodyAsText()
                    }
                }
            }
            client { firstByteTimeout = Duration.ofMillis(50) }.use { http ->
                shouldThrow<SocketTimeoutException> { http.get(server.endpoint) }.message shouldContain "firstByteTimeout"
            }
        }
    }

    "an answer that comes during the upload stops it and is delivered" {
        ScriptedServer {
            readHead()
            answer("too much", "413 Payload Too Large", "Connection: close")
            clientClosesWithin(10_000)
        }.use { server ->
            client().use { http ->
                http.preparePost(server.endpoint) {
                    setBody(object : OutgoingContent.WriteChannelContent() {
                        override suspend fun writeTo(channel: ByteWriteChannel) {
                            while (true) {
                                channel.writeStringUtf8("more and more ")
                                channel.flush()
                            }
                        }
                    })
                }.execute { "${it.status.value} ${it.bodyAsText()}" } shouldBe "413 too much"
            }
        }
    }

    "a body whose writer fails never looks complete" {
        ScriptedServer { readRequest() }.use { server ->
            client().use { http ->
                shouldThrow<IllegalStateException> {
                    http.post(server.endpoint) {
                        setBody(object : OutgoingContent.WriteChannelContent() {
                            override suspend fun writeTo(channel: ByteWriteChannel) {
                                channel.writeStringUtf8("half")
                                channel.flush()
                                error("no more")
                            }
                        })
                    }
                }.message shouldBe "no more"
                eventually(10.seconds) { server.failures.map { it.message } shouldBe listOf("the body ended without its last chunk") }
            }
        }
    }

    "progress lines are headers, or handed over as they come" {
        ScriptedServer {
            while (readRequest() != null) answer("", "200 OK", "X-ClickHouse-Progress: 1", "X-ClickHouse-Progress: 2")
        }.use { server ->
            client().use { it.get(server.endpoint).headers.getAll("X-ClickHouse-Progress") shouldBe listOf("1", "2") }
            val seen = CopyOnWriteArrayList<String>()
            client { onProgress = { seen += it } }.use { it.get(server.endpoint).headers.getAll("X-ClickHouse-Progress") shouldBe null }
            seen.shouldContainExactly("1", "2")
        }
    }

    "TLS uses the engine's own trust" {
        val certificates = TestCertificates("EC", "127.0.0.1")
        val listener = certificates.serverContext().serverSocketFactory.createServerSocket(0, 50, InetAddress.getLoopbackAddress())
        ScriptedServer(listener) { while (readRequest() != null) answer("secret") }.use { server ->
            client { sslContext = certificates.clientContext() }.use { http ->
                http.get("https://127.0.0.1:${server.port}/").bodyAsText() shouldBe "secret"
            }
            client().use { http -> shouldThrow<IOException> { http.get("https://127.0.0.1:${server.port}/") } }
        }
    }
})
