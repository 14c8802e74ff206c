package dev.houseflow.javaapi.internal.async

import dev.houseflow.coroutines.internal.http.CallerDispatcher
import kotlinx.coroutines.CoroutineDispatcher
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.ForkJoinWorkerThread
import java.util.concurrent.atomic.AtomicReference
import java.util.concurrent.locks.LockSupport
import kotlin.coroutines.Continuation
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.startCoroutine

/**
 * Runs what one call has to do on the thread that waits for it, as `runBlocking` does, and in
 * [pool] while none waits. So a call that a thread waits for costs no more changes of threads than
 * one over a blocking socket.
 */
internal class WaiterDispatcher(private val pool: CoroutineDispatcher) : CallerDispatcher() {
    /** The thread that waits and takes [tasks] meanwhile. */
    private val waiter = AtomicReference<Thread?>()
    private val tasks = ConcurrentLinkedQueue<Runnable>()

    /** Whether the thread that asks is the one that waits. */
    val isHere: Boolean get() = waiter.get() === Thread.currentThread()

    /** Lets the thread that waits look whether it is to wait on. */
    fun wake() {
        LockSupport.unpark(waiter.get())
    }

    override fun dispatch(context: CoroutineContext, block: Runnable) {
        if (waiter.get() == null) {
            pool.dispatch(context, block)
            return
        }
        tasks.add(block)
        val thread = waiter.get()
        if (thread == null) {
            handOver()
        } else if (thread !== Thread.currentThread()) {
            LockSupport.unpark(thread)
        }
    }

    /**
     * Runs what there is to run until [done], [nanos] are over, or the thread is interrupted, if it
     * is [interruptible]; otherwise says whether it was. What is left to wait for is the caller's
     * to wait for.
     */
    fun help(nanos: Long, interruptible: Boolean, done: () -> Boolean): Boolean {
        // The threads of such pools have a way of their own to wait, which keeps the pool going.
        if (done() || nanos <= 0 || Thread.currentThread() is ForkJoinWorkerThread || !enter()) return false
        try {
            return work(nanos, interruptible, done)
        } finally {
            leave()
        }
    }

    /**
     * What [body] returns, which is run here as far as it need not wait for others, or `null` when
     * the thread cannot help, as another does. Takes at most [millis] unless these are 0.
     *
     * @throws InterruptedException when the thread is interrupted; [body] is not ended by it
     */
    fun <T : Any> await(millis: Long, body: suspend () -> T?): Outcome<T>? {
        if (Thread.currentThread() is ForkJoinWorkerThread || !enter()) return null
        val outcome = Outcome<T>(this)
        try {
            if (Thread.interrupted()) throw InterruptedException()
            body.startCoroutine(outcome)
            work(if (millis == 0L) Long.MAX_VALUE else millis * NANOS_PER_MILLI, true) { outcome.done }
            // A channel closes under a thread that is interrupted, which then looks like a fault.
            if ((!outcome.done || outcome.failed) && Thread.interrupted()) throw InterruptedException()
        } finally {
            leave()
        }
        return outcome
    }

    private fun enter(): Boolean = waiter.compareAndSet(null, Thread.currentThread())

    private fun work(nanos: Long, interruptible: Boolean, done: () -> Boolean): Boolean {
        val thread = Thread.currentThread()
        val start = if (nanos == Long.MAX_VALUE) 0 else System.nanoTime()
        var interrupted = false
        while (!done()) {
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
        return interrupted
    }

    private fun leave() {
        waiter.set(null)
        handOver()
    }

    /** Tasks that no thread waits for any more go to the pool. */
    private fun handOver() {
        while (true) pool.dispatch(pool, tasks.poll() ?: return)
    }

    /** What became of the body of one [await]. */
    class Outcome<T : Any>(private val dispatcher: WaiterDispatcher) : Continuation<T?> {
        override val context: CoroutineContext get() = dispatcher

        @Volatile
        private var result: Result<T?>? = null

        /** Whether it came to its end within the time. */
        val done: Boolean get() = result != null
        val failed: Boolean get() = result?.isFailure == true

        override fun resumeWith(result: Result<T?>) {
            this.result = result
            dispatcher.wake()
        }

        /** What was returned; throws what was thrown. */
        fun get(): T? = result!!.getOrThrow()
    }

    private companion object {
        private const val NANOS_PER_MILLI = 1_000_000L
    }
}
