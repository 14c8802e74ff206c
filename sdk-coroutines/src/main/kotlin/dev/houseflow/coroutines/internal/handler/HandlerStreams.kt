package dev.houseflow.coroutines.internal.handler

import dev.houseflow.HandlerRequest
import dev.houseflow.coroutines.HandlerStream
import dev.houseflow.coroutines.internal.call.Dispatching
import dev.houseflow.coroutines.internal.stream.PrefetchedResponse
import dev.houseflow.coroutines.internal.stream.pooledCopies
import dev.houseflow.coroutines.internal.stream.putWindows
import kotlinx.coroutines.CancellationException

/** Calls a handler, and gives the answer to [read] as it comes. */
internal suspend fun <R> Handlers.stream(request: HandlerRequest, read: suspend (HandlerStream) -> R): R {
    val outcome = run(request) { answer ->
        val stream = HandlerStream(answer.head, answer.source)
        answer.answer.delivering()
        try {
            Result.success(read(stream))
        } catch (e: CancellationException) {
            throw e
        } catch (e: Throwable) {
            // What the reader throws says nothing about the server.
            if (e === stream.failure) throw e
            Result.failure(e)
        } finally {
            stream.isOpen = false
        }
    }
    return outcome.getOrThrow()
}

/** The same for doors that pull: first the head, then the body in chunks to be given back. */
internal fun Handlers.chunks(request: HandlerRequest, dispatching: Dispatching): PrefetchedResponse<Any> =
    PrefetchedResponse(dispatching::near, null, { begin(request, it) }) { items, _ ->
        run(request) { answer ->
            answer.answer.delivering()
            items.put(answer.head, 0)
            items.putWindows(answer.answer, pooledCopies())
        }
    }
