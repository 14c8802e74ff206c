package dev.houseflow.javaapi.internal.async

import dev.houseflow.FormatException
import dev.houseflow.coroutines.internal.call.Dispatching
import dev.houseflow.coroutines.internal.stream.PrefetchedResponse
import dev.houseflow.javaapi.RowStream
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.future.future
import org.reactivestreams.Publisher
import java.util.concurrent.CompletableFuture
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext

/**
 * How the calls of one client become futures, pulled streams and publishers, whatever they call.
 */
internal abstract class CallingBridge(private val dispatching: Dispatching, private val session: SessionStreams?) {
    /**
     * Where futures complete, and publishers signal. What depends on them may block, for another
     * call say, and such calls are decoded by a few threads, which must not be among those that
     * wait. An executor that was asked for does everything.
     */
    private val outside: CoroutineDispatcher = dispatching.chosen ?: dispatching.callers

    /** Where calls run. A failure after its reader has gone has no one to be told. */
    private val context: CoroutineContext = outside + CoroutineExceptionHandler { _, _ -> }

    /**
     * The pool that the threads of callers help; `null` where they may not. An executor that was
     * asked for does everything, and Android's main thread may not touch a socket, not even one
     * that never waits.
     */
    private val helped: CoroutineDispatcher? =
        if (dispatching.chosen != null || System.getProperty("java.vm.name") == "Dalvik") null else dispatching.workers

    /** Has no life of its own: each call ends by itself, by its future or by its stream. */
    private val scope = CoroutineScope(SupervisorJob() + context)

    /** What the client's listeners find on the thread that calls, where calls have one caller. */
    protected open fun callerContext(): CoroutineContext = EmptyCoroutineContext

    protected fun <T> call(on: CoroutineDispatcher = outside, body: suspend () -> T): CompletableFuture<T> {
        val busy = session?.busy()
        return scope.future(on + callerContext()) {
            if (busy != null) throw busy
            body()
        }
    }

    /** For what has nothing to do with the session. */
    protected fun <T> beside(body: suspend () -> T): CompletableFuture<T> = scope.future(outside + callerContext()) { body() }

    /** For calls with small requests, and answers that are small more often than not. */
    protected fun <T> quick(body: suspend () -> T): CompletableFuture<T> {
        val pool = helped ?: return call(body = body)
        val busy = session?.busy()
        val future = CallFuture<T>(pool, outside)
        future.run(scope, callerContext()) {
            if (busy != null) throw busy
            body()
        }
        return future
    }

    protected fun <B : Any, T> pull(source: PrefetchedResponse<B>, open: (B) -> Iterator<T>): RowStream<T> = PulledRows(
        items(source),
        open,
    )

    protected fun <B : Any> items(source: PrefetchedResponse<B>): Pull<B> = items(source, session)

    /** For what has nothing to do with the session. */
    protected fun <B : Any> itemsBeside(source: PrefetchedResponse<B>): Pull<B> = items(source, null)

    private fun <B : Any> items(source: PrefetchedResponse<B>, session: SessionStreams?) =
        Pull(scope, source, session, dispatching.openStreams, helped)

    protected fun <T : Any> publisher(source: Flow<T>): Publisher<T> = FlowPublisher(
        source,
        scope,
        session,
        dispatching.openStreams,
        ::callerContext,
    )

    protected companion object {
        /** What to tell a subscriber to rows of [type] of which one is NULL. */
        fun nullRow(type: Class<*>) = FormatException(
            "The value is NULL, and a publisher has no null: make the row a record with a component that may be null, instead of " +
                "`${type.simpleName}` alone, or replace NULL in the query with ifNull(...)",
        )
    }
}
