package dev.houseflow.testkit

import com.github.luben.zstd.ZstdOutputStream
import dev.houseflow.internal.compress.CompressionMethod
import dev.houseflow.internal.compress.FrameEncoder
import dev.houseflow.internal.wire.ByteSink
import java.io.ByteArrayOutputStream
import java.util.zip.DeflaterOutputStream
import java.util.zip.GZIPOutputStream

/** What servers send, byte by byte. */
object Answers {
    private const val LINKED_BYTES = 1000

    const val TAG = "abcdefghijklmnop"
    const val MESSAGE = "Code: 395. DB::Exception: Value passed to 'throwIf' function is non-zero: while executing. " +
        "(FUNCTION_THROW_IF_VALUE_IS_NON_ZERO) (version 25.11.1.1)"
    const val SUMMARY = "X-ClickHouse-Summary: {\"read_rows\":\"1\"}"
    const val TAG_FIELD = "X-ClickHouse-Exception-Tag: $TAG"

    /** How a server since 25.11 ends an answer that it cannot go on with. */
    fun taggedException(tag: String = TAG, message: String = MESSAGE): ByteArray =
        "\r\n__exception__\r\n$tag\r\n$message\n${message.length + 1} $tag\r\n__exception__\r\n".toByteArray()

    /** One block: column `n` of UInt8. */
    fun block(values: List<Int>): ByteArray =
        byteArrayOf(1, values.size.toByte(), 1, 'n'.code.toByte(), 5) + "UInt8".toByteArray() +
            ByteArray(values.size) { values[it].toByte() }

    /** One of ClickHouse's own frames. */
    fun frame(method: CompressionMethod, bytes: ByteArray): ByteArray {
        val sink = ByteSink()
        val encoder = FrameEncoder(method)
        encoder.write(bytes, 0, bytes.size, sink)
        encoder.flush(sink)
        return sink.toByteArray()
    }

    fun gzip(bytes: ByteArray): ByteArray = ByteArrayOutputStream().also { out ->
        GZIPOutputStream(out).use { it.write(bytes) }
    }.toByteArray()

    fun deflate(bytes: ByteArray): ByteArray =
        ByteArrayOutputStream().also { out -> DeflaterOutputStream(out).use { it.write(bytes) } }.toByteArray()

    fun zstd(bytes: ByteArray): ByteArray =
        ByteArrayOutputStream().also { out -> ZstdOutputStream(out).use { it.write(bytes) } }.toByteArray()

    /** In small blocks, each of which looks back at those before it. */
    fun lz4(bytes: ByteArray): ByteArray = ByteArrayOutputStream().also { out ->
        val packed = LinkedLz4(out)
        for (start in bytes.indices step LINKED_BYTES) {
            packed.write(bytes, start, minOf(LINKED_BYTES, bytes.size - start))
            packed.flush()
        }
        packed.finish()
    }.toByteArray()

    fun head(vararg fields: String): ByteArray =
        (listOf("HTTP/1.1 200 OK", SUMMARY) + fields).joinToString("\r\n", postfix = "\r\n\r\n").toByteArray()

    fun chunk(bytes: ByteArray): ByteArray = "${Integer.toHexString(bytes.size)}\r\n".toByteArray() + bytes + "\r\n".toByteArray()

    val LAST_CHUNK: ByteArray = "0\r\n\r\n".toByteArray()

    /** A whole answer, each of [pieces] a chunk. */
    fun chunked(pieces: List<ByteArray>, vararg fields: String): ByteArray =
        pieces.fold(head("Transfer-Encoding: chunked", *fields)) { all, piece -> all + chunk(piece) } + LAST_CHUNK

    /** A whole answer with `Content-Length`. */
    fun withLength(pieces: List<ByteArray>, vararg fields: String): ByteArray {
        val body = pieces.fold(ByteArray(0), ByteArray::plus)
        return head("Content-Length: ${body.size}", *fields) + body
    }
}
