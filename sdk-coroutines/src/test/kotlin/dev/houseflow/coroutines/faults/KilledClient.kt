package dev.houseflow.coroutines.faults

import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.inserter
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit

/**
 * A client in a JVM of its own, which adds rows and prints how many of them are reported written,
 * until it is killed.
 */
internal object KilledClient {
    /** As many keys each of them may use. */
    const val RANGE: Long = 100_000
    const val BATCH: Long = 50
    private const val STEP = 20L

    /** What it was told: keys from [first] until [writtenUpTo] are written. */
    class Books(val first: Long, val writtenUpTo: Long)

    /** Lets one live for [millis] after its first rows, then kills it (SIGKILL). */
    fun run(endpoint: String, first: Long, millis: Long): Books {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val options = listOf("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classes)
        val child = ProcessBuilder(
            listOf(java) + options + KilledClient::class.java.name + endpoint + "$first",
        ).redirectError(ProcessBuilder.Redirect.DISCARD).start()
        var written = first
        // Ends with the child.
        val reader = Thread { child.inputStream.bufferedReader().forEachLine { line -> line.toLongOrNull()?.let { written = it } } }
        reader.start()
        val limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20)
        while (written == first && child.isAlive && System.nanoTime() < limit) Thread.sleep(10)
        child.waitFor(millis, TimeUnit.MILLISECONDS)
        child.destroyForcibly().waitFor()
        reader.join()
        return Books(first, written)
    }

    @JvmStatic
    fun main(args: Array<String>) {
        val first = args[1].toLong()
        runBlocking {
            ClickHouseClient(args[0]).use { ch ->
                val inserter = ch.inserter<Event>("plain") {
                    maxRows = BATCH.toInt()
                    maxDelay = Duration.ofHours(1)
                    retryFor = Duration.ofMinutes(5)
                }
                // Whole batches, one after the other, so that those who look afterwards know them.
                for (batch in 0 until RANGE / BATCH / STEP) {
                    val from = first + batch * BATCH * STEP
                    launch { inserter.addAll((from until from + BATCH * STEP).map { event(it) }) }.join()
                    inserter.flush()
                    // The end may cut a line off: that is no number, or a small one, which tells of
                    // no row.
                    println(from + BATCH * STEP)
                }
            }
        }
    }
}
