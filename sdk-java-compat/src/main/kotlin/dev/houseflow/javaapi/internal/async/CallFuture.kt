package dev.houseflow.javaapi.internal.async

import dev.houseflow.coroutines.internal.http.CallerDispatcher
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.launch
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.ForkJoinWorkerThread
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicReference
import java.util.concurrent.locks.LockSupport
import kotlin.coroutines.CoroutineContext

/**
 * The future of one call, which threads of the callers help to run: the call begins on the thread
 * that asks for it, up to where it has to wait, and goes on on the thread that waits in [join] or
 * [get], as in `runBlocking`. When there is none it goes on in [pool]. So a call that a thread
 * waits for costs no more changes of threads than one over a blocking socket. What depends on the
 * future may block, and is run [outside] of the pool.
 */
internal class CallFuture<T>(private val pool: CoroutineDispatcher, private val outside: CoroutineDispatcher) : CompletableFuture<T>() {
    /** The thread that waits and takes [tasks] meanwhile. */
    private val helper = AtomicReference<Thread?>()
    private val tasks = ConcurrentLinkedQueue<Runnable>()

    /**
     * Runs [body] in [context]; cancelling, or completing the future in any other way, cancels it.
     */
    fun run(scope: CoroutineScope, context: CoroutineContext, body: suspend () -> T) {
        // A channel closes under a thread that is interrupted, with whatever it has sent.
        val start = if (Thread.currentThread().isInterrupted) CoroutineStart.DEFAULT else CoroutineStart.UNDISPATCHED
        val job = scope.launch(Dispatcher() + context, start) {
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
            LockSupport.unpark(helper.get())
        }
    }

    /** Runs [complete], and with it what depends on this future. */
    private fun finish(complete: () -> Unit) {
        if (helper.get() === Thread.currentThread() || numberOfDependents <= OWN_DEPENDENTS) {
            complete()
        } else {
            outside.dispatch(outside, Runnable { complete() })
        }
    }

    override fun join(): T {
        val interrupted = help(Long.MAX_VALUE, interruptible = false)
        try {
            return super.join()
        } finally {
            if (interrupted) Thread.currentThread().interrupt()
        }
    }

    override fun get(): T {
        help(Long.MAX_VALUE, interruptible = true)
        return super.get()
    }

    override fun get(timeout: Long, unit: TimeUnit): T {
        val start = System.nanoTime()
        val nanos = unit.toNanos(timeout)
        help(nanos, interruptible = true)
        return super.get(maxOf(0, nanos - (System.nanoTime() - start)), TimeUnit.NANOSECONDS)
    }

    /**
     * Runs what there is to run until the future is complete, [nanos] are over, or the thread is
     * interrupted, if it is [interruptible]; otherwise says whether it was. What is left to wait
     * for is the caller's to wait for.
     */
    private fun help(nanos: Long, interruptible: Boolean): Boolean {
        val thread = Thread.currentThread()
        // The threads of such pools have a way of their own to wait, which keeps the pool going.
        if (isDone || nanos <= 0 || thread is ForkJoinWorkerThread || !helper.compareAndSet(null, thread)) return false
        val start = if (nanos == Long.MAX_VALUE) 0 else System.nanoTime()
        var interrupted = false
        try {
            while (!isDone) {
                if (interruptible) {
                    if (thread.isInterrupted) break
                } else if (Thread.interrupted()) {
                    interrupted = true
                }
                val task = tasks.poll()
                if (task != null) {
                    task.run()
                } else if (nanos == Long.MAX_VALUE) {
                    LockSupport.park(this)
                } else {
                    val left = nanos - (System.nanoTime() - start)
                    if (left <= 0) break
                    LockSupport.parkNanos(this, left)
                }
            }
        } finally {
            helper.set(null)
            handOver()
        }
        return interrupted
    }

    /** Tasks that no thread waits for any more go to the pool. */
    private fun handOver() {
        while (true) pool.dispatch(dispatcherContext, tasks.poll() ?: return)
    }

    private val dispatcherContext: CoroutineContext get() = pool

    private companion object {
        /** That which ends the call. */
        private const val OWN_DEPENDENTS = 1
    }

    private inner class Dispatcher : CallerDispatcher() {
        override fun dispatch(context: CoroutineContext, block: Runnable) {
            if (helper.get() == null) {
                pool.dispatch(context, block)
                return
            }
            tasks.add(block)
            val thread = helper.get()
            if (thread == null) {
                handOver()
            } else if (thread !== Thread.currentThread()) {
                LockSupport.unpark(thread)
            }
        }
    }
}
