package dev.houseflow.coroutines.faults

import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicLong
import kotlin.concurrent.thread
import kotlin.random.Random

/**
 * Hands connections on to [target], and breaks each of them off after a random number of bytes in one of its two directions: with a proper
 * close or with a reset, of one side or of both.
 */
internal class FlakyRelay(private val target: Int, seed: Long, private val meanBytes: Int) : AutoCloseable {
    private val random = Random(seed)
    private val listener = ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())
    private val open = ConcurrentHashMap.newKeySet<Socket>()
    val broken = AtomicInteger()
    val accepted = AtomicInteger()
    val endpoint: String get() = "http://127.0.0.1:${listener.localPort}"

    /** Whether connections are left alone. */
    @Volatile
    var calm = false

    init {
        thread(isDaemon = true, name = "flaky-relay") {
            while (true) {
                val client = try {
                    listener.accept()
                } catch (_: IOException) {
                    break
                }
                accepted.incrementAndGet()
                val plan = synchronized(random) {
                    Plan(random.nextBoolean(), random.nextLong(2L * meanBytes), random.nextBoolean(), random.nextBoolean())
                }
                thread(isDaemon = true, name = "flaky-relay-up") { relay(client, plan) }
            }
        }
    }

    /** Which direction counts, how much of it passes, and how it ends. */
    private class Plan(val upwards: Boolean, val bytes: Long, val reset: Boolean, val bothSides: Boolean)

    private fun relay(client: Socket, plan: Plan) {
        open += client
        try {
            Socket(InetAddress.getLoopbackAddress(), target).use { server ->
                open += server
                val left = AtomicLong(if (calm) Long.MAX_VALUE else plan.bytes)
                val down = thread(isDaemon = true, name = "flaky-relay-down") {
                    pump(server, client, if (plan.upwards) null else left)
                    if (!plan.upwards && left.get() == 0L) end(client, server, plan)
                    client.quietly { shutdownOutput() }
                }
                pump(client, server, if (plan.upwards) left else null)
                if (plan.upwards && left.get() == 0L) end(client, server, plan)
                server.quietly { shutdownOutput() }
                down.join()
                open -= server
            }
        } catch (_: IOException) {
            // The target is away, which for the client is one more way of breaking.
        } finally {
            open -= client
            client.quietly { close() }
        }
    }

    private fun pump(from: Socket, to: Socket, left: AtomicLong?) {
        val buffer = ByteArray(BUFFER)
        try {
            while (true) {
                val want = left?.let { minOf(buffer.size.toLong(), it.get()).toInt() } ?: buffer.size
                if (want == 0) return
                val count = from.getInputStream().read(buffer, 0, want)
                if (count < 0) return
                to.getOutputStream().write(buffer, 0, count)
                left?.addAndGet(-count.toLong())
            }
        } catch (_: IOException) {
            // One of the two has left.
        }
    }

    private fun end(client: Socket, server: Socket, plan: Plan) {
        broken.incrementAndGet()
        for (socket in if (plan.bothSides) listOf(client, server) else listOf(client)) {
            if (plan.reset) socket.quietly { setSoLinger(true, 0) }
            socket.quietly { close() }
        }
    }

    private fun Socket.quietly(what: Socket.() -> Unit) {
        try {
            what()
        } catch (_: IOException) {
            // It was closed already.
        }
    }

    override fun close() {
        listener.close()
        open.forEach { it.quietly { close() } }
    }

    private companion object {
        private const val BACKLOG = 256
        private const val BUFFER = 4096
    }
}
