package dev.houseflow.coroutines.internal.request

/** Says when a block is full: by rows, and by bytes as far as the blocks that have gone tell how large rows are. */
internal class BlockSizer(private val maxRows: Int, private val maxBytes: Long) {
    var limit = minOf(maxRows, FIRST_ROWS)
        private set
    private var filled = 0

    /** Counts one more row; when that fills the block, counting begins anew. */
    fun isFull(): Boolean {
        if (++filled < limit) return false
        filled = 0
        return true
    }

    /** A block of [rows] took [bytes]. */
    fun sent(rows: Int, bytes: Long) {
        val perRow = maxOf(1, bytes / rows)
        val byBytes = maxOf(1, maxBytes / perRow)
        // Small steps upwards: the next rows may be larger.
        limit = minOf(byBytes, maxRows.toLong(), rows.toLong() * GROWTH).toInt()
    }

    private companion object {
        private const val FIRST_ROWS = 1024
        private const val GROWTH = 8
    }
}
