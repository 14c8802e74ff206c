package dev.houseflow.coroutines.internal.net

import java.nio.ByteBuffer

/**
 * Bytes to and from a server: a plain socket, or TLS over one. One reader and one writer at a time.
 */
internal interface Wire {
    /**
     * Reads at least one byte into `array[from until to]` and returns how many, or -1 at the end of
     * the stream.
     */
    suspend fun read(array: ByteArray, from: Int, to: Int): Int

    /** Writes `array[from until to]`. */
    suspend fun write(array: ByteArray, from: Int, to: Int)

    /**
     * Whether an idle connection can still carry a request: nothing has come from the server since
     * its last answer, not even the end of the stream.
     */
    fun isQuiet(): Boolean

    /**
     * Frees the socket at once. May be called from any thread, any number of times; what waits in
     * [read] or [write] fails.
     */
    fun close()
}

/** HTTP without TLS. */
internal class PlainWire(private val socket: NioSocket) : Wire {
    override suspend fun read(array: ByteArray, from: Int, to: Int): Int = socket.read(ByteBuffer.wrap(array, from, to - from))

    override suspend fun write(array: ByteArray, from: Int, to: Int) {
        socket.write(ByteBuffer.wrap(array, from, to - from))
    }

    override fun isQuiet(): Boolean = !socket.isClosed &&
        try {
            socket.readNow(ByteBuffer.allocate(1)) == 0
        } catch (_: java.io.IOException) {
            false
        }

    override fun close() {
        socket.close()
    }
}
