package dev.houseflow.coroutines.faults

import dev.houseflow.ClickHouseException
import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.QueryRequest
import dev.houseflow.RetryPolicy
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.internal.http.TestCertificates
import dev.houseflow.testkit.ClosedPort
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.withContext
import java.net.InetAddress
import java.net.ServerSocket
import java.time.Duration

/** What users read when a call fails: what happened, where, and what to do. */
class ErrorWordsTest : FunSpec({
    fun client(endpoint: String, configure: ClickHouseClientConfig.() -> Unit = {}) = ClickHouseClient(endpoint) {
        retry = RetryPolicy.NONE
        compression = Compression.NONE
        configure()
    }

    suspend fun failure(endpoint: String, configure: ClickHouseClientConfig.() -> Unit = {}): ClickHouseException =
        client(endpoint, configure).use { ch ->
            shouldThrow<ClickHouseException> { ch.execute(QueryRequest.builder("SELECT 1").queryId("mine").build()) }
        }

    test("a refused connection names the address, the query and the next step") {
        run {
            val e = failure(ClosedPort.endpoint) as TransportException
            e.words shouldContain "127.0.0.1:${ClosedPort.number}"
            e.words shouldContain "a server listens there"
            e.words shouldContain "[query id: mine]"
            e.queryId shouldBe "mine"
        }
    }

    test("https to a port for plain HTTP, and plain HTTP to one for TLS, each say so") {
        ScriptedServer { send("HTTP/1.1 400 Bad Request\r\n\r\n") }.use { server ->
            val e = failure(server.endpoint.replace("http:", "https:")) as TransportException
            e.words shouldContain "does not speak TLS"
            e.queryId shouldBe "mine"
        }
        ScriptedServer(tlsListener()) { readRequest() }.use { server ->
            failure(server.endpoint).words shouldContain "https://"
        }
    }

    test("a certificate that is not trusted says how to trust it, and nothing of servers that do not listen") {
        ScriptedServer(tlsListener()) { readRequest() }.use { server ->
            val message = failure("https://localhost:${server.port}").words
            message shouldContain "pemSslContext { trust("
            message shouldNotContain "listens there"
        }
    }

    test("an empty error keeps the words behind its status") {
        for ((status, reason) in listOf(502 to "Bad Gateway", 503 to "Down for Maintenance")) {
            ScriptedServer { while (readRequest() != null) answer("", "$status $reason") }.use { server ->
                val e = failure(server.endpoint) as ServerException
                e.httpStatus shouldBe status
                e.words shouldContain reason
            }
        }
    }

    test("a whole body that ends inside of a block says where, and blames no connection") {
        // One block of one UInt32 and three rows, the last of them cut.
        val block = byteArrayOf(1, 3, 1) + "n".toByteArray() + byteArrayOf(6) + "UInt32".toByteArray() + ByteArray(10)
        ScriptedServer { while (readRequest() != null) answer(block, "200 OK", "X-ClickHouse-Format: Native") }.use { server ->
            client(server.endpoint).use { ch ->
                val e = shouldThrow<TransportException> { ch.blocks("SELECT n").toList() }
                e.words shouldContain "column `n`"
                e.words shouldContain "block 0"
                e.words shouldContain "byte "
                e.words shouldNotContain "closed the connection"
            }
        }
    }

    test("bytes that are no frame are shown") {
        ScriptedServer {
            while (readRequest() != null) {
                answer("<p>The proxy is asleep, \u001b[31mcall again\n", "200 OK", "X-ClickHouse-Format: Native")
            }
        }.use { server ->
            client(server.endpoint) { compression = Compression.LZ4 }.use { ch ->
                val message = shouldThrow<ClickHouseException> { ch.blocks("SELECT n").toList() }.words
                message shouldContain "The proxy is asleep"
                message shouldContain "\\x1b["
            }
        }
    }

    test("control characters of a server's message do not reach a terminal") {
        ScriptedServer {
            while (readRequest() != null) {
                answer("Code: 60. DB::Exception: \u001b[2Jgone\r\b", "404 Not Found")
            }
        }.use { server ->
            val e = failure(server.endpoint)
            e.words shouldContain "\\x1b[2Jgone"
            e.words.none { it == '\u001b' || it == '\b' } shouldBe true
        }
    }

    test("a query id beyond ASCII comes back as it was sent") {
        val id = "отчёт-é-1"
        ScriptedServer {
            while (readRequest() != null) {
                send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-ClickHouse-Query-Id: ")
                send(id.toByteArray())
                send("\r\n\r\n")
            }
        }.use { server ->
            client(server.endpoint).use { ch ->
                ch.execute(QueryRequest.builder("SELECT 1").queryId(id).build()).queryId shouldBe id
            }
        }
    }

    test("a setting without a value is an error that names it") {
        shouldThrow<ConfigurationException> { QueryRequest.builder("SELECT 1").setting("max_threads", null) }.words shouldContain
            "max_threads"
        shouldThrow<ConfigurationException> { client("http://localhost") { setting("max_threads", null) } }.words shouldContain
            "max_threads"
    }

    test("a timeout names its query") {
        ScriptedServer { readRequest().also { clientClosesWithin(10_000) } }.use { server ->
            val e = failure(server.endpoint) { timeout = Duration.ofMillis(200) } as TransportException
            e.queryId shouldBe "mine"
            e.words shouldContain "raise the timeout"
        }
    }

    test("the trace of a failure holds its caller's frames, of calls and of streams") {
        ScriptedServer { while (readRequest() != null) answer("Code: 60. DB::Exception: no", "404 Not Found") }.use { server ->
            client(server.endpoint).use { ch ->
                val called = shouldThrow<ServerException> { OfTheCaller.execute(ch) }
                called.stackTrace.map { it.methodName } shouldContain "execute"
                called.stackTrace.map { it.className }.toString() shouldContain "OfTheCaller"
                val streamed = shouldThrow<ServerException> { OfTheCaller.collect(ch) }
                streamed.stackTrace.map { it.className }.toString() shouldContain "OfTheCaller"
            }
        }
    }

    test("the statement is told only when it is asked for") {
        ScriptedServer { while (readRequest() != null) answer("Code: 60. DB::Exception: no", "404 Not Found") }.use { server ->
            failure(server.endpoint).words shouldNotContain "SELECT 1"
            val e = failure(server.endpoint) { statementInErrors = true }
            e.statement shouldBe "SELECT 1"
            e.words shouldContain "[statement: SELECT 1]"
        }
    }
})

private val Throwable.words: String get() = message.orEmpty()

/** Speaks TLS with a certificate that no client knows. */
private fun tlsListener(): ServerSocket =
    TestCertificates("EC", "localhost").serverContext().serverSocketFactory.createServerSocket(0, 50, InetAddress.getLoopbackAddress())

/** A caller that waits in a coroutine of its own, so that no thread's stack holds it when the call fails. */
private object OfTheCaller {
    suspend fun execute(ch: ClickHouseClient) {
        withContext(Dispatchers.IO) { ch.execute(QueryRequest.of("SELECT 1")) }
        check(false)
    }

    suspend fun collect(ch: ClickHouseClient) {
        withContext(Dispatchers.IO) { ch.rows("SELECT 1").collect { } }
        check(false)
    }
}
