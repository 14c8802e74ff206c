package dev.houseflow.coroutines.internal.request

import dev.houseflow.ConfigurationException
import dev.houseflow.QueryRequest
import dev.houseflow.coroutines.internal.transport.TransportBody
import dev.houseflow.internal.external.TableData
import dev.houseflow.internal.wire.Utf8
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.withContext
import java.io.ByteArrayOutputStream
import java.nio.file.Files

/**
 * A query as it is sent: the statement is the body and its parameters stand in the URL; or all of
 * it is a form, when the parameters are too long for a URL, or there are external tables. Secrets
 * are in neither.
 */
internal class Statement private constructor(
    /** `null` when all of it stands in the URL, to be asked for by `GET`. */
    val body: TransportBody?,
    val parametersInUrl: Boolean = true,
    val headers: List<Pair<String, String>> = emptyList(),
    /** What the URL says of the tables. */
    val urlParameters: List<Pair<String, String>> = emptyList(),
    /** Whether [body] can be sent once more, as things are now. */
    val canSendAgain: () -> Boolean = { true },
) {
    companion object {
        /**
         * As long as the parameters of a URL may be in all. Servers take 1 MiB, what stands before
         * them often 8 KiB.
         */
        private const val MAX_URL_PARAMETERS = 4096

        /**
         * As many fields as servers from 26.4 on take in a URL, and in a form (`http_max_fields`).
         */
        private const val MOST_FIELDS = 1000

        /** More than a URL has besides settings, parameters and tables. */
        private const val OTHER_FIELDS = 40

        /** What follows the name of an external table in the URL. */
        private val TABLE_SUFFIXES = listOf("_format", "_types", "_structure")

        private const val SMALL_BYTES = 256 * 1024
        private const val SMALL_ROWS = 16 * 1024

        /**
         * Old servers read no further than the end of a form, which leaves the end of a body
         * without a length in the connection, where they take it for the next request.
         */
        private val NOT_KEPT = "Connection" to "close"

        /** @param io where external tables are read, as far as that blocks */
        suspend fun of(request: QueryRequest, options: ClientOptions, io: CoroutineDispatcher): Statement {
            options.setting(request, "session_timezone")?.let { zone -> request.wallClocks.forEach { it.check(zone) } }
            val sql = Utf8.encode(request.statement, "The statement")
            if (request.readOnly) return Statement(null, urlParameters = listOf("query" to request.statement))
            val tables = request.externalTables
            if (tables.isEmpty() && !options.exceed(request.sentParameters, MAX_URL_PARAMETERS)) return Statement(TransportBody.Bytes(sql))
            val ignored = options.settingNames(request).filter { name -> TABLE_SUFFIXES.any(name::endsWith) && name !in request.sql }
            if (tables.isEmpty() && ignored.isNotEmpty()) return Statement(TransportBody.Bytes(sql))
            checkSettings(request, options, ignored)
            val form = MultipartForm()
            form.split("query", sql)
            val room = MOST_FIELDS - tables.size - (sql.size / MultipartForm.MAX_FIELD + 1)
            val inUrl = surplus(
                request,
                room,
                MOST_FIELDS - OTHER_FIELDS - options.settingNames(request).size - tables.size * TABLE_SUFFIXES.size,
            )
            for ((name, value) in request.sentParameters) if (name !in inUrl) form.field("param_$name", value.toByteArray(Charsets.UTF_8))
            val headers = listOf("Content-Type" to form.contentType)
            val urlParameters = inUrl.map { "param_$it" to request.sentParameters.getValue(it) } + tables.flatMap { it.urlParameters() }
            return if (tables.isEmpty()) {
                Statement(TransportBody.Bytes(form.bytes()), false, headers, urlParameters)
            } else {
                withTables(request, form, headers, urlParameters, io)
            }
        }

        /**
         * The names of the parameters for which a form of [room] fields has none left, those of the
         * shortest values: they go into the URL, which is counted by itself and has [urlRoom]. When
         * both are too small nothing is gained by that.
         */
        private fun surplus(request: QueryRequest, room: Int, urlRoom: Int): Set<String> {
            val count = request.sentParameters.size - room
            if (count <= 0 || count > urlRoom) return emptySet()
            return request.sentParameters.entries.sortedBy { it.value.length }.take(count).mapTo(HashSet()) { it.key }
        }

        /**
         * To servers from before August 2025, settings of such names are what is said of a table,
         * and they ignore them.
         */
        private fun checkSettings(request: QueryRequest, options: ClientOptions, ignored: List<String>) {
            val names = request.externalTables.flatMap { table -> table.urlParameters().map { it.first } }
            options.settingNames(request).firstOrNull { it in names }?.let {
                throw ConfigurationException("\"$it\" is a setting, and would also describe an external table: give the table another name")
            }
            if (ignored.isEmpty()) return
            throw ConfigurationException(
                "Many servers ignore the setting \"${ignored.first()}\" while tables are sent along, because of the end of its name: " +
                    "say it in the statement's SETTINGS clause (as well, if it is one of the client's), or leave it out",
            )
        }

        /** Whether it is rather put together at once, with its length. */
        private fun isSmall(data: TableData): Boolean = when (data) {
            is TableData.Bytes -> data.bytes.size <= SMALL_BYTES
            is TableData.Rows<*> -> data.rows.size <= SMALL_ROWS
            else -> false
        }

        private suspend fun withTables(
            request: QueryRequest,
            form: MultipartForm,
            headers: List<Pair<String, String>>,
            urlParameters: List<Pair<String, String>>,
            io: CoroutineDispatcher,
        ): Statement {
            val files = request.externalTables.map { it.name to it.data }
            if (files.all { isSmall(it.second) }) {
                val bytes = ByteArrayOutputStream()
                form.writeTo({ array, start, end -> bytes.write(array, start, end - start) }, files, io)
                return Statement(TransportBody.Bytes(bytes.toByteArray()), false, headers, urlParameters)
            }
            val paths = files.mapNotNull { (it.second as? TableData.File)?.path }
            // A pipe, say, gives its bytes once.
            val readOnce = paths.isNotEmpty() && withContext(io) { paths.any { !Files.isRegularFile(it) } }
            val sent = Sent()
            val body = TransportBody.Stream { sink ->
                sent.begun = true
                form.writeTo(sink, files, io)
            }
            return Statement(body, false, headers + NOT_KEPT, urlParameters) {
                !(sent.begun && readOnce) && files.all { (_, data) -> data !is TableData.Stream || data.isFresh }
            }
        }
    }

    private class Sent {
        @Volatile
        var begun = false
    }
}
