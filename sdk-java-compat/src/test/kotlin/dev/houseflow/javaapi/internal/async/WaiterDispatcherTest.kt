package dev.houseflow.javaapi.internal.async

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.asCoroutineDispatcher
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.ForkJoinPool
import kotlin.concurrent.thread
import kotlin.coroutines.Continuation
import kotlin.coroutines.resume
import kotlin.coroutines.suspendCoroutine

class WaiterDispatcherTest : FunSpec({
    val executor = Executors.newSingleThreadExecutor { Thread(it, "the pool").apply { isDaemon = true } }
    val pool = executor.asCoroutineDispatcher()
    afterSpec { executor.shutdown() }

    fun here(): String = Thread.currentThread().name

    test("the thread that waits runs the call, and what others resume of it") {
        val threads = ArrayList<String>()
        val outcome = WaiterDispatcher(pool).await(0) {
            threads += here()
            suspendCoroutine<Unit> { continuation -> thread { continuation.resume(Unit) } }
            threads += here()
            "done"
        }
        outcome.shouldNotBeNull().get() shouldBe "done"
        threads shouldBe listOf(here(), here())
    }

    test("what was not over within the time goes on in the pool") {
        val resumed = CountDownLatch(1)
        var goesOn: Continuation<Unit>? = null
        var thread = ""
        val outcome = WaiterDispatcher(pool).await(20) {
            suspendCoroutine { goesOn = it }
            thread = here()
            resumed.countDown()
            "late"
        }
        outcome.shouldNotBeNull().done shouldBe false
        goesOn!!.resume(Unit)
        resumed.await()
        thread shouldBe "the pool"
    }

    test("a failure is thrown where its result is asked for") {
        val outcome = WaiterDispatcher(pool).await<String>(0) { throw IllegalStateException("broken") }
        shouldThrow<IllegalStateException> { outcome.shouldNotBeNull().get() }.message shouldBe "broken"
    }

    test("an interrupted thread does not wait, and begins nothing") {
        var begun = false
        Thread.currentThread().interrupt()
        shouldThrow<InterruptedException> { WaiterDispatcher(pool).await<String>(0) { begun = true; "" } }
        begun shouldBe false
        Thread.interrupted() shouldBe false
    }

    test("an interrupt ends the wait") {
        val waiter = Thread.currentThread()
        shouldThrow<InterruptedException> {
            WaiterDispatcher(pool).await<String>(0) { suspendCoroutine { thread { waiter.interrupt() } } }
        }
    }

    test("a failure under an interrupt is the interrupt's") {
        shouldThrow<InterruptedException> {
            WaiterDispatcher(pool).await<String>(0) {
                Thread.currentThread().interrupt()
                throw IllegalStateException("the channel is closed")
            }
        }
    }

    test("one thread waits at a time, and threads of a fork-join pool in their own way") {
        val dispatcher = WaiterDispatcher(pool)
        val outcome = dispatcher.await(0) { dispatcher.await(0) { "inner" }.toString() }
        outcome.shouldNotBeNull().get() shouldBe "null"
        ForkJoinPool(1).submit<Any?> { dispatcher.await(0) { "inner" } }.get() shouldBe null
    }
})
