package dev.houseflow.javaapi.internal

import dev.houseflow.ConfigurationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.produceIn
import kotlinx.coroutines.runBlocking
import java.util.concurrent.CancellationException

/** Lets one thread pull the pieces of a flow. Collecting starts with the first [next], and goes no more than a piece or two ahead. */
internal class Pull<B : Any>(private val scope: CoroutineScope, private val source: Flow<B>, private val session: SessionStreams?) {
    private var channel: ReceiveChannel<B>? = null
    private var ended = false
    private var failure: Throwable? = null

    @Volatile
    private var closed = false

    /** The next piece, or `null` at the end. Throws what the flow throws, and throws it again if asked again. */
    fun next(): B? {
        failure?.let { throw it }
        if (closed) throw ConfigurationException("This stream is closed; send the query again for a new one")
        if (ended) return null
        val received = try {
            val channel = channel ?: start()
            runBlocking { channel.receiveCatching() }
        } catch (e: InterruptedException) {
            Thread.currentThread().interrupt()
            val cancelled = CancellationException("The thread was interrupted while it waited for data; the query is being stopped")
            cancelled.initCause(e)
            throw fail(cancelled)
        }
        if (received.isSuccess) return received.getOrThrow()
        ended = true
        received.exceptionOrNull()?.let { throw fail(it) }
        session?.closed(this)
        return null
    }

    private fun start(): ReceiveChannel<B> {
        session?.busy()?.let { throw it }
        session?.opened(this)
        return source.buffer(Channel.RENDEZVOUS).produceIn(scope).also { channel = it }
    }

    /** Ends the query for [reason], which is thrown from then on. */
    fun fail(reason: Throwable): Throwable {
        failure = reason
        end()
        return reason
    }

    fun close() {
        closed = true
        end()
    }

    private fun end() {
        channel?.cancel()
        session?.closed(this)
    }
}
