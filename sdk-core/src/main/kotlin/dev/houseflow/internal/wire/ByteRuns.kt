package dev.houseflow.internal.wire

/**
 * Byte strings in a row: the bytes of number `i` are `bytes[ends[i - 1] until ends[i]]`. Both arrays grow with what is added.
 */
internal class ByteRuns(expected: Int) {
    @JvmField
    var ends: IntArray = IntArray(minOf(expected, WireInput.FIRST_BYTES / 4))

    @JvmField
    var bytes: ByteArray = ByteArray(minOf(expected.toLong() * 12, WireInput.FIRST_BYTES.toLong()).toInt())

    @JvmField
    var count: Int = 0

    @JvmField
    var byteCount: Int = 0

    fun start(index: Int): Int = if (index == 0) 0 else ends[index - 1]

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

    /**
     * Takes strings out of `array[from until limit]` until there are [wanted], or the next one is not whole or not within [limits]; answers
     * where it stopped. No suspension, no call per byte: this is the hot loop of text columns.
     */
    fun takeWhole(array: ByteArray, from: Int, limit: Int, wanted: Int, limits: ReadLimits): Int {
        var at = from
        while (count < wanted) {
            var p = at
            var length = 0L
            var shift = 0
            var complete = false
            while (p < limit && shift <= 28) {
                val byte = array[p++].toInt()
                length = length or ((byte and 0x7f).toLong() shl shift)
                if (byte >= 0) {
                    complete = true
                    break
                }
                shift += 7
            }
            val fits = length <= limit - p && length <= limits.maxStringBytes && byteCount + length <= limits.maxColumnBytes
            if (!complete || !fits) return at
            val n = length.toInt()
            if (byteCount + n > bytes.size) reserve(n, wanted)
            if (n <= SHORT) {
                // A call of arraycopy costs more than moving a few bytes.
                for (i in 0 until n) bytes[byteCount + i] = array[p + i]
            } else {
                System.arraycopy(array, p, bytes, byteCount, n)
            }
            byteCount += n
            if (count == ends.size) ends = ends.copyOf(WireInput.grown(ends.size, count + 1, wanted))
            ends[count++] = byteCount
            at = p + n
        }
        return at
    }

    /** Without spare room at the end, for columns that live on. */
    fun trimmed(): ByteRuns {
        if (ends.size != count) ends = ends.copyOf(count)
        if (bytes.size - byteCount > byteCount / 4 + 64) bytes = bytes.copyOf(byteCount)
        return this
    }

    fun copy(): ByteRuns {
        val result = ByteRuns(0)
        result.ends = ends.copyOf(count)
        result.bytes = bytes.copyOf(byteCount)
        result.count = count
        result.byteCount = byteCount
        return result
    }

    /** Makes room for [length] more bytes; at once for as many as [wanted] strings of the length so far need, but never for 8 times what came. */
    private fun reserve(length: Int, wanted: Int = 0) {
        val needed = byteCount.toLong() + length
        if (needed <= bytes.size) return
        val foreseen = if (count == 0) 0 else minOf(byteCount.toDouble() / count * wanted * 1.03, byteCount * 8.0).toLong()
        val room = if (foreseen >= needed) foreseen else maxOf(needed, bytes.size * 2L, 64)
        bytes = bytes.copyOf(minOf(room, Int.MAX_VALUE - 16L).toInt())
    }

    private companion object {
        private const val SHORT = 12
    }
}
