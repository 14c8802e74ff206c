package dev.houseflow.samples.service

import java.io.BufferedReader
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit

/** The service as it runs by itself: in a JVM of its own with 160 MB, ended by a signal. */
class RunningService private constructor(private val process: Process) : AutoCloseable {
    private val lines = CopyOnWriteArrayList<String>()
    private val port = CompletableFuture<Int>()

    private val reader = Thread { read(process.inputStream.bufferedReader()) }.apply {
        isDaemon = true
        start()
    }

    private fun read(output: BufferedReader) {
        output.forEachLine { line ->
            lines += line
            Regex("listens on http://127.0.0.1:(\\d+)").find(line)?.let { port.complete(it.groupValues[1].toInt()) }
        }
        port.completeExceptionally(IllegalStateException("The service ended; it said:\n" + lines.joinToString("\n")))
    }

    val url: String get() = "http://127.0.0.1:${port.get(5, TimeUnit.MINUTES)}"

    /** What it has said so far, for failures of tests. */
    val output: List<String> get() = lines

    /** Asks it to stop, as a system does that shuts down, and waits for it. */
    fun stop(): Int {
        // The process's own destroy() would close its output.
        process.toHandle().destroy()
        check(process.waitFor(2, TimeUnit.MINUTES)) { "The service does not stop; it said: $lines" }
        reader.join()
        return process.exitValue()
    }

    override fun close() {
        if (process.isAlive) stop()
    }

    companion object {
        fun start(vararg arguments: String): RunningService {
            val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
            val program = listOf("-cp", System.getProperty("java.class.path"), "dev.houseflow.samples.service.MainKt", "--port", "0")
            return RunningService(ProcessBuilder(listOf(java, "-Xmx160m") + program + arguments).redirectErrorStream(true).start())
        }
    }
}
