package dev.houseflow.javaapi.internal

import java.io.InputStream

/**
 * An [InputStream] over pieces of an answer. Throws the client's own exceptions: an answer that fails must not look like one that ended.
 */
internal class PulledBytes(private val pieces: Pull<ByteArray>) : InputStream() {
    private var piece = ByteArray(0)
    private var position = 0

    override fun read(): Int = if (fill()) piece[position++].toInt() and 0xff else -1

    override fun read(target: ByteArray, offset: Int, length: Int): Int {
        if (offset < 0 || length < 0 || length > target.size - offset) throw IndexOutOfBoundsException("$offset, $length of ${target.size}")
        if (length == 0) return 0
        if (!fill()) return -1
        val count = minOf(length, piece.size - position)
        piece.copyInto(target, offset, position, position + count)
        position += count
        return count
    }

    override fun available(): Int = piece.size - position

    override fun close() {
        piece = ByteArray(0)
        position = 0
        pieces.close()
    }

    private fun fill(): Boolean {
        while (position == piece.size) {
            piece = pieces.next() ?: return false
            position = 0
        }
        return true
    }
}
