package dev.houseflow.javaapi.internal

import dev.houseflow.ConfigurationException
import dev.houseflow.coroutines.internal.AnswerPieces
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.runBlocking
import java.util.concurrent.CancellationException

/** Lets one thread pull the pieces of an answer. The call starts with the first [next], and goes no more than a piece ahead. */
internal class Pull<B : Any>(private val scope: CoroutineScope, private val source: AnswerPieces<B>, private val session: SessionStreams?) {
    private var channel: ReceiveChannel<Any>? = null
    private var ended = false
    private var failure: Throwable? = null

    @Volatile
    private var closed = false

    /** The next piece, or `null` at the end. Throws what the call throws, and throws it again if asked again. */
    fun next(): B? {
        failure?.let { throw it }
        if (closed) throw ConfigurationException("This stream is closed; send the query again for a new one")
        if (ended) return null
        val received = try {
            val channel = channel ?: start()
            channel.tryReceive().takeIf { it.isSuccess } ?: runBlocking { channel.receiveCatching() }
        } catch (e: InterruptedException) {
            Thread.currentThread().interrupt()
            val cancelled = CancellationException("The thread was interrupted while it waited for data; the query is being stopped")
            cancelled.initCause(e)
            throw fail(cancelled)
        }
        if (received.isSuccess) {
            return try {
                source.piece(received.getOrThrow())
            } catch (e: Throwable) {
                throw fail(e)
            }
        }
        ended = true
        received.exceptionOrNull()?.let { throw fail(it) }
        session?.closed(this)
        return null
    }

    private fun start(): ReceiveChannel<Any> {
        session?.busy()?.let { throw it }
        session?.opened(this)
        return source.open(scope).also { channel = it }
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
