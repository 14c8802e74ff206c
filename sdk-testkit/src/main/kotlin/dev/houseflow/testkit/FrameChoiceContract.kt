package dev.houseflow.testkit

import dev.houseflow.internal.compress.CompressionMethod
import dev.houseflow.internal.compress.FrameEncoder
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.testkit.recent.RecentServer
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.util.concurrent.CopyOnWriteArrayList
import java.util.function.Function

/**
 * How a client with default options asks for answers that it can read, whatever the server and the
 * libraries at hand.
 *
 * @param task a class whose texts are the server's endpoint, a user, and operations. It makes a
 * client and gives the outcomes of the operations in order, separated by blanks: `query` gives the
 * sum of a typed query, `stream` the number of rows of a stream, `insert` the message of an insert
 * in ZSTD frames.
 */
abstract class FrameChoiceContract(task: Class<out Function<List<String>, String>>) : FunSpec({
    val missing = MissingLibrary(task)

    fun recent(ignoresMethod: Boolean = false) = RecentServer(AvailableServers.embedded.address.endpoint, ignoresMethod)

    test("with ZSTD at hand, the server's own choice is read, and no setting is sent") {
        recent().use { server ->
            val here = task.getDeclaredConstructor().newInstance()
            here.apply(listOf(server.endpoint, "default", "query", "stream", "query")) shouldBe "$SUM $ROWS $SUM"
            server.queries().map(::frames) shouldBe listOf("any", "any", "any")
            server.targets.filter { "network_compression_method" in it }.shouldBeEmpty()
        }
    }

    test("without zstd-jni, LZ4 is asked for") {
        recent().use { server ->
            missing.absent(JAR, server.endpoint, "default", "query", "stream", "query") shouldBe "$SUM $ROWS $SUM"
            server.queries().map(::frames) shouldBe listOf("LZ4", "LZ4", "LZ4")
        }
    }

    test("without zstd-jni, a user who may set nothing is served without compression, after one refusal") {
        recent().use { server ->
            missing.absent(JAR, server.endpoint, RecentServer.READER, "query", "stream", "query") shouldBe "$SUM $ROWS $SUM"
            server.queries().map(::frames) shouldBe listOf("LZ4", "none", "none", "none")
        }
    }

    test("without zstd-jni, a server that ignores the method is asked for no compression from then on") {
        recent(ignoresMethod = true).use { server ->
            missing.absent(JAR, server.endpoint, "default", "stream", "query", "stream") shouldBe "$ROWS $SUM $ROWS"
            server.queries().map(::frames) shouldBe listOf("LZ4", "none", "none", "none")
        }
    }

    test("where zstd-jni does not load, the first answer in ZSTD tells, and LZ4 is asked for from then on") {
        recent().use { server ->
            missing.withProperties(
                listOf("-DZstdNativePath=/nowhere/libzstd.so"),
                server.endpoint,
                "default",
                "stream",
                "query",
                "stream",
            ) shouldBe "$ROWS $SUM $ROWS"
            server.queries().map(::frames) shouldBe listOf("any", "LZ4", "LZ4", "LZ4")
        }
    }

    test("without zstd-jni, an insert in ZSTD frames says which library it needs") {
        recent().use { server ->
            missing.absent(JAR, server.endpoint, "default", "insert") shouldContain "com.github.luben:zstd-jni"
        }
    }

    for (withZstd in listOf(true, false)) {
        test(
            "a server from before 2019 is asked for no compression from its first answer on${if (withZstd) "" else ", without zstd-jni"}",
        ) {
            OldServer().use { server ->
                val args = listOf(server.endpoint, "default", "query", "stream", "query")
                val outcome = if (withZstd) {
                    task.getDeclaredConstructor().newInstance().apply(args)
                } else {
                    missing.absent(JAR, *args.toTypedArray())
                }
                outcome shouldBe "7 1 7"
                server.targets.map(::frames) shouldBe listOf(if (withZstd) "any" else "LZ4", "none", "none", "none")
            }
        }
    }
}) {
    /**
     * Answers as 18.16: without headers that say anything, and without the end of an answer in
     * frames; it knows the name lz4, and not LZ4.
     */
    private class OldServer : AutoCloseable {
        val targets = CopyOnWriteArrayList<String>()
        private val server = ScriptedServer {
            while (true) {
                val request = readRequest() ?: break
                if (request.body.decodeToString().startsWith("KILL")) {
                    answer("")
                    continue
                }
                targets += request.target
                when {
                    "network_compression_method=LZ4" in request.target -> answer(
                        framed("Code: 89, e.displayText() = DB::Exception: Unknown compression method LZ4, e.what() = DB::Exception\n"),
                        "500 Internal Server Error",
                    )

                    "compress=1" in request.target -> answer("")

                    else -> answer(BLOCK)
                }
            }
        }
        val endpoint: String get() = server.endpoint

        private fun framed(text: String): ByteArray {
            val sink = ByteSink()
            val encoder = FrameEncoder(CompressionMethod.LZ4)
            val bytes = text.toByteArray()
            encoder.write(bytes, 0, bytes.size, sink)
            encoder.flush(sink)
            return sink.toByteArray()
        }

        override fun close() = server.close()
    }

    companion object {
        /** What the task is to ask for a sum. */
        const val QUERY: String = "SELECT sum(number)::Int64 AS id FROM numbers(1000)"

        /** What the task is to stream. */
        const val STREAM: String = "SELECT number::Int64 AS id FROM numbers(200000)"

        private const val SUM = 499_500
        private const val ROWS = 200_000
        private const val JAR = "zstd-jni"

        /** One row of one column, id Int64 = 7. */
        private val BLOCK = byteArrayOf(1, 1, 2) + "id".toByteArray() + 5 + "Int64".toByteArray() + byteArrayOf(7, 0, 0, 0, 0, 0, 0, 0)

        private fun RecentServer.queries(): List<String> = targets.filter { "default_format=Native" in it }

        /** What [target] says of frames. */
        private fun frames(target: String): String = when {
            "compress=1" !in target -> "none"
            else -> Regex("network_compression_method=(\\w+)").find(target)?.groupValues?.get(1) ?: "any"
        }
    }
}
