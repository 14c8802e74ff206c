package dev.houseflow.coroutines

import dev.houseflow.Compression
import dev.houseflow.QueryRequest
import dev.houseflow.coroutines.internal.http.TestCertificates
import dev.houseflow.internal.compress.CompressionMethod
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.testkit.Answers
import dev.houseflow.testkit.ScriptedServer
import io.kotest.core.spec.style.StringSpec
import io.kotest.engine.spec.tempfile
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.runBlocking
import java.net.InetAddress
import java.net.ServerSocket
import java.nio.file.Paths
import java.time.Duration

private const val STREAMS = 200
private const val ROWS = 8_192
private const val BLOCKS = 60

/** Many streams of which each has come to its first piece wait side by side, and each is read to its end afterwards. */
class SmallHeapStreamsTest : StringSpec({
    val blocks = List(BLOCKS) { at -> block(at * ROWS) }
    val loopback = InetAddress.getLoopbackAddress()

    fun count(way: String, pieces: List<ByteArray>, listener: ServerSocket = ServerSocket(0, STREAMS, loopback), trust: String = ""): Long =
        ScriptedServer(listener) {
            while (readRequest() != null) {
                send(Answers.head("Transfer-Encoding: chunked"))
                pieces.forEach { chunk(it) }
                send("0\r\n\r\n")
            }
        }.use { server -> printedInSmallHeap(SmallHeapStreams::class.java, way, "${server.port}", trust, megabytes = 128).toLong() }

    "$STREAMS streams of blocks wait in 128 MB of heap" { count("plain", blocks) shouldBe STREAMS.toLong() * ROWS * BLOCKS }

    "$STREAMS streams of bytes wait in 128 MB of heap" { count("raw", blocks) shouldBe STREAMS * blocks.sumOf { it.size.toLong() } }

    "$STREAMS streams of blocks in LZ4 wait in 128 MB of heap" {
        count("lz4", blocks.map { Answers.frame(CompressionMethod.LZ4, it) }) shouldBe STREAMS.toLong() * ROWS * BLOCKS
    }

    "$STREAMS streams over TLS wait in 128 MB of heap" {
        val certificate = TestCertificates("EC", "localhost")
        val listener = certificate.serverContext().serverSocketFactory.createServerSocket(0, STREAMS, loopback)
        val trust = tempfile().apply { writeText(certificate.certificatePem) }
        count("tls", blocks, listener, trust.path) shouldBe STREAMS.toLong() * ROWS * BLOCKS
    }
}) {
    private companion object {
        /** A column of Int64, 64 KiB. */
        fun block(from: Int): ByteArray = ByteSink().run {
            writeVarUInt(1)
            writeVarUInt(ROWS.toLong())
            writeString("n")
            writeString("Int64")
            writeLongs(LongArray(ROWS) { (from + it).toLong() * 7_919 }, ROWS)
            toByteArray()
        }
    }
}

/** Runs in a JVM of its own: prints how many rows, or bytes, all streams have had. */
internal object SmallHeapStreams {
    @JvmStatic
    fun main(args: Array<String>) {
        val (way, port, trust) = args
        ClickHouseClient(if (way == "tls") "https://localhost:$port" else "http://127.0.0.1:$port") {
            compression = if (way == "lz4") Compression.LZ4 else Compression.NONE
            maxConnections = STREAMS
            // All shake hands at once, with a server in the same two processors.
            connectTimeout = Duration.ofMinutes(2)
            if (way == "tls") sslContext = pemSslContext { trust(Paths.get(trust)) }
        }.use { client ->
            val request = QueryRequest.of("SELECT n FROM t")
            val sizes: () -> Flow<Int> = {
                if (way == "raw") client.rawStream(request).map { it.size } else client.blocks(request).map { it.rowCount }
            }
            println(runBlocking { sum(sizes) })
        }
    }

    private suspend fun sum(sizes: () -> Flow<Int>): Long = coroutineScope {
        var waiting = 0
        val allWait = CompletableDeferred<Unit>()
        val goOn = CompletableDeferred<Unit>()
        val streams = List(STREAMS) {
            async {
                var sum = 0L
                sizes().collect { size ->
                    if (sum == 0L && ++waiting == STREAMS) allWait.complete(Unit)
                    goOn.await()
                    sum += size
                }
                sum
            }
        }
        allWait.await()
        // What may lie ready comes meanwhile.
        delay(1_000)
        goOn.complete(Unit)
        streams.awaitAll().sum()
    }
}
