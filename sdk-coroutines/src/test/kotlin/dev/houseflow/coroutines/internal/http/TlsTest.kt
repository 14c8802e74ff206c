package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.TlsOptions
import dev.houseflow.coroutines.internal.net.TruncatedAnswerException
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.booleans.shouldBeFalse
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import java.net.InetAddress
import java.util.concurrent.CountDownLatch
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLServerSocket

/** TLS through the JDK's engine: versions, keys, checks, large bodies, and ends that are no ends. */
class TlsTest : StringSpec({
    val body = ByteArray(3_000_000) { (it * 31).toByte() }

    fun listener(certificates: TestCertificates, protocol: String): SSLServerSocket {
        val socket = certificates.serverContext().serverSocketFactory
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress()) as SSLServerSocket
        socket.enabledProtocols = arrayOf(protocol)
        return socket
    }

    fun call(port: Int, context: SSLContext, body: RequestBody = RequestBody.Bytes("SELECT 1".toByteArray()), host: String = "127.0.0.1") =
        HttpCall(Route(host, port, TlsOptions(context), null), "POST", "/", emptyList(), body)

    for (protocol in listOf("TLSv1.2", "TLSv1.3")) {
        for (key in listOf("RSA", "EC")) {
            "$protocol with an $key certificate carries large bodies both ways and keeps the connection" {
                val certificates = TestCertificates(key, "127.0.0.1")
                var uploaded = 0
                ScriptedServer(listener(certificates, protocol)) {
                    while (true) {
                        uploaded += (readRequest() ?: break).body.size
                        send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                        chunk(body)
                        send("0\r\n\r\n")
                    }
                }.use { server ->
                    ExchangeHarness().use { http ->
                        val options = TlsOptions(certificates.clientContext())
                        repeat(3) {
                            val route = Route("127.0.0.1", server.port, options, null)
                            val streamed = RequestBody.Streamed { out -> out.write(body) }
                            http.fetch(HttpCall(route, "POST", "/", emptyList(), streamed)).second.contentEquals(body) shouldBe true
                        }
                        uploaded shouldBe 3 * body.size
                        server.connections shouldBe 1
                        server.failures.shouldBeEmpty()
                    }
                }
            }
        }
    }

    "a certificate that is not trusted is refused before anything is sent" {
        val certificates = TestCertificates("EC", "127.0.0.1")
        ScriptedServer(listener(certificates, "TLSv1.3")) { readRequest() }.use { server ->
            ExchangeHarness().use { http ->
                shouldThrow<ExchangeException> { http.fetch(call(server.port, SSLContext.getDefault())) }.requestSent.shouldBeFalse()
            }
        }
    }

    "a certificate for another host is refused" {
        val certificates = TestCertificates("EC", "db.example.org")
        ScriptedServer(listener(certificates, "TLSv1.3")) { readRequest() }.use { server ->
            ExchangeHarness().use { http ->
                shouldThrow<ExchangeException> { http.fetch(call(server.port, certificates.clientContext())) }.requestSent.shouldBeFalse()
            }
        }
    }

    "a TCP close without TLS's own end is not the end of a body without length" {
        val certificates = TestCertificates("EC", "127.0.0.1")
        val done = CountDownLatch(1)
        ScriptedServer(listener(certificates, "TLSv1.3")) {
            readRequest()
            send("HTTP/1.0 200 OK\r\n\r\npart")
            done.await()
        }.use { server ->
            // Hands the encrypted bytes on, and hangs up when no more come, as a broken middlebox does.
            ScriptedServer { relayTo(server.port, quietMillis = 500) }.use { relay ->
                ExchangeHarness().use { http ->
                    shouldThrow<TruncatedAnswerException> { http.fetch(call(relay.port, certificates.clientContext())) }
                }
            }
            done.countDown()
        }
    }

    "a server that speaks no TLS gets an error, not a wait" {
        ScriptedServer {
            answer("plain")
            clientClosesWithin(5_000)
        }.use { server ->
            ExchangeHarness().use { http ->
                shouldThrow<ExchangeException> { http.fetch(call(server.port, SSLContext.getDefault())) }.requestSent.shouldBeFalse()
            }
        }
    }
})
