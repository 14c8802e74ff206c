package dev.houseflow.coroutines.internal.net

import kotlinx.coroutines.CoroutineDispatcher
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicReference
import java.util.concurrent.locks.LockSupport
import kotlin.coroutines.CoroutineContext

/**
 * Threads of one client, [most] of them at a time: each is started when there is more to do than
 * the others can take, and ends when it has had nothing to do for some seconds. The threads of the
 * coroutines library never end, and would keep the classes of an unloaded application for
 * ever.
 *
 * After [close] it still runs what it is given, since calls that are under way end as they would
 * have, but no thread rests any more.
 */
internal class WorkerThreads(private val name: String, private val most: Int, private val keepNanos: Long = KEEP_NANOS) :
    CoroutineDispatcher(),
    AutoCloseable {
    private val tasks = ConcurrentLinkedQueue<Runnable>()

    /**
     * The resting threads, the latest one on top, and among them some that do not rest any more.
     */
    private val resting = AtomicReference<Resting?>()
    private val threads = AtomicInteger()

    @Volatile
    private var closed = false

    private class Resting(val thread: Worker, val below: Resting?)

    override fun dispatch(context: CoroutineContext, block: Runnable) {
        tasks.add(block)
        callOne()
    }

    /**
     * A thread that comes to rest looks for tasks once more after saying so, and one that ends does
     * so after it is counted out: no task is left behind.
     */
    private fun callOne() {
        while (true) {
            val top = resting.get() ?: break
            if (resting.compareAndSet(top, top.below) && top.thread.wake()) return
        }
        while (true) {
            val now = threads.get()
            if (now >= most) return
            if (threads.compareAndSet(now, now + 1)) return Worker().start()
        }
    }

    override fun close() {
        closed = true
        while (true) {
            val top = resting.getAndSet(null) ?: return
            var next: Resting? = top
            while (next != null) {
                next.thread.wake()
                next = next.below
            }
        }
    }

    override fun toString(): String = name

    private inner class Worker : Thread(name) {
        private val state = AtomicInteger(AT_WORK)

        init {
            isDaemon = true
            // The loader of the caller that happened to need a thread first may be another
            // application's.
            contextClassLoader = WorkerThreads::class.java.classLoader
        }

        /** Wakes the thread; returns whether it was resting. */
        fun wake(): Boolean = state.compareAndSet(AT_REST, AT_WORK).also { if (it) LockSupport.unpark(this) }

        override fun run() {
            try {
                do {
                    while (true) (tasks.poll() ?: break).run()
                } while (rest())
            } finally {
                threads.decrementAndGet()
                if (!tasks.isEmpty()) callOne()
            }
        }

        /** Waits until there is something to do, and returns whether there is. */
        private fun rest(): Boolean {
            // An interrupt that a task left behind would keep the thread awake.
            interrupted()
            state.set(AT_REST)
            while (true) {
                val top = resting.get()
                if (resting.compareAndSet(top, Resting(this, top))) break
            }
            if (!tasks.isEmpty()) {
                state.set(AT_WORK)
                return true
            }
            val end = System.nanoTime() + keepNanos
            while (state.get() == AT_REST) {
                val left = end - System.nanoTime()
                if (closed || left <= 0) return !state.compareAndSet(AT_REST, GONE)
                LockSupport.parkNanos(this@WorkerThreads, left)
            }
            return true
        }
    }

    private companion object {
        private const val AT_WORK = 0
        private const val AT_REST = 1
        private const val GONE = 2
        private val KEEP_NANOS = TimeUnit.SECONDS.toNanos(5)
    }
}
