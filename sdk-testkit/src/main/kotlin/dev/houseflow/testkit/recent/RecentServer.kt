package dev.houseflow.testkit.recent

import java.io.BufferedInputStream
import java.io.IOException
import java.io.InputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.net.URI
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList

/**
 * Stands for ClickHouse 26.10: a server that answers as its sources and changelogs say, where that
 * differs from the embedded engine (26.7), which does the work behind it. docs/compatibility.md has
 * the list.
 *
 * - `compress=1` answers in ZSTD frames, unless `network_compression_method` says otherwise (26.9);
 * - inserts are asynchronous unless `async_insert=0`, and their acknowledgement counts no rows
 *   (26.3);
 * - `client_protocol_version` changes the blocks of Native (23.3, which the embedded server
 *   refuses);
 * - HTTP's content coding `lz4` is made of linked blocks (21.12, which the embedded server leaves
 *   independent);
 * - a request has 1,000 fields at most, whose names have 4 KiB at most (26.4);
 * - the user [READER] may read, and may set nothing that changes a setting (`readonly = 1`).
 *
 * @param upstream the endpoint of the embedded server
 * @param ignoresMethod whether `network_compression_method` is ignored over HTTP, as by the first
 * builds of 26.9
 */
class RecentServer(upstream: String, internal val ignoresMethod: Boolean = false) : AutoCloseable {
    private val upstream = URI(upstream)
    private val listener = ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())
    private val open = ConcurrentHashMap.newKeySet<Socket>()

    /** The targets of all requests so far, in order. */
    val targets: MutableList<String> = CopyOnWriteArrayList()

    val endpoint: String = "http://127.0.0.1:${listener.localPort}"

    init {
        Thread(::accept, "recent-server").apply { isDaemon = true }.start()
    }

    private fun accept() {
        while (!listener.isClosed) {
            val socket = try {
                listener.accept()
            } catch (_: IOException) {
                return
            }
            socket.tcpNoDelay = true
            open += socket
            background { serve(socket) }
        }
    }

    private fun serve(socket: Socket) {
        try {
            socket.use { untilHungUp { converse(it) } }
        } finally {
            open -= socket
        }
    }

    private fun converse(socket: Socket) {
        val input = BufferedInputStream(socket.getInputStream())
        var first: Int? = null
        while (true) {
            val head = Head.read(input, first) ?: return
            targets += head.first.split(' ')[1]
            val body = head.body(input, untilEnd = false)
            val call = RelayedCall(this, head, body, socket.getOutputStream())
            if (!call.run { watch(input, call) }) return
            first = call.nextByte?.get() ?: input.read()
            if (first < 0) return
        }
    }

    /**
     * Waits for the next request, and stops [call] when the client hangs up instead of sending one.
     */
    private fun watch(input: InputStream, call: RelayedCall): CompletableFuture<Int> {
        val next = CompletableFuture<Int>()
        background {
            val byte = try {
                input.read()
            } catch (_: IOException) {
                -1
            }
            if (byte < 0) call.stop()
            next.complete(byte)
        }
        return next
    }

    internal fun connect(): Socket = Socket(upstream.host, upstream.port).apply { tcpNoDelay = true }

    override fun close() {
        listener.close()
        open.forEach { it.close() }
    }

    companion object {
        /** A user without a password who may only read. */
        const val READER: String = "reader"

        /** What error messages say of the server. */
        const val VERSION: String = "26.10.1.121 (official build)"

        private const val BACKLOG = 1024

        internal fun background(task: () -> Unit) {
            Thread(task, "recent-server-call").apply { isDaemon = true }.start()
        }
    }
}
