package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.Deadline
import dev.houseflow.coroutines.internal.net.DeadlineException
import dev.houseflow.coroutines.internal.net.withDeadline
import kotlinx.coroutines.sync.Semaphore
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/** So many requests at once and no more; who comes later waits in order. */
internal class ConnectionSlots(private val count: Int, private val nanoTime: () -> Long = System::nanoTime) {
    private val permits = Semaphore(count)
    private val taken: MutableSet<Slot> = ConcurrentHashMap.newKeySet()
    private val waitingNow = AtomicInteger()

    /** A place that is taken for [use]. */
    class Slot(val use: ConnectionUse, val sinceNanos: Long)

    /** How many are free at this moment. */
    val free: Int get() = permits.availablePermits

    /** How many wait for one at this moment. */
    val waiting: Int get() = waitingNow.get()

    /**
     * Takes a place, to be given back with [release]. Throws [DeadlineException] when none becomes
     * free within [waitTimeoutMillis].
     */
    suspend fun take(waitTimeoutMillis: Long?, use: ConnectionUse): Slot {
        if (!permits.tryAcquire()) await(waitTimeoutMillis)
        return Slot(use, nanoTime()).also { taken.add(it) }
    }

    private suspend fun await(waitTimeoutMillis: Long?) {
        // The time may run out at the very moment the place comes: then it came, and has to be
        // given back.
        var acquired = false
        var kept = false
        waitingNow.incrementAndGet()
        try {
            withDeadline(waitTimeoutMillis, Deadline.POOL_WAIT) {
                permits.acquire()
                acquired = true
            }
            kept = true
        } catch (e: DeadlineException) {
            throw DeadlineException(e.deadline, e.millis, describe())
        } finally {
            waitingNow.decrementAndGet()
            if (acquired && !kept) permits.release()
        }
    }

    fun release(slot: Slot) {
        taken.remove(slot)
        permits.release()
    }

    /** What has taken the places, the oldest first. */
    private fun describe(): String {
        val now = nanoTime()
        val all = taken.sortedBy { it.sinceNanos - now }
        if (all.isEmpty()) return "$count of $count are taken"
        val kinds = all.groupingBy { it.use.kind }.eachCount().entries.joinToString { (kind, number) -> kind.of(number) }
        val oldest = all.take(SHOWN).joinToString { "${it.use} for ${TimeUnit.NANOSECONDS.toSeconds(now - it.sinceNanos)} s" }
        return "$count of $count are taken, by $kinds; longest by $oldest"
    }

    private companion object {
        private const val SHOWN = 3
    }
}
