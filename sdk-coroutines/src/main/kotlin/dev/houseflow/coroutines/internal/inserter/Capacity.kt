package dev.houseflow.coroutines.internal.inserter

import kotlinx.coroutines.sync.Semaphore

/**
 * Room for [most] rows, or for fewer while rows are large: nothing is known of their size before
 * the first ones were encoded. Who finds no room waits, first come, first served.
 */
internal class Capacity(private val most: Int) {
    private var withheld = most - minOf(most, FIRST)
    private var measured = FIRST
    private val permits = Semaphore(most, withheld)

    val isFull: Boolean get() = permits.availablePermits == 0

    fun tryEnter(): Boolean = permits.tryAcquire()

    suspend fun enter(): Unit = permits.acquire()

    fun leave(rows: Int): Unit = repeat(rows) { permits.release() }

    /**
     * Makes room for as many rows as take [budget] bytes, after [rows] rows took [bytes]. Used by
     * one coroutine.
     */
    fun fit(rows: Int, bytes: Long, budget: Double) {
        val perRow = maxOf(1.0, bytes.toDouble() / rows)
        // Small steps upwards: the next rows may be larger.
        measured = maxOf(measured, rows)
        val room = minOf(budget / perRow, measured * GROWTH).coerceIn(1.0, most.toDouble()).toInt()
        val hold = most - room
        while (withheld > hold) {
            permits.release()
            withheld--
        }
        while (withheld < hold && permits.tryAcquire()) withheld++
    }

    private companion object {
        private const val FIRST = 64
        private const val GROWTH = 8.0
    }
}
