package dev.houseflow.coroutines.internal.net

import io.kotest.assertions.nondeterministic.eventually
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.ints.shouldBeInRange
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CountDownLatch
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicLong
import kotlin.concurrent.thread
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.time.Duration.Companion.seconds

class WorkerThreadsTest : StringSpec({
    fun named(name: String): Int = Thread.getAllStackTraces().keys.count { it.name == name }

    fun WorkerThreads.run(task: () -> Unit) {
        dispatch(EmptyCoroutineContext, Runnable(task))
    }

    "nothing is lost, with many threads that give and some that come to rest, leave and are started all the time" {
        for (keepNanos in listOf(0L, 1_000L, TimeUnit.SECONDS.toNanos(5))) {
            WorkerThreads("test-many", 4, keepNanos).use { workers ->
                val done = CountDownLatch(8 * 20_000)
                List(8) {
                    thread {
                        repeat(20_000) { n ->
                            workers.run { done.countDown() }
                            if (n % 64 == 0) Thread.yield()
                        }
                    }
                }.forEach { it.join() }
                done.await(60, TimeUnit.SECONDS) shouldBe true
            }
        }
    }

    "one task after the other, each given when the one before has ended, is never left behind" {
        for (keepNanos in listOf(0L, 20_000L)) {
            WorkerThreads("test-single", 1, keepNanos).use { workers ->
                repeat(5_000) {
                    val done = CountDownLatch(1)
                    workers.run { done.countDown() }
                    done.await(30, TimeUnit.SECONDS) shouldBe true
                }
            }
        }
    }

    "so many threads and no more, and one that rests comes before a new one" {
        WorkerThreads("test-most", 3).use { workers ->
            val together = CyclicBarrier(3)
            coroutineScope { repeat(3) { launch(workers) { together.await(30, TimeUnit.SECONDS) } } }
            val ids = ConcurrentHashMap.newKeySet<Long>()
            coroutineScope { repeat(1_000) { launch(workers) { ids += Thread.currentThread().id } } }
            ids.size shouldBeInRange 1..3
            named("test-most") shouldBe 3
        }
    }

    "threads end when it is closed, and what comes afterwards still runs" {
        val workers = WorkerThreads("test-closed", 4)
        withContext(workers) { List(100) { async { yield() } }.awaitAll() }
        named("test-closed") shouldBeInRange 1..4
        workers.close()
        eventually(10.seconds) { named("test-closed") shouldBe 0 }
        val sum = AtomicLong()
        coroutineScope { repeat(1_000) { n -> launch(workers) { sum.addAndGet(n.toLong()) } } }
        sum.get() shouldBe 499_500
        eventually(10.seconds) { named("test-closed") shouldBe 0 }
    }

    "a task that fails, or interrupts its thread, does no harm to others" {
        WorkerThreads("test-failing", 1).use { workers ->
            val told = CountDownLatch(1)
            workers.run {
                Thread.currentThread().setUncaughtExceptionHandler { _, _ -> told.countDown() }
                error("a mistake")
            }
            told.await(30, TimeUnit.SECONDS) shouldBe true
            workers.run { Thread.currentThread().interrupt() }
            val runs = AtomicInteger()
            repeat(3) {
                val done = CountDownLatch(1)
                workers.run {
                    runs.incrementAndGet()
                    done.countDown()
                }
                done.await(30, TimeUnit.SECONDS) shouldBe true
            }
            runs.get() shouldBe 3
        }
    }
})
