package dev.houseflow.coroutines.internal.call

import dev.houseflow.ConfigurationException
import dev.houseflow.SessionBusyException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.internal.observe.CallListeners
import dev.houseflow.coroutines.internal.response.QueryResponse
import dev.houseflow.coroutines.internal.session.SessionState
import dev.houseflow.coroutines.internal.transport.Transport
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.sync.withLock
import java.time.Duration

/**
 * Runs calls: one at a time per session, each within its time limit, in as many attempts as it may
 * have.
 */
internal class CallExecutor(
    private val endpoints: ServerSelector,
    private val attempts: Retries,
    private val transport: Transport,
    killer: QueryKiller?,
    private val io: CoroutineDispatcher,
    private val listeners: CallListeners?,
) {
    @Volatile
    var closed = false

    private val exchanges = ExchangeExecutor(transport, killer, endpoints.first.options, listeners) { closed }

    /**
     * Sends what [spec] says and gives the answer to [read]. When [read] stops before the end of
     * the answer, the query is stopped.
     */
    suspend fun <R> run(spec: CallSpec, session: SessionState?, read: suspend (QueryResponse) -> R): R =
        if (listeners == null || !spec.isInternal) {
            inTime(spec, session, read)
        } else {
            listeners.observeInternal(spec.options, session?.id) { inTime(spec, session, read) }
        }

    private suspend fun <R> inTime(spec: CallSpec, session: SessionState?, read: suspend (QueryResponse) -> R): R {
        session?.check(spec.caller)
        val limit = spec.options.timeout ?: endpoints.first.options.timeout
        var begun = false
        // The time until its turn counts.
        return withinLimit(limit, { expired(it, begun, spec) }) { remainingNanos ->
            inTurn(spec, session) {
                begun = true
                attempt(spec, session, remainingNanos(), read)
            }
        }
    }

    private fun expired(limit: Duration, begun: Boolean, spec: CallSpec): TransportException {
        if (begun) return tookTooLong(limit).also { it.ofQuery(spec.delivery.queryId) }
        return TransportException(
            "The call did not get its turn within its timeout of $limit: its session was busy with other calls; raise the timeout, " +
                "or use another session",
            false,
        ).ofTimeout(TIMEOUT)
    }

    /**
     * Begins when the session's other calls have ended, or fails when there are some and [spec]
     * says so.
     */
    private suspend inline fun <R> inTurn(spec: CallSpec, session: SessionState?, block: () -> R): R {
        if (session == null) return block()
        if (!spec.options.failWhenSessionBusy) return session.turn.withLock { block() }
        if (!session.turn.tryLock()) {
            throw SessionBusyException(
                "This session is busy with another call of this client, and nothing was sent: try again when that has ended, use another " +
                    "session, or leave failWhenSessionBusy out to wait",
                spec.queryId,
                0,
            )
        }
        try {
            return block()
        } finally {
            session.turn.unlock()
        }
    }

    private suspend fun <R> attempt(spec: CallSpec, session: SessionState?, limitNanos: Long, read: suspend (QueryResponse) -> R): R {
        if (closed) throw ConfigurationException("This client is closed; make a new one")
        return attempts.run(spec, spec.options.sessionId ?: session?.id, limitNanos, { closed }) { endpoint, queryId ->
            spec.delivery.queryId = queryId
            val options = endpoint.options
            if (session?.left == true && !spec.options.failWhenSessionBusy) awaitFree(session, options, transport)
            options.authorized { headers ->
                val side = ServerSide(spec, session, endpoint, headers, io, exchanges, listeners)
                if (spec.usesRevision && side.isBusy && side.server.namesZones != true) spec.zones?.before(side)
                endpoint.features.negotiate(spec, { options.setting(spec.options, it) != null }) { asked ->
                    exchanges.run(Exchange(spec, session, endpoint, headers, queryId, asked, side), read)
                }
            }
        }
    }
}
