package dev.houseflow.coroutines.internal.call

import dev.houseflow.QueryRequest
import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.response.ServerErrors
import dev.houseflow.coroutines.internal.response.readUpTo
import dev.houseflow.coroutines.internal.session.SessionState
import dev.houseflow.coroutines.internal.transport.Transport
import dev.houseflow.coroutines.internal.transport.TransportBody
import dev.houseflow.coroutines.internal.transport.TransportRequest
import kotlinx.coroutines.delay
import java.util.UUID

private const val SESSION_IS_LOCKED = 373
private const val TRIES = 100
private const val PAUSE_MILLIS = 100L
private const val MAX_ERROR = 1 shl 20
private val SUCCESS = 200..299

/**
 * Waits a while for the server to end a query of [session] whose caller has left; an insert, say,
 * could not be sent twice.
 */
internal suspend fun awaitFree(session: SessionState, options: ClientOptions, transport: Transport) {
    val probe = QueryRequest.of("SELECT 1")
    repeat(TRIES) {
        val request = TransportRequest(
            "POST",
            options.address.origin,
            options.target(probe, UUID.randomUUID().toString(), session, emptyList()),
            options.headersAtHand,
            TransportBody.Bytes(probe.sql.toByteArray(Charsets.UTF_8)),
            idempotent = true,
        )
        val locked = transport.exchange(request) { reply ->
            val text = String(readUpTo(reply.body, MAX_ERROR), Charsets.UTF_8)
            reply.status !in SUCCESS && ServerErrors.parse(text, null, null, reply.status).code == SESSION_IS_LOCKED
        }
        if (!locked) {
            session.left = false
            return
        }
        delay(PAUSE_MILLIS)
    }
}
