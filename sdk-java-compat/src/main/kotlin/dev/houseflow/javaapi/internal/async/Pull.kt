package dev.houseflow.javaapi.internal.async

import dev.houseflow.ConfigurationException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.internal.call.OpenStreams
import dev.houseflow.coroutines.internal.stream.PrefetchQueue
import dev.houseflow.coroutines.internal.stream.PrefetchedResponse
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import java.util.concurrent.CancellationException

/**
 * Lets one thread pull the items of an answer. The call starts with the first [next], and goes no
 * further ahead than [PrefetchQueue] says. The thread makes an item itself while it waits for one.
 *
 * @param pool where items are made ahead; `null` if they are made where the client's calls run
 * only, and never on the thread that pulls
 */
internal class Pull<B : Any>(
    private val scope: CoroutineScope,
    private val source: PrefetchedResponse<B>,
    private val session: SessionStreams?,
    private val streams: OpenStreams,
    pool: CoroutineDispatcher?,
) {
    private val waiter = pool?.let(::WaiterDispatcher)
    private val place = streams.place()

    @Volatile
    private var items: PrefetchQueue<B>? = null

    @Volatile
    private var watched: OpenStreams.Watched? = null
    private var ended = false
    private var failure: Throwable? = null

    @Volatile
    private var closed = false

    /**
     * The next item, or `null` at the end. Throws what the call throws, and throws it again if
     * asked again.
     */
    fun next(): B? = next(0)

    /** The same, but waits no longer than [waitMillis] unless that is 0. */
    fun next(waitMillis: Long): B? {
        failure?.let { throw it }
        if (closed) throw ConfigurationException("This stream is closed; send the query again for a new one")
        if (ended) return null
        // Asked before the call: a session that is busy now may be free when this is asked again.
        if (items == null) session?.busy()?.let { throw it }
        val next = try {
            items?.poll() ?: await(waitMillis)
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
            items?.let(::over)
        }
        return next
    }

    private fun await(waitMillis: Long): B? {
        val outcome = waiter?.await(waitMillis) { (items ?: start()).next() }
        if (outcome != null) return if (outcome.done) outcome.get() else throw tooLate(waitMillis)
        val items = items ?: start()
        if (waitMillis == 0L) return runBlocking { items.next() }
        var item: B? = null
        if (runBlocking { withTimeoutOrNull(waitMillis) { item = items.next() } } != null) return item
        throw tooLate(waitMillis)
    }

    private fun tooLate(waitMillis: Long) =
        TransportException("No data came within the time limit of $waitMillis ms, and the call was ended; raise the limit", true)

    private fun start(): PrefetchQueue<B> {
        val items = source.open(scope, waiter)
        this.items = items
        session?.opened(items)
        watched = watch(this, place, items, streams, session)
        // It may have been closed by another thread meanwhile.
        if (closed) end()
        return items
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
        val items = items ?: return
        items.cancel(reason)
        over(items)
    }

    private fun over(items: PrefetchQueue<B>) {
        watched?.let(streams::ended)
        session?.closed(items)
    }

    private companion object {
        /** What runs when the stream is forgotten must not refer to it, so it is made here. */
        fun watch(stream: Pull<*>, place: Throwable?, items: PrefetchQueue<*>, streams: OpenStreams, session: SessionStreams?) =
            streams.opened(stream, place, { "The stream of the query ${items.queryId ?: "that has not been answered"}" }) {
                items.abandon()
                session?.closed(items)
            }
    }
}
