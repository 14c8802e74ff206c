package dev.houseflow.internal.prefetch

import dev.houseflow.Block
import dev.houseflow.InternalHouseflowApi

/**
 * Makes the rows of [block] one by one, when they are asked for, and brings some of them near
 * before each is made. Not thread-safe.
 *
 * Reading tens of arrays in step defeats the processor's own foresight: rows of 30 columns took two
 * to three times as long. So a little of every cache line that the next rows stand in is read
 * before them, column by column, and they are found in the caches.
 */
@InternalHouseflowApi
public abstract class PrefetchingRows<T>(protected val block: Block) : Iterator<T> {
    private val count = block.rowCount
    private var next = 0
    private var near = 0

    /** Makes [row], from 0. */
    protected abstract fun read(row: Int): T

    final override fun hasNext(): Boolean = next < count

    final override fun next(): T {
        if (next == near) prefetch()
        return read(next++)
    }

    private fun prefetch() {
        if (next == count) throw NoSuchElementException("This block has $count rows")
        near = minOf(next + NEAR_ROWS, count)
        block.prefetch(next, near)
    }

    private companion object {
        /** Few enough that they stay in the caches until they are read. */
        private const val NEAR_ROWS = 128
    }
}
