package dev.houseflow.coroutines.internal

import dev.houseflow.coroutines.internal.call.RetryClock
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicLong
import kotlin.random.Random

/** A clock that only goes on when somebody sleeps, and chance that is the same in every run. */
internal class FakeTime(seed: Int = 42) {
    private val nanos = AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(1).toNanos())

    /** The waits that were slept through, in milliseconds. */
    val sleeps = CopyOnWriteArrayList<Long>()

    val retryClock = RetryClock(
        nanoTime = nanos::get,
        sleep = { millis ->
            sleeps += millis
            pass(Duration.ofMillis(millis))
        },
        random = Random(seed),
    )

    fun pass(time: Duration) {
        nanos.addAndGet(time.toNanos())
    }
}
