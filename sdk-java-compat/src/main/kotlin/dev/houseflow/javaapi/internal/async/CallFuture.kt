package dev.houseflow.javaapi.internal.async

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.launch
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlin.coroutines.CoroutineContext

/**
 * The future of one call, which threads of the callers help to run: the call begins on the thread
 * that asks for it, up to where it has to wait, and goes on on the thread that waits in [join] or
 * [get]. When there is none it goes on in a pool: see [WaiterDispatcher]. What depends on the
 * future may block, and is run [outside] of the pool.
 */
internal class CallFuture<T>(pool: CoroutineDispatcher, private val outside: CoroutineDispatcher) : CompletableFuture<T>() {
    private val waiter = WaiterDispatcher(pool)

    /**
     * Runs [body] in [context]; cancelling, or completing the future in any other way, cancels it.
     */
    fun run(scope: CoroutineScope, context: CoroutineContext, body: suspend () -> T) {
        // A channel closes under a thread that is interrupted, with whatever it has sent.
        val start = if (Thread.currentThread().isInterrupted) CoroutineStart.DEFAULT else CoroutineStart.UNDISPATCHED
        val job = scope.launch(waiter + context, start) {
            val result = try {
                body()
            } catch (e: Throwable) {
                finish { completeExceptionally(e) }
                return@launch
            }
            finish { complete(result) }
        }
        handle { _, _ ->
            job.cancel()
            waiter.wake()
        }
    }

    /** Runs [complete], and with it what depends on this future. */
    private fun finish(complete: () -> Unit) {
        if (waiter.isHere || numberOfDependents <= OWN_DEPENDENTS) {
            complete()
        } else {
            outside.dispatch(outside, Runnable { complete() })
        }
    }

    override fun join(): T {
        val interrupted = waiter.help(Long.MAX_VALUE, interruptible = false, ::isDone)
        try {
            return super.join()
        } finally {
            if (interrupted) Thread.currentThread().interrupt()
        }
    }

    override fun get(): T {
        waiter.help(Long.MAX_VALUE, interruptible = true, ::isDone)
        return super.get()
    }

    override fun get(timeout: Long, unit: TimeUnit): T {
        val start = System.nanoTime()
        val nanos = unit.toNanos(timeout)
        waiter.help(nanos, interruptible = true, ::isDone)
        return super.get(maxOf(0, nanos - (System.nanoTime() - start)), TimeUnit.NANOSECONDS)
    }

    private companion object {
        /** That which ends the call. */
        private const val OWN_DEPENDENTS = 1
    }
}
