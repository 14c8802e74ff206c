package dev.houseflow.coroutines.internal.transport

import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.internal.http.TestCertificates
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import kotlinx.coroutines.flow.flowOf
import java.net.InetAddress
import java.util.concurrent.CopyOnWriteArrayList

/** Ways through proxies, and the rules that say who needs one. */
internal class ProxiesTest : StringSpec({
    fun Proxies.name(host: String, port: Int = 8443, tls: Boolean = true) = of(tls, host, port)?.host

    "TLS runs through the proxy's tunnel, with the proxy's password and not the server's" {
        val certificates = TestCertificates("EC", "127.0.0.1")
        val listener = certificates.serverContext().serverSocketFactory.createServerSocket(0, 50, InetAddress.getLoopbackAddress())
        val heads = CopyOnWriteArrayList<String>()
        ScriptedServer(listener) { while (readRequest() != null) answer("through\n") }.use { server ->
            ScriptedServer {
                val head = readHead() ?: return@ScriptedServer
                heads += head.lines.joinToString("|")
                send("HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n")
                relayTo(server.port, quietMillis = 2_000)
            }.use { relay ->
                ClickHouseClient("https://127.0.0.1:${server.port}") {
                    username = "alice"
                    password = "of the server"
                    sslContext = certificates.clientContext()
                    proxy = "http://bob:s%40fe@127.0.0.1:${relay.port}"
                }.use { client -> repeat(3) { String(client.rawQuery("SELECT 1")) shouldBe "through\n" } }
                // One tunnel; Ym9iOnNAZmU= is bob:s@fe.
                val target = "127.0.0.1:${server.port}"
                heads.single() shouldBe "CONNECT $target HTTP/1.1|Host: $target|Proxy-Authorization: Basic Ym9iOnNAZmU="
                relay.failures.shouldBeEmpty()
                ClickHouseClient("https://127.0.0.1:${server.port}") {
                    sslContext = certificates.clientContext()
                    proxy = "http://127.0.0.1:${relay.port}"
                    noProxy = listOf("127.0.0.0/8")
                }.use { it.rawQuery("SELECT 1") }
                heads.size shouldBe 1
            }
        }
    }

    "plain HTTP is sent to the proxy itself, which is told the whole address and its password" {
        val heads = CopyOnWriteArrayList<List<String>>()
        ScriptedServer {
            while (true) {
                heads += (readRequest() ?: break).lines
                answer("through\n")
            }
        }.use { relay ->
            ClickHouseClient("http://db.example.org:8124/base") {
                username = "alice"
                password = "of the server"
                proxy = "http://bob:s%40fe@127.0.0.1:${relay.port}"
            }.use { client ->
                repeat(3) { String(client.rawQuery("SELECT 1")) shouldBe "through\n" }
                client.rawInsert(InsertRequest.of("t"), Format.CSV, flowOf("1\n".toByteArray()))
                client.ping()
            }
            ClickHouseClient("http://[::1]:80") { proxy = "http://127.0.0.1:${relay.port}" }.use { it.rawQuery("SELECT 1") }
            relay.connections shouldBe 2
            val lines = heads.map { it.first() }
            lines.take(4).forEach { it shouldStartWith "POST http://db.example.org:8124/base/?" }
            lines[4] shouldBe "GET http://db.example.org:8124/base/ping HTTP/1.1"
            lines[5] shouldStartWith "POST http://[::1]/?"
            for (head in heads.take(5)) {
                head.single { it.startsWith("Host:") } shouldBe "Host: db.example.org:8124"
                head.single { it.startsWith("Proxy-Authorization:") } shouldBe "Proxy-Authorization: Basic Ym9iOnNAZmU="
            }
            heads[0].single { it.startsWith("Authorization:") } shouldBe "Authorization: Basic YWxpY2U6b2YgdGhlIHNlcnZlcg=="
            heads[5].single { it.startsWith("Host:") } shouldBe "Host: [::1]"
            heads[5].filter { it.startsWith("Proxy-") }.shouldBeEmpty()
            relay.failures.shouldBeEmpty()
        }
    }

    "a proxy that refuses is quoted, and the server has not seen the request" {
        ScriptedServer {
            readRequest()
            answer("<html>no</html>", "407 Proxy Authentication Required", "Content-Type: text/html")
        }.use { relay ->
            for (server in listOf("http://db.example.org", "https://db.example.org")) {
                ClickHouseClient(server) { proxy = "http://127.0.0.1:${relay.port}" }.use { client ->
                    val failure = shouldThrow<TransportException> { client.execute("SELECT 1") }
                    failure.message shouldContain "407 Proxy Authentication Required"
                    failure.message shouldContain "http://user:password@host:port"
                    failure.mayHaveReachedServer shouldBe false
                }
            }
        }
    }

    "a server's own 407 is nobody's proxy" {
        ScriptedServer {
            readRequest()
            answer("no", "407 Proxy Authentication Required")
        }.use { server ->
            ClickHouseClient(server.endpoint).use { client ->
                shouldThrow<ServerException> { client.execute("SELECT 1") }.httpStatus shouldBe
                    407
            }
        }
    }

    "exceptions are hosts, domains, addresses, networks and ports" {
        val proxies = Proxies(
            "http://proxy:3128",
            listOf("exact.org", ".sub.org", "*.star.org", "port.org:8443", "10.1.2.3", "192.168.0.0/16", "[::1]", "2001:db8::/32"),
            null,
        )
        val names = listOf("exact.org", "EXACT.org.", "a.exact.org", "a.sub.org", "a.b.star.org", "port.org")
        val addresses = listOf("10.1.2.3", "192.168.77.1", "::1", "0:0:0:0:0:0:0:1", "2001:db8:1::9")
        for (direct in names + addresses) proxies.name(direct).shouldBeNull()
        val others = listOf("inexact.org", "exact.org.uk", "sub.org", "star.org", "10.1.2.33", "192.169.0.1", "::2", "2001:db9::1", "10")
        for (through in others) {
            proxies.name(through) shouldBe "proxy"
        }
        proxies.name("port.org", 8123) shouldBe "proxy"
        Proxies("http://proxy:3128", listOf("*"), null).name("anything").shouldBeNull()
    }

    "the environment is asked only when it is given, lower case first, and the option wins" {
        val environment = mapOf(
            "HTTPS_PROXY" to "http://upper:1",
            "https_proxy" to "lower:2",
            "HTTP_PROXY" to "http://plain:3",
            "NO_PROXY" to "a.org, b.org",
        )
        Proxies(null, emptyList(), null).name("c.org").shouldBeNull()
        val asked = Proxies(null, listOf("d.org"), environment)
        asked.name("c.org") shouldBe "lower"
        asked.name("c.org", tls = false) shouldBe "plain"
        for (direct in listOf("a.org", "b.org", "d.org")) asked.name(direct).shouldBeNull()
        Proxies("http://option:4", emptyList(), environment).name("c.org") shouldBe "option"
    }

    "what cannot be a proxy or an exception is refused" {
        fun refused(proxy: String?, vararg without: String) =
            shouldThrow<ConfigurationException> { Proxies(proxy, without.toList(), null) }.message
        refused("https://proxy:3128") shouldContain "http://host:port"
        refused("socks4://proxy:1080") shouldContain "socks5://host:port"
        refused("ftp://bob:s%40fe@proxy:3128") shouldNotContain "s%40fe"
        refused("socks5://proxy") shouldContain "give socks5://host:port"
        refused("socks5://${"u".repeat(256)}:p@proxy:1080") shouldContain "255 bytes"
        refused("socks5://u:${"p".repeat(256)}@proxy:1080") shouldContain "255 bytes"
        refused("http://proxy") shouldContain "no port"
        refused(null, "10.0.0.0/33") shouldContain "10.0.0.0/33"
        refused(null, "example.org/8") shouldContain "example.org/8"
        refused(null, "host:port") shouldContain "host:port"
    }
})
