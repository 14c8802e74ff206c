package dev.houseflow.coroutines.internal.http

import java.util.concurrent.atomic.AtomicLong

/**
 * What the read buffers of one pool may grow by together, in bytes: many streams that flow at once
 * must not take the heap for buffers that only save a few steps each. Thread-safe.
 */
internal class GrowthBudget(private val bytes: Long = Runtime.getRuntime().maxMemory() / HEAP_SHARE) {
    private val left = AtomicLong(bytes)

    /** Whether so little is taken that buffers may keep their size while nothing flows. */
    val isRoomy: Boolean get() = left.get() >= bytes / ROOMY_DIVISOR * (ROOMY_DIVISOR - 1)

    /** Whether [bytes] could be taken. */
    fun take(bytes: Int): Boolean {
        if (left.addAndGet(-bytes.toLong()) >= 0) return true
        giveBack(bytes)
        return false
    }

    fun giveBack(bytes: Int) {
        left.addAndGet(bytes.toLong())
    }

    private companion object {
        private const val HEAP_SHARE = 8
        private const val ROOMY_DIVISOR = 4
    }
}
