package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.Deadline
import dev.houseflow.coroutines.internal.net.DeadlineException
import dev.houseflow.coroutines.internal.net.withDeadline
import kotlinx.coroutines.sync.Semaphore

/** So many requests at once and no more; who comes later waits in order. */
internal class ConnectionSlots(count: Int) {
    private val permits = Semaphore(count)

    /** How many are free at this moment. */
    val free: Int get() = permits.availablePermits

    /** Takes a place, to be given back with [release]. Throws [DeadlineException] when none becomes free within [waitTimeoutMillis]. */
    suspend fun take(waitTimeoutMillis: Long?) {
        if (permits.tryAcquire()) return
        // The time may run out at the very moment the place comes: then it came, and has to be given back.
        var acquired = false
        var kept = false
        try {
            withDeadline(waitTimeoutMillis, Deadline.POOL_WAIT) {
                permits.acquire()
                acquired = true
            }
            kept = true
        } finally {
            if (acquired && !kept) permits.release()
        }
    }

    fun release() {
        permits.release()
    }
}
