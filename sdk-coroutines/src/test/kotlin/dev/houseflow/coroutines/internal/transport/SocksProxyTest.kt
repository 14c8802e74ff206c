package dev.houseflow.coroutines.internal.transport

import dev.houseflow.ConfigurationException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.HouseflowEngine
import dev.houseflow.coroutines.engine
import dev.houseflow.coroutines.insert
import dev.houseflow.coroutines.internal.http.TestCertificates
import dev.houseflow.coroutines.query
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.ktor.client.engine.ProxyBuilder
import io.ktor.client.engine.cio.CIO
import kotlinx.serialization.Serializable
import java.io.OutputStream
import java.net.InetAddress
import java.time.Duration

/** Ways through a SOCKS 5 proxy on this machine, which looks the servers' names up. */
internal class SocksProxyTest : StringSpec({
    @Serializable
    data class Number(val n: Long)

    fun answering() = ScriptedServer { while (readRequest() != null) answer("fine") }

    suspend fun ask(endpoint: String, proxyUrl: String): String =
        ClickHouseClient(endpoint) { proxy = proxyUrl }.use { String(it.rawQuery("SELECT 1")) }

    suspend fun refused(proxyUrl: String, endpoint: String = "http://db.example.org:8123"): String {
        val failure = shouldThrow<TransportException> {
            ClickHouseClient(endpoint) { proxy = proxyUrl }.use { it.execute("INSERT INTO t SELECT 1") }
        }
        failure.mayHaveReachedServer shouldBe false
        return failure.message.orEmpty()
    }

    "the real engine is reached by a name that only the proxy knows" {
        EmbeddedClickHouse.builder().allowHost("db.example.org").start().use { server ->
            SocksServer.leading(server.port()).use { socks ->
                ClickHouseClient("http://db.example.org:8123") { proxy = "socks5://127.0.0.1:${socks.port}" }.use { client ->
                    client.execute("CREATE TABLE numbers_through_socks (n Int64) ENGINE Memory")
                    client.insert("numbers_through_socks", List(3) { Number(it + 1L) })
                    client.query<Long>("SELECT sum(n) FROM numbers_through_socks").rows shouldBe listOf(6L)
                    client.ping() shouldBe true
                }
                socks.targets.toSet() shouldBe setOf("db.example.org:8123")
                socks.failures.shouldBeEmpty()
            }
        }
    }

    "addresses are passed on as addresses, both names of the scheme do, and exceptions are not led through it" {
        answering().use { server ->
            SocksServer.leading(server.port).use { socks ->
                ask("http://127.0.0.1:8124", "socks5h://127.0.0.1:${socks.port}") shouldBe "fine"
                ask("http://[::1]:8125", "SOCKS5://127.0.0.1:${socks.port}") shouldBe "fine"
                socks.targets shouldBe listOf("127.0.0.1:8124", "0:0:0:0:0:0:0:1:8125")
                ClickHouseClient(server.endpoint) {
                    proxy = "socks5://127.0.0.1:${socks.port}"
                    noProxy = listOf("127.0.0.1")
                }.use { it.rawQuery("SELECT 1") }
                socks.targets.size shouldBe 2
                socks.failures.shouldBeEmpty()
            }
        }
    }

    "whatever address the proxy says it uses, the answer begins behind it" {
        answering().use { server ->
            val bounds = listOf(byteArrayOf(4) + ByteArray(18), byteArrayOf(3, 5) + "proxy".toByteArray() + ByteArray(2))
            for (bound in bounds) {
                SocksServer.leading(server.port, bound = bound).use {
                    ask("http://db:8123", "socks5://127.0.0.1:${it.port}") shouldBe "fine"
                }
            }
        }
    }

    "TLS runs through it, and checks the server's name and not the proxy's" {
        val certificates = TestCertificates("EC", "db.example.org")
        val listener = certificates.serverContext().serverSocketFactory.createServerSocket(0, 50, InetAddress.getLoopbackAddress())
        ScriptedServer(listener) { while (readRequest() != null) answer("safe") }.use { server ->
            SocksServer.leading(server.port).use { socks ->
                ClickHouseClient("https://db.example.org:8443") {
                    sslContext = certificates.clientContext()
                    proxy = "socks5://127.0.0.1:${socks.port}"
                }.use { String(it.rawQuery("SELECT 1")) shouldBe "safe" }
                ClickHouseClient("https://other.example.org:8443") {
                    sslContext = certificates.clientContext()
                    proxy = "socks5://127.0.0.1:${socks.port}"
                }.use { shouldThrow<TransportException> { it.rawQuery("SELECT 1") }.message shouldContain "for another host" }
                socks.targets.toSet() shouldBe setOf("db.example.org:8443", "other.example.org:8443")
            }
        }
    }

    "user and password are told where the proxy wants them" {
        answering().use { server ->
            SocksServer.leading(server.port, login = "bob:s@fe").use { socks ->
                ask("http://db:8123", "socks5://bob:s%40fe@127.0.0.1:${socks.port}") shouldBe "fine"
                val wrong = refused("socks5://bob:hunter2@127.0.0.1:${socks.port}")
                wrong shouldContain "refused the user or the password"
                wrong shouldNotContain "hunter2"
                refused("socks5://127.0.0.1:${socks.port}") shouldContain "give socks5://user:password@host:port"
                socks.failures.shouldBeEmpty()
            }
            // One that wants neither gets neither.
            SocksServer.leading(server.port).use { ask("http://db:8123", "socks5://bob:x@127.0.0.1:${it.port}") shouldBe "fine" }
        }
    }

    "a refusal is told with its reason" {
        val reasons = mapOf(1 to "it failed", 2 to "its rules forbid it", 4 to "host is unreachable", 5 to "was refused", 77 to "reply 77")
        for ((reply, reason) in reasons) {
            SocksServer.leading(0, reply = reply.toByte()).use {
                val message = refused("socks5://127.0.0.1:${it.port}", "https://db.example.org:8443")
                message shouldContain "did not connect to db.example.org:8443: "
                message shouldContain reason
                message shouldNotContain "HTTPS port"
            }
        }
    }

    "what is no SOCKS 5 proxy is told from one" {
        val answers = mapOf(
            "HTTP/1.1 400 Bad Request\r\n\r\n".toByteArray() to "a first byte of 72",
            byteArrayOf(0, 91, 0, 0, 0, 0, 0, 0) to "a first byte of 0",
            byteArrayOf(5, 9) to "a way to sign in, 9, that was not offered",
            byteArrayOf(5, 2) to "a way to sign in, 2, that was not offered",
            byteArrayOf(5, 0, 4, 0, 0, 1) to "a first byte of 4",
            byteArrayOf(5, 0, 5, 0, 0, 9) to "an address of type 9",
        )
        for ((answer, words) in answers) {
            SocksServer { input, out ->
                out.write(answer)
                input.transferTo(OutputStreamOfNothing)
            }.use { refused("socks5://127.0.0.1:${it.port}") shouldContain words }
        }
        SocksServer { input, _ -> input.readNBytes(3) }.use {
            refused("socks5://127.0.0.1:${it.port}") shouldContain "closed the connection before it led to the server"
        }
    }

    "a proxy that says nothing ends with the time for connections" {
        SocksServer { input, _ -> input.transferTo(OutputStreamOfNothing) }.use { socks ->
            ClickHouseClient("http://db:8123") {
                proxy = "socks5://127.0.0.1:${socks.port}"
                connectTimeout = Duration.ofMillis(200)
            }.use { shouldThrow<TransportException> { it.execute("INSERT INTO t SELECT 1") }.message shouldContain "connectTimeout" }
        }
    }

    "as Ktor's engine it takes Ktor's own option, and another engine's client has none" {
        answering().use { server ->
            SocksServer.leading(server.port).use { socks ->
                HouseflowEngine.create { proxy = ProxyBuilder.socks("127.0.0.1", socks.port) }.use { own ->
                    ClickHouseClient("http://db.example.org:8123") { engine = own }.use { String(it.rawQuery("SELECT 1")) shouldBe "fine" }
                }
                socks.targets shouldBe listOf("db.example.org:8123")
            }
        }
        CIO.create().use { cio ->
            shouldThrow<ConfigurationException> {
                ClickHouseClient("http://db:8123") {
                    engine = cio
                    proxy = "socks5://127.0.0.1:1080"
                }
            }.message shouldContain "proxy would be ignored"
        }
    }
})

private object OutputStreamOfNothing : OutputStream() {
    override fun write(b: Int) = Unit
}
