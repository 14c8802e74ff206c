package dev.houseflow.samples.android

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.StringSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import java.io.File
import java.time.Instant
import java.util.UUID

/** Events that wait in files. */
class EventQueueTest : StringSpec({
    fun event(n: Int) = Event(UUID(0, n.toLong()), Instant.ofEpochSecond(n.toLong()), "event $n\n\"quoted\"")

    suspend fun EventQueue.all(): List<Event> = ArrayList<Event>().also { all -> drain { all += it } }

    "events come in their order, a file of them at once, and once" {
        val queue = EventQueue(tempdir(), perFile = 4)
        repeat(10) { queue.add(event(it)) }
        queue.waiting() shouldBe 10
        val sizes = ArrayList<Int>()
        val events = ArrayList<Event>()
        queue.drain {
            sizes += it.size
            events += it
        }
        sizes shouldBe listOf(4, 4, 2)
        events shouldBe List(10, ::event)
        queue.waiting() shouldBe 0
        queue.all() shouldBe emptyList()
    }

    "events that cannot be sent stay, and so do those behind them" {
        val queue = EventQueue(tempdir(), perFile = 2)
        repeat(5) { queue.add(event(it)) }
        var sent = 0
        shouldThrow<IllegalStateException> { queue.drain { check(sent++ < 1) { "no network" } } }
        queue.waiting() shouldBe 3
        queue.add(event(5))
        queue.all() shouldBe (2..5).map(::event)
    }

    "another process finds all events, and leaves out a half-written line" {
        val folder = tempdir()
        EventQueue(folder).apply { repeat(3) { add(event(it)) } }
        val file = folder.listFiles().orEmpty().single()
        file.appendText("""{"token":"00000000-0000-0000""")
        val next = EventQueue(folder)
        next.add(event(3))
        next.waiting() shouldBe 4
        next.all() shouldBe List(4, ::event)
    }

    "a file in which nothing was completed is no obstacle" {
        val folder = tempdir()
        File(folder, "%019d.events".format(7)).writeText("{\"tok")
        val queue = EventQueue(folder)
        queue.add(event(1))
        queue.all() shouldBe listOf(event(1))
        folder.listFiles().orEmpty().size shouldBe 0
    }

    "many may add while events are sent" {
        val queue = EventQueue(tempdir(), perFile = 7)
        val events = ArrayList<Event>()
        withContext(Dispatchers.Default) {
            val adding = List(4) { writer -> launch { repeat(50) { queue.add(event(writer * 50 + it)) } } }
            while (adding.any { it.isActive }) queue.drain { events += it }
        }
        queue.drain { events += it }
        events shouldContainExactlyInAnyOrder List(200, ::event)
    }
})
