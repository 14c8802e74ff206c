package dev.houseflow.coroutines

import dev.houseflow.Compression
import dev.houseflow.QueryRequest
import dev.houseflow.testkit.ScriptedServer
import io.kotest.core.spec.style.StringSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.runBlocking
import java.nio.ByteBuffer
import java.nio.ByteOrder

/** A stream takes the memory of a few blocks, however long it is. */
class SmallHeapTest : StringSpec({
    "a gigabyte goes through 64 MB of heap" {
        val block = block(ROWS)
        ScriptedServer {
            readRequest()
            send("HTTP/1.1 200 OK\r\nX-ClickHouse-Format: Native\r\nTransfer-Encoding: chunked\r\n\r\n")
            repeat(BLOCKS) { chunk(block) }
            send("0\r\n\r\n")
        }.use { server ->
            printedInSmallHeap(SmallHeapReader::class.java, server.port.toString()) shouldBe (ROWS.toLong() * BLOCKS).toString()
        }
    }
}) {
    private companion object {
        const val ROWS = 65_536
        const val BLOCKS = 2_048

        /** One column of Int64, 512 KiB. */
        fun block(rows: Int): ByteArray {
            val bytes = ByteBuffer.allocate(rows * 8 + 32).order(ByteOrder.LITTLE_ENDIAN)
            bytes.put(1).put((rows and 0x7f or 0x80).toByte()).put((rows shr 7 and 0x7f or 0x80).toByte()).put((rows shr 14).toByte())
            bytes.put(1).put("x".toByteArray()).put(5).put("Int64".toByteArray())
            repeat(rows) { bytes.putLong(it.toLong()) }
            return bytes.array().copyOf(bytes.position())
        }
    }
}

/** Runs in a JVM of its own: prints how many rows it has read. */
internal object SmallHeapReader {
    @JvmStatic
    fun main(args: Array<String>) {
        ClickHouseClient("http://127.0.0.1:${args[0]}") { compression = Compression.NONE }.use { client ->
            var rows = 0L
            runBlocking { client.blocks(QueryRequest.of("SELECT x FROM long")).collect { rows += it.rowCount } }
            println(rows)
        }
    }
}
