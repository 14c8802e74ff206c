package dev.houseflow.coroutines.internal.call

import dev.houseflow.InternalHouseflowApi
import dev.houseflow.coroutines.internal.http.CallerDispatcher
import dev.houseflow.coroutines.internal.net.ClientThreads
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.withContext
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.CoroutineContext

/**
 * Where answers are decoded and blocks are made: on [chosen] if there is one; for callers who run
 * on the threads of the coroutines library, on these, since another pool would cost them two
 * changes of threads; for all others on the client's own.
 */
@InternalHouseflowApi
public class Dispatching internal constructor(public val chosen: CoroutineDispatcher?, private val threads: ClientThreads) {
    /** The client's own. */
    public val workers: CoroutineDispatcher get() = threads.workers

    /** Where code of callers may run, which may block. */
    public val callers: CoroutineDispatcher get() = threads.callers

    /** The streams that users hold. */
    public val openStreams: OpenStreams = OpenStreams(threads.workers)

    /** For files and streams, which block. */
    internal val io: CoroutineDispatcher get() = threads.io

    /** The one for a caller in [context]. */
    internal fun near(context: CoroutineContext): CoroutineDispatcher {
        chosen?.let { return it }
        val here = context[ContinuationInterceptor]
        return if (here === Dispatchers.Default || here === Dispatchers.IO) Dispatchers.Default else threads.workers
    }

    /** The same for the caller of this. */
    internal suspend fun near(): CoroutineDispatcher = near(currentCoroutineContext())

    /** Runs [block] there, which is often where the caller is already. */
    internal suspend inline fun <R> decode(crossinline block: suspend () -> R): R {
        val context = currentCoroutineContext()
        val here = context[ContinuationInterceptor]
        val dispatcher = near(context)
        if (here !== dispatcher && here !is CallerDispatcher) return withContext(dispatcher) { block() }
        context.ensureActive()
        return block()
    }
}
