package dev.houseflow.coroutines.internal.net

import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import java.io.IOException
import java.nio.Buffer
import java.nio.ByteBuffer
import javax.net.ssl.SSLEngine
import javax.net.ssl.SSLEngineResult
import javax.net.ssl.SSLEngineResult.HandshakeStatus
import javax.net.ssl.SSLException

/**
 * HTTP over TLS by the JDK's own [SSLEngine], so that TLS 1.3, certificate checks and client
 * certificates are what the platform has.
 *
 * Received records are decrypted straight into the caller's array where it has room for a whole
 * record.
 */
internal class TlsWire(private val socket: NioSocket, private val engine: SSLEngine) : Wire {
    /**
     * Encrypted bytes that have arrived; in "read" position between calls. Begins with room for one
     * record, and grows with what arrives to room for several, so that one system call fetches
     * many.
     */
    private var netIn: ByteBuffer = ByteBuffer.allocate(engine.session.packetBufferSize).apply { asBuffer().limit(0) }

    /** How many reads have filled [netIn]. */
    private var fullReads = 0

    /**
     * Decrypted bytes for which the caller's array had no room; in "read" position between calls.
     */
    private val appIn: ByteBuffer = ByteBuffer.allocate(engine.session.applicationBufferSize).apply { asBuffer().limit(0) }

    private val netOut: ByteBuffer = ByteBuffer.allocate(engine.session.packetBufferSize)

    /** A failure that came to light while the data before it was read. */
    private var broken: SSLException? = null

    /**
     * Guards [netOut] and `wrap`: the reading side writes as well, when the peer asks for new keys.
     */
    private val outbound = Mutex()

    suspend fun handshake() {
        engine.beginHandshake()
        while (true) {
            when (engine.handshakeStatus) {
                HandshakeStatus.NEED_WRAP -> flushHandshake()
                HandshakeStatus.NEED_UNWRAP -> {
                    appIn.asBuffer().clear()
                    val result = unwrap(appIn)
                    appIn.asBuffer().flip()
                    if (result == null ||
                        result.status == SSLEngineResult.Status.CLOSED
                    ) {
                        throw SSLException("The server closed the connection during the TLS handshake")
                    }
                    if (appIn.hasRemaining()) return
                }
                HandshakeStatus.NEED_TASK -> runTasks()
                else -> return
            }
        }
    }

    override suspend fun read(array: ByteArray, from: Int, to: Int): Int {
        broken?.let { throw it }
        if (appIn.hasRemaining()) {
            val count = minOf(appIn.remaining(), to - from)
            appIn.get(array, from, count)
            return count
        }
        // The end of the session may have come right after the data of the last read.
        if (engine.isInboundDone) return -1
        val direct = ByteBuffer.wrap(array, from, to - from)
        while (true) {
            val roomy = direct.remaining() >= appIn.capacity()
            if (!roomy) appIn.asBuffer().clear()
            val unwrapped = unwrap(if (roomy) direct else appIn)
            if (!roomy) appIn.asBuffer().flip()
            val result = unwrapped ?: throw TruncatedAnswerException(
                "The server closed the connection without ending its TLS session; the answer may be cut off",
            )
            if (result.status == SSLEngineResult.Status.CLOSED) return -1
            serveHandshake()
            if (roomy) {
                if (direct.position() > from) {
                    unwrapMore(direct)
                    if (broken == null && !engine.isInboundDone) serveHandshake()
                    return direct.position() - from
                }
            } else if (appIn.hasRemaining()) {
                val count = minOf(appIn.remaining(), to - from)
                appIn.get(array, from, count)
                return count
            }
        }
    }

    override suspend fun write(array: ByteArray, from: Int, to: Int) {
        outbound.withLock { wrapAndSend(ByteBuffer.wrap(array, from, to - from)) }
    }

    override fun isQuiet(): Boolean {
        if (socket.isClosed || broken != null || appIn.hasRemaining() || engine.isInboundDone) return false
        return try {
            // Session tickets may have come since the last answer; they are no sign of trouble,
            // anything else is.
            appIn.asBuffer().clear()
            var quiet = true
            while (true) {
                val before = netIn.remaining()
                fetchNow()
                if (netIn.remaining() == before && before == 0) break
                val result = engine.unwrap(netIn, appIn)
                if (result.status == SSLEngineResult.Status.CLOSED || result.bytesProduced() > 0) quiet = false
                if (!quiet || result.status != SSLEngineResult.Status.OK) break
            }
            appIn.asBuffer().flip()
            quiet && engine.handshakeStatus == HandshakeStatus.NOT_HANDSHAKING
        } catch (_: IOException) {
            false
        }
    }

    override fun close() {
        socket.close()
    }

    /**
     * Decrypts one record into [into], fetching bytes as needed. `null` when the TCP stream has
     * ended.
     */
    private suspend fun unwrap(into: ByteBuffer): SSLEngineResult? {
        while (true) {
            if (netIn.hasRemaining()) {
                val result = engine.unwrap(netIn, into)
                when (result.status) {
                    SSLEngineResult.Status.BUFFER_UNDERFLOW -> Unit
                    SSLEngineResult.Status.BUFFER_OVERFLOW -> throw SSLException("A TLS record is larger than the session allows")
                    else -> return result
                }
            }
            compact()
            val count = socket.read(netIn)
            if (!netIn.hasRemaining()) fullReads++
            netIn.asBuffer().flip()
            if (count < 0) return null
        }
    }

    /**
     * Decrypts further records that have arrived whole, as long as [into] has room for them. A
     * damaged one fails the next read.
     */
    private fun unwrapMore(into: ByteBuffer) {
        try {
            while (netIn.hasRemaining() && into.remaining() >= appIn.capacity()) {
                if (engine.handshakeStatus != HandshakeStatus.NOT_HANDSHAKING) return
                if (engine.unwrap(netIn, into).status != SSLEngineResult.Status.OK) return
            }
        } catch (e: SSLException) {
            broken = e
        }
    }

    /** Makes room for more. */
    private fun compact() {
        // A record may be larger than the session had said before its handshake.
        val isFull = netIn.remaining() == netIn.capacity()
        if (isFull || (fullReads >= READS_TO_GROW && netIn.capacity() < NET_IN_BYTES)) {
            fullReads = 0
            netIn = ByteBuffer.allocate(2 * netIn.capacity()).put(netIn)
        } else {
            netIn.compact()
        }
    }

    private fun fetchNow() {
        netIn.compact()
        val count = socket.readNow(netIn)
        netIn.asBuffer().flip()
        if (count < 0) throw IOException("The server closed the connection")
    }

    /** After a record: what TLS itself wants to say or compute before data goes on. */
    private suspend fun serveHandshake() {
        while (true) {
            when (engine.handshakeStatus) {
                HandshakeStatus.NEED_WRAP -> flushHandshake()
                HandshakeStatus.NEED_TASK -> runTasks()
                else -> return
            }
        }
    }

    private suspend fun flushHandshake() {
        outbound.withLock { if (engine.handshakeStatus == HandshakeStatus.NEED_WRAP) wrapAndSend(EMPTY.duplicate()) }
    }

    private suspend fun wrapAndSend(source: ByteBuffer) {
        do {
            netOut.asBuffer().clear()
            val result = engine.wrap(source, netOut)
            if (result.status == SSLEngineResult.Status.CLOSED) throw SSLException("The TLS session is closed")
            netOut.asBuffer().flip()
            socket.write(netOut)
        } while (source.hasRemaining())
    }

    private fun runTasks() {
        while (true) (engine.delegatedTask ?: return).run()
    }

    private companion object {
        private const val NET_IN_BYTES = 256 * 1024
        private const val READS_TO_GROW = 2
        private val EMPTY = ByteBuffer.allocate(0)

        /** Java 9 gave ByteBuffer overrides of these that Java 8 and Android lack. */
        private fun ByteBuffer.asBuffer(): Buffer = this
    }
}
