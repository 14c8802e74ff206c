package dev.houseflow.notebook.internal.cell

import dev.houseflow.ProgressListener
import dev.houseflow.QuerySummary
import dev.houseflow.RequestOptions
import dev.houseflow.ServerException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/** Makes calls for threads that wait, and shows their progress in the cell. Thread-safe. */
internal class CellCalls(private val showsProgress: Boolean) {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    /** The server's user may not set what progress is asked for by. */
    @Volatile
    private var progressRefused = false

    /**
     * Waits for [call], a query with [options], which gets the listener that shows its progress, or
     * `null` when nothing is shown. A user who may only read may not ask for progress either: such
     * a call is refused before anything is done, and made once more without.
     */
    fun <R> query(options: RequestOptions, summary: (R) -> QuerySummary?, call: suspend (ProgressListener?) -> R): R {
        if (progressRefused) return await { call(null) }
        return try {
            insert(options, summary, call)
        } catch (e: ServerException) {
            if (e.code != READONLY || options.onProgress != null) throw e
            await { call(null) }.also { progressRefused = true }
        }
    }

    /** As [query], and never made again. */
    fun <R> insert(options: RequestOptions, summary: (R) -> QuerySummary?, call: suspend (ProgressListener?) -> R): R {
        val display = CellDisplay.current.get()
        if (display == null || options.onProgress != null || !showsProgress) return await { call(null) }
        val progress = CellProgress(display)
        val result = try {
            await(progress::tick) { call(progress) }
        } catch (e: Throwable) {
            progress.stopped()
            throw e
        }
        progress.finished(summary(result))
        return result
    }

    /** Waits for [call]. */
    fun <R> await(call: suspend () -> R): R = await({}, call)

    /**
     * The call runs on other threads, so that one that is stopped, as old kernels do it, was only
     * waiting.
     */
    private fun <R> await(tick: () -> Unit, call: suspend () -> R): R {
        val done = CountDownLatch(1)
        var result: Result<R>? = null
        val job = Job()
        try {
            scope.launch(job) { result = runCatching { call() } }.invokeOnCompletion { done.countDown() }
            while (!done.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) tick()
        } catch (e: Throwable) {
            job.cancel()
            // A thread that is stopped is interrupted as well, and could not show what has become
            // of the call.
            Thread.interrupted()
            throw e
        }
        return checkNotNull(result) { "the call has ended without a word" }.getOrThrow()
    }

    private companion object {
        private const val TICK_MILLIS = 100L
        private const val READONLY = 164
    }
}
