package dev.houseflow.samples.cluster

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

/** Servers that the script `servers` starts, kills and stops: two shards with two replicas each, nodes 1 to 4. */
class Servers private constructor(private val script: Path, private val folder: Path) : AutoCloseable {
    private val first = Files.readString(folder.resolve("ports")).trim().toInt()

    val nodes: IntRange = 1..4

    fun endpoint(node: Int): String = "http://127.0.0.1:${first + node}"

    /** HTTP has the native port minus ten, as the script chooses them. */
    fun endpointOfNativePort(port: Int): String = "http://127.0.0.1:${port - 10}"

    fun kill(node: Int) = run(script, "kill", folder, node.toString())

    fun up(node: Int) = run(script, "up", folder, node.toString())

    override fun close() {
        run(script, "stop", folder)
        folder.toFile().deleteRecursively()
    }

    companion object {
        /** Why there can be no servers here, or `null`. */
        fun missing(): String? {
            val commands = System.getenv("PATH").split(":").map { Path.of(it, "clickhouse-server") }
            return when {
                commands.none { Files.isExecutable(it) } -> "Debian's package clickhouse-server is not installed"
                !Files.exists(Path.of("/usr/share/java/zookeeper.jar")) -> "Debian's package zookeeper is not installed"
                else -> null
            }
        }

        fun start(script: Path): Servers {
            val folder = Files.createTempDirectory("houseflow-cluster")
            run(script, "start", folder)
            return Servers(script, folder)
        }

        private fun run(script: Path, command: String, folder: Path, vararg arguments: String) {
            val output = folder.resolveSibling("${folder.fileName}.$command.out")
            // Into a file: the servers inherit the output, and a pipe would never end.
            val process = ProcessBuilder(listOf("bash", script.toString(), command, folder.toString()) + arguments)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
            val status = process.waitFor()
            val said = Files.readString(output)
            Files.delete(output)
            if (status != 0) throw IOException("servers $command ${arguments.joinToString(" ")} ended with $status: $said")
        }
    }
}
