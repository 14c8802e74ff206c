package dev.houseflow.coroutines.internal.request

/**
 * Says where rows are cut into blocks. It goes by the rows alone, and never by time: the same rows
 * become the same blocks each time, from a flow as from a collection, however fast the server is.
 *
 * Rows come in runs. A run ends after [limit] rows, at which as a rule it is one block. The first
 * runs are as long as the first [sample] rows tell, and each one after that as the run [LAG] before
 * it tells, since so many runs may still be under way. When rows become larger meanwhile, a run is
 * cut into several blocks, at the first [isDue] row where a block [isLarge].
 *
 * Used by one coroutine, but for [isLarge].
 */
internal class BlockSizer(private val maxRows: Int, private val maxBytes: Long) {
    private val largest = maxBytes + minOf(maxBytes / 2, Long.MAX_VALUE - maxBytes)

    /** How many rows at the beginning of the first run are measured, unless there are fewer. */
    val sample: Int = minOf(maxRows, SAMPLE)

    /** How many rows the run at hand has. */
    var limit: Int = sample
        private set

    /** The lengths of the next runs, as far as they are known. */
    private val next = ArrayDeque<Int>()

    /** The first [sample] rows took [bytes]; so many rows or more has the first run. */
    fun sampled(bytes: Long) {
        val length = length(sample, bytes)
        limit = maxOf(sample, length)
        repeat(LAG - 1) { next.add(length) }
    }

    /** A run of [rows] took [bytes]. Told in order, and not later than two runs after it. */
    fun ran(rows: Int, bytes: Long) {
        next.add(length(rows, bytes))
    }

    /** The run at hand is over. */
    fun nextRun() {
        limit = next.removeFirst()
    }

    private fun length(rows: Int, bytes: Long): Int = (maxBytes.toDouble() * rows / bytes).coerceIn(1.0, maxRows.toDouble()).toInt()

    /**
     * Whether [bytes] are more than a block is to have, by so much that it is cut before its run
     * ends.
     */
    fun isLarge(bytes: Long): Boolean = bytes >= largest

    internal companion object {
        private const val SAMPLE = 1024
        private const val LAG = 3

        /** After how many rows of a block its size is looked at. */
        const val STEP: Int = 64

        /** Whether a block of [rows] is looked at. */
        fun isDue(rows: Int): Boolean = rows % STEP == 0
    }
}
