package dev.houseflow.javaapi.internal.async

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.yield
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import java.util.concurrent.ForkJoinPool
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import kotlin.concurrent.thread
import kotlin.coroutines.EmptyCoroutineContext

class CallFutureTest : FunSpec({
    val pool = Executors.newSingleThreadExecutor { Thread(it, "pool").apply { isDaemon = true } }.asCoroutineDispatcher()
    val outside = Executors.newSingleThreadExecutor { Thread(it, "outside").apply { isDaemon = true } }.asCoroutineDispatcher()
    val scope = CoroutineScope(SupervisorJob() + outside)
    afterSpec {
        pool.close()
        outside.close()
    }

    // In tests coroutines put their own names behind those of threads.
    fun here() = Thread.currentThread().name.substringBefore(' ')

    fun <T> call(body: suspend () -> T): CallFuture<T> = CallFuture<T>(pool, outside).also { it.run(scope, EmptyCoroutineContext, body) }

    /** Runs [block] on a thread of its own, and [then] as soon as that waits. */
    fun <R> waiting(block: () -> R, then: (Thread) -> Unit): R {
        val result = CompletableFuture<R>()
        val waiter = thread(name = "waiter", isDaemon = true) {
            runCatching(block).fold(result::complete, result::completeExceptionally)
        }
        while (waiter.state != Thread.State.WAITING && waiter.state != Thread.State.TIMED_WAITING && waiter.isAlive) Thread.yield()
        then(waiter)
        return try {
            result.get()
        } catch (e: ExecutionException) {
            throw e.cause ?: e
        }
    }

    test("a call begins on its caller's thread, and ends there when it need not wait") {
        val caller = Thread.currentThread()
        val future = call { Thread.currentThread() }
        future.isDone shouldBe true
        future.join() shouldBeSameInstanceAs caller
    }

    test("it goes on on the thread that waits for it") {
        for (wait in listOf<(CallFuture<String>) -> String>({ it.join() }, { it.get() }, { it.get(1, TimeUnit.DAYS) })) {
            val answer = CompletableDeferred<Unit>()
            val future = call {
                answer.await()
                yield()
                here()
            }
            waiting({ wait(future) }) { answer.complete(Unit) } shouldBe "waiter"
        }
    }

    test("it goes on in the pool when nobody waits, with what depends on it outside, and when who waits is of a pool of his own kind") {
        val answer = CompletableDeferred<Unit>()
        val future = call {
            answer.await()
            here()
        }
        val dependent = future.thenApply { it + " and " + here() }
        answer.complete(Unit)
        dependent.get() shouldBe "pool and outside"

        val later = CompletableDeferred<Unit>()
        val other = call {
            later.await()
            here()
        }
        val joined = ForkJoinPool(1).submit<String> { other.join() }
        later.complete(Unit)
        joined.get() shouldBe "pool"
    }

    test("only one of several threads that wait goes on with it, and all get its result") {
        val answer = CompletableDeferred<Unit>()
        val future = call {
            answer.await()
            here()
        }
        waiting({ future.join() }) {
            waiting({ future.join() }) { answer.complete(Unit) } shouldBe "waiter"
        } shouldBe "waiter"
    }

    test("who gives up waiting leaves it to the pool") {
        val answer = CompletableDeferred<Unit>()
        val future = call {
            answer.await()
            here()
        }
        shouldThrow<TimeoutException> { future.get(1, TimeUnit.MILLISECONDS) }
        shouldThrow<TimeoutException> { future.get(0, TimeUnit.MILLISECONDS) }
        shouldThrow<InterruptedException> { waiting({ future.get() }) { it.interrupt() } }
        answer.complete(Unit)
        future.thenApply { it }.get() shouldBe "pool"
    }

    test("what depends on a failure runs outside too, and what depends on a thread that waits, on that") {
        val answer = CompletableDeferred<Unit>()
        val failing = call<String> {
            answer.await()
            error("no")
        }
        val handled = failing.exceptionally { here() }
        val joined = call {
            answer.await()
            here()
        }
        val dependent = joined.thenApply { it + " and " + here() }
        waiting({ joined.join() }) { answer.complete(Unit) } shouldBe "waiter"
        dependent.get() shouldBe "waiter and waiter"
        handled.get() shouldBe "outside"
    }

    test("a thread that is interrupted while it joins gets its result, and is still interrupted") {
        val answer = CompletableDeferred<Unit>()
        val future = call {
            answer.await()
            "done"
        }
        val result = waiting({ future.join() to Thread.currentThread().isInterrupted }) {
            it.interrupt()
            answer.complete(Unit)
        }
        result shouldBe ("done" to true)
    }

    test("a thread that is interrupted already leaves all of it to the pool") {
        Thread.currentThread().interrupt()
        val future = call { here() }
        Thread.interrupted() shouldBe true
        future.thenApply { it }.get() shouldBe "pool"
    }

    test("failures are those of the call") {
        val failure = IllegalStateException("no")
        shouldThrow<ExecutionException> { call<Unit> { throw failure }.get() }.cause shouldBeSameInstanceAs failure
        val later = CompletableDeferred<Unit>()
        val future = call { later.await() }
        later.completeExceptionally(failure)
        shouldThrow<ExecutionException> { future.thenApply { it }.get() }.cause shouldBe failure
    }

    test("completing the future from outside, in any way, ends the call and whoever waits") {
        val ways = listOf<(CallFuture<String>) -> Unit>(
            { it.cancel(true) },
            { it.complete("mine") },
            { it.completeExceptionally(IllegalStateException("mine")) },
        )
        for (way in ways) {
            val ended = CompletableFuture<Unit>()
            val future = call<String> {
                try {
                    awaitCancellation()
                } finally {
                    ended.complete(Unit)
                }
            }
            runCatching { waiting({ future.join() }) { way(future) } }
            ended.get()
            future.isDone shouldBe true
        }
    }
})
