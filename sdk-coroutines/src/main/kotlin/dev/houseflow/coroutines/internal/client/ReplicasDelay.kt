package dev.houseflow.coroutines.internal.client

import dev.houseflow.ClickHouseException
import dev.houseflow.ReplicasStatus
import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.response.ContentCoding
import dev.houseflow.coroutines.internal.response.readUpTo
import dev.houseflow.coroutines.internal.transport.Transport
import dev.houseflow.coroutines.internal.transport.TransportRequest
import dev.houseflow.coroutines.internal.transport.TransportResponse
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.withTimeoutOrNull
import java.time.Duration

private const val MAX_DETAILS = 1 shl 20

/**
 * Asks `/replicas_status`, which needs no user and runs no query. A server whose replicas are
 * behind says so with 503, which is an answer and no failure.
 */
internal suspend fun replicasStatus(transport: Transport, options: ClientOptions, verbose: Boolean, timeout: Duration): ReplicasStatus =
    try {
        withTimeoutOrNull(timeout.toMillis().coerceAtLeast(1)) {
            val target = options.address.path + "replicas_status" + if (verbose) "?verbose=1" else ""
            transport.exchange(
                TransportRequest("GET", options.address.origin, target, options.headersAtHand, null, urgent = true),
            ) { reply ->
                ReplicasStatus(reply.status in 200..299, details(reply), reply.status)
            }
        } ?: ReplicasStatus(false, "${options.address} did not answer within $timeout", 0)
    } catch (e: CancellationException) {
        throw e
    } catch (e: ClickHouseException) {
        ReplicasStatus(false, e.message.orEmpty(), 0)
    }

private suspend fun details(reply: TransportResponse): String =
    ContentCoding.unpack(reply.body, reply.header("Content-Encoding")) { String(readUpTo(it, MAX_DETAILS), Charsets.UTF_8).trim() }
