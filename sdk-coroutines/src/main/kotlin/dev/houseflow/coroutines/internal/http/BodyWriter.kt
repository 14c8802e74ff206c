package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.Wire
import java.nio.charset.StandardCharsets

/**
 * Writes one request body in chunks. Small pieces are gathered; large ones go to the wire from the
 * caller's array.
 */
internal class BodyWriter(private val wire: Wire) {
    private val buffer = ByteArray(BUFFER)

    /**
     * Data in [buffer] stands at `[DATA until end]`; the room before it is for the chunk's head.
     */
    private var end = DATA

    /** Whether the CRLF that ends the previous chunk is still owed. */
    private var owesLineEnd = false

    /**
     * Sends `array[from until to]`, sooner or later; the array may be used again when this returns.
     */
    suspend fun write(array: ByteArray, from: Int = 0, to: Int = array.size) {
        val length = to - from
        if (length <= BUFFER - end) {
            array.copyInto(buffer, end, from, to)
            end += length
            return
        }
        // What was gathered, and as much as there is room for, leaves in one piece with the chunk's
        // head; the rest need not be copied.
        val room = BUFFER - end
        array.copyInto(buffer, end, from, from + room)
        end = BUFFER
        val rest = length - room
        if (rest <= SMALL) {
            send(BUFFER - DATA)
            array.copyInto(buffer, end, from + room, to)
            end += rest
        } else {
            send(BUFFER - DATA + rest)
            wire.write(array, from + room, to)
        }
    }

    /** Sends what has been gathered. */
    suspend fun flush() {
        if (end > DATA) send(end - DATA)
    }

    /** Sends what has been gathered as the beginning of a chunk of [length] bytes. */
    private suspend fun send(length: Int) {
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
        private const val SMALL = 16 * 1024
    }
}
