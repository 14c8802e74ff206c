package dev.houseflow.coroutines.internal.net

import kotlinx.coroutines.CancellableContinuation
import java.nio.channels.CancelledKeyException
import java.nio.channels.ClosedChannelException
import java.nio.channels.SelectionKey
import java.nio.channels.Selector
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicInteger

/**
 * The JDK's [Selector] and the sockets that are registered with it.
 *
 * A socket stays registered for reading as long as it is read whenever it is ready; such a wait
 * costs no system call.
 *
 * One thread at a time may [look] and [close]; everything else is thread-safe.
 */
internal class SelectorKeys {
    private val selector = Selector.open()

    /**
     * Sockets that are to be registered for more. Only the thread that looks registers them: before
     * Java 11 another thread would wait for it to return from `select`.
     */
    private val changes = ConcurrentLinkedQueue<NioSocket>()

    /** Closed sockets that the selector still holds. */
    private val unreleased = AtomicInteger()

    private val awaited = AtomicInteger()

    /** Whether there is anything to look for. */
    val isNeeded: Boolean get() = awaited.get() > 0 || unreleased.get() > 0

    /** Returns whether the selector does not know of it yet, and has to be woken. */
    fun add(socket: NioSocket, readiness: Readiness): Boolean {
        awaited.incrementAndGet()
        if (socket.registered and readiness.flag != 0) return false
        changes.add(socket)
        return true
    }

    /** To be called when one that waited has been taken from its socket. */
    fun taken() {
        awaited.decrementAndGet()
    }

    /**
     * The system frees a closed socket when the selector selects the next time: until then its
     * server would go on writing into it.
     */
    fun release() {
        unreleased.incrementAndGet()
    }

    /** Lets the thread that waits in [look] return. */
    fun wake() {
        selector.wakeup()
    }

    /**
     * Gives [tell] all that can go on. With [wait] it sleeps until something happens, and what is
     * ready then is not looked for any more: that would only wake this thread again and again while
     * others read.
     */
    fun look(wait: Boolean, tell: (CancellableContinuation<Unit>) -> Unit) {
        while (true) register(changes.poll() ?: break)
        val released = unreleased.get()
        if (wait && released == 0) selector.select() else selector.selectNow()
        unreleased.addAndGet(-released)
        val keys = selector.selectedKeys()
        if (keys.isEmpty()) return
        for (key in keys) {
            try {
                tell(key, keep = !wait, tell)
            } catch (_: CancelledKeyException) {
                // It is closed, and its waiters are resumed.
            }
        }
        keys.clear()
    }

    private fun register(socket: NioSocket) {
        try {
            val key = socket.key ?: socket.channel.register(selector, 0, socket).also { socket.key = it }
            socket.registered = socket.registered or socket.awaited()
            key.interestOps(socket.registered)
        } catch (_: ClosedChannelException) {
            // Its waiters are resumed.
        } catch (_: CancelledKeyException) {
            // The same.
        }
    }

    private fun tell(key: SelectionKey, keep: Boolean, tell: (CancellableContinuation<Unit>) -> Unit) {
        val socket = key.attachment() as NioSocket
        val ready = key.readyOps()
        for (readiness in Readiness.ALL) {
            if (ready and readiness.flag == 0) continue
            val waiter = socket.take(readiness)
            if (waiter != null) tell(waiter)
            // A socket that is not read would be ready each time.
            if (waiter != null && keep && readiness == Readiness.READ) continue
            socket.registered = socket.registered and readiness.flag.inv()
            key.interestOps(socket.registered)
            // A coroutine that came meanwhile may rely on its being registered.
            socket.take(readiness)?.let(tell)
        }
    }

    /** Returns all sockets on which a coroutine has waited, to be closed. */
    fun close(): List<NioSocket> {
        if (!selector.isOpen) return emptyList()
        val sockets = selector.keys().map { it.attachment() as NioSocket } + changes
        selector.close()
        return sockets
    }
}
