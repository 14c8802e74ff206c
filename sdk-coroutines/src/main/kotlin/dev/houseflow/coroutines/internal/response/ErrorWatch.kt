package dev.houseflow.coroutines.internal.response

import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.QuerySummary
import dev.houseflow.internal.compress.FrameDecoder
import dev.houseflow.internal.wire.ByteArraySource
import dev.houseflow.internal.wire.ByteSource
import dev.houseflow.internal.wire.ReadLimits

/**
 * Watches an answer that has begun well for the exception that a server may put into it.
 *
 * @param documents whether the server may write it into a document in the format of the answer,
 * although it announced a tag
 * @param format the format that the request asks for, if it is known
 */
internal class ErrorWatch(
    private val summary: QuerySummary,
    private val httpStatus: Int,
    private val documents: Boolean,
    private val format: String?,
) {
    private val tag: String? = summary.header("X-ClickHouse-Exception-Tag")?.trim()?.takeIf { it.isNotEmpty() }
    private val places: ErrorPlaces get() = ErrorPlaces.of(summary.format?.name ?: format, summary.header("Content-Type"))

    private fun fail(text: String): Throwable = ServerErrors.parse(text, null, summary.queryId.ifEmpty { null }, httpStatus)

    /**
     * The bytes in the frames of [source]. A server that cannot go on with its compression writes
     * the error where the next frame would begin.
     */
    fun unpack(source: ByteSource, limits: ReadLimits): FrameDecoder {
        val boundary = BlockBoundary(source, tag?.let(::TaggedException), ::fail)
        return FrameDecoder(boundary, limits, boundary::check)
    }

    /**
     * [source] up to the exception. In Native the boundary has to be asked before each block, if
     * there is one.
     */
    fun native(source: ByteSource): Pair<ByteSource, BlockBoundary?> {
        if (tag != null) return ExceptionScanner(source, TaggedException(tag), ::fail) to null
        return BlockBoundary(source, null, ::fail).let { it to it }
    }

    /** The same for any other format. */
    fun text(source: ByteSource): ByteSource {
        if (tag == null) return ExceptionScanner(source, UntaggedException(places, plain = true, documents = true), ::fail)
        val tagged = ExceptionScanner(source, TaggedException(tag), ::fail)
        return if (documents) ExceptionScanner(tagged, UntaggedException(places, plain = false, documents = true), ::fail) else tagged
    }

    internal companion object {
        /** The setting that makes servers write exceptions into documents. */
        const val IN_FORMAT: String = "http_write_exception_in_output_format"

        /** An error fits into the smallest frames that any limit allows. */
        private val SMALL_FRAMES = ReadLimits.of(0)
        private const val METHOD_AT = 16
        private const val FRAME_HEADER = 25
        private val FRAME_METHODS = setOf(0x82.toByte(), 0x90.toByte(), 0x02.toByte())

        /**
         * The body [raw] of an error, of which at most [limit] bytes count. It comes in frames when
         * the server had begun to compress.
         */
        suspend fun errorText(raw: ByteArray, limit: Int): String {
            val framed = raw.size > FRAME_HEADER && raw[METHOD_AT] in FRAME_METHODS && ErrorHead.end(ByteChars(raw), 0, raw.size) < 0
            if (!framed) return String(raw, Charsets.UTF_8)
            return try {
                String(readUpTo(FrameDecoder(ByteArraySource(raw), SMALL_FRAMES), limit), Charsets.UTF_8)
            } catch (_: FormatException) {
                String(raw, Charsets.UTF_8)
            } catch (e: ConfigurationException) {
                "The server's message cannot be read: ${e.message}"
            }
        }

        /** What stands between the marks of the [tag] in [text], without them. */
        fun betweenMarks(text: String, tag: String): String? {
            val head = "__exception__\r\n$tag\r\n"
            val start = text.indexOf(head)
            val end = text.lastIndexOf(" $tag\r\n__exception__\r\n")
            if (start < 0 || end < start + head.length) return null
            return text.substring(start + head.length, end).trimEnd { it in '0'..'9' }.trim()
        }
    }
}
