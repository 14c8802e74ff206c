package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.TruncatedAnswerException
import dev.houseflow.internal.wire.ByteSource

/**
 * The body of one answer, strictly framed: it ends where HTTP says that it ends, or it fails with
 * [TruncatedAnswerException] or [HttpSyntaxException]. Its windows are parts of the connection's
 * own buffer.
 */
internal abstract class BodyReader(protected val reader: WireReader) : ByteSource() {
    /** Whether the whole body has been read, so that the connection can carry the next request. */
    var isComplete: Boolean = false
        protected set

    /** How many bytes are surely still to come, or `null` when that is not known. */
    open val remainingBytes: Long? get() = null

    /** Hands out at most [max] of the bytes that have arrived. */
    protected fun handOut(max: Long): Int {
        val count = minOf(max, reader.available.toLong()).toInt()
        val start = reader.position
        reader.skip(count)
        window(reader.array, start, start + count)
        return count
    }

    companion object {
        /** The body that belongs to [head]. */
        fun of(head: HttpHead, reader: WireReader, requestMethod: String): BodyReader {
            val length = head.first("Content-Length")
            val coding = head.transferCoding
            return when {
                requestMethod == "HEAD" || head.status == NO_CONTENT || head.status == NOT_MODIFIED -> LengthBody(reader, 0)
                coding != null -> ChunkedBody(reader).also { checkTransferCoding(coding) }
                length != null -> LengthBody(reader, checkLength(head, length))
                else -> UntilCloseBody(reader)
            }
        }

        /**
         * Anything but chunks alone is packed in a way that the data is not, or has no certain end.
         */
        fun checkTransferCoding(coding: String) {
            if (coding.trim().equals("chunked", ignoreCase = true)) return
            val shown = coding.take(80)
            throw HttpSyntaxException(
                "The server uses the transfer coding \"$shown\", which nothing asked for, and only \"chunked\" can be read; make " +
                    "the proxy before the server leave the coding out",
            )
        }

        /** Digits alone, and the same ones each time that it is said. */
        private fun checkLength(head: HttpHead, length: String): Long {
            val another = head.fields.firstOrNull { it.first.equals("Content-Length", ignoreCase = true) && it.second != length }?.second
            val number = if (another == null && length.all { it in '0'..'9' }) length.toLongOrNull() else null
            val said = if (another == null) length else "$length and $another"
            return number ?: throw HttpSyntaxException("The server sent Content-Length: ${said.take(40)}")
        }

        private const val NO_CONTENT = 204
        private const val NOT_MODIFIED = 304
    }
}

/** `Content-Length: n`. */
internal class LengthBody(reader: WireReader, private val length: Long) : BodyReader(reader) {
    private var left = length

    init {
        isComplete = left == 0L
    }

    override val remainingBytes: Long get() = left

    override suspend fun refill(): Boolean {
        if (left == 0L) return false
        if (!reader.fill()) {
            throw TruncatedAnswerException(
                "The server closed the connection after ${length - left} of the $length bytes that it had announced",
            )
        }
        left -= handOut(left)
        if (left == 0L) isComplete = true
        return true
    }
}

/** `Transfer-Encoding: chunked`, to its last chunk and over its trailers. */
internal class ChunkedBody(reader: WireReader) : BodyReader(reader) {
    private var left = 0L
    private var firstChunk = true

    override suspend fun refill(): Boolean {
        if (isComplete) return false
        if (left == 0L) {
            left = nextChunk()
            if (left == 0L) {
                skipTrailers()
                isComplete = true
                return false
            }
        }
        if (!reader.fill()) throw TruncatedAnswerException("The server closed the connection in the middle of a chunk")
        left -= handOut(left)
        return true
    }

    private suspend fun nextChunk(): Long {
        if (!firstChunk) {
            val end = readLine()
            if (end.isNotEmpty()) throw HttpSyntaxException("A chunk of the answer is longer than its announced size")
        }
        firstChunk = false
        val line = readLine()
        val digits = line.substringBefore(';').trim()
        if (digits.isEmpty() || digits.length > MAX_SIZE_DIGITS || digits.any { it.digitToIntOrNull(16) == null }) {
            throw HttpSyntaxException("The server sent \"${line.take(40)}\" where the size of a chunk belongs")
        }
        return digits.toLong(16)
    }

    private suspend fun skipTrailers() {
        var lines = 0
        while (readLine().isNotEmpty()) {
            if (++lines > MAX_TRAILERS) throw HttpSyntaxException("The server sent more than $MAX_TRAILERS trailer lines")
        }
    }

    private suspend fun readLine(): String = reader.readLine(MAX_LINE)
        ?: throw TruncatedAnswerException("The server closed the connection before the last chunk of its answer")

    private companion object {
        private const val MAX_SIZE_DIGITS = 15
        private const val MAX_LINE = 64 * 1024
        private const val MAX_TRAILERS = 1_000
    }
}

/**
 * No length at all, as HTTP/1.0 proxies answer: everything until the server closes. Whether that
 * was the end cannot be told.
 */
internal class UntilCloseBody(reader: WireReader) : BodyReader(reader) {
    override suspend fun refill(): Boolean {
        if (!reader.fill()) {
            isComplete = true
            return false
        }
        handOut(Long.MAX_VALUE)
        return true
    }
}
