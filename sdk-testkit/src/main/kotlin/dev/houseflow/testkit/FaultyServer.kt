package dev.houseflow.testkit

import dev.houseflow.embedded.EmbeddedClickHouse
import java.io.File
import java.net.InetAddress
import java.net.ServerSocket
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.deleteRecursively
import kotlin.random.Random

/**
 * An embedded server that can be killed, paused and started again, on the same port and with the
 * same data.
 */
class FaultyServer : AutoCloseable {
    private val data: Path = Files.createTempDirectory("houseflow-faulty-")

    /** The same in every life of the server. */
    val port: Int = unusedPort()
    val endpoint: String = "http://127.0.0.1:$port"

    @Volatile
    private var server: EmbeddedClickHouse = launch()

    /** The server's process, while it runs. */
    val pid: Long get() = server.pid()

    private fun launch() = EmbeddedClickHouse.builder().port(port).dataPath(data).start()

    /** Ends the server without giving it a chance to say anything (SIGKILL). */
    fun kill() {
        signal("KILL")
        server.close()
    }

    /** Ends the server in good order, with the queries that it runs. */
    fun stop() {
        server.close()
    }

    fun start() {
        server = launch()
    }

    /**
     * Stops the server in its tracks (SIGSTOP): its sockets stay open, and nothing comes out of
     * them.
     */
    fun pause() {
        signal("STOP")
        // Each of its threads stops when it would run next; until then the server may still answer.
        val limit = System.nanoTime() + PAUSE_NANOS
        while (!standsStill()) {
            check(System.nanoTime() < limit) { "process $pid does not stop" }
            Thread.sleep(1)
        }
    }

    /**
     * Whether no thread of it can run: state T in what Linux tells of each. A process that is gone
     * has none.
     */
    private fun standsStill(): Boolean = File("/proc/$pid/task").listFiles().orEmpty().all { thread ->
        val line = runCatching { File(thread, "stat").readText() }.getOrNull()
        line == null || line.substringAfterLast(") ").startsWith("T")
    }

    fun resume() = signal("CONT")

    private fun signal(name: String) {
        val status = ProcessBuilder("kill", "-$name", pid.toString()).start().waitFor()
        check(status == 0) { "kill -$name $pid failed" }
    }

    @OptIn(ExperimentalPathApi::class)
    override fun close() {
        server.close()
        data.deleteRecursively()
    }

    private companion object {
        /**
         * Below the ports that the system gives to outgoing connections, one of which could take it
         * while the server is away.
         */
        private const val FIRST_PORT = 15_000
        private const val LAST_PORT = 30_000
        private const val PAUSE_NANOS = 10_000_000_000L

        private fun unusedPort(): Int = generateSequence { Random.nextInt(FIRST_PORT, LAST_PORT) }.take(1000).first { port ->
            runCatching { ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close() }.isSuccess
        }
    }
}
