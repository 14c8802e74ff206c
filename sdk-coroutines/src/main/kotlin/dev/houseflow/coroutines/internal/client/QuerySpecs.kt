package dev.houseflow.coroutines.internal.client

import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.QueryRequest
import dev.houseflow.coroutines.internal.call.CallContext
import dev.houseflow.coroutines.internal.call.CallSpec
import dev.houseflow.coroutines.internal.call.Retries
import dev.houseflow.coroutines.internal.describe.ResultDescriber
import dev.houseflow.coroutines.internal.request.AcceptEncoding
import dev.houseflow.coroutines.internal.request.AnswerParameters
import dev.houseflow.coroutines.internal.request.LineFormats
import dev.houseflow.coroutines.internal.request.Statement
import dev.houseflow.coroutines.internal.response.ColumnZones
import dev.houseflow.coroutines.internal.response.ErrorWatch
import dev.houseflow.coroutines.internal.response.NativeLayout
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.sql.InsertStatement
import kotlinx.coroutines.Job

/** What the calls of one view of a client send, by how their answers are read. */
internal class QuerySpecs(private val calls: CallContext, private val describer: ResultDescriber) {
    /** For an answer that is passed over. The server finishes first, so that a failure is known. */
    suspend fun execute(request: QueryRequest, caller: Job): CallSpec = spec(request, caller, WAIT + format(request))

    /**
     * For an answer in blocks.
     *
     * @param waits whether the server finishes the query before it answers.
     * @param adapter makes the rows, if they are of a class.
     */
    suspend fun native(request: QueryRequest, caller: Job, waits: Boolean, adapter: RowAdapter<*>?): CallSpec {
        checkUnpacked(request)
        val framed = calls.compressionOf(request) != Compression.NONE && request.acceptEncoding == null
        val layout = NativeLayout.of(request, calls.options)
        val parameters = if (waits) WAIT_NATIVE else NATIVE
        return spec(request, caller, parameters, framed, layout, describer.zones(request, adapter))
    }

    /** For an answer in the format that the request or its statement says. */
    suspend fun raw(request: QueryRequest, caller: Job, waits: Boolean): CallSpec {
        val framed = (request.compression ?: Compression.NONE) != Compression.NONE
        return spec(request, caller, if (waits) WAIT + format(request) else format(request), framed)
    }

    /** For an answer that has a row in each line. */
    suspend fun lines(request: QueryRequest, caller: Job): CallSpec {
        checkUnpacked(request)
        val format = LineFormats.orDefault(request.format)
        return raw(if (format == request.format) request else request.toBuilder().format(format).build(), caller, waits = false)
    }

    private suspend fun spec(
        request: QueryRequest,
        caller: Job,
        parameters: List<Pair<String, String>>,
        framed: Boolean = false,
        native: NativeLayout? = null,
        zones: ColumnZones? = null,
    ): CallSpec {
        val options = calls.options
        val statement = Statement.of(request, options, calls.dispatching.io)
        val inserts = InsertStatement.bringsData(request.sql)
        var more = if (inserts) statement.urlParameters + options.insertSettings(request) else statement.urlParameters
        if (request.acceptEncoding != null) more = more + AcceptEncoding.PARAMETERS
        return CallSpec(
            request,
            if (more.isEmpty()) parameters else parameters + more,
            statement.body,
            framed,
            native,
            statement.headers + AcceptEncoding.headers(request),
            caller,
            Retries.repeatable(request, options),
            statement.canSendAgain,
            statement.parametersInUrl,
            pinsErrors = native == null && !namesErrorFormat(request),
            format = request.format?.name,
            countsWrites = !inserts || options.countsWrites(request),
            zones = zones,
        )
    }

    /**
     * Whether the caller says where exceptions are to stand, in this request or before in this
     * session.
     */
    private fun namesErrorFormat(request: QueryRequest): Boolean {
        val session = calls.session
        val names = ErrorWatch.IN_FORMAT in request.sql
        if (names) session?.namesErrorFormat = true
        return names || session?.namesErrorFormat == true || calls.options.setting(request, ErrorWatch.IN_FORMAT) != null
    }

    private fun checkUnpacked(request: QueryRequest) {
        if (request.leavePacked) {
            throw ConfigurationException(
                "leavePacked is for calls that give bytes; leave it out where an answer is read",
            )
        }
        val framing = calls.options.setting(request, FRAMING)
        if (framing != null && framing != NO_FRAMING) {
            throw ConfigurationException(
                "$FRAMING = $framing puts the answer into packets, which this call does not read: leave it out, or use rawQuery or rawStream",
            )
        }
    }

    private fun format(request: QueryRequest): List<Pair<String, String>> =
        request.format?.let { listOf(AnswerParameters.format(it)) }.orEmpty()

    private companion object {
        private const val FRAMING = "framing_output_format"
        private const val NO_FRAMING = "None"
        private val WAIT = listOf(AnswerParameters.WAIT)
        private val NATIVE = listOf(AnswerParameters.NATIVE)
        private val WAIT_NATIVE = WAIT + NATIVE
    }
}
