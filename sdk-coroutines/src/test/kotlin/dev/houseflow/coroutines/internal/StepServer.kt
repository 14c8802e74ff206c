package dev.houseflow.coroutines.internal

import dev.houseflow.testkit.ScriptedServer
import dev.houseflow.testkit.ScriptedServer.Conversation
import dev.houseflow.testkit.ScriptedServer.Request
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger

internal typealias Step = Conversation.(Request) -> Unit

/** Answers the first request as the first of [steps] says, and so on, over however many connections; all further ones with [OK]. */
internal class StepServer(vararg steps: Step) : AutoCloseable {
    private val left = ConcurrentLinkedQueue(steps.asList())
    private val server = ScriptedServer {
        while (true) {
            val request = readRequest() ?: break
            if (request.target.startsWith("/ping")) {
                pings.incrementAndGet()
                answer("Ok.\n")
            } else {
                seen += request
                onRequest()
                (left.poll() ?: OK)(request)
            }
        }
    }

    /** Runs before each answer. */
    @Volatile
    var onRequest: () -> Unit = {}

    val endpoint: String get() = server.endpoint
    val port: Int get() = server.port
    val pings = AtomicInteger()
    val seen = CopyOnWriteArrayList<Request>()
    val bodies: List<String> get() = seen.map { String(it.body) }

    /** The ids under which the requests came. */
    val queryIds: List<String> get() = seen.map { it.target.substringAfter("query_id=").substringBefore('&') }

    override fun close() {
        server.close()
    }

    companion object {
        const val SUMMARY: String = "X-ClickHouse-Summary: {\"read_rows\":\"1\"}"

        val OK: Step = { answer("fine", "200 OK", SUMMARY) }

        /** Hangs up without a word. */
        val HANG_UP: Step = { reset() }

        /** Begins to answer and hangs up: that is no stale connection. */
        val BREAK_OFF: Step = {
            send("HTTP/1.1 ")
            reset()
        }

        fun status(status: String): Step = { answer("try again", status) }

        fun code(code: Int): Step = {
            answer(
                "Code: $code. DB::Exception: No. (SOME_NAME) (version 26.7.1.1)",
                "500 Internal Server Error",
                "X-ClickHouse-Exception-Code: $code",
            )
        }

        fun native(vararg blocks: ByteArray): Step = { answer(blocks.fold(ByteArray(0), ByteArray::plus), "200 OK", SUMMARY) }

        /** Some bytes of a longer answer, then nothing more. */
        fun cut(bytes: ByteArray): Step = {
            send("HTTP/1.1 200 OK\r\nContent-Length: ${bytes.size + 100}\r\n$SUMMARY\r\n\r\n")
            send(bytes)
            reset()
        }

        /** One block: column `n` of UInt8. */
        fun block(vararg values: Int): ByteArray =
            byteArrayOf(1, values.size.toByte(), 1, 'n'.code.toByte(), 5) + "UInt8".toByteArray() +
                ByteArray(values.size) { values[it].toByte() }

        /** What `DESCRIBE TABLE` says of a table with one column `n` of UInt8. */
        fun description(): ByteArray {
            fun text(text: String) = byteArrayOf(text.length.toByte()) + text.toByteArray()
            fun column(name: String, value: String) = text(name) + text("String") + text(value)
            return byteArrayOf(3, 1) + column("name", "n") + column("type", "UInt8") + column("default_type", "")
        }
    }
}
