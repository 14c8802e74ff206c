package dev.houseflow.ktor

import io.ktor.http.ContentType
import io.ktor.server.application.ApplicationCall
import io.ktor.server.response.respondBytesWriter
import io.ktor.utils.io.writeFully
import kotlinx.coroutines.channels.ChannelResult
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.produceIn
import kotlinx.serialization.KSerializer
import kotlinx.serialization.json.Json
import kotlinx.serialization.serializer
import java.io.ByteArrayOutputStream

private val NDJSON = ContentType("application", "x-ndjson")

/** Rows that may wait for the caller; more wait on the server. */
private const val ROWS_AHEAD = 64

/** Bytes after which a piece is sent, though further rows are at hand. */
private const val PIECE_BYTES = 16 * 1024

/**
 * Answers with [rows] as they come, each as a line of JSON (`application/x-ndjson`), by [json]. A
 * caller who reads slowly slows the flow down, and with it the query on its server; a caller who
 * leaves cancels it.
 *
 * The answer begins with the first row: a flow that fails before it fails the call, which can then
 * be answered with an error. One that fails later breaks the connection off, so that a caller does
 * not take the lines so far for all of them.
 */
@JvmSynthetic
public suspend inline fun <reified T> ApplicationCall.respondNdjson(rows: Flow<T>, json: Json = Json) {
    respondNdjson(rows, serializer<T>(), json)
}

/** See the other [respondNdjson]. */
public suspend fun <T> ApplicationCall.respondNdjson(rows: Flow<T>, serializer: KSerializer<T>, json: Json = Json) {
    respondJsonLines(rows.map { json.encodeToString(serializer, it) })
}

/**
 * Answers with [lines] as they come, each of which is a row as JSON without a line break, such as
 * `lines` of the client gives them. See [respondNdjson].
 */
public suspend fun ApplicationCall.respondJsonLines(lines: Flow<String>) {
    coroutineScope {
        val coming = lines.buffer(ROWS_AHEAD).produceIn(this)
        val first = coming.receiveCatching()
        first.exceptionOrNull()?.let { throw it }
        respondBytesWriter(NDJSON) {
            var next = first
            while (next.isSuccess) {
                writeFully(piece(next, coming))
                // Whoever waits for a slow query sees each row as soon as it is there.
                flush()
                next = coming.receiveCatching()
            }
            next.exceptionOrNull()?.let { throw it }
        }
    }
}

/** The bytes of [first] and of what has come behind it in the meantime. */
private fun piece(first: ChannelResult<String>, coming: ReceiveChannel<String>): ByteArray {
    val out = ByteArrayOutputStream()
    var line = first
    while (true) {
        out.write(line.getOrThrow().toByteArray())
        out.write('\n'.code)
        if (out.size() >= PIECE_BYTES) break
        line = coming.tryReceive()
        if (!line.isSuccess) break
    }
    return out.toByteArray()
}
