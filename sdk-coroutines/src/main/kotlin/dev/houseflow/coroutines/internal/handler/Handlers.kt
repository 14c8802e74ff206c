package dev.houseflow.coroutines.internal.handler

import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.HandlerRequest
import dev.houseflow.QuerySummary
import dev.houseflow.RawResponse
import dev.houseflow.ResponseHead
import dev.houseflow.ServerException
import dev.houseflow.coroutines.internal.call.CallExecutor
import dev.houseflow.coroutines.internal.call.QueryKiller
import dev.houseflow.coroutines.internal.call.Repeatable
import dev.houseflow.coroutines.internal.call.Retries
import dev.houseflow.coroutines.internal.call.RetryAfter
import dev.houseflow.coroutines.internal.call.RetryableCall
import dev.houseflow.coroutines.internal.call.ServerSelector
import dev.houseflow.coroutines.internal.call.tookTooLong
import dev.houseflow.coroutines.internal.call.withinLimit
import dev.houseflow.coroutines.internal.http.ConnectionUse
import dev.houseflow.coroutines.internal.observe.CallListeners
import dev.houseflow.coroutines.internal.observe.CallTrace
import dev.houseflow.coroutines.internal.observe.CountedBody
import dev.houseflow.coroutines.internal.request.ArrayChunk
import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.request.Upload
import dev.houseflow.coroutines.internal.request.fileFlow
import dev.houseflow.coroutines.internal.response.ContentCoding
import dev.houseflow.coroutines.internal.response.Delivery
import dev.houseflow.coroutines.internal.response.EndOfBodyTracker
import dev.houseflow.coroutines.internal.response.ErrorWatch
import dev.houseflow.coroutines.internal.response.PackedFrames
import dev.houseflow.coroutines.internal.response.QueryResponse
import dev.houseflow.coroutines.internal.response.RefusedResponse
import dev.houseflow.coroutines.internal.response.copy
import dev.houseflow.coroutines.internal.response.endedEarly
import dev.houseflow.coroutines.internal.transport.RequestTarget
import dev.houseflow.coroutines.internal.transport.Transport
import dev.houseflow.coroutines.internal.transport.TransportBody
import dev.houseflow.coroutines.internal.transport.TransportRequest
import dev.houseflow.coroutines.internal.transport.TransportResponse
import dev.houseflow.internal.http.UrlText
import dev.houseflow.internal.wire.ByteSource
import dev.houseflow.internal.wire.ReadLimits
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.launch
import java.io.ByteArrayOutputStream
import java.nio.file.Files
import java.util.Locale
import kotlin.coroutines.CoroutineContext

/** An answer that has begun: its head, and its body as every call reads it. */
internal class HandlerResponse(val head: ResponseHead, val answer: QueryResponse) {
    val source: ByteSource get() = answer.source
}

/** All of it, in memory. */
internal suspend fun HandlerResponse.whole(): RawResponse {
    val bytes = ByteArrayOutputStream()
    copy(source, bytes)
    return head.with(bytes.toByteArray())
}

/**
 * Calls of handlers: HTTP as its caller says it, over the client's connections, with its credentials, attempts and errors.
 *
 * @param io where files that are sent are read
 * @param ownTls whether the client may have trust and keys of its own, which are not shown to others
 */
internal class Handlers(
    private val endpoints: ServerSelector,
    private val attempts: Retries,
    private val transport: Transport,
    private val calls: CallExecutor,
    private val killer: QueryKiller?,
    private val io: CoroutineDispatcher,
    private val ownTls: Boolean,
    private val listeners: CallListeners?,
) {
    private class Call(
        val request: HandlerRequest,
        val body: TransportBody?,
        override val canSendAgain: () -> Boolean,
        val limits: ReadLimits? = null,
    ) : RetryableCall {
        override val queryId: String get() = request.parameters["query_id"]?.first().orEmpty()
        override val repeatable: Repeatable = if (request.idempotent) Repeatable.READ else Repeatable.UNSENT
        override val delivery: Delivery = Delivery()
        override val usesTokens: Boolean = request.headers.keys.none { it.lowercase(Locale.ROOT) in CREDENTIALS }

        @Volatile
        override var retryAfterMillis: Long = 0

        /** Whether it was refused for its token, and is sent again with another one. */
        @Volatile
        var renews = false
    }

    /**
     * Sends [request] as it stands, and gives the answer to [read].
     *
     * @param limits what a block may be of a successful answer that is Native, which [QueryResponse.nextBlockMayStart] is called on; `null` for
     * any other answer
     */
    suspend fun <R> run(request: HandlerRequest, limits: ReadLimits? = null, read: suspend (HandlerResponse) -> R): R {
        val bytes = request.body
        val file = request.bodyFile
        val call = when {
            bytes != null -> Call(request, TransportBody.Bytes(bytes), { true }, limits)
            // A pipe, say, gives its bytes once.
            file != null -> Call(request, streamed(fileFlow(file, io)), { Files.isRegularFile(file) }, limits)
            request.method in WITHOUT_BODY -> Call(request, null, { true }, limits)
            else -> Call(request, TransportBody.Bytes(ByteArray(0)), { true }, limits)
        }
        return run(call, read)
    }

    /** The same with [body], which is collected once, in the caller's own context. */
    suspend fun <R> run(request: HandlerRequest, body: Flow<ByteArray>, read: suspend (HandlerResponse) -> R): R {
        if (request.body != null || request.bodyFile != null) {
            throw ConfigurationException("The request has a body of its own; leave one of the two out")
        }
        if (request.method == "GET" || request.method == "HEAD") {
            throw ConfigurationException("A ${request.method} carries no body: choose POST or PUT as the request's method")
        }
        return coroutineScope {
            val upload = Upload({ error("A flow is collected once") }, canReplay = false)
            val producer = launch {
                body.collect { upload.handOver(ArrayChunk(it)) }
                upload.close()
            }
            // A server may answer before it has taken everything.
            try {
                run(Call(request, upload.body, { upload.canSendAgain }), read)
            } finally {
                producer.cancel()
            }
        }
    }

    /** Begins a call of a caller in [context], if anyone observes it. */
    fun begin(request: HandlerRequest, context: CoroutineContext): CallTrace? = listeners?.beginHandler(
        { "${request.method} ${request.path}" },
        { request.parameters["query_id"]?.firstOrNull().orEmpty() },
        context,
    )

    private fun streamed(body: Flow<ByteArray>) = TransportBody.Stream { sink -> body.collect { sink.write(it, 0, it.size) } }

    private suspend fun <R> run(call: Call, read: suspend (HandlerResponse) -> R): R {
        if (calls.closed) throw ConfigurationException("This client is closed; make a new one")
        val limit = call.request.timeout ?: endpoints.first.options.timeout
        return withinLimit(limit, ::tookTooLong) { remainingNanos -> attempt(call, remainingNanos(), read) }
    }

    private suspend fun <R> attempt(call: Call, limitNanos: Long, read: suspend (HandlerResponse) -> R): R =
        attempts.run(call, null, limitNanos, { calls.closed }) { endpoint, _ ->
            val options = endpoint.options
            if (call.usesTokens) {
                options.authorized { follow(call, options, it, read) }
            } else {
                follow(call, options, options.headersAtHand, read)
            }
        }

    private suspend fun <R> follow(
        call: Call,
        options: ClientOptions,
        own: List<Pair<String, String>>,
        read: suspend (HandlerResponse) -> R,
    ): R {
        val first = RequestTarget(options.address.origin, target(options, call.request))
        var place = first
        var headers = headers(own, call.request)
        repeat(MAX_REDIRECTS) {
            val next = when (val outcome = exchange(call, options, own, place, headers, call.request.followRedirects, read)) {
                is Outcome.Read -> return outcome.value
                is Outcome.Moved -> outcome.to
            }
            // Once away from where they belong, they do not come back.
            if (next.origin != first.origin) headers = headers.filter { it.first.lowercase(Locale.ROOT) in HARMLESS }
            place = next
        }
        return (exchange(call, options, own, place, headers, follows = false, read) as Outcome.Read).value
    }

    private sealed class Outcome<out R> {
        class Read<R>(val value: R) : Outcome<R>()

        class Moved(val to: RequestTarget) : Outcome<Nothing>()
    }

    private suspend fun <R> exchange(
        call: Call,
        options: ClientOptions,
        own: List<Pair<String, String>>,
        place: RequestTarget,
        headers: List<Pair<String, String>>,
        follows: Boolean,
        read: suspend (HandlerResponse) -> R,
    ): Outcome<R> {
        var body: EndOfBodyTracker? = null
        var queryId: String? = null
        call.retryAfterMillis = 0
        val trace = listeners?.of(currentCoroutineContext())
        val upload = trace?.let { CountedBody(call.body) }
        if (upload != null) trace?.sends(upload, null)
        try {
            val request =
                TransportRequest(
                    call.request.method,
                    place.origin,
                    place.target,
                    trace?.withHeaders(headers) ?: headers,
                    if (upload != null) upload.body else call.body,
                    fresh = call.delivery.needsFreshConnection,
                    maxHeadBytes = call.request.maxHeadBytes,
                    use = ConnectionUse(ConnectionUse.Kind.HANDLER, call.queryId.ifEmpty { null }),
                    watch = trace,
                )
            val outcome = transport.exchange(request) { reply ->
                call.delivery.answered = true
                val next = if (follows) next(place, reply) else null
                if (next != null) {
                    Outcome.Moved(next)
                } else {
                    val watch = EndOfBodyTracker(reply.body)
                    body = watch
                    trace?.reads(watch)
                    queryId = reply.header("X-ClickHouse-Query-Id")
                    if (place.origin == options.address.origin) checkToken(call, options, own, reply)
                    Outcome.Read(
                        receive(call, reply, watch, place.target.length) { answer ->
                            trace?.answers(answer.answer)
                            read(answer)
                        },
                    )
                }
            }
            leave(body, queryId, options, place)
            return outcome
        } catch (e: Throwable) {
            if (e !is ServerException) leave(body, queryId, options, place)
            throw if (e is FormatException && call.limits != null && body?.ended == true) endedEarly(e) else e
        }
    }

    /** A refused token is not used again, and the call is sent again with another one, once, also when its caller takes any status for an answer. */
    private fun checkToken(call: Call, options: ClientOptions, own: List<Pair<String, String>>, reply: TransportResponse) {
        if (!call.usesTokens || !options.renewsTokens || reply.status != UNAUTHORIZED) return
        options.refused(own)
        call.renews = !call.renews && call.canSendAgain()
    }

    /** A caller that stops reading does not need the query either, where the server says which one it is. */
    private fun leave(body: EndOfBodyTracker?, queryId: String?, options: ClientOptions, place: RequestTarget) {
        if (queryId != null && body?.ended == false && place.origin == options.address.origin) killer?.kill(options, queryId)
    }

    /** Where [reply] sends its caller on to, if it does. */
    private fun next(place: RequestTarget, reply: TransportResponse): RequestTarget? {
        if (reply.status !in REDIRECTS) return null
        val next = reply.header("Location")?.let(place::resolve) ?: return null
        return next.takeIf { it.origin == place.origin || !ownTls }
    }

    private suspend fun <R> receive(
        call: Call,
        reply: TransportResponse,
        body: EndOfBodyTracker,
        targetChars: Int,
        read: suspend (HandlerResponse) -> R,
    ): R {
        val head = ResponseHead(reply.status, reply.fields)
        val code = RefusedResponse.code(reply)
        if (!head.isSuccess || code != null) call.retryAfterMillis = RetryAfter.millis(reply.header("Retry-After"), reply.header("Date"))
        val fails = call.request.expectSuccess || (reply.status == UNAUTHORIZED && call.renews)
        if (if (head.isSuccess) code != null else fails) throw RefusedResponse.read(reply, body, code, null, targetChars)
        val coding = if (call.request.method == "HEAD") null else reply.header("Content-Encoding")
        val summary = QuerySummary(null, reply.fields)
        return ContentCoding.unpack(body, coding) { source ->
            val response = if (head.isSuccess) watched(call, summary, source) else QueryResponse(summary, source, null, call.delivery)
            read(HandlerResponse(head, response))
        }
    }

    /** [source] with the exceptions that a server puts into answers that have begun well; as for queries. */
    private fun watched(call: Call, summary: QuerySummary, source: ByteSource): QueryResponse {
        // What a handler's statement says of the setting, or its user's profile, is not known here.
        val format = FORMAT_PARAMETERS.firstNotNullOfOrNull { call.request.parameters[it]?.last() }
        val watch = ErrorWatch(summary, OK, documents = true, format)
        val limits = call.limits
        if (limits == null) {
            val asksForFrames = call.request.parameters["compress"]?.last() == "1"
            val frames = { packed: ByteSource -> watch.text(watch.unpack(packed, ReadLimits.DEFAULT)) }
            return QueryResponse(summary, if (asksForFrames) PackedFrames(source, frames) else watch.text(source), null, call.delivery)
        }
        val (data, boundary) = watch.native(source)
        return QueryResponse(summary, data, boundary, call.delivery, limits = limits)
    }

    private companion object {
        private const val MAX_REDIRECTS = 5
        private const val OK = 200
        private const val UNAUTHORIZED = 401
        private val FORMAT_PARAMETERS = listOf("default_format", "format")
        private val REDIRECTS = setOf(301, 302, 303, 307, 308)
        private val WITHOUT_BODY = setOf("GET", "HEAD", "OPTIONS", "DELETE", "TRACE")
        private val CREDENTIALS = setOf("authorization", "x-clickhouse-user", "x-clickhouse-key")

        /** What any server may be told. */
        private val HARMLESS = setOf("accept", "accept-encoding", "accept-language", "user-agent")

        private fun target(options: ClientOptions, request: HandlerRequest): String {
            val out = StringBuilder(options.address.path).append(request.path, 1, request.path.length)
            var separator = '?'
            for ((name, values) in request.parameters) {
                for (value in values) {
                    out.append(separator).append(UrlText.encode(name)).append('=').append(UrlText.encode(value))
                    separator = '&'
                }
            }
            return out.toString()
        }

        /** The client's own list when nothing else is to be sent; it is put into bytes once. */
        private fun headers(own: List<Pair<String, String>>, request: HandlerRequest): List<Pair<String, String>> {
            if (request.headers.isEmpty()) return own
            val names = request.headers.keys.mapTo(HashSet()) { it.lowercase(Locale.ROOT) }
            val speaksForItself = CREDENTIALS.any { it in names }
            val all = ArrayList<Pair<String, String>>()
            for (field in own) {
                val name = field.first.lowercase(Locale.ROOT)
                val isCredential = name in CREDENTIALS || name == "x-clickhouse-ssl-certificate-auth"
                if (name !in names && !(speaksForItself && isCredential)) all.add(field)
            }
            for ((name, values) in request.headers) values.mapTo(all) { name to it }
            return all
        }
    }
}
