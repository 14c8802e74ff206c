package dev.houseflow.coroutines.internal.ktor

import dev.houseflow.coroutines.internal.http.HttpResponse
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.InternalAPI
import kotlinx.coroutines.CancellationException
import kotlinx.io.Buffer
import kotlinx.io.Source
import java.io.IOException

/**
 * The body of [answer] as Ktor reads bodies. Nothing runs between the socket and the reader: bytes
 * are fetched when the reader wants them, and the connection goes back, or is closed, as soon as
 * the body has ended, failed or been cancelled.
 */
@OptIn(InternalAPI::class)
internal class ResponseChannel(private val answer: HttpResponse) : ByteReadChannel {
    private val buffer = Buffer()

    @Volatile
    private var failure: Throwable? = null

    @Volatile
    private var ended = false

    override val closedCause: Throwable? get() = failure

    override val isClosedForRead: Boolean get() = failure != null || (ended && buffer.exhausted())

    @InternalAPI
    override val readBuffer: Source
        get() {
            failure?.let { throw it }
            return buffer
        }

    init {
        if (answer.body.isComplete) end()
    }

    override suspend fun awaitContent(min: Int): Boolean {
        failure?.let { throw it }
        while (buffer.size < min && !ended) fetch()
        return buffer.size >= min
    }

    private suspend fun fetch() {
        val body = answer.body
        try {
            if (body.fill()) {
                buffer.write(body.array, body.position, body.limit)
                body.position = body.limit
                if (body.isComplete) end()
            } else {
                end()
            }
        } catch (e: CancellationException) {
            cancel(e)
            throw e
        } catch (e: IOException) {
            // Closing the connection is how a cancelled call stops its reader: then the reason
            // counts and not the closed socket.
            throw fail(KtorEngine.translate(e))
        }
    }

    override fun cancel(cause: Throwable?) {
        if (ended) return
        fail(cause ?: CancellationException("The answer's body was left before its end"))
    }

    private fun end() {
        ended = true
        answer.leave()
    }

    @Synchronized
    private fun fail(cause: Throwable): Throwable {
        val first = failure ?: cause.also { failure = it }
        answer.leave()
        return first
    }
}
