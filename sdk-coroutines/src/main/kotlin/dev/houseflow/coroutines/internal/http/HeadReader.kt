package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.TruncatedAnswerException
import dev.houseflow.internal.http.escapeControls
import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException
import java.nio.charset.StandardCharsets

/**
 * Reads the head of an answer, line by line as the lines arrive.
 *
 * ClickHouse sends `X-ClickHouse-Progress` lines for as long as a query runs, before the last
 * header line: each is handed to `onProgress` at once and not kept, so any number of them costs
 * time linear in their length and no memory.
 *
 * @param known lines of the answers before, on the same connection
 */
internal class HeadReader(
    private val reader: WireReader,
    private val limits: HeadLimits,
    private val known: HeaderLineCache = HeaderLineCache(),
) {
    /** The head of the final answer; informational (1xx) answers before it are read over. */
    suspend fun read(onProgress: (String) -> Unit): HttpHead {
        while (true) {
            val head = readOne(onProgress)
            if (head.status !in 100..199 || head.status == SWITCHING_PROTOCOLS) return head
        }
    }

    /** The bytes of the lines that are kept of this head. */
    private var bytes = 0

    private suspend fun readOne(onProgress: (String) -> Unit): HttpHead {
        bytes = 0
        if (reader.available > 0 && ConnectFailure.isTls(reader.array[reader.position])) {
            throw HttpSyntaxException("The server answers in TLS; write https:// in the endpoint, or name its port for plain HTTP")
        }
        val statusLine = readLine("before it answered")
        if (!isStatusLine(statusLine)) {
            throw HttpSyntaxException(
                "The server did not answer with HTTP/1.x but with \"${escapeControls(
                    statusLine.take(80),
                )}\"; check host, port and http/https",
            )
        }
        val fields = ArrayList<Pair<String, String>>(FIELDS_GUESS)
        while (true) {
            val before = bytes
            val field = knownField(fields.size) ?: readField(fields.size) ?: break
            if (field.first.equals(PROGRESS, ignoreCase = true)) {
                bytes = before
                onProgress(field.second)
            } else {
                val most = limits.maxFields
                if (fields.size >= most) throw HttpSyntaxException("The server sent more than $most header fields")
                fields += field
            }
        }
        return HttpHead(
            minorVersion = statusLine[MINOR] - '0',
            status = statusLine.substring(STATUS, STATUS + 3).toInt(),
            reason = statusLine.substring(minOf(REASON, statusLine.length)),
            fields,
        )
    }

    /**
     * The next line, if it is at hand and the same as that of the answer before at this [place].
     */
    private fun knownField(place: Int): Pair<String, String>? {
        val length = known.match(place, reader.array, reader.position, reader.available)
        if (length == 0) return null
        if (length > limits.maxBytes - bytes) throw HttpSyntaxException(tooLong())
        bytes += length
        reader.skip(length)
        return known.field(place)
    }

    /** The next field, to be known from now on; `null` at the end of the head. */
    private suspend fun readField(place: Int): Pair<String, String>? {
        val start = reader.position
        val line = readLine("in the middle of its header lines")
        if (line.isEmpty()) return null
        val colon = line.indexOf(':')
        if (colon <= 0) throw HttpSyntaxException("The server sent a header line without a name: \"${escapeControls(line.take(80))}\"")
        val field = line.substring(0, colon).trimEnd() to decoded(line.substring(colon + 1).trim())
        // Only a line that lay in one piece is still there to be kept.
        val end = reader.position
        val endBytes = if (end >= 2 && reader.array[end - 2] == CR) 2 else 1
        if (end - start == line.length + endBytes &&
            !field.first.equals(PROGRESS, ignoreCase = true)
        ) {
            known.keep(place, reader.array, start, end, field)
        }
        return field
    }

    /**
     * A value as it was meant: servers send UTF-8, in a query's id say; what is none stays Latin-1.
     */
    private fun decoded(value: String): String {
        if (value.all { it < BEYOND_ASCII }) return value
        val decoder = StandardCharsets.UTF_8.newDecoder()
        return try {
            decoder.decode(ByteBuffer.wrap(value.toByteArray(StandardCharsets.ISO_8859_1))).toString()
        } catch (_: CharacterCodingException) {
            value
        }
    }

    /** `HTTP/1.1 200 OK`; the reason and the space before it may be missing. */
    private fun isStatusLine(line: String): Boolean = line.length >= STATUS + 3 && line.startsWith("HTTP/1.") && line[MINOR] in '0'..'9' &&
        line[MINOR + 1] == ' ' && (0 until 3).all { line[STATUS + it] in '0'..'9' } &&
        (line.length == STATUS + 3 || line[STATUS + 3] == ' ')

    private suspend fun readLine(place: String): String {
        val line = reader.readLine(limits.maxBytes - bytes, ::tooLong)
            ?: throw TruncatedAnswerException("The server closed the connection $place")
        bytes += line.length + LINE_END
        return line
    }

    private fun tooLong(): String =
        "The head of the answer has more than the ${limits.maxBytes} bytes that maxHeadBytes allows: raise it if the server is to be trusted"

    private companion object {
        private const val PROGRESS = "X-ClickHouse-Progress"
        private const val LINE_END = 2
        private const val BEYOND_ASCII = '\u0080'
        private const val CR = '\r'.code.toByte()
        private const val SWITCHING_PROTOCOLS = 101
        private const val FIELDS_GUESS = 16

        /** Where the parts of a status line stand. */
        private const val MINOR = 7
        private const val STATUS = 9
        private const val REASON = 13
    }
}
