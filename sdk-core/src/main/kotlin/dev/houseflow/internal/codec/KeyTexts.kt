package dev.houseflow.internal.codec

import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * The texts of the keys of maps, which are few in most columns: each becomes one `String` per
 * block, with its hash in it. Of constant size, and given up where keys hardly ever repeat. May be
 * used from any thread: what a race loses is only made again.
 */
internal class KeyTexts(private val keys: StringColumn) {
    /** A text, and how it begins and where it stands among the bytes of all keys. */
    private class Known(@JvmField val head: Long, @JvmField val start: Int, @JvmField val length: Int, @JvmField val text: String)

    private val known = arrayOfNulls<Known>(SLOTS)
    private val view = ByteBuffer.wrap(keys.runs.bytes).order(ByteOrder.LITTLE_ENDIAN)
    private var misses = 0

    fun get(row: Int): String {
        val runs = keys.runs
        val start = runs.start(row)
        val length = runs.ends[row] - start
        if (length > MAX_LENGTH || start + HEAD > runs.bytes.size || misses > FREE_MISSES + row / MISSED_SHARE) return keys.getString(row)
        val word = view.getLong(start)
        val head = if (length >= HEAD) word else word and (1L shl length * 8) - 1
        var hash = head * MIX + length
        if (length > HEAD) hash = (hash xor view.getLong(start + length - HEAD)) * MIX
        val slot = (hash ushr Long.SIZE_BITS - SLOT_BITS).toInt()
        val first = known[slot]
        if (first != null && isSame(first, head, start, length)) return first.text
        val second = known[slot xor 1]
        if (second != null && isSame(second, head, start, length)) return second.text
        misses++
        val text = keys.getString(row)
        known[if (first == null) slot else slot xor 1] = Known(head, start, length, text)
        return text
    }

    private fun isSame(one: Known, head: Long, start: Int, length: Int): Boolean {
        if (one.head != head || one.length != length) return false
        var at = HEAD
        while (at < length) {
            // The last piece may overlap the one before.
            val piece = minOf(at, length - HEAD)
            if (view.getLong(one.start + piece) != view.getLong(start + piece)) return false
            at += HEAD
        }
        return true
    }

    private companion object {
        private const val SLOT_BITS = 8
        private const val SLOTS = 1 shl SLOT_BITS
        private const val HEAD = 8
        private const val MAX_LENGTH = 64
        private const val MIX = -0x61c8864680b583ebL

        /**
         * So many texts are looked for in vain before anything is concluded, and then one of so
         * many.
         */
        private const val FREE_MISSES = 512
        private const val MISSED_SHARE = 4
    }
}
