package dev.houseflow.coroutines.internal.call

import dev.houseflow.ClickHouseException
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.QueryRequest
import dev.houseflow.QuerySummary
import dev.houseflow.RequestOptions
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.response.ContentCoding
import dev.houseflow.coroutines.internal.response.EndOfBodyTracker
import dev.houseflow.coroutines.internal.response.ErrorWatch
import dev.houseflow.coroutines.internal.response.QueryResponse
import dev.houseflow.coroutines.internal.response.ServerErrors
import dev.houseflow.coroutines.internal.response.TooLongRequest
import dev.houseflow.coroutines.internal.response.readUpTo
import dev.houseflow.coroutines.internal.session.SessionState
import dev.houseflow.coroutines.internal.transport.ServerAddress
import dev.houseflow.coroutines.internal.transport.Transport
import dev.houseflow.coroutines.internal.transport.TransportBody
import dev.houseflow.coroutines.internal.transport.TransportRequest
import dev.houseflow.coroutines.internal.transport.TransportResponse
import dev.houseflow.internal.block.Revision
import dev.houseflow.internal.http.Counters
import dev.houseflow.internal.wire.ByteSource
import dev.houseflow.internal.wire.ReadLimits
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.delay
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withTimeoutOrNull
import java.io.ByteArrayOutputStream
import java.time.Duration
import java.util.UUID
import java.util.concurrent.TimeUnit

/** Runs calls: one at a time per session, each with its id, its time limit, its errors and its end. */
internal class CallExecutor(
    private val endpoints: ServerSelector,
    private val attempts: Retries,
    private val transport: Transport,
    private val killer: QueryKiller?,
    private val io: CoroutineDispatcher,
) {
    @Volatile
    var closed = false

    /** Sends what [spec] says and gives the answer to [read]. When [read] stops before the end of the answer, the query is stopped. */
    suspend fun <R> run(spec: CallSpec, session: SessionState?, read: suspend (QueryResponse) -> R): R {
        session?.check(spec.caller)
        val limit = spec.options.timeout ?: endpoints.first.options.timeout
            ?: return inTurn(session) { attempt(spec, session, Long.MAX_VALUE, read) }
        val millis = millis(limit)
        // The time until its turn counts.
        val end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis)
        var begun = false
        val result = withTimeoutOrNull(millis) {
            inTurn(session) {
                begun = true
                Done(attempt(spec, session, end - System.nanoTime(), read))
            }
        }
        if (result != null) return result.value
        throw if (begun) {
            TransportException("The call took longer than its timeout of $limit, and was ended; raise the timeout", true).also {
                it.ofQuery(spec.delivery.queryId)
            }
        } else {
            TransportException(
                "The call did not get its turn within its timeout of $limit: its session was busy with other calls; raise the timeout, " +
                    "or use another session",
                false,
            )
        }
    }

    /** Waits a while for the server to end a query whose caller has left; an insert, say, could not be sent twice. */
    private suspend fun awaitFree(session: SessionState, options: ClientOptions) {
        val probe = QueryRequest.of("SELECT 1")
        repeat(FREE_TRIES) {
            val target = options.target(probe, UUID.randomUUID().toString(), session, emptyList())
            val request =
                TransportRequest(
                    "POST",
                    options.address.origin,
                    target,
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
            delay(FREE_PAUSE_MILLIS)
        }
    }

    /** Begins when the session's other calls have ended. */
    private suspend inline fun <R> inTurn(session: SessionState?, block: () -> R): R =
        if (session == null) block() else session.turn.withLock { block() }

    private suspend fun <R> attempt(spec: CallSpec, session: SessionState?, limitNanos: Long, read: suspend (QueryResponse) -> R): R {
        if (closed) throw ConfigurationException("This client is closed; make a new one")
        return attempts.run(spec, spec.options.sessionId ?: session?.id, limitNanos, { closed }) { endpoint, queryId ->
            spec.delivery.queryId = queryId
            if (session?.left == true) awaitFree(session, endpoint.options)
            endpoint.options.authorized { headers ->
                val side = ServerSide(spec, session, endpoint, headers, io) { question, take -> exchange(question, take) }
                val isSet = endpoint.options.setting(spec.options, Revision.PARAMETER) != null
                pinned(spec, endpoint) { pins ->
                    RevisionChoice.run(spec, side, isSet) { revision ->
                        exchange(Exchange(spec, session, endpoint, headers, queryId, pins, revision, side), read)
                    }
                }
            }
        }
    }

    /**
     * Exceptions are to come as such and not in documents, whatever a session or a profile says, unless the caller wants them there. Servers
     * before 23.9 do not know the setting, and some users may not change it: then the call is made without, there and from then on.
     */
    private suspend inline fun <R> pinned(spec: CallSpec, endpoint: ServerNode, call: (pins: Boolean) -> R): R {
        val canFail = spec.body !is TransportBody.Stream
        if (!spec.pinsErrors || endpoint.pinsErrors == false || (endpoint.pinsErrors == null && !canFail)) return call(false)
        try {
            return call(true).also { endpoint.pinsErrors = true }
        } catch (e: ServerException) {
            if (!canFail || e.code !in PIN_REFUSALS || ErrorWatch.IN_FORMAT !in e.serverMessage) throw e
            endpoint.pinsErrors = false
            return call(false)
        }
    }

    private class Done<R>(val value: R)

    /** How an answer was asked for. */
    private class Asked(val frames: AnswerFrames, val pins: Boolean, val support: FrameSupport)

    private fun millis(limit: Duration): Long = maxOf(
        1,
        TimeUnit.NANOSECONDS.toMillis(
            runCatching {
                limit.toNanos()
            }.getOrDefault(Long.MAX_VALUE),
        ),
    )

    private suspend fun <R> exchange(one: Exchange, read: suspend (QueryResponse) -> R): R {
        val spec = one.spec
        val session = one.session
        val options = one.endpoint.options
        val queryId = one.queryId
        val asked = Asked(one.endpoint.frames.ask(spec, setsMethod(spec)), one.pins, one.endpoint.frames)
        val request = TransportRequest(
            "POST",
            options.address.origin,
            options.target(spec.options, queryId, session, parameters(one, asked), spec.parametersInUrl),
            if (spec.headers.isEmpty()) one.headers else one.headers + spec.headers,
            spec.body,
            onProgress = { line ->
                spec.delivery.answered = true
                spec.options.progressListener?.onProgress(Counters.parse(line).toProgress())
            },
            urgent = spec.urgent,
            fresh = spec.delivery.needsFreshConnection,
            maxHeadBytes = spec.options.maxHeadBytes,
        )
        var body: EndOfBodyTracker? = null
        spec.retryAfterMillis = 0
        spec.asksOtherwise = false
        spec.queryIsOver = false
        try {
            val result = transport.exchange(request) { reply ->
                spec.delivery.answered = true
                val watch = EndOfBodyTracker(reply.body)
                body = watch
                receive(one, asked, reply, watch, request.target.length, read)
            }
            if (body?.ended != true) {
                session?.left = true
                killer?.kill(options, queryId)
            }
            return result
        } catch (e: Throwable) {
            val neverArrived = e is TransportException && !e.mayHaveReachedServer
            if (body?.ended != true && e !is ServerException && !neverArrived) session?.left = true
            throw failed(e, spec, body, options, queryId)
        }
    }

    /** What to throw for [e]; stops the query unless the server is known to be done with it. */
    private fun failed(e: Throwable, spec: CallSpec, body: EndOfBodyTracker?, options: ClientOptions, queryId: String): Throwable {
        val bodyEnded = body?.ended == true
        val neverArrived = e is TransportException && (!e.mayHaveReachedServer || isStale(e))
        if (e !is ServerException && !spec.queryIsOver && !bodyEnded && !neverArrived) killer?.kill(options, queryId)
        // Only damaged bytes have an offset; a class that does not match, say, has none.
        val failure = when {
            e is FormatException && bodyEnded && e.byteOffset >= 0 -> endedEarly(e)
            e is TransportException && closed -> closedMeanwhile(e)
            else -> e
        }
        if (failure is TransportException) failure.ofQuery(queryId)
        if (failure is ClickHouseException && options.statementInErrors) statement(spec)?.let(failure::ofStatement)
        return failure
    }

    private fun statement(spec: CallSpec): String? =
        (spec.options as? QueryRequest)?.sql ?: spec.parameters.firstOrNull { it.first == "query" }?.second

    private suspend fun <R> receive(
        one: Exchange,
        asked: Asked,
        reply: TransportResponse,
        body: EndOfBodyTracker,
        targetChars: Int,
        read: suspend (QueryResponse) -> R,
    ): R {
        val spec = one.spec
        val queryId = one.queryId
        val code = reply.header("X-ClickHouse-Exception-Code")?.trim()?.toIntOrNull()
        if (reply.status !in SUCCESS || code != null) {
            spec.retryAfterMillis = RetryAfter.millis(reply.header("Retry-After"), reply.header("Date"))
            val refusal = refused(reply, body, code, queryId, targetChars)
            // The server has done nothing yet.
            if (asked.support.isRefusal(asked.frames, refusal)) spec.askOtherwise(isOver = true)
            throw refusal
        }
        refusePage(reply, body, queryId)
        val summary = QuerySummary(queryId, reply.fields, spec.countsWrites)
        checkWallClocks(spec.options, summary)
        report(spec.options, reply)
        val watch = ErrorWatch(summary, reply.status, documents = !asked.pins && !leavesErrorsOut(spec), format = spec.format)
        val limits = endpoints.first.options.limits(spec.options.maxBlockBytes)
        return ContentCoding.unpack(body, reply.header("Content-Encoding")) { packed ->
            unframed(spec, asked, reply, packed, watch, limits) { source ->
                val (data, boundary) = if (spec.native != null) watch.native(source) else watch.text(source) to null
                val layout = RevisionChoice.layout(spec, one.revision)
                read(QueryResponse(summary, data, boundary, spec.delivery, layout, spec.zones, one.side, limits))
            }
        }
    }

    /** Gives [packed] to [read] without the frames that it was asked for in. An answer that cannot be read is asked for otherwise, if it may be. */
    private suspend inline fun <R> unframed(
        spec: CallSpec,
        asked: Asked,
        reply: TransportResponse,
        packed: ByteSource,
        watch: ErrorWatch,
        limits: ReadLimits,
        read: (ByteSource) -> R,
    ): R {
        // A server that was told to wait has finished the query before its answer begins.
        val isOver = WAIT in spec.parameters && setting(spec, WAIT_END) == null
        try {
            asked.support.begun(asked.frames, reply)
        } catch (e: ConfigurationException) {
            if (spec.repeatable == Repeatable.READ) spec.askOtherwise(isOver)
            throw e
        }
        if (asked.frames == AnswerFrames.NONE) return read(packed)
        val frames = watch.unpack(packed, limits)
        try {
            return read(frames).also { if (frames.offset > 0) asked.support.read(asked.frames) }
        } catch (e: ConfigurationException) {
            if (frames.lacksLibrary) {
                asked.support.unreadable(asked.frames)
                if (spec.repeatable == Repeatable.READ && !setsMethod(spec)) spec.askOtherwise(isOver)
            }
            throw e
        }
    }

    private fun setting(spec: CallSpec, name: String): String? = endpoints.first.options.setting(spec.options, name)

    private fun setsMethod(spec: CallSpec): Boolean = setting(spec, FrameSupport.METHOD) != null

    /**
     * A web page is nobody's data and acknowledges nothing, whatever its status. Other answers without ClickHouse's headers pass: caches and
     * gateways drop them, and to tell of a failed insert whose rows were taken would have them sent twice.
     */
    private suspend fun refusePage(reply: TransportResponse, body: EndOfBodyTracker, queryId: String) {
        if (reply.header("Content-Type")?.startsWith("text/html", ignoreCase = true) != true) return
        if (reply.fields.any { it.first.startsWith("X-ClickHouse-", ignoreCase = true) }) return
        val text = ContentCoding.unpack(body, reply.header("Content-Encoding")) { String(readUpTo(it, MAX_SHOWN), Charsets.UTF_8) }
        throw ServerException(
            0,
            "",
            "This answer is a web page, and not ClickHouse's, since it has none of the headers that every ClickHouse server sends: check " +
                "host, port and path of the endpoint. It says: ${text.trim()}",
            queryId,
            reply.status,
        )
    }

    /** The server's own zone is known only now. */
    private fun checkWallClocks(options: RequestOptions, summary: QuerySummary) {
        if (options is QueryRequest && options.wallClocks.isNotEmpty()) {
            summary.timezone?.let { zone -> options.wallClocks.forEach { it.check(zone) } }
        }
    }

    private fun leavesErrorsOut(spec: CallSpec): Boolean = setting(spec, ErrorWatch.IN_FORMAT) == "0"

    private fun parameters(one: Exchange, asked: Asked): List<Pair<String, String>> {
        val spec = one.spec
        val own = RevisionChoice.parameters(spec, one.revision)
        val parameters = own + if (asked.pins) asked.frames.parameters + PIN else asked.frames.parameters
        if (spec.options.progressListener == null) return parameters
        return parameters + listOf(
            "send_progress_in_http_headers" to "1",
            "http_headers_progress_interval_ms" to if (transport.reportsProgressLive) LIVE_PROGRESS_MILLIS else PROGRESS_MILLIS,
        )
    }

    private fun report(options: RequestOptions, reply: TransportResponse) {
        val listener = options.progressListener ?: return
        reply.headerValues("X-ClickHouse-Progress").forEach { listener.onProgress(Counters.parse(it).toProgress()) }
        reply.header("X-ClickHouse-Summary")?.let { listener.onProgress(Counters.parse(it).toProgress()) }
    }

    internal suspend fun refused(
        reply: TransportResponse,
        body: EndOfBodyTracker,
        code: Int?,
        queryId: String?,
        targetChars: Int,
    ): ServerException {
        val bytes = ByteArrayOutputStream()
        val text = try {
            ContentCoding.unpack(body, reply.header("Content-Encoding")) { readUpTo(it, MAX_ERROR, bytes) }
            ErrorWatch.errorText(bytes.toByteArray(), MAX_ERROR)
        } catch (e: TransportException) {
            // A server that refuses an insert may close the connection over unread data, and its words get lost; the status is known.
            if (bytes.size() > 0) ErrorWatch.errorText(bytes.toByteArray(), MAX_ERROR) else "The server's message was lost: ${e.message}"
        }
        val id = reply.header("X-ClickHouse-Query-Id") ?: queryId
        val location = reply.header("Location")?.takeIf { reply.status in REDIRECTS }?.let(ServerAddress::withoutSecrets)
        // Marks it has when the server had begun to answer well, with progress headers, say.
        val plain = reply.header("X-ClickHouse-Exception-Tag")?.let { ErrorWatch.betweenMarks(text, it.trim()) } ?: text
        val sent = if (location == null) "" else "The server sends us to $location, which is not followed; use the final endpoint. "
        val words = sent + plain.ifBlank { if (sent.isEmpty()) statusLine(reply) else "" }
        val error = ServerErrors.parse(words, code, id, reply.status)
        val advice = TooLongRequest.advice(error, targetChars) ?: return error
        return ServerException(error.code, error.name, "${error.serverMessage}. $advice", id, reply.status)
    }

    private fun statusLine(reply: TransportResponse): String =
        if (reply.reason.isBlank()) "" else "The answer is empty but for its status, ${reply.status} ${reply.reason}"

    internal companion object {
        const val WAIT_END: String = "wait_end_of_query"
        val WAIT: Pair<String, String> = WAIT_END to "1"

        /** What [e], of an answer that was read to its end, really is. */
        fun endedEarly(e: FormatException) = TransportException(
            "The answer ended before it was complete, inside of a block: ${e.message}; send the query again",
            true,
            e,
        )

        private fun closedMeanwhile(e: TransportException) =
            TransportException("${e.message}; this client was closed while the call was under way", e.mayHaveReachedServer, e.cause ?: e)

        private val PIN = ErrorWatch.IN_FORMAT to "0"

        /** UNKNOWN_SETTING, READONLY, SETTING_CONSTRAINT_VIOLATION. */
        private val PIN_REFUSALS = setOf(115, 164, 452)
        private val SUCCESS = 200..299
        private val REDIRECTS = 300..399
        private const val SESSION_IS_LOCKED = 373
        private const val FREE_TRIES = 100
        private const val FREE_PAUSE_MILLIS = 100L
        private const val MAX_ERROR = 1 shl 20
        private const val MAX_SHOWN = 500

        private const val LIVE_PROGRESS_MILLIS = "100"

        /** Header lines are slow to read for other engines, so there are not to be many of them. */
        private const val PROGRESS_MILLIS = "1000"
    }
}
