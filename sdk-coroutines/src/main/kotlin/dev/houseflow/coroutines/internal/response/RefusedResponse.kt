package dev.houseflow.coroutines.internal.response

import dev.houseflow.ServerException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.internal.transport.ServerAddress
import dev.houseflow.coroutines.internal.transport.TransportResponse
import java.io.ByteArrayOutputStream

/** Answers that bring no data: errors of the server, redirects, web pages. */
internal object RefusedResponse {
    private val SUCCESS = 200..299
    private val REDIRECTS = 300..399
    private const val MAX_ERROR = 1 shl 20
    private const val MAX_SHOWN = 500

    fun isSuccess(reply: TransportResponse): Boolean = reply.status in SUCCESS

    /** The code of the exception that the head announces; `null` when it announces none. */
    fun code(reply: TransportResponse): Int? = reply.header("X-ClickHouse-Exception-Code")?.trim()?.toIntOrNull()

    /**
     * Reads the error that [reply] brings in its [body].
     *
     * @param code what [code] said
     * @param queryId the query's id where the head names none
     * @param targetChars how long the target of the request was, which may be what is refused
     */
    suspend fun read(reply: TransportResponse, body: EndOfBodyTracker, code: Int?, queryId: String?, targetChars: Int): ServerException {
        val bytes = ByteArrayOutputStream()
        val text = try {
            ContentCoding.unpack(body, reply.header("Content-Encoding")) { readUpTo(it, MAX_ERROR, bytes) }
            ErrorWatch.errorText(bytes.toByteArray(), MAX_ERROR)
        } catch (e: TransportException) {
            // A server that refuses an insert may close the connection over unread data, and its
            // message gets lost; the status is known.
            if (bytes.size() > 0) ErrorWatch.errorText(bytes.toByteArray(), MAX_ERROR) else "The server's message was lost: ${e.message}"
        }
        val id = reply.header("X-ClickHouse-Query-Id") ?: queryId
        val location = reply.header("Location")?.takeIf { reply.status in REDIRECTS }?.let(ServerAddress::withoutSecrets)
        // The error stands between marks when the server had begun to answer, as with progress
        // headers.
        val plain = reply.header("X-ClickHouse-Exception-Tag")?.let { ErrorWatch.betweenMarks(text, it.trim()) } ?: text
        val sent = if (location == null) "" else "The server sends us to $location, which is not followed; use the final endpoint. "
        val message = sent + plain.ifBlank { if (sent.isEmpty()) statusLine(reply) else "" }
        val error = ServerErrors.parse(message, code, id, reply.status)
        val advice = TooLongRequest.advice(error, targetChars) ?: return error
        return ServerException(error.code, error.name, "${error.serverMessage}. $advice", id, reply.status)
    }

    private fun statusLine(reply: TransportResponse): String =
        if (reply.reason.isBlank()) "" else "The answer is empty but for its status, ${reply.status} ${reply.reason}"

    /**
     * Throws when [reply] is a web page, which is no data and acknowledges nothing, whatever its
     * status. Other answers without ClickHouse's headers pass: caches and gateways drop them, and
     * to tell of a failed insert whose rows were taken would have them sent twice.
     */
    suspend fun checkPage(reply: TransportResponse, body: EndOfBodyTracker, queryId: String) {
        if (reply.header("Content-Type")?.startsWith("text/html", ignoreCase = true) != true) return
        if (reply.fields.any { it.first.startsWith("X-ClickHouse-", ignoreCase = true) }) return
        val text = ContentCoding.unpack(body, reply.header("Content-Encoding")) { String(readUpTo(it, MAX_SHOWN), Charsets.UTF_8) }
        throw ServerException(
            0,
            "",
            "This answer is a web page, and not ClickHouse's, since it has none of the headers that every ClickHouse server sends: check " +
                "host, port and path of the endpoint. It says: ${text.trim()}",
            queryId,
            reply.status,
        )
    }
}
