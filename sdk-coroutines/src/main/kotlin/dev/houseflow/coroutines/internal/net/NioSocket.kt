package dev.houseflow.coroutines.internal.net

import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.suspendCancellableCoroutine
import java.net.InetSocketAddress
import java.net.StandardSocketOptions
import java.nio.ByteBuffer
import java.nio.channels.ClosedChannelException
import java.nio.channels.SelectionKey
import java.nio.channels.SocketChannel
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicReferenceArray
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.coroutineContext
import kotlin.coroutines.resumeWithException

/**
 * A non-blocking TCP socket, read and written straight from and into the caller's buffers;
 * [SocketSelector] waits for it.
 *
 * Ktor's own `Socket` moves every byte through 8 KiB segments and a coroutine of its own; that
 * halves the speed of bulk reads and costs a small query two thread switches.
 *
 * One reader and one writer at a time; they may be different coroutines. A cancelled [read] or
 * [write] leaves the socket unusable: close it.
 */
internal class NioSocket private constructor(val channel: SocketChannel, private val selector: SocketSelector) {
    private val closed = AtomicBoolean(false)
    private val waiters = AtomicReferenceArray<CancellableContinuation<Unit>>(Readiness.ALL.size)

    /** For the selector, and guarded by it. */
    var key: SelectionKey? = null

    /** What the selector watches it for. Written by the selector. */
    @Volatile
    var registered: Int = 0

    val isClosed: Boolean get() = closed.get()

    /** What coroutines wait for, as in [SelectionKey.interestOps]. */
    fun awaited(): Int {
        var ops = 0
        for (readiness in Readiness.ALL) if (waiters.get(readiness.ordinal) != null) ops = ops or readiness.flag
        return ops
    }

    /** The coroutine that waits for [readiness], to be resumed by the caller. */
    fun take(readiness: Readiness): CancellableContinuation<Unit>? {
        if (waiters.get(readiness.ordinal) == null) return null
        return waiters.getAndSet(readiness.ordinal, null)?.also { selector.taken() }
    }

    /** Reads at least one byte into [into], or returns -1 at the end of the stream. */
    suspend fun read(into: ByteBuffer): Int {
        while (true) {
            val count = channel.read(into)
            if (count != 0) return count
            await(Readiness.READ)
        }
    }

    /** What [read] could return right now without waiting; 0 when nothing is there. */
    fun readNow(into: ByteBuffer): Int = channel.read(into)

    /**
     * Writes all that remains in [from]; in pieces, because the JVM copies what it is given each
     * time, also what the system does not take.
     */
    suspend fun write(from: ByteBuffer) {
        // Through the supertype: ByteBuffer.limit returns ByteBuffer only since Java 9.
        val window = from as java.nio.Buffer
        val end = window.limit()
        while (window.position() < end) {
            window.limit(minOf(end, window.position() + WRITE_BYTES))
            if (channel.write(from) == 0) await(Readiness.WRITE)
        }
    }

    private suspend fun await(readiness: Readiness) {
        suspendCancellableCoroutine { waiter ->
            waiters.set(readiness.ordinal, waiter)
            selector.await(this, readiness, waiter.context[ContinuationInterceptor])
            if (isClosed) failWaiters()
        }
    }

    fun close() {
        if (!closed.compareAndSet(false, true)) return
        try {
            channel.close()
        } finally {
            failWaiters()
            selector.release()
        }
    }

    private fun failWaiters() {
        for (readiness in Readiness.ALL) take(readiness)?.resumeWithException(ClosedChannelException())
    }

    companion object {
        private const val WRITE_BYTES = 128 * 1024

        /**
         * Connects to [address], which must be resolved. Closes the socket again when that fails or
         * is cancelled.
         */
        suspend fun connect(address: InetSocketAddress, selector: SocketSelector, options: SocketOptions): NioSocket {
            val channel = SocketChannel.open()
            val socket = NioSocket(channel, selector)
            var connected = false
            try {
                channel.configureBlocking(false)
                channel.setOption(StandardSocketOptions.TCP_NODELAY, options.noDelay)
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, options.keepAlive)
                options.receiveBufferBytes?.let { channel.setOption(StandardSocketOptions.SO_RCVBUF, it) }
                options.sendBufferBytes?.let { channel.setOption(StandardSocketOptions.SO_SNDBUF, it) }
                if (!channel.connect(address)) {
                    do {
                        socket.await(Readiness.CONNECT)
                    } while (!channel.finishConnect())
                }
                coroutineContext.ensureActive()
                connected = true
                return socket
            } finally {
                if (!connected) socket.close()
            }
        }
    }
}

/** What a socket can be ready for, with its [flag] among those of a [SelectionKey]. */
internal enum class Readiness(val flag: Int) {
    READ(SelectionKey.OP_READ),
    WRITE(SelectionKey.OP_WRITE),
    CONNECT(SelectionKey.OP_CONNECT),
    ;

    companion object {
        val ALL: Array<Readiness> = values()
    }
}

/**
 * Options of every TCP socket.
 *
 * @property keepAlive whether the operating system probes idle connections (`SO_KEEPALIVE`)
 * @property noDelay whether small pieces are sent at once, instead of waiting for more
 * (`TCP_NODELAY`)
 * @property receiveBufferBytes size of the system's receive buffer; `null` leaves it to the system,
 * which grows it as needed
 * @property sendBufferBytes size of the system's send buffer; `null` leaves it to the system
 */
internal class SocketOptions(
    val keepAlive: Boolean = true,
    val noDelay: Boolean = true,
    val receiveBufferBytes: Int? = null,
    val sendBufferBytes: Int? = null,
)
