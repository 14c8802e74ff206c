package dev.houseflow.internal.compress

/**
 * Unpacks the blocks of one LZ4 frame. Blocks may take bytes from up to 64 KiB of what came before
 * them, which the libraries for the JVM do not know: ClickHouse writes such frames. Not
 * thread-safe.
 *
 * @param maxBlock the bytes that a block unpacks to at most
 * @param linked whether blocks take bytes from those before
 */
internal class Lz4Blocks(private val maxBlock: Int, private val linked: Boolean) {
    /** What a block may look back at, followed by the block. */
    @JvmField
    var raw: ByteArray = ByteArray(minOf(maxBlock, FIRST) + HISTORY)

    /** The last block is `raw[start until end]`. */
    @JvmField
    var start: Int = 0

    @JvmField
    var end: Int = 0

    /** Unpacks `packed[from until to]`; `false` when these bytes are no block. */
    fun unpack(packed: ByteArray, from: Int, to: Int): Boolean {
        begin()
        return sequences(packed, from, to)
    }

    /** Takes `bytes[from until to]`, which are not packed; `false` when there are too many. */
    fun take(bytes: ByteArray, from: Int, to: Int): Boolean {
        begin()
        if (to - from > maxBlock) return false
        literals(bytes, from, to - from)
        return true
    }

    /** Keeps what the next block may look back at. */
    private fun begin() {
        val kept = if (linked) minOf(end, HISTORY) else 0
        System.arraycopy(raw, end - kept, raw, 0, kept)
        start = kept
        end = kept
    }

    private fun sequences(packed: ByteArray, from: Int, to: Int): Boolean {
        var at = from
        while (at < to) {
            val token = packed[at++].toInt() and 0xff
            var length = token ushr 4
            if (length == MORE) {
                do {
                    if (at == to || length > maxBlock) return false
                    val more = packed[at++].toInt() and 0xff
                    length += more
                } while (more == 0xff)
            }
            if (length > to - at || length > left()) return false
            literals(packed, at, length)
            at += length
            // The last sequence has no match.
            if (at == to) return true
            if (to - at < 2) return false
            val distance = (packed[at].toInt() and 0xff) or ((packed[at + 1].toInt() and 0xff) shl 8)
            at += 2
            length = token and MORE
            if (length == MORE) {
                do {
                    if (at == to || length > maxBlock) return false
                    val more = packed[at++].toInt() and 0xff
                    length += more
                } while (more == 0xff)
            }
            length += LEAST_MATCH
            if (distance == 0 || distance > end || length > left()) return false
            match(distance, length)
        }
        return false
    }

    private fun left(): Int = maxBlock - (end - start)

    private fun literals(from: ByteArray, at: Int, count: Int) {
        need(count)
        System.arraycopy(from, at, raw, end, count)
        end += count
    }

    private fun match(distance: Int, length: Int) {
        need(length)
        // What is copied may be what this copy has just written.
        var copied = 0
        while (copied < length) {
            val count = minOf(distance, length - copied)
            System.arraycopy(raw, end - distance, raw, end, count)
            end += count
            copied += count
        }
    }

    private fun need(count: Int) {
        if (raw.size - end < count) raw = raw.copyOf(minOf(HISTORY + maxBlock, maxOf(raw.size * 2, end + count)))
    }

    private companion object {
        private const val HISTORY = 64 * 1024
        private const val FIRST = 64 * 1024
        private const val MORE = 15
        private const val LEAST_MATCH = 4
    }
}
