package dev.houseflow.coroutines.internal.call

import dev.houseflow.ClickHouseException
import dev.houseflow.FormatException
import dev.houseflow.QueryRequest
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.internal.http.ConnectionUse
import dev.houseflow.coroutines.internal.observe.CallListeners
import dev.houseflow.coroutines.internal.observe.CallTrace
import dev.houseflow.coroutines.internal.observe.CountedBody
import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.response.EndOfBodyTracker
import dev.houseflow.coroutines.internal.response.QueryResponse
import dev.houseflow.coroutines.internal.response.endedEarly
import dev.houseflow.coroutines.internal.transport.Transport
import dev.houseflow.coroutines.internal.transport.TransportRequest
import dev.houseflow.internal.http.Counters
import kotlinx.coroutines.currentCoroutineContext

/**
 * Sends single requests of calls and has their answers read. Stops the query of an answer that is
 * left before its end, and says of each failure what it was.
 *
 * @param options what is the same for all servers of the client
 */
internal class ExchangeExecutor(
    private val transport: Transport,
    private val killer: QueryKiller?,
    options: ClientOptions,
    private val listeners: CallListeners?,
    private val isClosed: () -> Boolean,
) {
    private val receiver = ResponseReceiver(options)

    suspend fun <R> run(one: Exchange, read: suspend (QueryResponse) -> R): R {
        val spec = one.spec
        val session = one.session
        val trace = listeners?.of(currentCoroutineContext())
        val request = request(one, trace)
        var body: EndOfBodyTracker? = null
        spec.retryAfterMillis = 0
        spec.asksOtherwise = false
        spec.queryIsOver = false
        try {
            val result = transport.exchange(request) { reply ->
                spec.delivery.answered = true
                val watch = EndOfBodyTracker(reply.body)
                body = watch
                trace?.reads(watch)
                receiver.receive(one, reply, watch, request.target.length, trace, read)
            }
            if (body?.ended != true) {
                session?.left = true
                killer?.kill(one.endpoint.options, one.queryId)
            }
            return result
        } catch (e: Throwable) {
            val neverArrived = e is TransportException && !e.mayHaveReachedServer
            if (body?.ended != true && e !is ServerException && !neverArrived) session?.left = true
            throw failed(e, one, body?.ended == true)
        }
    }

    private fun request(one: Exchange, trace: CallTrace?): TransportRequest {
        val spec = one.spec
        val options = one.endpoint.options
        val upload = trace?.let { CountedBody(spec.body) }
        if (upload != null) trace?.sends(upload, spec.rawBytes)
        val own = options.headers(one.headers, spec.options)
        return TransportRequest(
            if (spec.body == null) "GET" else "POST",
            options.address.origin,
            options.target(spec.options, one.queryId, one.session, parameters(one, trace), spec.parametersInUrl),
            (trace?.withHeaders(own) ?: own).let { if (spec.headers.isEmpty()) it else it + spec.headers },
            upload?.body ?: spec.body,
            onProgress = { line ->
                spec.delivery.answered = true
                val progress = Counters.parse(line).toProgress()
                spec.options.onProgress?.onProgress(progress)
                trace?.progressed(progress)
            },
            urgent = spec.urgent,
            fresh = spec.delivery.needsFreshConnection,
            maxHeadBytes = spec.options.maxHeadBytes,
            use = ConnectionUse(spec.kind, one.queryId, if (options.statementInErrors) statement(spec) else null),
            watch = trace,
        )
    }

    private fun parameters(one: Exchange, trace: CallTrace?): List<Pair<String, String>> {
        val parameters = one.asked.addTo(one.spec.parameters)
        if (one.spec.options.onProgress == null && trace?.wantsProgress != true) return parameters
        return parameters + listOf(
            "send_progress_in_http_headers" to "1",
            "http_headers_progress_interval_ms" to if (transport.reportsProgressLive) LIVE_PROGRESS_MILLIS else PROGRESS_MILLIS,
        )
    }

    /** What to throw for [e]; stops the query unless the server is known to be done with it. */
    private fun failed(e: Throwable, one: Exchange, bodyEnded: Boolean): Throwable {
        val options = one.endpoint.options
        val neverArrived = e is TransportException && (!e.mayHaveReachedServer || isStale(e))
        if (e !is ServerException && !one.spec.queryIsOver && !bodyEnded && !neverArrived) killer?.kill(options, one.queryId)
        // Only damaged bytes have an offset; a class that does not match, say, has none.
        val failure = when {
            e is FormatException && bodyEnded && e.byteOffset >= 0 -> endedEarly(e)
            e is TransportException && isClosed() -> closedMeanwhile(e)
            else -> e
        }
        if (failure is TransportException) failure.ofQuery(one.queryId)
        if (failure is ClickHouseException && options.statementInErrors) statement(one.spec)?.let(failure::ofStatement)
        return failure
    }

    private fun statement(spec: CallSpec): String? =
        (spec.options as? QueryRequest)?.sql ?: spec.parameters.firstOrNull { it.first == "query" }?.second

    private companion object {
        private const val LIVE_PROGRESS_MILLIS = "100"

        /** Other engines read header lines slowly, so they are asked for fewer of them. */
        private const val PROGRESS_MILLIS = "1000"

        private fun closedMeanwhile(e: TransportException) =
            TransportException("${e.message}; this client was closed while the call was under way", e.mayHaveReachedServer, e.cause ?: e)
    }
}
