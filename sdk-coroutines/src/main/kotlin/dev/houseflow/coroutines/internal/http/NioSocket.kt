package dev.houseflow.coroutines.internal.http

import io.ktor.network.selector.InterestSuspensionsMap
import io.ktor.network.selector.SelectInterest
import io.ktor.network.selector.Selectable
import io.ktor.network.selector.SelectorManager
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.ensureActive
import java.net.InetSocketAddress
import java.net.StandardSocketOptions
import java.nio.ByteBuffer
import java.nio.channels.ClosedChannelException
import java.nio.channels.SocketChannel
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger
import kotlin.coroutines.coroutineContext
import kotlin.coroutines.resumeWithException

/**
 * A non-blocking TCP socket on Ktor's selector, read and written straight from and into the caller's buffers.
 *
 * Ktor's own `Socket` moves every byte through 8 KiB segments and a coroutine of its own; that halves the speed of bulk reads and costs a
 * small query two thread switches. So only the selector is Ktor's here.
 *
 * One reader and one writer at a time; they may be different coroutines. A cancelled [read] or [write] leaves the socket unusable: close it.
 */
internal class NioSocket private constructor(override val channel: SocketChannel, private val selector: SelectorManager) : Selectable {
    private val closed = AtomicBoolean(false)
    private val interests = AtomicInteger(0)

    override val suspensions: InterestSuspensionsMap = InterestSuspensionsMap()

    override val isClosed: Boolean get() = closed.get()

    override val interestedOps: Int get() = interests.get()

    override fun interestOp(interest: SelectInterest, state: Boolean) {
        while (true) {
            val before = interests.get()
            val after = if (state) before or interest.flag else before and interest.flag.inv()
            if (interests.compareAndSet(before, after)) return
        }
    }

    /** Reads at least one byte into [into], or returns -1 at the end of the stream. */
    suspend fun read(into: ByteBuffer): Int {
        while (true) {
            val count = channel.read(into)
            if (count != 0) return count
            await(SelectInterest.READ)
        }
    }

    /** What [read] could return right now without waiting; 0 when nothing is there. */
    fun readNow(into: ByteBuffer): Int = channel.read(into)

    /** Writes all that remains in [from]; in pieces, because the JVM copies what it is given each time, also what the system does not take. */
    suspend fun write(from: ByteBuffer) {
        // Through the supertype: ByteBuffer.limit returns ByteBuffer only since Java 9.
        val window = from as java.nio.Buffer
        val end = window.limit()
        while (window.position() < end) {
            window.limit(minOf(end, window.position() + WRITE_BYTES))
            if (channel.write(from) == 0) await(SelectInterest.WRITE)
        }
    }

    private suspend fun await(interest: SelectInterest) {
        interestOp(interest, true)
        try {
            selector.select(this, interest)
        } catch (e: CancellationException) {
            // A closed selector cancels whoever waits on it, but the caller was not cancelled.
            coroutineContext.ensureActive()
            throw ClosedChannelException().apply { initCause(e) }
        } finally {
            interestOp(interest, false)
        }
    }

    override fun close() {
        if (!closed.compareAndSet(false, true)) return
        interests.set(0)
        try {
            channel.close()
        } finally {
            // An ordinary I/O error, not Ktor's cancellation: whoever waits was not cancelled, its socket was closed.
            suspensions.invokeForEachPresent { resumeWithException(ClosedChannelException()) }
            selector.notifyClosed(this)
        }
    }

    override fun dispose() {
        close()
    }

    companion object {
        private const val WRITE_BYTES = 128 * 1024

        /** Connects to [address], which must be resolved. Closes the socket again when that fails or is cancelled. */
        suspend fun connect(address: InetSocketAddress, selector: SelectorManager, options: SocketOptions): NioSocket {
            val channel = selector.provider.openSocketChannel()
            val socket = NioSocket(channel, selector)
            var connected = false
            try {
                channel.configureBlocking(false)
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true)
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, options.keepAlive)
                options.receiveBufferBytes?.let { channel.setOption(StandardSocketOptions.SO_RCVBUF, it) }
                options.sendBufferBytes?.let { channel.setOption(StandardSocketOptions.SO_SNDBUF, it) }
                if (!channel.connect(address)) {
                    do {
                        socket.await(SelectInterest.CONNECT)
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

/**
 * Options of every TCP socket.
 *
 * @property keepAlive whether the operating system probes idle connections (`SO_KEEPALIVE`)
 * @property receiveBufferBytes size of the system's receive buffer; `null` leaves it to the system, which grows it as needed
 * @property sendBufferBytes size of the system's send buffer; `null` leaves it to the system
 */
internal class SocketOptions(
    val keepAlive: Boolean = true,
    val receiveBufferBytes: Int? = null,
    val sendBufferBytes: Int? = null,
)
