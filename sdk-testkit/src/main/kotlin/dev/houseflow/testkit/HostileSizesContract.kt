package dev.houseflow.testkit

import dev.houseflow.ClickHouseException
import dev.houseflow.Compression
import dev.houseflow.FormatException
import dev.houseflow.QueryRequest
import dev.houseflow.TransportException
import dev.houseflow.internal.compress.CompressionMethod
import dev.houseflow.internal.wire.ByteSink
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.toList

/**
 * Answers that would take any amount of memory end with an error of ours, in both doors. A door's
 * test is a subclass and nothing else.
 */
abstract class HostileSizesContract(door: ClientUnderTest) : FunSpec({
    timeout = 300_000

    suspend fun connected(server: ScriptedServer, compression: Compression, test: suspend ContractClient.() -> Unit) =
        door.connect(server.endpoint, DoorOptions("default", "", compression = compression)).use { it.test() }

    /**
     * Sends a block that begins with [begin] and goes on with frames of one byte, [filler], for as
     * long as the client takes them.
     */
    fun bomb(method: CompressionMethod?, filler: Int, begin: ByteSink.() -> Unit) = ScriptedServer {
        fun pack(bytes: ByteArray) = if (method == null) bytes else Answers.frame(method, bytes)
        readRequest()
        send(Answers.head("Transfer-Encoding: chunked", "Connection: close"))
        chunk(pack(ByteSink().apply(begin).toByteArray()))
        val rest = pack(ByteArray(1 shl 20) { filler.toByte() })
        while (true) chunk(rest)
    }

    suspend fun ContractClient.refusesBlocks(request: QueryRequest) {
        for (call in listOf<suspend () -> Unit>(
            { query(request, rowClass<Maybe>()) },
            { stream(request, rowClass<Maybe>()).collect() },
            { rows(request).collect() },
            { blocks(request).collect() },
        )) {
            val failure = shouldThrow<ClickHouseException> { call() }
            withClue(failure) { (failure is FormatException) shouldBe true }
            failure.message shouldContain "maxBlockBytes"
            failure.message.orEmpty().length shouldBeLessThan 4097
        }
    }

    fun column(sink: ByteSink, rows: Long, type: String) = with(sink) {
        writeVarUInt(1)
        writeVarUInt(rows)
        writeString("n")
        writeString(type)
    }

    val small = QueryRequest.builder("SELECT 1").maxBlockBytes(1L shl 20).build()

    for (method in listOf(null) + CompressionMethod.entries) {
        val compression = if (method == null) Compression.NONE else Compression.LZ4

        test("blocks that take more than they may, packed as $method: a long String, many numbers, many NULLs") {
            val bombs = listOf<Pair<Int, ByteSink.() -> Unit>>(
                'x'.code to {
                    column(this, 1, "String")
                    writeVarUInt(900_000_000)
                },
                0 to { column(this, 250_000_000, "UInt8") },
                1 to { column(this, 60_000_000, "Nullable(UInt8)") },
            )
            for ((filler, begin) in bombs) {
                bomb(method, filler, begin).use { server -> connected(server, compression) { refusesBlocks(small) } }
            }
        }
    }

    test("a request's limit is for each block, of which a frame may hold many") {
        val block = Answers.block(List(100) { it })
        val blocks = List(100) { block }.fold(ByteArray(0), ByteArray::plus)
        ScriptedServer {
            readRequest()
            send(Answers.chunked(listOf(Answers.frame(CompressionMethod.LZ4, blocks)), "Connection: close"))
        }.use { server ->
            connected(server, Compression.LZ4) {
                // 100 bytes, 16 for each row, and what the column takes.
                val limited = QueryRequest.builder("SELECT 1").maxBlockBytes(4_000).build()
                query(limited, rowClass<Maybe>()).rows.size shouldBe 10_000
                shouldThrow<FormatException> { query(limited.toBuilder().maxBlockBytes(2_000).build(), rowClass<Maybe>()) }
            }
        }
    }

    test("a block of 2^28 rows without a column") {
        ScriptedServer {
            readRequest()
            val block = ByteSink().apply {
                writeVarUInt(0)
                writeVarUInt((1L shl 28) - 1)
            }
            send(Answers.chunked(listOf(block.toByteArray()), "Connection: close"))
        }.use { server ->
            connected(server, Compression.NONE) {
                shouldThrow<FormatException> { rows(QueryRequest.of("SELECT 1")).toList() }.message shouldContain "without a column"
                shouldThrow<FormatException> { query(QueryRequest.of("SELECT 1"), rowClass<Maybe>()) }
            }
        }
    }

    test("a head of many megabytes") {
        val field = "X-Field: " + "x".repeat((1 shl 20) - 12) + "\r\n"
        ScriptedServer {
            readRequest()
            send("HTTP/1.1 200 OK\r\n")
            repeat(10_000) { send(field) }
        }.use { server ->
            connected(server, Compression.NONE) {
                for (request in listOf(QueryRequest.of("SELECT 1"), QueryRequest.builder("SELECT 1").maxHeadBytes(3 shl 20).build())) {
                    val failure = shouldThrow<TransportException> { execute(request) }
                    failure.message shouldContain "maxHeadBytes"
                    failure.message.orEmpty().length shouldBeLessThan 4097
                }
            }
        }
    }

    test("a request's limit lets a longer head through; progress takes nothing of it") {
        val long = "X-Field: " + "x".repeat(100_000) + "\r\n"
        val progress = "X-ClickHouse-Progress: {\"read_rows\":\"1\"}\r\n".repeat(10_000)
        ScriptedServer {
            while (true) {
                readRequest() ?: break
                send("HTTP/1.1 200 OK\r\n" + progress + long.repeat(20) + "Content-Length: 0\r\n\r\n")
            }
        }.use { server ->
            connected(server, Compression.NONE) {
                shouldThrow<TransportException> { execute(QueryRequest.of("SELECT 1")) }.message shouldContain "maxHeadBytes"
                val roomy = QueryRequest.builder("SELECT 1").maxHeadBytes(20 * long.length + 500).build()
                execute(roomy).headers.getValue("X-Field").size shouldBe 20
            }
            server.failures.shouldBeEmpty()
        }
    }
})
