package dev.houseflow.coroutines.internal.http

import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import java.util.concurrent.atomic.AtomicBoolean

/**
 * The answer to one [HttpCall]: its head, and its body to read. Must end with [finish] or [leave];
 * the first one counts.
 */
internal class HttpResponse(
    val head: HttpHead,
    val body: BodyReader,
    private val connection: Connection,
    private val pool: ConnectionPool,
    private val requestComplete: Boolean,
) {
    private val ended = AtomicBoolean(false)

    /**
     * Gives the connection back. A body that was read to its end leaves it to the next request; so
     * does one of which little is left, which is read over here for at most a moment. Everything
     * else closes it.
     */
    suspend fun finish() {
        if (ended.get()) return
        if (!body.isComplete && requestComplete) withContext(NonCancellable) { drain() }
        end(reusable = body.isComplete)
    }

    /**
     * Closes the connection at once unless the body has been read to its end: that tells the server
     * that the rest is not wanted.
     */
    fun leave() {
        end(reusable = body.isComplete)
    }

    private fun end(reusable: Boolean) {
        if (!ended.compareAndSet(false, true)) return
        connection.serverIdleSeconds = head.keepAliveSeconds
        // A body without framing ends with its connection; bytes after the body's end would be
        // taken for the next answer.
        val clean = reusable && requestComplete && head.keepsAlive && body !is UntilCloseBody && connection.reader.available == 0
        pool.release(connection, clean)
    }

    private suspend fun drain() {
        if ((body.remainingBytes ?: 0) > DRAIN_BYTES) return
        try {
            withTimeoutOrNull(DRAIN_MILLIS) {
                val stopAt = body.offset + DRAIN_BYTES
                while (body.offset < stopAt && body.fill()) body.position = body.limit
            }
        } catch (_: java.io.IOException) {
            // No caller waits for these bytes: the connection is closed instead of reused.
        }
    }

    private companion object {
        private const val DRAIN_BYTES = 64L * 1024
        private const val DRAIN_MILLIS = 20L
    }
}
