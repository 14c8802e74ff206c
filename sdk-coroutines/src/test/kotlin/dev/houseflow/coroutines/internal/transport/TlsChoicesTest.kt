package dev.houseflow.coroutines.internal.transport

import dev.houseflow.ConfigurationException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.engine
import dev.houseflow.coroutines.internal.http.TestCertificates
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.ktor.client.engine.cio.CIO
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.CopyOnWriteArrayList
import javax.net.ssl.ExtendedSSLSession
import javax.net.ssl.SNIHostName
import javax.net.ssl.SSLServerSocket
import javax.net.ssl.SSLSocket
import kotlin.time.Duration.Companion.seconds

/** The name, the versions and the ciphers of TLS, against real sockets. */
internal class TlsChoicesTest : StringSpec({
    val certificates = TestCertificates("EC", "db.example.org")

    /** Says in [seen] by which name, version and cipher it was asked. */
    class Watched(private val listener: SSLServerSocket, private val seen: MutableList<String>) : ServerSocket() {
        override fun accept(): Socket = listener.accept().also { socket ->
            (socket as SSLSocket).addHandshakeCompletedListener {
                val names = (it.session as ExtendedSSLSession).requestedServerNames
                seen += "${names.joinToString { name -> (name as SNIHostName).asciiName }} ${it.session.protocol} ${it.cipherSuite}"
            }
        }

        override fun getLocalPort(): Int = listener.localPort

        override fun isClosed(): Boolean = listener.isClosed

        override fun close() {
            listener.close()
        }
    }

    fun server(seen: MutableList<String>, vararg protocols: String): ScriptedServer {
        val listener = certificates.serverContext().serverSocketFactory
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress()) as SSLServerSocket
        listener.enabledProtocols = protocols
        return ScriptedServer(Watched(listener, seen)) { while (readRequest() != null) answer("fine") }
    }

    fun client(server: ScriptedServer, configure: ClickHouseClientConfig.() -> Unit): ClickHouseClient =
        ClickHouseClient("https://127.0.0.1:${server.port}") {
            sslContext = certificates.clientContext()
            configure()
        }

    "the server is asked for and checked by the name that is given, and not by the endpoint's" {
        val seen = CopyOnWriteArrayList<String>()
        server(seen, "TLSv1.3", "TLSv1.2").use { server ->
            client(server) { tlsServerName = "db.example.org" }.use { String(it.rawQuery("SELECT 1")) shouldBe "fine" }
            eventually(30.seconds) { seen.single() shouldContain Regex("^db.example.org TLSv1.3 ") }
            client(server) { }.use {
                val message = shouldThrow<TransportException> { it.execute("INSERT INTO t SELECT 1") }.message
                message shouldContain "for another host"
                message shouldContain "tlsServerName"
            }
            client(server) { tlsServerName = "other.example.org" }.use {
                shouldThrow<TransportException> { it.execute("INSERT INTO t SELECT 1") }.message shouldContain "for another host"
            }
        }
    }

    "an address as the name is checked and not announced" {
        val seen = CopyOnWriteArrayList<String>()
        val ofAddress = TestCertificates("EC", "10.1.2.3")
        val listener = ofAddress.serverContext().serverSocketFactory.createServerSocket(0, 50, InetAddress.getLoopbackAddress())
        ScriptedServer(Watched(listener as SSLServerSocket, seen)) { while (readRequest() != null) answer("fine") }.use { server ->
            ClickHouseClient("https://localhost:${server.port}") {
                sslContext = ofAddress.clientContext()
                tlsServerName = "10.1.2.3"
            }.use { it.rawQuery("SELECT 1") }
            eventually(30.seconds) { seen.single() shouldContain Regex("^ TLSv1") }
        }
    }

    "versions and ciphers are those that are asked for" {
        val seen = CopyOnWriteArrayList<String>()
        server(seen, "TLSv1.3", "TLSv1.2").use { server ->
            client(server) {
                tlsServerName = "db.example.org"
                tlsProtocols = listOf("TLSv1.2")
                tlsCipherSuites = listOf("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
            }.use { it.rawQuery("SELECT 1") }
            eventually(30.seconds) { seen.single() shouldBe "db.example.org TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256" }
            client(server) {
                tlsServerName = "db.example.org"
                tlsCipherSuites = listOf("TLS_AES_256_GCM_SHA384")
            }.use { it.rawQuery("SELECT 1") }
            eventually(30.seconds) { seen.last() shouldBe "db.example.org TLSv1.3 TLS_AES_256_GCM_SHA384" }
        }
    }

    "versions that the server does not speak are no connection" {
        server(CopyOnWriteArrayList(), "TLSv1.3").use { server ->
            client(server) {
                tlsServerName = "db.example.org"
                tlsProtocols = listOf("TLSv1.2")
            }.use {
                val failure = shouldThrow<TransportException> { it.execute("INSERT INTO t SELECT 1") }
                failure.message shouldContain "tlsProtocols"
                failure.mayHaveReachedServer shouldBe false
            }
        }
    }

    "what cannot be is refused when the client is made" {
        fun refused(configure: ClickHouseClientConfig.() -> Unit) =
            shouldThrow<ConfigurationException> { ClickHouseClient("https://db", configure).close() }.message
        refused { tlsProtocols = listOf("TLSv1.2", "TLSv9") } shouldContain Regex("tlsProtocols names \"TLSv9\".*TLSv1.3")
        refused { tlsCipherSuites = listOf("NONE") } shouldContain "tlsCipherSuites names \"NONE\""
        for (name in listOf("", "db example", "db.example.org.")) refused { tlsServerName = name } shouldContain "tlsServerName"
        CIO.create().use { cio ->
            refused {
                engine = cio
                tlsServerName = "db.example.org"
                tlsProtocols = listOf("TLSv1.3")
                tlsCipherSuites = listOf("TLS_AES_256_GCM_SHA384")
                maxConnectsPerSecond = 5
            } shouldContain "maxConnectsPerSecond, tlsServerName, tlsProtocols, tlsCipherSuites would be ignored"
        }
    }
})
