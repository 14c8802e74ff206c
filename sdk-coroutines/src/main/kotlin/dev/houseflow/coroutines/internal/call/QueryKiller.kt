package dev.houseflow.coroutines.internal.call

import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.response.drain
import dev.houseflow.coroutines.internal.transport.Transport
import dev.houseflow.coroutines.internal.transport.TransportBody
import dev.houseflow.coroutines.internal.transport.TransportRequest
import dev.houseflow.internal.type.Identifiers
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.sync.withPermit
import kotlinx.coroutines.withTimeoutOrNull
import java.util.concurrent.ConcurrentHashMap

/**
 * Stops queries whose callers have left, since a server may run on after its client has closed the
 * connection. In the background, a few at a time, each for a few seconds at most; a failure changes
 * nothing for the caller, so it is ignored.
 */
internal class QueryKiller(private val scope: CoroutineScope, private val transport: Transport) {
    private val permits = Semaphore(AT_ONCE)

    private val refused: MutableSet<ClientOptions> = ConcurrentHashMap.newKeySet()

    /** Returns at once. */
    fun kill(options: ClientOptions, queryId: String) {
        if (options in refused) return
        scope.launch {
            permits.withPermit {
                try {
                    withTimeoutOrNull(LIMIT_MILLIS) { send(options, queryId) }
                } catch (e: CancellationException) {
                    throw e
                } catch (_: Exception) {
                    // Closing the connection was all that could be done.
                }
            }
        }
    }

    private suspend fun send(options: ClientOptions, queryId: String) {
        val statement = "KILL QUERY WHERE query_id = ${Identifiers.literal(queryId)} ASYNC"
        val request =
            TransportRequest(
                "POST",
                options.address.origin,
                options.address.path,
                options.headersAtHand,
                TransportBody.Bytes(statement.toByteArray(Charsets.UTF_8)),
                urgent = true,
            )
        transport.exchange(request) { reply ->
            // A user who may not kill will not be allowed to later either.
            if (reply.status == FORBIDDEN) refused.add(options)
            drain(reply.body)
        }
    }

    private companion object {
        private const val AT_ONCE = 8
        private const val LIMIT_MILLIS = 5000L
        private const val FORBIDDEN = 403
    }
}
