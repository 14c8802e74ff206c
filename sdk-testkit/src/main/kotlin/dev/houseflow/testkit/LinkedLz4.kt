package dev.houseflow.testkit

import net.jpountz.xxhash.XXHashFactory
import java.io.ByteArrayOutputStream
import java.io.OutputStream

/**
 * Packs what is written into an LZ4 frame whose blocks take bytes from those before them, as
 * ClickHouse does for HTTP's content coding `lz4`. Each [flush] ends a block; [finish] ends the
 * frame.
 */
class LinkedLz4(private val target: OutputStream) : OutputStream() {
    /** What a block may look back at, and the block behind it. */
    private val bytes = ByteArray(HISTORY + BLOCK)
    private var start = 0
    private var end = 0

    /** Where four bytes of some hash were seen last, plus one. */
    private val places = IntArray(1 shl HASH_BITS)

    init {
        val descriptor = byteArrayOf(0x40, 0x50)
        target.write(byteArrayOf(0x04, 0x22, 0x4d, 0x18) + descriptor)
        target.write((XXHashFactory.safeInstance().hash32().hash(descriptor, 0, 2, 0) ushr 8) and 0xff)
    }

    override fun write(b: Int) = write(byteArrayOf(b.toByte()), 0, 1)

    override fun write(b: ByteArray, off: Int, len: Int) {
        var at = off
        while (at < off + len) {
            val count = minOf(off + len - at, BLOCK - (end - start))
            System.arraycopy(b, at, bytes, end, count)
            end += count
            at += count
            if (end - start == BLOCK) endBlock()
        }
    }

    override fun flush() {
        if (end > start) endBlock()
        target.flush()
    }

    fun finish() {
        flush()
        target.write(ByteArray(4))
        target.flush()
    }

    private fun endBlock() {
        val packed = pack()
        for (shift in 0..24 step 8) target.write(packed.size ushr shift)
        target.write(packed)
        val kept = minOf(end, HISTORY)
        val moved = end - kept
        System.arraycopy(bytes, moved, bytes, 0, kept)
        for (i in places.indices) places[i] = maxOf(0, places[i] - moved)
        start = kept
        end = kept
    }

    private fun pack(): ByteArray {
        val out = ByteArrayOutputStream()
        var literals = start
        var at = start
        // The last five bytes of a block are literals, and no match begins in its last twelve.
        while (at < end - LAST_MATCH) {
            val hash = hash(at)
            val found = places[hash] - 1
            places[hash] = at + 1
            val length = if (found >= 0 && at - found < HISTORY) matchLength(found, at) else 0
            if (length < LEAST) {
                at++
                continue
            }
            sequence(out, literals, at, at - found, length)
            at += length
            literals = at
        }
        sequence(out, literals, end, 0, 0)
        return out.toByteArray()
    }

    private fun matchLength(found: Int, at: Int): Int {
        var length = 0
        while (at + length < end - LAST_LITERALS && bytes[found + length] == bytes[at + length]) length++
        return length
    }

    /** Literals, and then a match unless it is the last sequence. */
    private fun sequence(out: ByteArrayOutputStream, from: Int, to: Int, distance: Int, match: Int) {
        val count = to - from
        val more = if (match == 0) 0 else match - LEAST
        out.write((minOf(count, MORE) shl 4) or minOf(more, MORE))
        length(out, count)
        out.write(bytes, from, count)
        if (match == 0) return
        out.write(distance)
        out.write(distance ushr 8)
        length(out, more)
    }

    private fun length(out: ByteArrayOutputStream, value: Int) {
        if (value < MORE) return
        var left = value - MORE
        while (left >= 255) {
            out.write(255)
            left -= 255
        }
        out.write(left)
    }

    private fun hash(at: Int): Int {
        val word = (bytes[at].toInt() and 0xff) or ((bytes[at + 1].toInt() and 0xff) shl 8) or ((bytes[at + 2].toInt() and 0xff) shl 16) or
            (bytes[at + 3].toInt() shl 24)
        return (word * -1640531535) ushr (32 - HASH_BITS)
    }

    private companion object {
        private const val HISTORY = 64 * 1024
        private const val BLOCK = 256 * 1024
        private const val HASH_BITS = 14
        private const val LEAST = 4
        private const val MORE = 15
        private const val LAST_LITERALS = 5
        private const val LAST_MATCH = 12
    }
}
