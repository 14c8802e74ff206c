package dev.houseflow.coroutines.internal

import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.QuerySummary
import dev.houseflow.RequestOptions
import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.internal.ByteArraySource
import dev.houseflow.internal.ByteSource
import dev.houseflow.internal.compress.FrameDecoder
import dev.houseflow.internal.text.Counters
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.job
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.sync.withPermit
import kotlinx.coroutines.withTimeoutOrNull
import java.io.ByteArrayOutputStream
import java.time.Duration
import java.util.UUID
import java.util.concurrent.TimeUnit

/** A server's session, which runs one query at a time: [turn] is held during each. */
internal class SessionState(val id: String, val timeout: Duration?) {
    val turn = Mutex()
}

/** What one call sends, beyond its request's options. */
internal class CallSpec(
    val options: RequestOptions,
    /** URL parameters of this kind of call. */
    val parameters: List<Pair<String, String>>,
    val body: WireBody,
    /** Whether the answer was asked for in compressed frames. */
    val framed: Boolean = false,
    /** Whether the answer is Native that [Answer.nextBlockMayStart] is called on. */
    val native: Boolean = false,
    val headers: List<Pair<String, String>> = emptyList(),
)

/** An answer that has begun well. [source] gives its data, unpacked, and throws the server's exception when one comes in its place. */
internal class Answer(val summary: QuerySummary, val source: ByteSource, private val boundary: BlockBoundary?) {
    /** To be called where a Native block may begin. */
    suspend fun nextBlockMayStart() {
        boundary?.check()
    }

    /** Reads and forgets everything up to the end. */
    suspend fun drain() {
        while (source.fill()) source.position = source.limit
    }
}

/** Runs calls: one at a time per session, a limited number in all, each with its id, its time limit, its errors and its end. */
internal class Calls(private val options: ClientOptions, private val transport: Transport, private val killer: QueryKiller?, maxAtOnce: Int) {
    private val permits = Semaphore(maxAtOnce)

    @Volatile
    var closed = false

    /** Sends what [spec] says and gives the answer to [read]. When [read] stops before the end of the answer, the query is stopped. */
    suspend fun <R> run(spec: CallSpec, session: SessionState?, read: suspend (Answer) -> R): R {
        if (session == null) return inTurn(spec, null, read)
        // The lock's owner tells a call from inside another one's stream, which would wait for itself, from one that only has to wait.
        val owner = currentCoroutineContext().job
        if (session.turn.holdsLock(owner)) {
            throw ConfigurationException(
                "This session is still busy with a query that is being read here, and a session runs one query at a time: read it to its end " +
                    "first, or use another session",
            )
        }
        return session.turn.withLock(owner) { inTurn(spec, session, read) }
    }

    private suspend fun <R> inTurn(spec: CallSpec, session: SessionState?, read: suspend (Answer) -> R): R = permits.withPermit {
        if (closed) throw ConfigurationException("This client is closed; make a new one")
        val limit = spec.options.timeout ?: options.timeout ?: return@withPermit exchange(spec, session, read)
        val result = withTimeoutOrNull(millis(limit)) { Done(exchange(spec, session, read)) }
            ?: throw TransportException("The call took longer than its timeout of $limit, and was ended; raise the timeout", true)
        result.value
    }

    private class Done<R>(val value: R)

    private fun millis(limit: Duration): Long = maxOf(1, TimeUnit.NANOSECONDS.toMillis(runCatching { limit.toNanos() }.getOrDefault(Long.MAX_VALUE)))

    private suspend fun <R> exchange(spec: CallSpec, session: SessionState?, read: suspend (Answer) -> R): R {
        val queryId = spec.options.queryId ?: UUID.randomUUID().toString()
        val request = WireRequest(
            "POST",
            options.url(spec.options, queryId, session, spec.parameters + progressParameters(spec.options)),
            options.headers + spec.headers,
            spec.body,
            onProgress = { line -> spec.options.progressListener?.onProgress(Counters.parse(line).toProgress()) },
        )
        var body: EndWatch? = null
        try {
            val result = transport.exchange(request) { reply ->
                val watch = EndWatch(reply.body)
                body = watch
                receive(spec, queryId, reply, watch, read)
            }
            if (body?.ended != true) killer?.kill(queryId)
            return result
        } catch (e: Throwable) {
            throw failed(e, body, queryId)
        }
    }

    /** What to throw for [e]; stops the query unless the server is known to be done with it. */
    private fun failed(e: Throwable, body: EndWatch?, queryId: String): Throwable {
        val ended = body?.ended == true
        if (e is FormatException && ended) {
            return TransportException(
                "The answer ended before it was complete: the server or something before it closed the connection; send the query again",
                true,
                e,
            )
        }
        val neverArrived = e is TransportException && !e.mayHaveReachedServer
        if (e !is ServerException && !ended && !neverArrived) killer?.kill(queryId)
        return e
    }

    private suspend fun <R> receive(spec: CallSpec, queryId: String, reply: WireReply, body: EndWatch, read: suspend (Answer) -> R): R {
        val code = reply.header("X-ClickHouse-Exception-Code")?.trim()?.toIntOrNull()
        if (reply.status !in SUCCESS || code != null) throw refused(reply, body, code, queryId)
        val summary = QuerySummary(queryId, reply.headers)
        report(spec.options, reply)
        val tag = reply.header("X-ClickHouse-Exception-Tag")?.trim()?.takeIf { it.isNotEmpty() }
        val fail = { text: String -> ServerErrors.parse(text, null, summary.queryId, reply.status) }
        var source: ByteSource = body
        if (spec.framed) {
            checkCompresses(reply)
            // The text stands inside of the frames. LZ4 leaves its beginning readable and packs the rest: looking outside would find ruins.
            source = FrameDecoder(source)
        }
        if (tag != null) source = ExceptionScanner(source, ExceptionSignature.Tagged(tag), fail)
        var boundary: BlockBoundary? = null
        if (tag == null && spec.native) {
            boundary = BlockBoundary(source, fail)
            source = boundary
        } else if (tag == null) {
            source = ExceptionScanner(source, ExceptionSignature.Marked, fail)
            val waits = spec.options.settings[WAIT_END] ?: spec.parameters.firstOrNull { it.first == WAIT_END }?.second
            // Such a server has finished the query before its first byte, so the end of the data is data.
            if (waits != "1") source = ExceptionScanner(source, ExceptionSignature.Bare, fail)
        }
        return read(Answer(summary, source, boundary))
    }

    /** Servers from before 2019 lose the last frame of an answer; they also send none of these headers. */
    private fun checkCompresses(reply: WireReply) {
        if (listOf("X-ClickHouse-Summary", "X-ClickHouse-Format", "X-ClickHouse-Query-Id").any { reply.header(it) != null }) return
        throw ConfigurationException(
            "This server is too old to compress answers reliably; set compression = Compression.NONE for the client or the request",
        )
    }

    private fun progressParameters(options: RequestOptions): List<Pair<String, String>> {
        if (options.progressListener == null) return emptyList()
        return listOf("send_progress_in_http_headers" to "1", "http_headers_progress_interval_ms" to if (transport.reportsProgressLive) LIVE_PROGRESS_MILLIS else PROGRESS_MILLIS)
    }

    private fun report(options: RequestOptions, reply: WireReply) {
        val listener = options.progressListener ?: return
        reply.headerValues("X-ClickHouse-Progress").forEach { listener.onProgress(Counters.parse(it).toProgress()) }
        reply.header("X-ClickHouse-Summary")?.let { listener.onProgress(Counters.parse(it).toProgress()) }
    }

    private suspend fun refused(reply: WireReply, body: EndWatch, code: Int?, queryId: String): ServerException {
        val text = try {
            errorText(body)
        } catch (e: TransportException) {
            // A server that refuses an insert may close the connection over unread data, and its words get lost; the status is known.
            "The server's message was lost: ${e.message}"
        }
        val id = reply.header("X-ClickHouse-Query-Id") ?: queryId
        val location = reply.header("Location")?.takeIf { reply.status in REDIRECTS }
        val words = if (location == null) text else "The server sends us to $location, which is not followed; use the final endpoint. $text"
        return ServerErrors.parse(words, code, id, reply.status)
    }

    /** The body of an error, which comes in frames when the server had begun to compress. */
    private suspend fun errorText(body: ByteSource): String {
        val bytes = ByteArrayOutputStream()
        while (bytes.size() < MAX_ERROR && body.fill()) {
            bytes.write(body.array, body.position, minOf(body.limit - body.position, MAX_ERROR - bytes.size()))
            body.position = body.limit
        }
        val raw = bytes.toByteArray()
        val framed = raw.size > FRAME_HEADER && raw[METHOD_AT] in FRAME_METHODS && !String(raw, 0, METHOD_AT, Charsets.ISO_8859_1).startsWith("Code: ")
        if (!framed) return String(raw, Charsets.UTF_8)
        return try {
            val decoder = FrameDecoder(ByteArraySource(raw))
            val text = ByteArrayOutputStream()
            while (text.size() < MAX_ERROR && decoder.fill()) {
                text.write(decoder.array, decoder.position, decoder.limit - decoder.position)
                decoder.position = decoder.limit
            }
            String(text.toByteArray(), Charsets.UTF_8)
        } catch (_: FormatException) {
            String(raw, Charsets.UTF_8)
        }
    }

    /** Remembers that everything has been read: only then is the query certainly over. */
    internal class EndWatch(private val source: ByteSource) : ByteSource() {
        var ended = false
            private set

        override suspend fun refill(): Boolean {
            if (!source.fill()) {
                ended = true
                return false
            }
            window(source.array, source.position, source.limit)
            source.position = source.limit
            return true
        }
    }

    internal companion object {
        const val WAIT_END: String = "wait_end_of_query"
        private val SUCCESS = 200..299
        private val REDIRECTS = 300..399
        private const val MAX_ERROR = 1 shl 20
        private const val METHOD_AT = 16
        private const val FRAME_HEADER = 25
        private val FRAME_METHODS = setOf(0x82.toByte(), 0x90.toByte(), 0x02.toByte())

        private const val LIVE_PROGRESS_MILLIS = "100"

        /** Header lines are slow to read for other engines, so there are not to be many of them. */
        private const val PROGRESS_MILLIS = "1000"
    }
}
