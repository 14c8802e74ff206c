package dev.houseflow.coroutines.internal.call

import dev.houseflow.InsertRequest
import dev.houseflow.RequestOptions
import dev.houseflow.coroutines.internal.http.ConnectionUse
import dev.houseflow.coroutines.internal.request.AnswerParameters
import dev.houseflow.coroutines.internal.response.ColumnZones
import dev.houseflow.coroutines.internal.response.Delivery
import dev.houseflow.coroutines.internal.response.NativeLayout
import dev.houseflow.coroutines.internal.response.QueryResponse
import dev.houseflow.coroutines.internal.transport.TransportBody
import kotlinx.coroutines.Job

/** What one call sends, beyond its request's options. */
internal class CallSpec(
    val options: RequestOptions,
    /** URL parameters of this kind of call. */
    val parameters: List<Pair<String, String>>,
    /** `null` for a request without one, which is sent by `GET`. */
    val body: TransportBody?,
    /** Whether the answer is wanted in compressed frames, if the server can give it so. */
    val framed: Boolean = false,
    /**
     * How the blocks of an answer look that is read as Native; [QueryResponse.nextBlockMayStart] is
     * called on it.
     */
    val native: NativeLayout? = null,
    val headers: List<Pair<String, String>> = emptyList(),
    /**
     * The coroutine that called, or collects: what tells a call from inside another one of the same
     * session.
     */
    val caller: Job,
    override val repeatable: Repeatable = Repeatable.UNSENT,
    override val canSendAgain: () -> Boolean = { true },
    /** Whether the values of placeholders go into the URL; they are in [body] otherwise. */
    val parametersInUrl: Boolean = true,
    /** Whether the server is told to leave exceptions out of the format of the answer. */
    val pinsErrors: Boolean = false,
    /** The format that the answer is asked for in, if the request says it. */
    val format: String? = null,
    /**
     * Whether a server that says 0 rows were written means it, and not that it writes them later.
     */
    val countsWrites: Boolean = true,
    /** How time zones are found that the blocks of an answer in Native do not name. */
    val zones: ColumnZones? = null,
    /** Whether it is sent at once, however many calls are under way. */
    val urgent: Boolean = false,
    override val watch: AttemptWatch? = null,
    /**
     * How many bytes of data have been put into [body] before they were compressed; `null` when
     * they are not.
     */
    val rawBytes: (() -> Long)? = null,
    /** Whether the client asks this by itself, and not its caller. */
    val isInternal: Boolean = false,
) : RetryableCall {
    override val queryId: String? get() = options.queryId

    /** Whether blocks that name the time zones of their columns are of use. */
    val usesRevision: Boolean
        get() = zones != null && native != null && native.revision == 0 && !native.binaryTypes

    /** What its connection is taken for. */
    val kind: ConnectionUse.Kind
        get() = when {
            options is InsertRequest -> ConnectionUse.Kind.INSERT
            AnswerParameters.WAIT in parameters -> ConnectionUse.Kind.QUERY
            else -> ConnectionUse.Kind.STREAM
        }

    override val delivery: Delivery = Delivery()

    @Volatile
    override var asksOtherwise: Boolean = false

    @Volatile
    override var queryIsOver: Boolean = false

    @Volatile
    override var retryAfterMillis: Long = 0

    /** Makes the next attempt ask in another form. */
    fun askOtherwise(isOver: Boolean) {
        asksOtherwise = true
        queryIsOver = isOver
    }
}
