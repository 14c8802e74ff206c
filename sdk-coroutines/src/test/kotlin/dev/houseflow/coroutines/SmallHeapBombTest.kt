package dev.houseflow.coroutines

import dev.houseflow.Compression
import dev.houseflow.FormatException
import dev.houseflow.QueryRequest
import dev.houseflow.RetryPolicy
import dev.houseflow.internal.compress.CompressionMethod
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.ScriptedServer
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.runBlocking

/** With nothing set, no answer fills a heap of 64 MB. */
class SmallHeapBombTest : StringSpec({
    for (method in listOf(CompressionMethod.LZ4, CompressionMethod.ZSTD)) {
        "bombs of $method are errors in 64 MB of heap" {
            // The next one for every call of the child.
            val bombs = listOf<Pair<Int, ByteSink.() -> Unit>>(
                'x'.code to {
                    column(1, "String")
                    writeVarUInt(900_000_000)
                },
                0 to { column(250_000_000, "UInt8") },
                1 to { column(60_000_000, "Nullable(Nothing)") },
                0 to { column(100_000_000, "String") },
            ).iterator()
            ScriptedServer {
                val (filler, begin) = bombs.next()
                readRequest()
                send(Answers.head("Transfer-Encoding: chunked", "Connection: close"))
                chunk(Answers.frame(method, ByteSink().apply(begin).toByteArray()))
                val rest = Answers.frame(method, ByteArray(1 shl 20) { filler.toByte() })
                while (true) chunk(rest)
            }.use { server -> printedInSmallHeap(SmallHeapTarget::class.java, server.port.toString(), "4") shouldBe "4 errors" }
        }
    }

    "a frame of 100 MB of zeros is an error in 64 MB of heap" {
        val frame = ByteSink().let { sink ->
            val encoder = dev.houseflow.internal.compress.FrameEncoder(CompressionMethod.ZSTD, 100 shl 20)
            encoder.write(ByteArray(100 shl 20), 0, 100 shl 20, sink)
            encoder.flush(sink)
            sink.toByteArray()
        }
        ScriptedServer {
            readRequest()
            send(Answers.chunked(listOf(frame), "Connection: close"))
        }.use { server -> printedInSmallHeap(SmallHeapTarget::class.java, server.port.toString(), "1") shouldBe "1 errors" }
    }
}) {
    private companion object {
        fun ByteSink.column(rows: Long, type: String) {
            writeVarUInt(1)
            writeVarUInt(rows)
            writeString("n")
            writeString(type)
        }
    }
}

/** Runs in a JVM of its own: prints how many of its calls ended with the error that they are to end with. */
internal object SmallHeapTarget {
    @JvmStatic
    fun main(args: Array<String>) {
        var errors = 0
        ClickHouseClient("http://127.0.0.1:${args[0]}") {
            compression = Compression.LZ4
            retry = RetryPolicy.NONE
            killOnCancel = false
        }.use { client ->
            runBlocking {
                repeat(args[1].toInt()) {
                    try {
                        client.blocks(QueryRequest.of("SELECT n FROM bomb")).collect()
                    } catch (e: FormatException) {
                        if ("maxBlockBytes" in e.message.orEmpty()) errors++ else e.printStackTrace(System.out)
                    }
                }
            }
        }
        println("$errors errors")
    }
}
