package dev.houseflow.internal.wire

import java.nio.ByteBuffer

/**
 * Byte strings in a row: the bytes of number `i` are `bytes[start(i) until ends[i]]`. Both arrays
 * grow with what is added.
 *
 * @param prefixed whether the length of each string stands before it in [bytes], as on the wire: so
 * whole windows are copied at once. Then every length takes as few bytes as it can.
 * @param mostBytes as many bytes as there may be
 */
internal class ByteRuns(
    expected: Int,
    expectedBytes: Int = firstBytes(expected),
    private val prefixed: Boolean = false,
    private val mostBytes: Int = Int.MAX_VALUE - 16,
) {
    @JvmField
    var ends: IntArray = IntArray(minOf(expected, WireInput.FIRST_BYTES / 4))

    @JvmField
    var bytes: ByteArray = ByteArray(expectedBytes)

    @JvmField
    var count: Int = 0

    @JvmField
    var byteCount: Int = 0

    /** How many bytes the length before each string takes, or [VARIES]. */
    private var prefixBytes = if (prefixed) 1 else 0

    fun start(index: Int): Int {
        val from = if (index == 0) 0 else ends[index - 1]
        return from + if (prefixBytes >= 0) prefixBytes else prefixSize(ends[index] - from)
    }

    fun add(from: ByteArray, at: Int, length: Int) {
        reserve(length)
        System.arraycopy(from, at, bytes, byteCount, length)
        byteCount += length
    }

    fun endRun() {
        if (count == ends.size) ends = ends.copyOf(maxOf(16, ends.size * 2))
        ends[count++] = byteCount
    }

    fun truncate(toCount: Int) {
        count = toCount
        byteCount = start(toCount)
    }

    /** For a prefixed one: the [length] of the string whose bytes are added next. */
    fun addPrefix(length: Int) {
        reserve(MAX_PREFIX)
        var rest = length
        while (rest >= 0x80) {
            bytes[byteCount++] = (rest or 0x80).toByte()
            rest = rest ushr 7
            prefixBytes = VARIES
        }
        bytes[byteCount++] = rest.toByte()
    }

    /**
     * Takes strings out of `array[from until limit]` with their lengths until there are [wanted],
     * or the next one is not whole, is long or not within [mostBytes]; answers where it stopped. No
     * suspension, no call and no copy per string: this is the hot loop of text columns.
     */
    fun takeWhole(array: ByteArray, from: Int, limit: Int, wanted: Int, maxStringBytes: Int): Int {
        val end = minOf(limit.toLong(), from.toLong() + mostBytes - byteCount).toInt()
        val most = minOf(maxStringBytes, MAX_SHORT)
        val shift = byteCount - from
        var ends = this.ends
        var at = from
        var n = count
        // Where one text is as long as the one before, the processor need not wait for its length
        // to know where the next one begins.
        var usual = NONE
        var usualStep = 0
        while (at < end) {
            if (n == ends.size) {
                if (n == wanted) break
                ends = ends.copyOf(WireInput.grown(n, n + 1, wanted))
                this.ends = ends
            }
            val length = array[at].toInt()
            var next = at + usualStep
            if (length != usual) {
                next = at + 1
                if (length >= 0) {
                    next += length
                    if (length > most) break
                    usual = length
                    usualStep = length + 1
                } else {
                    // Two bytes, of which the second is not in vain; what is longer goes another
                    // way.
                    if (next == end || array[next] <= 0) break
                    val longer = (length and 0x7f) or (array[next].toInt() shl 7)
                    if (longer > most) break
                    next += longer + 1
                    prefixBytes = VARIES
                }
            }
            if (next > end) break
            ends[n++] = next + shift
            at = next
        }
        count = n
        val taken = at - from
        if (taken > bytes.size - byteCount) reserve(taken, wanted)
        System.arraycopy(array, from, bytes, byteCount, taken)
        byteCount += taken
        return at
    }

    /**
     * Whether all strings are ASCII. Looks at all bytes together, which is much quicker than at
     * each string.
     */
    fun isAscii(): Boolean {
        val view = ByteBuffer.wrap(bytes)
        // A length of one byte looks like ASCII, a longer one does not.
        if (prefixBytes != VARIES) return isAscii(view, 0, byteCount)
        for (i in 0 until count) if (!isAscii(view, start(i), ends[i])) return false
        return true
    }

    private fun isAscii(view: ByteBuffer, from: Int, end: Int): Boolean {
        var all = 0L
        var at = from
        while (at <= end - 8) {
            all = all or view.getLong(at)
            at += 8
        }
        while (at < end) all = all or view.get(at++).toLong()
        return all and HIGH_BITS == 0L
    }

    /** Without spare room at the end, for columns that live on. */
    fun trimmed(): ByteRuns {
        if (ends.size != count) ends = ends.copyOf(count)
        if (bytes.size - byteCount > byteCount / 4 + 64) bytes = bytes.copyOf(byteCount)
        return this
    }

    /** The same strings, never [prefixed]. */
    fun copy(): ByteRuns {
        check(!prefixed) { "only strings without their lengths are copied" }
        val result = ByteRuns(0)
        result.ends = ends.copyOf(count)
        result.bytes = bytes.copyOf(byteCount)
        result.count = count
        result.byteCount = byteCount
        return result
    }

    /**
     * Makes room for [length] more bytes; at once for as many as [wanted] strings of the length so
     * far need, but never for 8 times what came.
     */
    private fun reserve(length: Int, wanted: Int = 0) {
        val needed = byteCount.toLong() + length
        if (needed <= bytes.size) return
        val foreseen = if (count == 0) 0 else minOf(needed.toDouble() / count * wanted * 1.03, needed * 8.0).toLong()
        val room = if (foreseen >= needed) foreseen else maxOf(needed, bytes.size * 2L, 64)
        bytes = bytes.copyOf(minOf(room, maxOf(needed, mostBytes.toLong())).toInt())
    }

    internal companion object {
        /** What one byte, then seven bits more, can say. */
        private const val MAX_SHORT = (1 shl 14) - 1
        private const val NONE = Int.MIN_VALUE
        private const val VARIES = -1
        private const val HIGH_BITS = -0x7f7f7f7f7f7f7f80L

        /** The longest length of a string on the wire. */
        const val MAX_PREFIX: Int = 5

        /** Room for strings of a usual length, as long as no bytes have come. */
        fun firstBytes(expected: Int): Int = minOf(expected.toLong() * 12, WireInput.FIRST_BYTES.toLong()).toInt()

        /** How many of [total] bytes, a length and a string of that length, are the length. */
        private fun prefixSize(total: Int): Int = if (total <= 0x80) 1 else longPrefixSize(total)

        private fun longPrefixSize(total: Int): Int = when {
            total <= (1 shl 14) + 1 -> 2
            total <= (1 shl 21) + 2 -> 3
            total <= (1 shl 28) + 3 -> 4
            else -> 5
        }
    }
}
