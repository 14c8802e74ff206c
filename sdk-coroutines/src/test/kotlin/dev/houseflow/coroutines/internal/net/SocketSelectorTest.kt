package dev.houseflow.coroutines.internal.net

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import java.net.InetAddress
import java.net.InetSocketAddress
import java.nio.ByteBuffer
import java.nio.channels.ClosedChannelException
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread

class SocketSelectorTest :
    StringSpec({
        "many sockets at once, each with many waits, on all kinds of dispatchers" {
            val single = Executors.newSingleThreadExecutor().asCoroutineDispatcher()
            single.use {
                Peers(ECHOES).use { peers ->
                    peers.echo()
                    withTimeout(TIME_LIMIT) {
                        val dispatchers = listOf(Dispatchers.Default, peers.workers, Dispatchers.IO, single, Dispatchers.Unconfined)
                        peers.ours.mapIndexed { i, socket -> async(dispatchers[i % dispatchers.size]) { socket.echoes(200) } }.awaitAll()
                    }.sum() shouldBe ECHOES * 200
                }
            }
        }

        "a coroutine that goes on stays on its dispatcher" {
            for (name in listOf("DefaultDispatcher", "test-worker")) {
                Peers(1).use { peers ->
                    val dispatcher = if (name == "test-worker") peers.workers else Dispatchers.Default
                    withTimeout(TIME_LIMIT) {
                        val names = withContext(dispatcher) {
                            List(50) {
                                val answer = async { peers.ours[0].readByte() }
                                peers.theirs[0].write(ByteBuffer.wrap(byteArrayOf(7)))
                                answer.await() to Thread.currentThread().name
                            }
                        }
                        names.forEach { (byte, thread) -> (byte to thread.startsWith(name)) shouldBe (7 to true) }
                    }
                }
            }
        }

        "others go on while coroutines keep all threads of a dispatcher" {
            val threads = maxOf(2, Runtime.getRuntime().availableProcessors())
            for (own in listOf(false, true)) {
                Peers(threads + 3).use { peers ->
                    val busy = if (own) peers.workers else Dispatchers.Default
                    val idle = if (own) Dispatchers.Default else peers.workers
                    val free = CountDownLatch(1)
                    val kept = CountDownLatch(threads)
                    try {
                        withTimeout(TIME_LIMIT) {
                            coroutineScope {
                                repeat(threads) { i ->
                                    launch(busy) {
                                        peers.ours[i].readByte()
                                        kept.countDown()
                                        free.await()
                                    }
                                }
                                val late = async(busy) { peers.ours[threads].readByte() }
                                repeat(threads) { peers.theirs[it].write(ByteBuffer.wrap(byteArrayOf(1))) }
                                withContext(Dispatchers.IO) { kept.await() }
                                peers.theirs[threads].write(ByteBuffer.wrap(byteArrayOf(2)))
                                val others = listOf(Dispatchers.IO, idle).mapIndexed { i, other ->
                                    async(other) { peers.ours[threads + 1 + i].readByte() }
                                }
                                repeat(2) { peers.theirs[threads + 1 + it].write(ByteBuffer.wrap(byteArrayOf(3))) }
                                others.map { it.await() } shouldBe listOf(3, 3)
                                late.isCompleted shouldBe false
                                free.countDown()
                                late.await() shouldBe 2
                            }
                        }
                    } finally {
                        free.countDown()
                    }
                }
            }
        }

        "a coroutine that runs on and on keeps nobody else from going on" {
            Peers(2).use { peers ->
                val done = AtomicInteger()
                withTimeout(TIME_LIMIT) {
                    coroutineScope {
                        launch(Dispatchers.Default) {
                            peers.ours[0].readByte()
                            while (done.get() == 0) Thread.onSpinWait()
                        }
                        launch(Dispatchers.Default) {
                            peers.ours[1].readByte()
                            done.set(1)
                        }
                        peers.theirs[0].write(ByteBuffer.wrap(byteArrayOf(1)))
                        peers.theirs[1].write(ByteBuffer.wrap(byteArrayOf(1)))
                    }
                }
                done.get() shouldBe 1
            }
        }

        "writing waits for a peer that does not read, and goes on when it does" {
            Peers(1).use { peers ->
                withTimeout(TIME_LIMIT) {
                    val writing = async(Dispatchers.Default) { peers.ours[0].write(ByteBuffer.allocate(LARGE)) }
                    val got = withContext(Dispatchers.IO) {
                        val into = ByteBuffer.allocate(1 shl 16)
                        var sum = 0
                        while (sum < LARGE) {
                            into.clear()
                            sum += peers.theirs[0].read(into)
                        }
                        sum
                    }
                    writing.await()
                    got shouldBe LARGE
                }
            }
        }

        "a cancelled wait ends at once, and leaves the others alone" {
            Peers(2).use { peers ->
                withTimeout(TIME_LIMIT) {
                    val left = launch(Dispatchers.Default) { peers.ours[0].readByte() }
                    val other = async(Dispatchers.Default) { peers.ours[1].readByte() }
                    left.cancelAndJoin()
                    peers.ours[0].close()
                    withContext(Dispatchers.IO) { peers.theirs[0].read(ByteBuffer.allocate(1)) } shouldBe -1
                    peers.theirs[1].write(ByteBuffer.wrap(byteArrayOf(5)))
                    other.await() shouldBe 5
                }
            }
        }

        "who waits for a socket that is closed, or whose selector is, is told" {
            for (closeAll in listOf(false, true)) {
                Peers(1).use { peers ->
                    withTimeout(TIME_LIMIT) {
                        val waiting = async(Dispatchers.Default) { shouldThrow<ClosedChannelException> { peers.ours[0].readByte() } }
                        while (peers.ours[0].awaited() == 0) yield()
                        if (closeAll) peers.selector.close() else peers.ours[0].close()
                        waiting.await()
                    }
                }
            }
        }

        "nobody waits on a selector that is closed" {
            Peers(1).use { peers ->
                peers.selector.close()
                peers.selector.close()
                withTimeout(TIME_LIMIT) { shouldThrow<ClosedChannelException> { peers.ours[0].readByte() } }
            }
        }
    }) {
    /** Pairs of connected sockets: ours on a selector, theirs blocking. */
    private class Peers(count: Int) : AutoCloseable {
        val workers = WorkerThreads("test-worker", maxOf(2, Runtime.getRuntime().availableProcessors()))
        val selector = SocketSelector(workers)
        val theirs: List<SocketChannel>
        val ours: List<NioSocket>

        init {
            ServerSocketChannel.open().bind(InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).use { listener ->
                val pairs = List(count) {
                    val socket = runBlocking { NioSocket.connect(listener.localAddress as InetSocketAddress, selector, SocketOptions()) }
                    socket to listener.accept()
                }
                ours = pairs.map { it.first }
                theirs = pairs.map { it.second }
            }
        }

        /** Lets them send back each byte as it comes. */
        fun echo() {
            for (channel in theirs) {
                thread(isDaemon = true) {
                    val buffer = ByteBuffer.allocate(1)
                    try {
                        while (channel.read(buffer) > 0) {
                            buffer.flip()
                            channel.write(buffer)
                            buffer.clear()
                        }
                    } catch (_: ClosedChannelException) {
                        // The test is over.
                    }
                }
            }
        }

        override fun close() {
            ours.forEach { it.close() }
            selector.close()
            workers.close()
            theirs.forEach { it.close() }
        }
    }

    private companion object {
        const val TIME_LIMIT = 60_000L
        const val ECHOES = 24
        const val LARGE = 32 shl 20

        suspend fun NioSocket.readByte(): Int {
            val buffer = ByteBuffer.allocate(1)
            read(buffer)
            return buffer.get(0).toInt()
        }

        suspend fun NioSocket.echoes(count: Int): Int {
            var right = 0
            repeat(count) {
                write(ByteBuffer.wrap(byteArrayOf(it.toByte())))
                if (readByte() == it.toByte().toInt()) right++
            }
            return right
        }
    }
}
