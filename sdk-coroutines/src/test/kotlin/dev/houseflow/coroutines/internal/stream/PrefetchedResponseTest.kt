package dev.houseflow.coroutines.internal.stream

import dev.houseflow.coroutines.internal.handler.whole
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import java.io.IOException
import kotlin.coroutines.ContinuationInterceptor

/** All coroutines share the thread of the test, so that each gets as far as it may go while the test gives way. */
class PrefetchedResponseTest : StringSpec({
    "a few small pieces lie ready, and no more are made before one is taken" {
        runBlocking {
            val made = mutableListOf<Int>()
            val queue = counting(made, 1_000).open(this)
            giveWay()
            made shouldBe listOf(0, 1, 2, 3)
            queue.next() shouldBe 0
            giveWay()
            made shouldBe listOf(0, 1, 2, 3, 4)
            queue.cancel()
        }
    }

    "beside a large piece nothing lies ready" {
        runBlocking {
            val made = mutableListOf<Int>()
            val queue = counting(made, 3L shl 20).open(this)
            giveWay()
            made shouldBe listOf(0)
            for (n in 0..5) {
                queue.next() shouldBe n
                giveWay()
                made.last() shouldBe n + 1
            }
            queue.cancel()
        }
    }

    "pieces that are small by themselves lie ready up to 2 MiB, once some of them have been taken" {
        runBlocking {
            val made = mutableListOf<Int>()
            val queue = counting(made, 900L shl 10).open(this)
            giveWay()
            made shouldBe listOf(0)
            queue.next() shouldBe 0
            giveWay()
            made shouldBe listOf(0, 1)
            repeat(10) {
                queue.next()
                giveWay()
            }
            made.size shouldBe 11 + 3
            queue.cancel()
        }
    }

    "who waits for a large piece gets it while the next one is made, and only that one" {
        runBlocking {
            val made = mutableListOf<Int>()
            val queue = counting(made, 3L shl 20).open(this)
            queue.poll() shouldBe null
            queue.next() shouldBe 0
            giveWay()
            made shouldBe listOf(0, 1)
            queue.cancel()
        }
    }

    "a failure comes after the pieces from before it, and the end only once they are taken" {
        runBlocking {
            val broken = pieces { into ->
                repeat(3) { into.put(it, 1) }
                throw IOException("broken")
            }.open(this)
            giveWay()
            List(3) { broken.next() } shouldBe listOf(0, 1, 2)
            shouldThrow<IOException> { broken.next() }.message shouldBe "broken"

            val whole = pieces { into -> repeat(2) { into.put(it, 1) } }.open(this)
            giveWay()
            List(4) { whole.next() } shouldBe listOf(0, 1, null, null)
            whole.poll() shouldBe null
        }
    }

    "cancelling ends the producer wherever it waits" {
        for (size in listOf(1L, 3L shl 20)) {
            var ended = false
            runBlocking {
                val queue = pieces { into ->
                    try {
                        while (true) into.put(1, size)
                    } finally {
                        ended = true
                    }
                }.open(this)
                giveWay()
                queue.cancel()
                giveWay()
                shouldThrow<CancellationException> { while (true) queue.next() }
            }
            ended shouldBe true
        }
    }

    "a flow is a call of its own for each collector, and ends its producer when its collector has enough" {
        runBlocking {
            val made = mutableListOf<Int>()
            val flow = counting(made, 1).flow()
            flow.take(2).toList() shouldBe listOf(0, 1)
            flow.take(1).toList() shouldBe listOf(0)
        }
    }
})

private fun CoroutineScope.pieces(produce: suspend (PrefetchQueue<Int>) -> Unit): PrefetchedResponse<Int> =
    PrefetchedResponse({ it[ContinuationInterceptor] as CoroutineDispatcher }, null) { into, _ -> produce(into) }

/** 0, 1, 2 and so on without an end, each of [size] bytes, and written down in [made] when it is made. */
private fun CoroutineScope.counting(made: MutableList<Int>, size: Long) = pieces { into ->
    var next = 0
    while (true) {
        made.add(next)
        into.put(next++, size)
    }
}

private suspend fun giveWay() = repeat(100) { yield() }
