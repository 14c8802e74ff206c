package dev.houseflow

import dev.houseflow.internal.http.HeaderNames
import java.time.Duration

/**
 * Told what becomes of every call of a client: for logs, metrics and traces. See `callListener` of
 * the clients' options, and docs/observability.md.
 *
 * The events of one call come one after the other, on the threads that run it, in this order:
 *
 * 1. [onStart], on the thread that calls, before anything is sent
 * 2. for each attempt: [onFirstByte] if the server answers it, [onProgress] any number of times,
 *    [onAttempt] when the attempt is over
 * 3. [onEnd], the last one of each call, however it ends
 *
 * A stream ends when its user has had the last of it, or leaves it. A call that fails before
 * anything is sent has no attempts. Pings, `KILL QUERY` and requests for the health of servers that
 * the client sends in the background are no calls.
 *
 * Implementations must be quick and thread-safe, since events of different calls come at the same
 * time. What they throw changes nothing for the call: it is told to the logger
 * `dev.houseflow.listeners` of `java.util.logging`.
 */
@JvmDefaultWithoutCompatibility
public interface CallListener {
    /**
     * Finds what the caller's thread carries, such as the current span: called on the thread that
     * makes the call, before [onStart], which gets it as [CallStart.callerContext]. `null` (the
     * default) for nothing. Called once for each call.
     */
    public fun callerContext(): Any? = null

    /**
     * Whether the server is to report its progress for [call], though its request has no listener
     * of its own: this makes servers send a header line every 100 ms. Default: `false`.
     */
    public fun wantsProgress(call: CallInfo): Boolean = false

    /** A call begins. */
    public fun onStart(start: CallStart) {}

    /** The first byte of the answer to an attempt is here. */
    public fun onFirstByte(firstByte: CallFirstByte) {}

    /** The server says how far the query has come. */
    public fun onProgress(progress: CallProgress) {}

    /** An attempt is over: with success, or with a failure and perhaps another attempt to come. */
    public fun onAttempt(attempt: Attempt) {}

    /** The call is over. */
    public fun onEnd(end: CallEnd) {}
}

/**
 * Told about every attempt at every call of a client when it has ended, successful ones included: a
 * [CallListener] that takes nothing else, for lambdas.
 */
@JvmDefaultWithoutCompatibility
public fun interface AttemptListener : CallListener {
    override fun onAttempt(attempt: Attempt)
}

/**
 * A call begins.
 *
 * @property call the call.
 * @property callerContext what [CallListener.callerContext] of this listener gave.
 */
public class CallStart @InternalHouseflowApi constructor(
    @get:JvmName("call") public val call: CallInfo,
    @get:JvmName("callerContext") public val callerContext: Any?,
    private val headers: MutableMap<String, String>,
) {
    /**
     * Sends the header field [name] with the requests of this call, such as `traceparent`. One that
     * the request itself names wins. Only during [CallListener.onStart]. Throws
     * [ConfigurationException] for what the client sets itself, for what is no name of a field, and
     * for a value with a line break.
     */
    public fun header(name: String, value: String) {
        HeaderNames.put(headers, name, value)
    }

    override fun toString(): String = "CallStart($call)"
}

/**
 * The first byte of an answer has come.
 *
 * @property call the call.
 * @property attempt the number of the attempt, from 1.
 * @property endpoint the server that answers, without user and password.
 * @property queryId the id of the attempt, see [Attempt.queryId].
 * @property elapsed the time since the call began.
 */
public class CallFirstByte @InternalHouseflowApi constructor(
    @get:JvmName("call") public val call: CallInfo,
    @get:JvmName("attempt") public val attempt: Int,
    @get:JvmName("endpoint") public val endpoint: String,
    @get:JvmName("queryId") public val queryId: String,
    @get:JvmName("elapsed") public val elapsed: Duration,
) {
    override fun toString(): String = "CallFirstByte($call: attempt $attempt at $endpoint, after $elapsed)"
}

/**
 * How far the query of a call has come, by its server.
 *
 * @property call the call.
 * @property progress the server's counters.
 */
public class CallProgress @InternalHouseflowApi constructor(
    @get:JvmName("call") public val call: CallInfo,
    @get:JvmName("progress") public val progress: Progress,
) {
    override fun toString(): String = "CallProgress($call: $progress)"
}
