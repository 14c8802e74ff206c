package dev.houseflow.coroutines.internal.inserter

import dev.houseflow.BlockBuilder
import dev.houseflow.coroutines.internal.insert.InsertPlan
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.block.flushDeferred
import dev.houseflow.internal.block.truncate

/**
 * Encodes rows into one block, and finds those that do not fit: they leave no trace in it. Not
 * thread-safe.
 */
internal class BlockFiller<T>(private val plan: InsertPlan<T>, private val adapter: RowAdapter<T>) {
    private var writer = plan.writer

    /** What the rows are in. */
    val block: BlockBuilder get() = plan.builder

    /**
     * Appends the rows of [rows] at the indexes from [from] until [to]; [onBad] is told of each one
     * that does not fit.
     */
    fun append(rows: Rows<T>, from: Int, to: Int, onBad: (index: Int, failure: Exception) -> Unit) {
        val before = block.rowCount
        try {
            for (i in from until to) writer.write(rows[i])
            block.flushDeferred()
            return
        } catch (_: Exception) {
            // Values that were looked at late do not tell which row was the first: so one at a
            // time.
            takeBack(before)
        }
        for (i in from until to) {
            val whole = block.rowCount
            try {
                writer.write(rows[i])
                block.flushDeferred()
            } catch (e: Exception) {
                takeBack(whole)
                onBad(i, e)
            }
        }
    }

    private fun takeBack(rows: Int) {
        block.truncate(rows)
        // A writer that stopped in the midst of a row may remember it.
        writer = adapter.writer(plan.columns).also { it.bind(block) }
    }
}
