package dev.houseflow.coroutines.internal.http

import java.util.concurrent.TimeUnit

/**
 * So many new connections per second and no more. After a second without any, [perSecond] may be
 * made at once. Thread-safe.
 */
internal class ConnectRate(private val perSecond: Int, private val nanoTime: () -> Long = System::nanoTime) {
    private val interval = TimeUnit.SECONDS.toNanos(1) / perSecond

    /** When the next connection would come if they came evenly. */
    private var next = nanoTime() - interval * (perSecond - 1)

    /**
     * 0 when a connection may be made now, which counts it; otherwise how many nanoseconds there
     * are until one may.
     */
    fun tryTake(): Long {
        synchronized(this) {
            val now = nanoTime()
            val earliest = now - interval * (perSecond - 1)
            if (next - earliest < 0) next = earliest
            val wait = next - now
            if (wait <= 0) next += interval
            return maxOf(0, wait)
        }
    }
}
