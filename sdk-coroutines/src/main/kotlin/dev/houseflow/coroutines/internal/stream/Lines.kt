package dev.houseflow.coroutines.internal.stream

import dev.houseflow.FormatException
import dev.houseflow.internal.wire.ByteSource
import java.io.ByteArrayOutputStream
import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException

/**
 * Takes the lines out of [source]: what stands before each line feed, and behind the last one if
 * there is something. Only whole lines are decoded, so that it does not matter where pieces of the
 * answer end.
 *
 * @param maxBytes as many bytes as a line may have
 */
internal class Lines(private val source: ByteSource, private val maxBytes: Long) {
    private val begun = ByteArrayOutputStream()
    private var number = 0
    private var failure: FormatException? = null

    /**
     * The lines that end in what has arrived, at least one of them, or `null` when there are no
     * more.
     */
    suspend fun next(): List<String>? {
        val lines = ArrayList<String>()
        while (lines.isEmpty()) {
            failure?.let { throw it }
            if (!source.fill()) {
                if (begun.size() > 0) endLine(lines) else return null
            } else {
                take(lines)
            }
        }
        return lines
    }

    private fun take(lines: MutableList<String>) {
        val bytes = source.array
        var start = source.position
        val end = source.limit
        for (i in start until end) {
            if (bytes[i] != LINE_FEED) continue
            begun.write(bytes, start, i - start)
            start = i + 1
            if (!endLine(lines)) return
        }
        if (begun.size().toLong() + end - start > maxBytes) {
            failure = tooLong()
            return
        }
        begun.write(bytes, start, end - start)
        source.position = end
    }

    /** Lines that were good before one that is not are delivered first. */
    private fun endLine(lines: MutableList<String>): Boolean {
        val bytes = begun.toByteArray()
        begun.reset()
        if (bytes.size > maxBytes) {
            failure = tooLong()
            return false
        }
        try {
            lines.add(Charsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString())
        } catch (e: CharacterCodingException) {
            failure = FormatException("Line $number of the answer, counted from 0, is no UTF-8; read the bytes with rawStream", cause = e)
            return false
        }
        number++
        return true
    }

    private fun tooLong() = FormatException(
        "Line $number of the answer, counted from 0, has more than the $maxBytes bytes of maxBlockBytes; raise it, or read the " +
            "bytes with rawStream",
    )

    private companion object {
        private const val LINE_FEED = '\n'.code.toByte()
    }
}
