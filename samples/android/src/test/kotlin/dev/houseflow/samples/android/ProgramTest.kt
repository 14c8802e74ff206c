package dev.houseflow.samples.android

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.query
import dev.houseflow.embedded.EmbeddedClickHouse
import io.kotest.core.spec.style.StringSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import java.io.File
import java.nio.file.Path
import java.time.Instant
import java.util.UUID

/** The program against the real engine, in processes of its own that are killed: every event is counted. */
class ProgramTest : StringSpec({
    fun start(vararg arguments: String): Process {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val program = listOf(java, "-Xmx64m", "-cp", System.getProperty("java.class.path"), "dev.houseflow.samples.android.MainKt")
        return ProcessBuilder(program + arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    }

    /** The tokens that it has confirmed until it ended, or was killed after [killAfter] of them. */
    fun run(killAfter: Int?, vararg arguments: String): List<String> {
        val process = start(*arguments)
        val tokens = ArrayList<String>()
        process.inputStream.bufferedReader().forEachLine { line ->
            if (line.startsWith("+ ")) tokens += line.removePrefix("+ ")
            if (tokens.size == killAfter) process.toHandle().destroyForcibly()
        }
        val status = process.waitFor()
        if (killAfter == null) status shouldBe 0
        return tokens
    }

    suspend fun ClickHouseClient.tokens(from: String) = query<String>("SELECT token::String FROM $from").rows

    "no event is lost and none counts twice, however often the program is killed" {
        val folder = tempdir().path
        EmbeddedClickHouse.start().use { server ->
            ClickHouseClient(server.endpoint).use { ch ->
                val confirmed = ArrayList<String>()
                confirmed += run(null, folder, "300")
                confirmed.size shouldBe 300
                for (kill in listOf(100, 400, 900, 1_500)) confirmed += run(kill, folder, "5000", server.endpoint)
                confirmed += run(null, folder, "200", server.endpoint)
                confirmed.size shouldBeGreaterThan 3_300
                val there = ch.tokens("events FINAL")
                (confirmed - there.toSet()).shouldBeEmpty()
                there.toSet().size shouldBe there.size
                EventQueue(File(folder, "queue")).waiting() shouldBe 0
                ReadCounts(ch, File(folder, "counts.json")).last().sumOf { it.events } shouldBe there.size
            }
        }
    }

    "a process that ends between the server's answer and its own notice sends twice what counts once" {
        EmbeddedClickHouse.start().use { server ->
            ClickHouseClient(server.endpoint).use { ch ->
                val folder = tempdir()
                val queue = EventQueue(folder)
                val events = List(100) { Event(UUID.randomUUID(), Instant.ofEpochMilli(it.toLong()), "seen") }
                events.forEach { queue.add(it) }
                val before = folder.listFiles().orEmpty().associate { it.name to it.readText() }
                SendEvents(ch, queue).doWork() shouldBe Result.SUCCESS
                // What the disk of such a process looks like.
                before.forEach { (name, text) -> File(folder, name).writeText(text) }
                SendEvents(ch, EventQueue(folder)).doWork() shouldBe Result.SUCCESS
                ch.tokens("events FINAL").sorted() shouldBe events.map { it.token.toString() }.sorted()
            }
        }
    }
})
