package dev.houseflow.samples.android

import dev.houseflow.coroutines.ClickHouseClient
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import java.io.File
import java.time.Duration
import java.time.Instant
import java.util.UUID
import kotlin.system.exitProcess
import kotlin.time.Duration.Companion.milliseconds

private val NAMES = listOf("opened", "searched", "bought")

/** Arguments: a folder, how many events are recorded, and the URL of a server; without one there is no network. */
fun main(arguments: Array<String>) {
    if (arguments.size !in 2..3) {
        System.err.println("Usage: FOLDER EVENTS [URL]")
        exitProcess(2)
    }
    val folder = File(arguments[0])
    val queue = EventQueue(File(folder, "queue"))
    runBlocking(Dispatchers.Default) {
        println("${queue.waiting()} events wait from before")
        if (arguments.size == 2) record(queue, arguments[1].toInt()) else connected(arguments[2], folder, queue, arguments[1].toInt())
        println("${queue.waiting()} events wait")
    }
}

/** Says each token when its event is kept: from then on it must not be lost. */
private suspend fun record(queue: EventQueue, events: Int, pauseMillis: Long = 0) = repeat(events) {
    val event = Event(UUID.randomUUID(), Instant.ofEpochMilli(System.currentTimeMillis()), NAMES[it % NAMES.size])
    queue.add(event)
    println("+ ${event.token}")
    delay(pauseMillis)
}

/** A user in a train: events are recorded, the network comes and goes, and jobs run when it is there. */
private suspend fun connected(url: String, folder: File, queue: EventQueue, events: Int) = client(url).use { ch ->
    coroutineScope {
        val network = MutableStateFlow(false)
        val manager = WorkManager(network, firstBackoff = 50.milliseconds)
        val tunnels = launch {
            while (true) {
                network.value = true
                delay(TIME_WITH_NETWORK_MILLIS)
                network.value = false
                delay(TIME_WITHOUT_MILLIS)
            }
        }
        val recording = launch { record(queue, events, PAUSE_MILLIS) }
        while (recording.isActive || queue.waiting() > 0) {
            check(manager.run(SendEvents(ch, queue)) == Result.SUCCESS) { "The events cannot be sent" }
        }
        val counts = ReadCounts(ch, File(folder, "counts.json"))
        check(manager.run(counts) == Result.SUCCESS) { "The counts cannot be read" }
        tunnels.cancel()
        counts.last().forEach { println("%-10s %,8d".format(it.name, it.events)) }
    }
}

/** One for the application. */
private fun client(url: String) = ClickHouseClient(url) {
    maxConnections = 4
    readBufferSize = 64 * 1024
    maxBlockBytes = 16L * 1024 * 1024
    timeout = Duration.ofSeconds(20)
    firstByteTimeout = Duration.ofSeconds(10)
}

private const val PAUSE_MILLIS = 2L
private const val TIME_WITH_NETWORK_MILLIS = 400L
private const val TIME_WITHOUT_MILLIS = 100L
