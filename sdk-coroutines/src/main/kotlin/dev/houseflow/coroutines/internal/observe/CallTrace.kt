package dev.houseflow.coroutines.internal.observe

import dev.houseflow.Attempt
import dev.houseflow.CallEnd
import dev.houseflow.CallFirstByte
import dev.houseflow.CallInfo
import dev.houseflow.CallOperation
import dev.houseflow.CallOutcome
import dev.houseflow.CallProgress
import dev.houseflow.Progress
import dev.houseflow.QuerySummary
import dev.houseflow.coroutines.internal.http.ExchangeWatch
import dev.houseflow.coroutines.internal.response.EndOfBodyTracker
import dev.houseflow.coroutines.internal.response.QueryResponse
import java.time.Duration
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.Continuation
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.intrinsics.startCoroutineUninterceptedOrReturn
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.coroutines.jvm.internal.CoroutineStackFrame

/**
 * One call on its way: turns what happens into the events of its listeners. It is an element of the
 * context in which the call runs. Used by one coroutine at a time.
 */
internal class CallTrace(val listeners: CallListeners, val info: CallInfo) :
    AbstractCoroutineContextElement(Key),
    ExchangeWatch {
    private val startNanos = System.nanoTime()
    private val isOver = AtomicBoolean()

    /** What its requests say besides. */
    var headers: List<Pair<String, String>> = emptyList()

    /** Whether its listeners want to hear of the server's progress. */
    var wantsProgress = false

    private var number = 0
    private var endpoint: String? = null
    private var queryId = ""
    private var attemptNanos = 0L
    private var waitNanos = 0L
    private var firstByteNanos = -1L
    private var progress: Progress? = null
    private var upload: CountedBody? = null
    private var rawSent: (() -> Long)? = null
    private var body: EndOfBodyTracker? = null
    private var answer: QueryResponse? = null
    private var summary: QuerySummary? = null

    fun attemptBegins(number: Int, endpoint: String, queryId: String) {
        this.number = number
        this.endpoint = endpoint
        this.queryId = queryId
        attemptNanos = System.nanoTime()
        firstByteNanos = -1
        progress = null
        upload = null
        rawSent = null
        body = null
        answer = null
    }

    /**
     * A request is sent, [upload] with it; [rawBytes] counts what has been put into its body before
     * that was compressed.
     */
    fun sends(upload: CountedBody, rawBytes: (() -> Long)?) {
        this.upload = upload
        rawSent = rawBytes
    }

    /**
     * [own] header fields of a request with those of the listeners; the request's own names win.
     */
    fun withHeaders(own: List<Pair<String, String>>): List<Pair<String, String>> =
        if (headers.isEmpty()) own else own + headers.filter { field -> own.none { it.first.equals(field.first, ignoreCase = true) } }

    override fun waited(waitNanos: Long) {
        this.waitNanos += waitNanos
    }

    /** An attempt may be several requests, until it is known what the server takes. */
    override fun firstByte() {
        if (firstByteNanos >= 0) return
        firstByteNanos = System.nanoTime() - startNanos
        val at = endpoint ?: return
        listeners.tell { it.onFirstByte(CallFirstByte(info, number, at, queryId, Duration.ofNanos(firstByteNanos))) }
    }

    fun progressed(progress: Progress) {
        this.progress = progress
        listeners.tell { it.onProgress(CallProgress(info, progress)) }
    }

    /** The body of an answer is read. */
    fun reads(body: EndOfBodyTracker) {
        this.body = body
    }

    /** The answer has begun well. */
    fun answers(answer: QueryResponse) {
        this.answer = answer
    }

    fun attemptEnded(failure: Throwable?, delay: Duration?, counted: Boolean) {
        val took = Duration.ofNanos(System.nanoTime() - attemptNanos)
        val attempt = Attempt(info, number, endpoint.orEmpty(), queryId, failure, delay, counted, took)
        listeners.tell { it.onAttempt(attempt) }
    }

    /** The call has given [result]. */
    fun ended(result: Any?) {
        if (result is QuerySummary) summary = result
        // Who takes a handler's answer apart himself may leave the rest of it.
        val isLeft = info.operation == CallOperation.HANDLER && body?.ended == false
        end(if (isLeft) CallOutcome.CANCELLED else CallOutcome.DONE, null)
    }

    /** The first end counts. */
    fun end(outcome: CallOutcome, failure: Throwable?) {
        if (!isOver.compareAndSet(false, true)) return
        val sent = upload?.bytes ?: 0
        val traffic = CallEnd.Traffic(rawSent?.invoke() ?: sent, sent, answer?.source?.offset ?: 0, body?.offset ?: 0)
        val end = CallEnd(
            info,
            outcome,
            failure,
            number,
            endpoint,
            queryId,
            summary ?: answer?.summary,
            progress,
            traffic,
            answer?.rows?.takeIf { it >= 0 },
            Duration.ofNanos(System.nanoTime() - startNanos),
            Duration.ofNanos(waitNanos),
            if (firstByteNanos < 0) null else Duration.ofNanos(firstByteNanos),
        )
        listeners.tell { it.onEnd(end) }
    }

    companion object Key : CoroutineContext.Key<CallTrace>
}

/**
 * Runs [block] with [trace] in its context, in the job and on the thread of the caller: sessions
 * know their callers by their jobs.
 */
internal suspend fun <R> withTrace(trace: CallTrace, block: suspend () -> R): R = suspendCoroutineUninterceptedOrReturn { outer ->
    block.startCoroutineUninterceptedOrReturn(TracedContinuation(outer, outer.context + trace))
}

private class TracedContinuation<R>(private val outer: Continuation<R>, override val context: CoroutineContext) :
    Continuation<R>,
    CoroutineStackFrame {
    override val callerFrame: CoroutineStackFrame? get() = outer as? CoroutineStackFrame

    override fun getStackTraceElement(): StackTraceElement? = null

    override fun resumeWith(result: Result<R>) {
        outer.resumeWith(result)
    }
}
