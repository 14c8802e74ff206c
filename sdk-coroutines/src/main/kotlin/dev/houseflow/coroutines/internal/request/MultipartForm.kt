package dev.houseflow.coroutines.internal.request

import dev.houseflow.coroutines.internal.transport.BodySink
import dev.houseflow.internal.block.dataBytes
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.external.TableData
import kotlinx.coroutines.CoroutineDispatcher
import java.io.ByteArrayOutputStream
import java.util.UUID

/**
 * A body of `multipart/form-data`: fields, then files. The server unpacks neither
 * `Content-Encoding` nor `decompress=1` from a form, so it goes as it is.
 *
 * Nothing that is sent can end a part by chance or by design, since the boundary is random.
 */
internal class MultipartForm {
    private val boundary = "houseflow-" + UUID.randomUUID()
    private val fields = ByteArrayOutputStream()

    val contentType: String get() = "multipart/form-data; boundary=$boundary"

    /**
     * A field, in several of the same name when [value] is longer than a server takes: it puts them
     * together again.
     */
    fun split(name: String, value: ByteArray) {
        for (start in value.indices step MAX_FIELD) field(name, value, start, minOf(value.size, start + MAX_FIELD))
    }

    fun field(name: String, value: ByteArray) {
        field(name, value, 0, value.size)
    }

    private fun field(name: String, value: ByteArray, start: Int, end: Int) {
        fields.write(text("--$boundary\r\nContent-Disposition: form-data; name=\"$name\"\r\n\r\n"))
        fields.write(value, start, end - start)
        fields.write(LINE_END)
    }

    /** The form without files. */
    fun bytes(): ByteArray = fields.toByteArray() + last()

    /**
     * The form with [files], by names that need no quoting; what has to be read for them is read on
     * [io].
     */
    suspend fun writeTo(sink: BodySink, files: List<Pair<String, TableData>>, io: CoroutineDispatcher) {
        var before = fields.toByteArray()
        for ((name, data) in files) {
            val head = "--$boundary\r\nContent-Disposition: form-data; name=\"$name\"; filename=\"$name\"\r\n" +
                "Content-Type: application/octet-stream\r\n\r\n"
            sink.write(before + text(head))
            send(data, sink, io)
            before = LINE_END
        }
        sink.write(before + last())
    }

    private fun last(): ByteArray = text("--$boundary--\r\n")

    internal companion object {
        /** Half of what servers from 23.6 on take by default (`http_max_field_value_size`). */
        const val MAX_FIELD = 64 * 1024
        private const val BLOCK_ROWS = 65_536
        private const val BLOCK_BYTES = 4L * 1024 * 1024
        private val LINE_END = text("\r\n")

        private fun text(text: String): ByteArray = text.toByteArray(Charsets.ISO_8859_1)

        private suspend fun BodySink.write(bytes: ByteArray) {
            write(bytes, 0, bytes.size)
        }

        private suspend fun send(data: TableData, sink: BodySink, io: CoroutineDispatcher) {
            when (data) {
                is TableData.Bytes -> sink.write(data.bytes)
                is TableData.File -> fileFlow(data.path, io).collect { sink.write(it) }
                is TableData.Stream -> streamFlow(data.take(), io).collect { sink.write(it) }
                is TableData.Rows<*> -> sendRows(data, sink)
            }
        }

        private suspend fun <T> sendRows(data: TableData.Rows<T>, sink: BodySink) {
            val writer = data.adapter.writer(data.columns)
            val block = newBlockBuilder(data.columns)
            writer.bind(block)
            val chunks = BlockChunks(null)
            var count = 0
            for (row in data.rows) {
                writer.write(row)
                count++
                if (count == BLOCK_ROWS || (BlockSizer.isDue(count) && block.dataBytes() >= BLOCK_BYTES)) {
                    chunks.of(block).write(sink)
                    count = 0
                }
            }
            if (block.rowCount > 0) chunks.of(block).write(sink)
        }
    }
}
