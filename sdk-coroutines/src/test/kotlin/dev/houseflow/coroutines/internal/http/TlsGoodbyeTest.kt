package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.TlsOptions
import dev.houseflow.coroutines.internal.net.TruncatedAnswerException
import dev.houseflow.testkit.ScriptedServer
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import java.io.ByteArrayOutputStream
import java.io.FilterInputStream
import java.io.InputStream
import java.io.OutputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.CopyOnWriteArrayList
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLSocket
import kotlin.time.Duration.Companion.seconds

/** Servers whose TLS goodbye (close_notify) arrives together with the end of their answer, in one and the same read. */
internal class TlsGoodbyeTest : FunSpec({
    timeout = 60_000
    val certificates = TestCertificates("EC", "127.0.0.1")

    // One record, and several of 16 KiB; all of it fits one segment of the loopback interface.
    val bodies = listOf(10, 40_000).map { size -> ByteArray(size) { (it * 31).toByte() } }

    fun lengthed(body: ByteArray) = "HTTP/1.1 200 OK\r\nContent-Length: ${body.size}\r\n\r\n".toByteArray() + body

    fun chunked(body: ByteArray): ByteArray {
        val half = body.size / 2
        fun chunk(part: ByteArray) = (Integer.toHexString(part.size) + "\r\n").toByteArray() + part + "\r\n".toByteArray()
        return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".toByteArray() +
            chunk(body.copyOf(half)) + chunk(body.copyOfRange(half, body.size)) + "0\r\n\r\n".toByteArray()
    }

    fun unending(body: ByteArray) = "HTTP/1.0 200 OK\r\n\r\n".toByteArray() + body

    fun server(protocol: String, sent: MutableList<Int>, answer: ByteArray) =
        ScriptedServer(BurstListener(certificates.serverContext(), protocol, sent)) {
            readRequest()
            send(answer)
        }

    /** With room for whole records, which are decrypted in place, and without. */
    val buffers = listOf(64 * 1024, 1024)

    suspend fun fetch(http: ExchangeHarness, port: Int): ByteArray {
        val route = Route("127.0.0.1", port, TlsOptions(certificates.clientContext()), null)
        return http.fetch(HttpCall(route, "POST", "/", emptyList(), RequestBody.Bytes("SELECT 1".toByteArray()))).second
    }

    for (protocol in listOf("TLSv1.2", "TLSv1.3")) {
        for ((name, frame) in listOf("Content-Length" to ::lengthed, "chunks" to ::chunked, "neither" to ::unending)) {
            test("$protocol: an answer with $name that comes together with the goodbye is complete") {
                for (body in bodies) {
                    for (bufferBytes in buffers) {
                        val sent = CopyOnWriteArrayList<Int>()
                        val answer = frame(body)
                        server(protocol, sent, answer).use { server ->
                            ExchangeHarness(bufferBytes = bufferBytes).use { http ->
                                repeat(2) { fetch(http, server.port).contentEquals(body) shouldBe true }
                                // A connection that has ended is not used again.
                                server.connections shouldBe 2
                            }
                            eventually(10.seconds) { server.openConnections shouldBe 0 }
                            // The last write of each connection was the answer with the goodbye behind it, each in a record of its own.
                            sent.last() shouldBeGreaterThan answer.size + TWO_RECORDS
                            server.failures.shouldBeEmpty()
                        }
                    }
                }
            }
        }

        for ((name, frame) in listOf("Content-Length" to ::lengthed, "chunks" to ::chunked)) {
            test("$protocol: the goodbye does not complete an answer with $name that lacks its last byte") {
                for (body in bodies) {
                    for (bufferBytes in buffers) {
                        server(protocol, CopyOnWriteArrayList(), frame(body).let { it.copyOf(it.size - 1) }).use { server ->
                            ExchangeHarness(bufferBytes = bufferBytes).use { http ->
                                shouldThrow<TruncatedAnswerException> { fetch(http, server.port) }
                            }
                        }
                    }
                }
            }
        }
    }
}) {
    private companion object {
        /** More than what one record adds to its content, or than a goodbye alone, and less than both. */
        const val TWO_RECORDS = 40
    }
}

/**
 * A TLS server's listener, whose connections gather what is written and send it in one piece: when they are read from the next time, or
 * closed. The sizes of the pieces are added to [sent].
 */
private class BurstListener(private val context: SSLContext, private val protocol: String, private val sent: MutableList<Int>) :
    ServerSocket(0, 50, InetAddress.getLoopbackAddress()) {
    override fun accept(): Socket {
        val plain = BurstSocket(sent)
        implAccept(plain)
        val socket = context.socketFactory.createSocket(plain, null, true) as SSLSocket
        socket.enabledProtocols = arrayOf(protocol)
        return socket
    }
}

private class BurstSocket(private val sent: MutableList<Int>) : Socket() {
    private val gathered = ByteArrayOutputStream()

    private fun send() {
        val piece = synchronized(gathered) { gathered.toByteArray().also { gathered.reset() } }
        if (piece.isEmpty()) return
        sent += piece.size
        super.getOutputStream().write(piece)
    }

    override fun getInputStream(): InputStream = object : FilterInputStream(super.getInputStream()) {
        override fun read(): Int {
            send()
            return super.read()
        }

        override fun read(into: ByteArray, at: Int, count: Int): Int {
            send()
            return super.read(into, at, count)
        }
    }

    override fun getOutputStream(): OutputStream = object : OutputStream() {
        override fun write(byte: Int) {
            write(byteArrayOf(byte.toByte()))
        }

        override fun write(from: ByteArray, at: Int, count: Int) {
            synchronized(gathered) { gathered.write(from, at, count) }
        }
    }

    override fun shutdownOutput() {
        send()
        super.shutdownOutput()
    }

    override fun close() {
        try {
            if (!isClosed && !isOutputShutdown) send()
        } finally {
            super.close()
        }
    }
}
