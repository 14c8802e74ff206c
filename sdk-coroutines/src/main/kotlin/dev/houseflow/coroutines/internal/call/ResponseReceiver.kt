package dev.houseflow.coroutines.internal.call

import dev.houseflow.ConfigurationException
import dev.houseflow.QueryRequest
import dev.houseflow.QuerySummary
import dev.houseflow.RequestOptions
import dev.houseflow.coroutines.internal.observe.CallTrace
import dev.houseflow.coroutines.internal.request.AnswerParameters
import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.response.ContentCoding
import dev.houseflow.coroutines.internal.response.EndOfBodyTracker
import dev.houseflow.coroutines.internal.response.ErrorWatch
import dev.houseflow.coroutines.internal.response.PackedFrames
import dev.houseflow.coroutines.internal.response.QueryResponse
import dev.houseflow.coroutines.internal.response.RefusedResponse
import dev.houseflow.coroutines.internal.transport.TransportResponse
import dev.houseflow.internal.http.Counters
import dev.houseflow.internal.wire.ByteSource
import dev.houseflow.internal.wire.ReadLimits

/**
 * Reads answers from their heads to their data: throws the error that a server sends in place of
 * data, and unpacks the data from content coding and frames.
 *
 * @param defaults what is the same for all servers of the client
 */
internal class ResponseReceiver(private val defaults: ClientOptions) {
    suspend fun <R> receive(
        one: Exchange,
        reply: TransportResponse,
        body: EndOfBodyTracker,
        targetChars: Int,
        trace: CallTrace?,
        reader: suspend (QueryResponse) -> R,
    ): R {
        val spec = one.spec
        val read: suspend (QueryResponse) -> R = if (trace == null) {
            reader
        } else {
            { answer ->
                trace.answers(answer)
                reader(answer)
            }
        }
        val code = RefusedResponse.code(reply)
        if (!RefusedResponse.isSuccess(reply) || code != null) {
            spec.retryAfterMillis = RetryAfter.millis(reply.header("Retry-After"), reply.header("Date"))
            throw RefusedResponse.read(reply, body, code, one.queryId, targetChars)
        }
        RefusedResponse.checkPage(reply, body, one.queryId)
        val summary = QuerySummary(one.queryId, reply.fields, spec.countsWrites)
        checkWallClocks(spec.options, summary)
        report(spec.options, reply, trace)
        (spec.options as? QueryRequest)?.onAnswer?.onAnswer(summary)
        val documents = !one.asked.pinsErrors && setting(spec, ErrorWatch.IN_FORMAT) != "0"
        val watch = ErrorWatch(summary, reply.status, documents, spec.format)
        val limits = defaults.limits(spec.options.maxBlockBytes)
        val coding = reply.header("Content-Encoding")
        if ((spec.options as? QueryRequest)?.leavePacked == true) {
            return leftPacked(body, coding, watch) { read(QueryResponse(summary, it, null, spec.delivery)) }
        }
        return ContentCoding.unpack(body, coding) { packed ->
            unframed(one, reply, packed, watch, limits) { source ->
                val (data, boundary) = if (spec.native != null) watch.native(source) else watch.text(source) to null
                read(QueryResponse(summary, data, boundary, spec.delivery, one.layout(), spec.zones, one.side, limits))
            }
        }
    }

    /** Gives [body] to [read] as it is, and watches what is inside. */
    private suspend inline fun <R> leftPacked(body: ByteSource, coding: String?, watch: ErrorWatch, read: (ByteSource) -> R): R {
        if (coding == null) {
            throw ConfigurationException(
                "The server did not pack the answer, though leavePacked and acceptEncoding ask for that: leave both out, or let the user " +
                    "change the setting enable_http_compression",
            )
        }
        var opened: ByteSource? = null
        val source = PackedFrames(body) { taken -> watch.text(ContentCoding.open(taken, coding).also { opened = it }) }
        try {
            return read(source)
        } finally {
            (opened as? AutoCloseable)?.close()
        }
    }

    /**
     * Gives [packed] to [read] without the frames that it was asked for in. An answer that cannot
     * be read is asked for otherwise, if it may be.
     */
    private suspend inline fun <R> unframed(
        one: Exchange,
        reply: TransportResponse,
        packed: ByteSource,
        watch: ErrorWatch,
        limits: ReadLimits,
        read: (ByteSource) -> R,
    ): R {
        val spec = one.spec
        val asked = one.asked.frames
        val support = one.endpoint.features.frames
        // A server that was told to wait has finished the query before its answer begins.
        val isOver = AnswerParameters.WAIT in spec.parameters && setting(spec, AnswerParameters.WAIT_END) == null
        try {
            support.begun(asked, reply)
        } catch (e: ConfigurationException) {
            if (spec.repeatable == Repeatable.READ) spec.askOtherwise(isOver)
            throw e
        }
        if (asked == AnswerFrames.NONE) return read(packed)
        val frames = watch.unpack(packed, limits)
        try {
            return read(frames).also { if (frames.offset > 0) support.read(asked) }
        } catch (e: ConfigurationException) {
            if (frames.lacksLibrary) {
                support.unreadable(asked)
                val choosesFrames = setting(spec, FrameSupport.METHOD) != null
                if (spec.repeatable == Repeatable.READ && !choosesFrames) spec.askOtherwise(isOver)
            }
            throw e
        }
    }

    private fun setting(spec: CallSpec, name: String): String? = defaults.setting(spec.options, name)

    /** Checks wall clocks of parameters once the answer names the server's zone. */
    private fun checkWallClocks(options: RequestOptions, summary: QuerySummary) {
        if (options is QueryRequest && options.wallClocks.isNotEmpty()) {
            summary.timezone?.let { zone -> options.wallClocks.forEach { it.check(zone) } }
        }
    }

    private fun report(options: RequestOptions, reply: TransportResponse, trace: CallTrace?) {
        val listener = options.onProgress
        if (listener == null && trace?.wantsProgress != true) return
        val counters = reply.headerValues("X-ClickHouse-Progress") + listOfNotNull(reply.header("X-ClickHouse-Summary"))
        for (line in counters) {
            val progress = Counters.parse(line).toProgress()
            listener?.onProgress(progress)
            trace?.progressed(progress)
        }
    }
}
