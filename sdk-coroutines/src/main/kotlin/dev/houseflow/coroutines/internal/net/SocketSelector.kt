package dev.houseflow.coroutines.internal.net

import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import java.io.IOException
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicReference
import java.util.concurrent.locks.LockSupport
import java.util.concurrent.locks.ReentrantLock
import kotlin.concurrent.withLock
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.resume

/**
 * Waits for many sockets at once, and lets coroutines go on when theirs is ready.
 *
 * Most of the cost of a small query is threads that wake each other. So two kinds of threads ask
 * the system, in turns, which sockets are ready. While there is work, a task on the client's
 * [workers] or on [Dispatchers.Default] does so, a *server*: it resumes one coroutine of its
 * dispatcher after the other on its own thread, without dispatching each, and then looks for more,
 * without sleeping. When it finds nothing, it leaves that to a thread of the selector, the
 * *watcher*, which sleeps in the system's selector until something comes, and then calls a server.
 * Coroutines of other dispatchers are dispatched as always.
 *
 * The watcher's thread ends when no coroutine has waited for some seconds. Thread-safe.
 */
@OptIn(ExperimentalCoroutinesApi::class)
internal class SocketSelector(workers: CoroutineDispatcher) : AutoCloseable {
    private enum class Mode {
        /** No coroutine waits, and no thread looks. */
        IDLE,

        /**
         * Servers look. The watcher only makes sure of that from time to time, since coroutines may
         * keep their threads for long.
         */
        SERVED,

        /** The watcher looks. */
        WATCHED,
    }

    private val mode = AtomicReference(Mode.IDLE)

    private val ofWorkers = Crew(workers)
    private val ofDefault = Crew(Dispatchers.Default)

    /** Coroutines of other dispatchers that can go on. */
    private val readyElsewhere = ConcurrentLinkedQueue<CancellableContinuation<Unit>>()

    private val registrations = SelectorKeys()

    /** Held by the thread that looks. */
    private val looking = ReentrantLock()

    @Volatile
    private var looks = 0

    @Volatile
    private var closed = false

    /**
     * Since when there has been nothing to do, and whether that did not take long the last time.
     */
    @Volatile
    private var emptySinceNanos = 0L

    @Volatile
    private var quick = false

    private val enqueue = { waiter: CancellableContinuation<Unit> ->
        (crewOf(waiter.context[ContinuationInterceptor])?.ready ?: readyElsewhere).add(waiter)
        Unit
    }

    /** Servers that are not busy with a coroutine. */
    private val lookers = AtomicInteger()

    /** Set on threads that look as soon as the coroutine that they are busy with waits. */
    private val serving = ThreadLocal<Boolean>()

    @Volatile
    private var watcher: Thread? = null
    private val watchers = ThreadPoolExecutor(
        1,
        1,
        KEEP_SECONDS,
        TimeUnit.SECONDS,
        LinkedBlockingQueue(),
        { task -> Thread(task, "houseflow-sockets").apply { isDaemon = true } },
        ThreadPoolExecutor.DiscardPolicy(),
    ).apply { allowCoreThreadTimeOut(true) }

    /** To be called when a coroutine, of the dispatcher [of], has begun to wait for [socket]. */
    fun await(socket: NioSocket, readiness: Readiness, of: ContinuationInterceptor?) {
        attract(crewOf(of), wake = registrations.add(socket, readiness))
        if (closed) socket.close()
    }

    private fun crewOf(dispatcher: ContinuationInterceptor?): Crew? = when {
        dispatcher === ofWorkers.dispatcher -> ofWorkers
        dispatcher === ofDefault.dispatcher -> ofDefault
        else -> null
    }

    /** To be called when one that waited has been taken from its socket. */
    fun taken() {
        registrations.taken()
    }

    /** To be called when a socket has been closed. */
    fun release() {
        if (closed) return
        registrations.release()
        attract(null, wake = true)
    }

    /**
     * Makes sure that a thread looks, or will soon; [wake] says that there is something new to look
     * for.
     */
    private fun attract(crew: Crew?, wake: Boolean) {
        when (mode.get()) {
            Mode.IDLE -> if (mode.compareAndSet(Mode.IDLE, Mode.WATCHED)) watchers.execute(::watch) else attract(crew, wake)
            Mode.SERVED -> if (lookers.get() == 0) if (crew == null) {
                callWatcher()
            } else if (serving.get() == null) {
                crew.call()
            }
            else -> if (wake) registrations.wake()
        }
    }

    private fun callWatcher() {
        if (mode.compareAndSet(Mode.SERVED, Mode.WATCHED)) LockSupport.unpark(watcher)
    }

    /** The servers on [dispatcher]. */
    private inner class Crew(val dispatcher: CoroutineDispatcher) : Runnable {
        /** Coroutines of this dispatcher that can go on. */
        val ready = ConcurrentLinkedQueue<CancellableContinuation<Unit>>()
        private val called = AtomicBoolean(false)

        fun call() {
            if (called.compareAndSet(false, true)) dispatcher.dispatch(EmptyCoroutineContext, this)
        }

        override fun run() {
            lookers.incrementAndGet()
            called.set(false)
            serving.set(true)
            val more: Boolean
            val last: Boolean
            try {
                more = serveReady(TURNS)
            } finally {
                serving.remove()
                last = lookers.decrementAndGet() == 0
            }
            // After some turns other tasks of this thread's dispatcher get their turn.
            if (more) {
                call()
            } else if (last && registrations.isNeeded) {
                callWatcher()
            }
        }

        /** Returns whether there may be more to do at once. */
        private fun serveReady(turns: Int): Boolean {
            var left = turns
            var since = 0L
            while (left > 0) {
                val next = ready.poll()
                if (next != null) {
                    left--
                    since = 0
                    resumeHere(next)
                } else if (mode.get() != Mode.SERVED || !registrations.isNeeded) {
                    return false
                } else if (!lookNow()) {
                    val now = System.nanoTime()
                    if (since == 0L) since = now
                    if (!quick || now - since > PATIENCE_NANOS) {
                        emptySinceNanos = since
                        return false
                    }
                    Thread.yield()
                }
            }
            return true
        }

        private fun resumeHere(waiter: CancellableContinuation<Unit>) {
            // It may be long until it waits again: another thread is to go on with the others.
            if (ready.peek() != null) call()
            lookers.decrementAndGet()
            try {
                with(waiter) { dispatcher.resumeUndispatched(Unit) }
            } finally {
                lookers.incrementAndGet()
            }
        }

        /** Returns whether there is something to do here. */
        private fun lookNow(): Boolean {
            if (!looking.tryLock()) return false
            lookLocked(wait = false)
            val other = if (this === ofWorkers) ofDefault else ofWorkers
            if (other.ready.peek() != null) other.call()
            return ready.peek() != null
        }
    }

    private fun watch() {
        watcher = Thread.currentThread()
        emptySinceNanos = System.nanoTime()
        while (!closed) {
            if (mode.get() == Mode.SERVED) {
                val before = looks
                LockSupport.parkNanos(NAP_NANOS)
                if (looks == before) mode.compareAndSet(Mode.SERVED, Mode.WATCHED)
            } else if (!registrations.isNeeded) {
                mode.set(Mode.IDLE)
                // A coroutine that began to wait just before that has relied on this thread; one
                // that did so after it has called another.
                if (!registrations.isNeeded || !mode.compareAndSet(Mode.IDLE, Mode.WATCHED)) return
            } else {
                looking.lock()
                lookLocked(wait = true)
                val forWorkers = ofWorkers.ready.peek() != null
                val forDefault = ofDefault.ready.peek() != null
                if (forWorkers || forDefault) {
                    quick = System.nanoTime() - emptySinceNanos < QUICK_NANOS
                    mode.set(Mode.SERVED)
                    if (forWorkers) ofWorkers.call()
                    if (forDefault) ofDefault.call()
                }
            }
        }
    }

    /** Unlocks [looking]. */
    private fun lookLocked(wait: Boolean) {
        var broken = false
        try {
            if (closed) return
            looks++
            registrations.look(wait, enqueue)
        } catch (_: IOException) {
            broken = true
        } finally {
            looking.unlock()
        }
        // No coroutine could be resumed any more.
        if (broken) close()
        while (true) (readyElsewhere.poll() ?: break).resume(Unit)
    }

    /** Closes all sockets as well on which a coroutine has waited. */
    override fun close() {
        closed = true
        registrations.wake()
        looking.withLock { registrations.close() }.forEach { it.close() }
        LockSupport.unpark(watcher)
        watchers.shutdown()
    }

    private companion object {
        private const val KEEP_SECONDS = 5L

        /**
         * How many coroutines a server resumes before it lets its dispatcher choose what comes
         * next.
         */
        private const val TURNS = 16

        /** How long coroutines may keep the threads of all servers from looking. */
        private const val NAP_NANOS = 1_000_000L

        /**
         * For how long a server goes on looking when something came quickly the last time: about
         * what it costs to sleep and be woken.
         */
        private const val PATIENCE_NANOS = 30_000L

        /** The same limit for the watcher, which had to be woken first. */
        private const val QUICK_NANOS = 60_000L
    }
}
