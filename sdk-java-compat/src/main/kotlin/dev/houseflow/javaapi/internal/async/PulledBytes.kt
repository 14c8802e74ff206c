package dev.houseflow.javaapi.internal.async

import dev.houseflow.ClickHouseException
import dev.houseflow.coroutines.internal.stream.PooledChunk
import java.io.IOException
import java.io.InputStream

/**
 * An [InputStream] over chunks of an answer. Whatever fails is an [IOException], since code that
 * reads streams handles no other.
 */
internal class PulledBytes(private val chunks: Pull<PooledChunk>) : InputStream() {
    private var chunk: PooledChunk? = null
    private var position = 0
    private var closed = false

    override fun read(): Int {
        val chunk = filled() ?: return -1
        return chunk.array[position++].toInt() and 0xff
    }

    override fun read(target: ByteArray, offset: Int, length: Int): Int {
        if (offset < 0 || length < 0 || length > target.size - offset) throw IndexOutOfBoundsException("$offset, $length of ${target.size}")
        if (length == 0) return 0
        val chunk = filled() ?: return -1
        val count = minOf(length, chunk.size - position)
        chunk.array.copyInto(target, offset, position, position + count)
        position += count
        return count
    }

    override fun available(): Int {
        if (closed) filled()
        return chunk?.let { it.size - position } ?: 0
    }

    override fun close() {
        closed = true
        chunk = null
        position = 0
        chunks.close()
    }

    /** A chunk with bytes to read, or `null` at the end. */
    private fun filled(): PooledChunk? {
        var chunk = this.chunk
        while (chunk == null || position == chunk.size) {
            this.chunk = null
            chunk?.giveBack()
            chunk = asStreamsFail { chunks.next() } ?: return null
            position = 0
            this.chunk = chunk
        }
        return chunk
    }
}

/**
 * What [body] fails with in the way of streams: as an [IOException] with the client's own exception
 * as its cause.
 */
internal inline fun <R> asStreamsFail(body: () -> R): R = try {
    body()
} catch (e: ClickHouseException) {
    throw IOException(e.message, e)
}
