package dev.houseflow.coroutines

import dev.houseflow.ExternalTable
import dev.houseflow.Format
import io.kotest.core.spec.style.StringSpec
import io.kotest.engine.spec.tempfile
import io.kotest.matchers.longs.shouldBeInRange
import kotlinx.coroutines.runBlocking
import java.io.BufferedInputStream
import java.io.RandomAccessFile
import java.net.InetAddress
import java.net.ServerSocket
import java.nio.file.Path
import kotlin.concurrent.thread

/** Tables that are sent along take the memory of a few pieces, however long they are. */
class SmallHeapSendTest : StringSpec({
    "a file and rows of half a gigabyte each are sent along from 64 MB of heap" {
        val file = tempfile()
        RandomAccessFile(file, "rw").use { it.setLength(SIZE) }
        ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { listener ->
            thread(isDaemon = true) { countOneRequest(listener) }
            val count = printedInSmallHeap(SmallHeapSender::class.java, listener.localPort.toString(), file.path).toLong()
            // Chunks and blocks have heads, too.
            count shouldBeInRange 2 * SIZE..2 * SIZE + SIZE / 100
        }
    }
}) {
    internal companion object {
        const val SIZE = 512L shl 20
        private val END = "\r\n0\r\n\r\n".toByteArray()

        /** Answers with the number of bytes that came. Zeros, and numbers of eight bytes below 2^32, cannot hold the end. */
        private fun countOneRequest(listener: ServerSocket) {
            listener.accept().use { socket ->
                val input = BufferedInputStream(socket.getInputStream())
                val buffer = ByteArray(1 shl 16)
                var tail = ByteArray(0)
                var count = 0L
                while (!tail.contentEquals(END)) {
                    val read = input.read(buffer)
                    if (read < 0) return
                    count += read
                    tail = (tail + buffer.copyOf(read)).takeLast(END.size).toByteArray()
                }
                val text = count.toString()
                socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n$text".toByteArray())
            }
        }
    }
}

/** Runs in a JVM of its own: prints what the server says that has arrived. */
internal object SmallHeapSender {
    @JvmStatic
    fun main(args: Array<String>) {
        val rows = object : AbstractCollection<Long>() {
            override val size: Int = (SmallHeapSendTest.SIZE / Long.SIZE_BYTES).toInt()

            override fun iterator(): Iterator<Long> = (0L until size).iterator()
        }
        ClickHouseClient("http://127.0.0.1:${args[0]}").use { client ->
            val answer = runBlocking {
                client.rawQuery("SELECT 1 FROM file, numbers") {
                    externalTable(ExternalTable.of("file", "s String", Format.ROW_BINARY, Path.of(args[1])))
                    externalTable(ExternalTable("numbers", "n Int64", rows))
                }
            }
            println(String(answer))
        }
    }
}
