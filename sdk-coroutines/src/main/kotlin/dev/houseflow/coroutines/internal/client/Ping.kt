package dev.houseflow.coroutines.internal.client

import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.response.drain
import dev.houseflow.coroutines.internal.transport.Transport
import dev.houseflow.coroutines.internal.transport.TransportRequest
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.withTimeoutOrNull
import java.time.Duration

/**
 * Asks `/ping`, which needs no user and runs no query. The answer's text is configurable, so only
 * its status counts.
 *
 * @param newConnection whether to open a connection for it, which then counts as others do, instead
 * of asking at once over any
 */
internal suspend fun pingServer(
    transport: Transport,
    options: ClientOptions,
    timeout: Duration,
    newConnection: Boolean = false,
): Boolean = try {
    val request = TransportRequest(
        "GET",
        options.address.origin,
        options.address.path + "ping",
        options.headersAtHand,
        null,
        urgent = !newConnection,
        idempotent = true,
        fresh = newConnection,
    )
    withTimeoutOrNull(timeout.toMillis().coerceAtLeast(1)) {
        transport.exchange(request) { reply ->
            drain(reply.body)
            reply.status in 200..299
        }
    } ?: false
} catch (e: CancellationException) {
    throw e
} catch (_: Exception) {
    false
}
