package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.Deadline
import dev.houseflow.coroutines.internal.net.DeadlineException
import dev.houseflow.coroutines.internal.net.Wire
import dev.houseflow.coroutines.internal.net.withDeadline
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.selects.select
import java.io.IOException
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.coroutineContext

/** Sends requests over pooled connections and reads the heads of the answers. */
internal class HttpExchange(private val pool: ConnectionPool) {
    /**
     * Sends [call] and returns its answer as soon as the head is complete; the caller owns it.
     *
     * The answer is read while the body is still being sent: a server that refuses early stops the
     * upload, and its error is read. Throws [ExchangeException] when the connection fails; whatever
     * the body's producer throws comes out as it is.
     */
    suspend fun send(call: HttpCall): HttpResponse {
        val begun = if (call.watch == null) 0 else System.nanoTime()
        val connection = try {
            pool.acquire(call.route, call.timeouts.poolWaitMillis, call.timeouts.connectMillis, call.extra, call.fresh, call.use)
        } catch (e: DeadlineException) {
            throw ExchangeException("${call.route}: ${e.message}", requestSent = false, connectionStale = false, e)
        } catch (e: IOException) {
            throw ExchangeException("Cannot connect to ${call.route}: ${describe(e)}", requestSent = false, connectionStale = false, e)
        } finally {
            call.watch?.waited(System.nanoTime() - begun)
        }
        var answer: HttpResponse? = null
        try {
            answer = exchange(call, connection)
            return answer
        } finally {
            if (answer == null) pool.release(connection, reusable = false)
        }
    }

    private suspend fun exchange(call: HttpCall, connection: Connection): HttpResponse {
        // Before the first byte of the answer silence is no sign of trouble: the query runs.
        connection.reader.silenceMillis = null
        val reusedNanos = if (connection.isReused) System.nanoTime() else 0
        return try {
            when (val body = call.body) {
                is RequestBody.Streamed -> streamed(call, connection, body)
                else -> atOnce(call, connection, (body as? RequestBody.Bytes)?.bytes)
            }
        } catch (e: ProducerException) {
            throw e.failure
        } catch (e: AnsweredNothingException) {
            val stale = reusedNanos != 0L && System.nanoTime() - reusedNanos < STALE_NANOS
            if (stale) pool.distrust(call.route)
            val hint = if (connection.isReused || call.route.tls != null) "" else " (it may want TLS there: https:// in the endpoint)"
            throw ExchangeException("The server at ${call.route} closed the connection without an answer$hint", true, stale, e.cause)
        } catch (e: IOException) {
            throw ExchangeException("The connection to ${call.route} failed: ${describe(e)}", true, connectionStale = false, e)
        }
    }

    private suspend fun atOnce(call: HttpCall, connection: Connection, body: ByteArray?): HttpResponse {
        val joined = if (body == null || body.size > JOIN_BYTES) null else body
        val head = connection.requests.of(call, body?.size, joined)
        try {
            connection.wire.write(head, 0, head.size)
            if (body != null && joined == null) connection.wire.write(body, 0, body.size)
        } catch (e: IOException) {
            // The server may have refused before it took all of it: its message says more than
            // "broken pipe".
            return wordsAfterBrokenUpload(call, connection, e)
        }
        return answer(call, connection, requestComplete = true)
    }

    private suspend fun streamed(call: HttpCall, connection: Connection, body: RequestBody.Streamed): HttpResponse = coroutineScope {
        var broken: IOException? = null
        var complete = false
        val upload: Job = launch(start = CoroutineStart.UNDISPATCHED) {
            val wire = connection.wire
            val guarded = FailureMarkingWire(wire)
            val head = connection.requests.of(call, null, null)
            try {
                guarded.write(head, 0, head.size)
                val writer = BodyWriter(guarded)
                body.produce(writer)
                writer.finish()
                complete = true
            } catch (e: IOException) {
                // Only the wire's own failures wait for the server's message; the producer's go to
                // the caller at once, as they are.
                if (guarded.failure == null) throw ProducerException(e)
                broken = e
            }
        }
        val head = try {
            readHead(call, connection, upload)
        } catch (e: IOException) {
            // Without an answer the failure of the upload, when there was one, is the first and
            // better explanation.
            upload.cancel()
            upload.join()
            throw broken?.also { it.addSuppressed(e) } ?: e
        }
        if (head.status >= FIRST_ERROR_STATUS) upload.cancel() else upload.join()
        upload.join()
        broken?.let { if (head.status < FIRST_ERROR_STATUS) throw it }
        HttpResponse(head, BodyReader.of(head, connection.reader, call.method), connection, pool, complete)
    }

    private suspend fun answer(call: HttpCall, connection: Connection, requestComplete: Boolean): HttpResponse {
        val head = readHead(call, connection)
        return HttpResponse(head, BodyReader.of(head, connection.reader, call.method), connection, pool, requestComplete)
    }

    private suspend fun wordsAfterBrokenUpload(call: HttpCall, connection: Connection, failure: IOException): HttpResponse {
        val answer = try {
            answer(call, connection, requestComplete = false)
        } catch (e: CancellationException) {
            throw e
        } catch (e: IOException) {
            failure.addSuppressed(e)
            throw failure
        }
        if (answer.head.status < FIRST_ERROR_STATUS) throw failure
        return answer
    }

    private suspend fun readHead(call: HttpCall, connection: Connection, upload: Job? = null): HttpHead {
        val arrived = try {
            awaitFirstByte(call.timeouts.firstByteMillis, connection, upload)
        } catch (e: DeadlineException) {
            throw e
        } catch (e: IOException) {
            throw AnsweredNothingException(e)
        }
        if (!arrived) throw AnsweredNothingException(null)
        call.watch?.firstByte()
        connection.reader.silenceMillis = call.timeouts.silenceMillis
        return HeadReader(connection.reader, HeadLimits(call.maxHeadBytes), connection.knownLines).read(call.onProgress)
    }

    /**
     * The time runs from the end of the request, so from that of its [upload] if there is one under
     * way.
     */
    private suspend fun awaitFirstByte(millis: Long?, connection: Connection, upload: Job?): Boolean {
        if (upload == null && coroutineContext[ContinuationInterceptor] is CallerDispatcher) {
            // Many threads that each wait for a server near by: let it and them work, and the
            // answer is often here before any of them has to sleep.
            Thread.yield()
        }
        if (millis == null || upload == null) return withDeadline(millis, Deadline.FIRST_BYTE) { connection.reader.fill() }
        return coroutineScope {
            val arrival = async(start = CoroutineStart.UNDISPATCHED) { connection.reader.fill() }
            select {
                upload.onJoin {}
                arrival.onJoin {}
            }
            withDeadline(millis, Deadline.FIRST_BYTE) { arrival.await() }
        }
    }

    private fun describe(e: IOException): String = e.message?.takeIf { it.isNotBlank() } ?: e.javaClass.simpleName

    private companion object {
        private const val FIRST_ERROR_STATUS = 300
        private const val JOIN_BYTES = 64 * 1024

        /**
         * A close that has nothing to do with the request is there as soon as the request is; a
         * later one ends a query that runs.
         */
        private const val STALE_NANOS = 2_000_000_000L
    }
}

/**
 * The connection failed before an answer was complete.
 *
 * @property requestSent `false` when it is certain that the server has not seen the request
 * @property connectionStale whether a kept-alive connection ended at once and without a single byte
 * of an answer, as one does that the server closed before it saw the request
 */
internal class ExchangeException(
    message: String,
    val requestSent: Boolean,
    val connectionStale: Boolean,
    cause: Throwable?,
) : IOException(message, cause)

private class AnsweredNothingException(cause: IOException?) : IOException("no answer", cause)

/** Carries an I/O failure of the body's producer past the handling of those of the connection. */
private class ProducerException(val failure: IOException) : RuntimeException(failure)

/** Remembers whether a failure came from the wire itself. */
private class FailureMarkingWire(private val wire: Wire) : Wire by wire {
    var failure: IOException? = null
        private set

    override suspend fun write(array: ByteArray, from: Int, to: Int) {
        try {
            wire.write(array, from, to)
        } catch (e: IOException) {
            failure = e
            throw e
        }
    }
}
