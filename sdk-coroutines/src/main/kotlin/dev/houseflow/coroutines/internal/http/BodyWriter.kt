package dev.houseflow.coroutines.internal.http

import java.nio.charset.StandardCharsets

/** Writes one request body in chunks. Small pieces are gathered; large ones go to the wire from the caller's array. */
internal class BodyWriter(private val wire: Wire) {
    private val buffer = ByteArray(BUFFER)

    /** Data in [buffer] stands at `[DATA until end]`; the room before it is for the chunk's head. */
    private var end = DATA

    /** Whether the CRLF that ends the previous chunk is still owed. */
    private var owesLineEnd = false

    /** Sends `array[from until to]`, sooner or later; the array may be used again when this returns. */
    suspend fun write(array: ByteArray, from: Int = 0, to: Int = array.size) {
        val length = to - from
        if (length <= BUFFER - end) {
            array.copyInto(buffer, end, from, to)
            end += length
            return
        }
        flush()
        if (length <= (BUFFER - DATA) / 2) {
            array.copyInto(buffer, end, from, to)
            end += length
        } else {
            val head = chunkHead(length)
            wire.write(head, 0, head.size)
            wire.write(array, from, to)
            owesLineEnd = true
        }
    }

    /** Sends what has been gathered. */
    suspend fun flush() {
        val length = end - DATA
        if (length == 0) return
        val head = chunkHead(length)
        val start = DATA - head.size
        head.copyInto(buffer, start)
        wire.write(buffer, start, end)
        end = DATA
        owesLineEnd = true
    }

    /** Sends the rest and the last chunk: only now is the body whole. */
    suspend fun finish() {
        flush()
        val last = ((if (owesLineEnd) "\r\n" else "") + "0\r\n\r\n").toByteArray(StandardCharsets.ISO_8859_1)
        wire.write(last, 0, last.size)
    }

    private fun chunkHead(length: Int): ByteArray =
        ((if (owesLineEnd) "\r\n" else "") + Integer.toHexString(length) + "\r\n").toByteArray(StandardCharsets.ISO_8859_1)

    private companion object {
        private const val DATA = 16
        private const val BUFFER = 64 * 1024 + DATA
    }
}
