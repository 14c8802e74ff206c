package dev.houseflow.coroutines.internal.call

import dev.houseflow.InternalHouseflowApi
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import java.lang.ref.PhantomReference
import java.lang.ref.ReferenceQueue
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicBoolean
import java.util.logging.Level
import java.util.logging.Logger

/**
 * Watches the streams of one client that their users hold, and ends those that are forgotten:
 * neither read to their end nor closed, and nothing refers to them any more.
 *
 * It looks at them once a second, and only as long as there are any, so nothing of it outlives the
 * streams. Thread-safe.
 */
@InternalHouseflowApi
public class OpenStreams internal constructor(
    dispatcher: CoroutineDispatcher,
    traced: Boolean = System.getProperty(TRACE).toBoolean(),
) {
    private val scope = CoroutineScope(dispatcher)
    private val forgotten = ReferenceQueue<Any>()
    private val open: MutableSet<Watched> = ConcurrentHashMap.newKeySet()
    private val watching = AtomicBoolean()

    @Volatile
    private var traced = traced

    /** A stream that is open. */
    @InternalHouseflowApi
    public class Watched internal constructor(
        handle: Any,
        queue: ReferenceQueue<Any>,
        internal val place: Throwable?,
        internal val describe: () -> String,
        internal val end: () -> Unit,
    ) : PhantomReference<Any>(handle, queue)

    /**
     * The frames of the caller, who makes a stream, if they are wanted: it takes some microseconds
     * to find them.
     */
    public fun place(): Throwable? = if (traced) StreamPlace() else null

    /**
     * Runs [end] when nothing refers to [handle] any more, unless [ended] is called before. Neither
     * [end] nor [describe], which says what leaked, may refer to the handle.
     */
    public fun opened(handle: Any, place: Throwable?, describe: () -> String, end: () -> Unit): Watched {
        val watched = Watched(handle, forgotten, place, describe, end)
        open.add(watched)
        if (watching.compareAndSet(false, true)) scope.launch { watch() }
        return watched
    }

    /** The stream was closed, or read to its end. */
    public fun ended(watched: Watched) {
        open.remove(watched)
    }

    private suspend fun watch() {
        while (true) {
            delay(PAUSE_MILLIS)
            while (true) end(forgotten.poll() as Watched? ?: break)
            if (!open.isEmpty()) continue
            watching.set(false)
            // One may have come in between.
            if (open.isEmpty() || !watching.compareAndSet(false, true)) return
        }
    }

    private fun end(watched: Watched) {
        if (!open.remove(watched)) return
        val advice = if (watched.place == null && !traced) LATER else ""
        traced = true
        watched.end()
        try {
            Logger.getLogger(LOGGER).log(
                Level.WARNING,
                "${watched.describe()} was neither read to its end nor closed, and nothing refers to it any more: its connection is " +
                    "closed now. Close streams, best with try-with-resources.$advice",
                watched.place,
            )
        } catch (_: LinkageError) {
            // A runtime without java.util.logging.
        }
    }

    internal companion object {
        /** The system property that has the places of all streams kept. */
        const val TRACE: String = "dev.houseflow.traceStreams"
        const val LOGGER: String = "dev.houseflow.streams"
        private const val LATER = " Where streams are made is kept from now on; -D$TRACE=true keeps it from the start."
        private const val PAUSE_MILLIS = 1_000L
    }
}

/** Where a stream was made that leaked. */
private class StreamPlace : Throwable("The stream was made here")
