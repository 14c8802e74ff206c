package dev.houseflow.coroutines.internal.call

import dev.houseflow.CallOperation
import dev.houseflow.Compression
import dev.houseflow.QueryRequest
import dev.houseflow.RequestOptions
import dev.houseflow.coroutines.internal.observe.CallListeners
import dev.houseflow.coroutines.internal.observe.CallTrace
import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.coroutines.internal.response.QueryResponse
import dev.houseflow.coroutines.internal.session.SessionState
import kotlinx.coroutines.currentCoroutineContext
import kotlin.coroutines.CoroutineContext

/**
 * What one view of a client makes its calls with.
 *
 * @property session the session that all its calls are in, if it is a view of one.
 * @property options what is the same for all servers of the client.
 * @property dispatching where answers are decoded and blocks are made.
 * @property listeners told of the calls, if there are any.
 * @param onChange told of statements that may have changed tables.
 */
internal class CallContext(
    private val executor: CallExecutor,
    val session: SessionState?,
    val options: ClientOptions,
    val dispatching: Dispatching,
    val listeners: CallListeners?,
    private val onChange: () -> Unit,
) {
    suspend fun <R> run(spec: CallSpec, read: suspend (QueryResponse) -> R): R {
        val own = spec.options.sessionId
        // A session that a request names itself is its caller's to keep in turn, unless it is the
        // one of this view.
        val session = session?.takeIf { own == null || own == it.id }
        try {
            return executor.run(spec, session, read)
        } finally {
            if (spec.repeatable != Repeatable.READ) (spec.options as? QueryRequest)?.let { noteChanges(it.sql, session) }
        }
    }

    /** Begins a call of a caller in [context], if anyone observes it; inserts are in [format]. */
    fun begin(operation: CallOperation, request: RequestOptions, context: CoroutineContext, format: String? = null): CallTrace? =
        listeners?.begin(operation, request, session?.id, format, context)

    /** Runs [block] as a call of its caller. */
    suspend fun <R> observed(operation: CallOperation, request: RequestOptions, format: String? = null, block: suspend () -> R): R {
        val trace = begin(operation, request, currentCoroutineContext(), format) ?: return block()
        return trace.listeners.observe(trace, block)
    }

    /** What was known of tables may be wrong from now on. */
    private fun noteChanges(sql: String, session: SessionState?) {
        session?.let { it.changes++ }
        if (StatementWords.first(sql) in CHANGING) onChange()
    }

    fun compressionOf(request: RequestOptions): Compression = request.compression ?: options.compression

    /** Runs code of the caller's while a call is under way. */
    suspend inline fun <R> duringCall(block: () -> R): R = if (session == null) block() else session.duringCall(block)

    private companion object {
        private val CHANGING = setOf("ALTER", "CREATE", "DROP", "RENAME", "EXCHANGE", "REPLACE", "ATTACH", "DETACH", "UNDROP")
    }
}
