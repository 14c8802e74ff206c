package dev.houseflow.testkit

import java.io.BufferedInputStream
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.net.SocketTimeoutException
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger

/**
 * A server that does to every connection exactly what a test says: any bytes, any timing, any cut.
 * [script] runs once per connection, on a thread of its own; when it returns, the connection is
 * closed properly. [listener] may be one that speaks TLS; the server closes it.
 */
class ScriptedServer(
    private val listener: ServerSocket = ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()),
    private val script: Conversation.() -> Unit,
) : AutoCloseable {
    private val open = ConcurrentHashMap.newKeySet<Socket>()
    private val accepted = AtomicInteger()
    private val most = AtomicInteger()

    /**
     * What scripts failed with, other than the client leaving: a test that ends with some here has
     * not tested what it meant to.
     */
    val failures = CopyOnWriteArrayList<Throwable>()

    val port: Int get() = listener.localPort
    val endpoint: String get() = "http://127.0.0.1:$port"

    /** How many connections have been made so far. */
    val connections: Int get() = accepted.get()

    /** How many connections have been open at once at most, as this side sees it. */
    val mostConnections: Int get() = most.get()

    /**
     * How many connections are open at this moment, as this side sees it: a client's close counts
     * once the script has noticed it.
     */
    val openConnections: Int get() = open.size

    init {
        Thread(::accept, "scripted-server-$port").apply { isDaemon = true }.start()
    }

    private fun accept() {
        while (!listener.isClosed) {
            val socket = try {
                listener.accept()
            } catch (_: IOException) {
                return
            }
            open += socket
            most.accumulateAndGet(open.size, ::maxOf)
            Thread({ serve(socket) }, "scripted-server-$port-${accepted.incrementAndGet()}").apply { isDaemon = true }.start()
        }
    }

    private fun serve(socket: Socket) {
        try {
            socket.use {
                it.tcpNoDelay = true
                Conversation(it).script()
            }
        } catch (_: IOException) {
            // The client left, or the server was closed.
        } catch (e: Throwable) {
            failures += e
        } finally {
            open -= socket
        }
    }

    override fun close() {
        listener.close()
        open.forEach { it.close() }
    }

    /** One connection, as its script sees it. */
    class Conversation(private val socket: Socket) {
        private val input = BufferedInputStream(socket.getInputStream())

        /**
         * The next request with all of its body, or `null` when the client has closed the
         * connection.
         */
        fun readRequest(): Request? {
            val head = readHead() ?: return null
            val chunked = head.field("Transfer-Encoding").equals("chunked", ignoreCase = true)
            return Request(head.lines, readBody(chunked, head.field("Content-Length")?.toInt() ?: 0))
        }

        /**
         * The body of a request whose head has been read: to its last chunk, or of [length] bytes.
         */
        fun readBody(chunked: Boolean, length: Int): ByteArray {
            val body = ByteArrayOutputStream()
            if (chunked) {
                while (true) {
                    val size = checkNotNull(readLine()) { "the body ended without its last chunk" }.toInt(16)
                    body.write(input.readNBytes(size).also { if (it.size < size) throw IOException("the body ended inside a chunk") })
                    readLine()
                    if (size == 0) break
                }
            } else {
                body.write(input.readNBytes(length).also { if (it.size < length) throw IOException("the body ended early") })
            }
            return body.toByteArray()
        }

        /** The head of the next request; its body stays unread. */
        fun readHead(): Request? {
            val lines = ArrayList<String>()
            while (true) {
                val line = readLine() ?: return null
                if (line.isEmpty()) return Request(lines, ByteArray(0))
                lines += line
            }
        }

        private fun readLine(): String? {
            val line = StringBuilder()
            while (true) {
                val c = input.read()
                if (c < 0) return null
                if (c == '\n'.code) return line.removeSuffix("\r").toString()
                line.append(c.toChar())
            }
        }

        fun send(bytes: ByteArray, from: Int = 0, to: Int = bytes.size) {
            socket.getOutputStream().write(bytes, from, to - from)
            socket.getOutputStream().flush()
        }

        fun send(text: String) {
            send(text.toByteArray(Charsets.ISO_8859_1))
        }

        /** A whole answer with `Content-Length`. */
        fun answer(body: ByteArray, status: String = "200 OK", vararg fields: String) {
            send((listOf("HTTP/1.1 $status", "Content-Length: ${body.size}") + fields).joinToString("\r\n", postfix = "\r\n\r\n"))
            send(body)
        }

        fun answer(body: String, status: String = "200 OK", vararg fields: String) {
            answer(body.toByteArray(), status, *fields)
        }

        /** One chunk of a chunked body. */
        fun chunk(bytes: ByteArray) {
            send(Integer.toHexString(bytes.size) + "\r\n")
            send(bytes)
            send("\r\n")
        }

        /** Ends the connection with a reset instead of a proper close. */
        fun reset() {
            socket.setSoLinger(true, 0)
            socket.close()
        }

        /**
         * Hands all bytes on to the server at [port] and back, until the server has sent nothing
         * for [quietMillis]; then hangs up on both.
         */
        fun relayTo(port: Int, quietMillis: Int) {
            Socket(InetAddress.getLoopbackAddress(), port).use { upstream ->
                Thread { runCatching { input.transferTo(upstream.getOutputStream()) } }.apply { isDaemon = true }.start()
                upstream.soTimeout = quietMillis
                val buffer = ByteArray(RELAY_BUFFER)
                while (true) {
                    val count = try {
                        upstream.getInputStream().read(buffer)
                    } catch (_: SocketTimeoutException) {
                        return
                    }
                    if (count < 0) return
                    send(buffer, 0, count)
                }
            }
        }

        /**
         * Waits until the client has closed its side, and says whether it did so within [millis].
         * Bytes that come meanwhile are dropped.
         */
        fun clientClosesWithin(millis: Int): Boolean {
            val deadline = System.nanoTime() + millis * NANOS_PER_MILLI
            while (true) {
                val left = ((deadline - System.nanoTime()) / NANOS_PER_MILLI).toInt()
                if (left <= 0) return false
                socket.soTimeout = left
                try {
                    if (input.read() < 0) return true
                } catch (_: SocketTimeoutException) {
                    return false
                } catch (_: IOException) {
                    return true
                } finally {
                    if (!socket.isClosed) socket.soTimeout = 0
                }
            }
        }
    }

    /** A request: its head's lines, the first being the request line, and its body. */
    class Request(val lines: List<String>, val body: ByteArray) {
        /** Path and query, still encoded. */
        val target: String get() = lines.first().split(' ')[1]

        fun field(name: String): String? =
            lines.drop(1).firstOrNull { it.substringBefore(':').equals(name, ignoreCase = true) }?.substringAfter(':')?.trim()
    }

    private companion object {
        private const val BACKLOG = 1024
        private const val RELAY_BUFFER = 16 * 1024
        private const val NANOS_PER_MILLI = 1_000_000L
    }
}
