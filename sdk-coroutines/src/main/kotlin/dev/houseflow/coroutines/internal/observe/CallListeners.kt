package dev.houseflow.coroutines.internal.observe

import dev.houseflow.CallInfo
import dev.houseflow.CallListener
import dev.houseflow.CallOperation
import dev.houseflow.CallOutcome
import dev.houseflow.CallStart
import dev.houseflow.InsertRequest
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.QueryRequest
import dev.houseflow.RequestOptions
import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.request.QueryIds
import dev.houseflow.coroutines.internal.request.insertStatement
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import java.util.concurrent.atomic.AtomicLong
import java.util.function.Supplier
import java.util.logging.Level
import java.util.logging.Logger
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext

/**
 * What the listeners of one client found on the thread of a caller, where the call goes on on
 * another one.
 */
@InternalHouseflowApi
public class CallerContext internal constructor(
    internal val owner: CallListeners,
    internal val values: Array<Any?>,
) : AbstractCoroutineContextElement(Key) {
    internal companion object Key : CoroutineContext.Key<CallerContext>
}

/**
 * The listeners of one client, of which there is at least one. Whatever a listener throws stays
 * here.
 *
 * @param options what is the same for all servers of the client
 */
internal class CallListeners private constructor(listeners: List<CallListener>, private val options: ClientOptions) {
    private val all = listeners.map { Guarded(it) }
    private val ids = QueryIds()

    /** What the thread at hand carries. */
    fun callerContext(): CallerContext = CallerContext(this, Array(all.size) { all[it].ask(null, CallListener::callerContext) })

    /** Begins a call that sends [request], in the session [session] if the request names none. */
    fun begin(operation: CallOperation, request: RequestOptions, session: String?, format: String?, context: CoroutineContext): CallTrace =
        begin(
            CallInfo(
                operation,
                { (request as? QueryRequest)?.sql ?: statement(request as InsertRequest, format) },
                (request as? InsertRequest)?.table,
                { operation.name },
                request.database ?: options.database.takeIf { request.useDatabase },
                request.sessionId ?: session,
                { request.queryId ?: ids.next() },
                parent(operation, context),
            ),
            context,
        )

    private fun statement(request: InsertRequest, format: String?): String = insertStatement(request, request.columns, format ?: "Native")

    /**
     * Begins a call of the handler [target], a method and a path, under the id [queryId], if it has
     * one.
     */
    fun beginHandler(target: Supplier<String>, queryId: Supplier<String>, context: CoroutineContext): CallTrace =
        beginOther(CallOperation.HANDLER, target, queryId, context)

    /** Begins a question whether servers answer. */
    fun beginPing(context: CoroutineContext): CallTrace = beginOther(CallOperation.PING, { "PING" }, { "" }, context)

    private fun beginOther(operation: CallOperation, target: Supplier<String>, id: Supplier<String>, context: CoroutineContext): CallTrace =
        begin(CallInfo(operation, { null }, null, target, null, null, id, null), context)

    private fun parent(operation: CallOperation, context: CoroutineContext): CallInfo? =
        if (operation == CallOperation.INTERNAL) of(context)?.info else null

    /** The call that [context] belongs to, if it is one of this client's. */
    fun of(context: CoroutineContext): CallTrace? = context[CallTrace]?.takeIf { it.listeners === this }

    private fun begin(call: CallInfo, context: CoroutineContext): CallTrace {
        val caller = context[CallerContext]?.takeIf { it.owner === this } ?: callerContext()
        val headers = LinkedHashMap<String, String>()
        val trace = CallTrace(this, call)
        for (i in all.indices) all[i].tell { it.onStart(CallStart(call, caller.values[i], headers)) }
        trace.headers = headers.map { it.toPair() }
        trace.wantsProgress = all.any { one -> one.ask(false) { it.wantsProgress(call) } }
        return trace
    }

    fun tell(event: (CallListener) -> Unit) {
        for (one in all) one.tell(event)
    }

    /** Runs [block] as the call of [trace], from now to its end. */
    suspend fun <R> observe(trace: CallTrace, block: suspend () -> R): R {
        val result = try {
            withTrace(trace, block)
        } catch (e: CancellationException) {
            trace.end(CallOutcome.CANCELLED, null)
            throw e
        } catch (e: Throwable) {
            trace.end(CallOutcome.FAILED, e)
            throw e
        }
        trace.ended(result)
        return result
    }

    /** The same of a question of the client's own. */
    suspend fun <R> observeInternal(request: RequestOptions, session: String?, block: suspend () -> R): R =
        observe(begin(CallOperation.INTERNAL, request, session, null, currentCoroutineContext()), block)

    private class Guarded(private val listener: CallListener) {
        private val failures = AtomicLong()

        fun tell(event: (CallListener) -> Unit) {
            ask(Unit, event)
        }

        fun <R> ask(otherwise: R, question: (CallListener) -> R): R = try {
            question(listener)
        } catch (e: Throwable) {
            report(e)
            otherwise
        }

        /** One that always throws must not fill the log. */
        private fun report(failure: Throwable) {
            val count = failures.incrementAndGet()
            if (count and (count - 1) != 0L) return
            val times = if (count == 1L) "" else ", $count times by now"
            try {
                Logger.getLogger(LOGGER).log(
                    Level.WARNING,
                    "The call listener ${listener.javaClass.name} threw an exception$times. The call goes on; make the listener catch it",
                    failure,
                )
            } catch (_: LinkageError) {
                // A runtime without java.util.logging.
            }
        }
    }

    internal companion object {
        const val LOGGER: String = "dev.houseflow.listeners"

        /** `null` when there is none to be told: then nothing is watched. */
        fun of(listeners: List<CallListener>, options: ClientOptions): CallListeners? =
            if (listeners.isEmpty()) null else CallListeners(listeners.toList(), options)
    }
}
