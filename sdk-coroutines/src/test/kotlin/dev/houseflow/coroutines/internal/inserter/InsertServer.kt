package dev.houseflow.coroutines.internal.inserter

import dev.houseflow.coroutines.internal.Step
import dev.houseflow.coroutines.internal.StepServer
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.testkit.ScriptedServer
import dev.houseflow.testkit.ScriptedServer.Request
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger

/**
 * Says that every table has one column `n` of [type], and which settings it has; answers the first
 * insert as the first of [steps] says, and so on, all further ones well.
 */
internal class InsertServer(
    vararg steps: Step,
    @Volatile var type: String = "UInt8",
    private val settings: List<String> = listOf("insert_deduplication_token", "async_insert", TYPES),
) : AutoCloseable {
    private val left = ConcurrentLinkedQueue(steps.asList())
    private val server = ScriptedServer {
        while (true) {
            val request = readRequest() ?: break
            val body = String(request.body)
            when {
                request.target.startsWith("/ping") -> answer("Ok.\n")

                body.startsWith("DESCRIBE") -> {
                    descriptions.incrementAndGet()
                    answer(texts("name" to listOf("n"), "type" to listOf(type), "default_type" to listOf("")), "200 OK", SUMMARY)
                }

                body.startsWith("SELECT name FROM system.settings") -> answer(texts("name" to settings), "200 OK", SUMMARY)

                else -> {
                    inserts += request
                    (left.poll() ?: StepServer.OK)(request)
                }
            }
        }
    }

    val endpoint: String get() = server.endpoint
    val descriptions = AtomicInteger()
    val inserts = CopyOnWriteArrayList<Request>()

    /** The token of each insert. */
    val tokens: List<String?> get() = inserts.map { parameter(it, "insert_deduplication_token") }

    /** How many rows each insert had, of one byte per row behind the block's head. */
    val rows: List<Int> get() = inserts.map { it.body[1].toInt() }

    override fun close() {
        server.close()
    }

    companion object {
        const val TYPES: String = "input_format_native_allow_types_conversion"
        private const val SUMMARY = StepServer.SUMMARY

        fun parameter(request: Request, name: String): String? =
            request.target.split('?', '&').firstOrNull { it.startsWith("$name=") }?.substringAfter('=')

        /** One block of columns of String. */
        private fun texts(vararg columns: Pair<String, List<String>>): ByteArray {
            val rows = columns.first().second.size
            if (rows == 0) return ByteArray(0)
            return ByteSink().apply {
                writeVarUInt(columns.size.toLong())
                writeVarUInt(rows.toLong())
                for ((name, values) in columns) {
                    writeString(name)
                    writeString("String")
                    values.forEach(::writeString)
                }
            }.toByteArray()
        }
    }
}
