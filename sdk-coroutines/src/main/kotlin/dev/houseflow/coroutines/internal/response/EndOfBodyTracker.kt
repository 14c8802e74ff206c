package dev.houseflow.coroutines.internal.response

import dev.houseflow.FormatException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.internal.http.CallerDispatcher
import dev.houseflow.internal.wire.ByteSource
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.yield
import kotlin.coroutines.ContinuationInterceptor

/** Remembers that everything has been read: only then is the query certainly over. */
internal class EndOfBodyTracker(private val source: ByteSource) : ByteSource() {
    var ended = false
        private set
    private var pauseAt = IN_PASSING_BYTES

    override suspend fun refill(): Boolean {
        // While a fast server has sent the next bytes already, nothing suspends: without this check
        // a cancelled call would go on reading.
        currentCoroutineContext().ensureActive()
        if (!source.fill()) {
            ended = true
            return false
        }
        val read = offset + source.limit - source.position
        if (read > pauseAt) {
            pauseAt = read + PAUSE_BYTES
            // A thread of the caller's that does not wait for the result does only short work, and
            // one that waits may give up.
            if (currentCoroutineContext()[ContinuationInterceptor] is CallerDispatcher) yield()
        }
        window(source.array, source.position, source.limit)
        source.position = source.limit
        return true
    }

    private companion object {
        private const val IN_PASSING_BYTES = 16L * 1024
        private const val PAUSE_BYTES = 1L shl 20
    }
}

/** What [e] really is when the answer was read to its end. */
internal fun endedEarly(e: FormatException) = TransportException(
    "The answer ended before it was complete, inside of a block: ${e.message}; send the query again",
    true,
    e,
)
