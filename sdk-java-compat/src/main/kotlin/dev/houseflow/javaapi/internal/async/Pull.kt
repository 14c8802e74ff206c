package dev.houseflow.javaapi.internal.async

import dev.houseflow.ConfigurationException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.internal.call.OpenStreams
import dev.houseflow.coroutines.internal.stream.PrefetchQueue
import dev.houseflow.coroutines.internal.stream.PrefetchedResponse
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import java.util.concurrent.CancellationException

/**
 * Lets one thread pull the pieces of an answer. The call starts with the first [next], and goes no
 * further ahead than [PrefetchQueue] says.
 */
internal class Pull<B : Any>(
    private val scope: CoroutineScope,
    private val source: PrefetchedResponse<B>,
    private val session: SessionStreams?,
    private val streams: OpenStreams,
) {
    private val place = streams.place()

    @Volatile
    private var pieces: PrefetchQueue<B>? = null

    @Volatile
    private var watched: OpenStreams.Watched? = null
    private var ended = false
    private var failure: Throwable? = null

    @Volatile
    private var closed = false

    /**
     * The next piece, or `null` at the end. Throws what the call throws, and throws it again if
     * asked again.
     */
    fun next(): B? = next(0)

    /** The same, but waits no longer than [waitMillis] unless that is 0. */
    fun next(waitMillis: Long): B? {
        failure?.let { throw it }
        if (closed) throw ConfigurationException("This stream is closed; send the query again for a new one")
        if (ended) return null
        val pieces = pieces ?: start()
        val next = try {
            pieces.poll() ?: await(pieces, waitMillis)
        } catch (e: InterruptedException) {
            Thread.currentThread().interrupt()
            val cancelled = CancellationException("The thread was interrupted while it waited for data; the query is being stopped")
            cancelled.initCause(e)
            throw fail(cancelled)
        } catch (e: Throwable) {
            throw fail(e)
        }
        if (next == null) {
            ended = true
            over(pieces)
        }
        return next
    }

    private fun await(pieces: PrefetchQueue<B>, waitMillis: Long): B? {
        if (waitMillis == 0L) return runBlocking { pieces.next() }
        var piece: B? = null
        if (runBlocking { withTimeoutOrNull(waitMillis) { piece = pieces.next() } } != null) return piece
        throw TransportException("No data came within the time limit of $waitMillis ms, and the call was ended; raise the limit", true)
    }

    private fun start(): PrefetchQueue<B> {
        session?.busy()?.let { throw it }
        val pieces = source.open(scope)
        this.pieces = pieces
        session?.opened(pieces)
        watched = watch(this, place, pieces, streams, session)
        // It may have been closed by another thread meanwhile.
        if (closed) end()
        return pieces
    }

    /** Ends the query for [reason], which is thrown from then on. */
    fun fail(reason: Throwable): Throwable {
        failure = reason
        end(reason)
        return reason
    }

    fun close() {
        closed = true
        end()
    }

    private fun end(reason: Throwable? = null) {
        val pieces = pieces ?: return
        pieces.cancel(reason)
        over(pieces)
    }

    private fun over(pieces: PrefetchQueue<B>) {
        watched?.let(streams::ended)
        session?.closed(pieces)
    }

    private companion object {
        /** What runs when the stream is forgotten must not refer to it, so it is made here. */
        fun watch(stream: Pull<*>, place: Throwable?, pieces: PrefetchQueue<*>, streams: OpenStreams, session: SessionStreams?) =
            streams.opened(stream, place, { "The stream of the query ${pieces.queryId ?: "that has not been answered"}" }) {
                pieces.abandon()
                session?.closed(pieces)
            }
    }
}
