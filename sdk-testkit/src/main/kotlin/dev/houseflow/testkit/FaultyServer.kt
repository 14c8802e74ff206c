package dev.houseflow.testkit

import dev.houseflow.embedded.EmbeddedClickHouse
import java.net.InetAddress
import java.net.ServerSocket
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.deleteRecursively
import kotlin.random.Random

/** An embedded server that can be killed, paused and started again, on the same port and with the same data. */
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

    /** Stops the server in its tracks (SIGSTOP): its sockets stay open, and nothing comes out of them. */
    fun pause() = signal("STOP")

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
        /** Below the ports that the system gives to outgoing connections, one of which could take it while the server is away. */
        private const val FIRST_PORT = 15_000
        private const val LAST_PORT = 30_000

        private fun unusedPort(): Int = generateSequence { Random.nextInt(FIRST_PORT, LAST_PORT) }.take(1000).first { port ->
            runCatching { ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close() }.isSuccess
        }
    }
}
