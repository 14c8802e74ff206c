package dev.houseflow.testkit.codec

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.QueryRequest
import dev.houseflow.embedded.EmbeddedClickHouse
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.block.NativeWriter
import dev.houseflow.internal.wire.ByteArraySource
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.runBlockingSource
import java.io.ByteArrayOutputStream
import java.net.HttpURLConnection
import java.net.URI
import java.net.URLEncoder
import java.util.UUID

/** What the engine answered instead of a result. */
internal class EngineException(message: String) : Exception(message) {
    /** ClickHouse's number for it; -1 when the answer holds none. */
    val code: Int = CODE.find(message)?.groupValues?.get(1)?.toInt() ?: -1

    private companion object {
        private val CODE = Regex("Code: (\\d+)")
    }
}

/** A real engine with nothing of the SDK in between: the tests of the codec bring their own bytes. */
internal class Engine : AutoCloseable {
    private val server = EmbeddedClickHouse.start()

    /** Runs [sql] and gives the whole answer. */
    fun run(sql: String, settings: Map<String, String> = emptyMap()): ByteArray = post(settings, sql.toByteArray())

    fun text(sql: String, settings: Map<String, String> = emptyMap()): String = run(sql, settings).decodeToString().removeSuffix("\n")

    /** Inserts [body], which is in Native, into [table]. */
    fun insert(table: String, body: ByteArray, settings: Map<String, String> = emptyMap()) {
        post(settings + ("query" to "INSERT INTO $table FORMAT Native"), body)
    }

    /** The blocks of a query, read by the SDK. */
    fun blocks(sql: String, settings: Map<String, String> = emptyMap()): List<Block> = readBlocks(run("$sql FORMAT Native", settings))

    /** Runs [request] with its parameters, which go into a form as long ones do. */
    fun ask(request: QueryRequest, settings: Map<String, String> = emptyMap()): ByteArray {
        val boundary = "houseflow-" + UUID.randomUUID()
        val form = ByteArrayOutputStream()
        val fields = mapOf("query" to request.statement) + request.parameters.mapKeys { "param_${it.key}" }
        for ((name, value) in fields) {
            form.write("--$boundary\r\nContent-Disposition: form-data; name=\"$name\"\r\n\r\n$value\r\n".toByteArray())
        }
        form.write("--$boundary--\r\n".toByteArray())
        return post(settings, form.toByteArray(), "multipart/form-data; boundary=$boundary")
    }

    private fun post(parameters: Map<String, String>, body: ByteArray, contentType: String? = null): ByteArray {
        val query = parameters.entries.joinToString("&") { "${encode(it.key)}=${encode(it.value)}" }
        val connection = URI("${server.endpoint()}/?$query").toURL().openConnection() as HttpURLConnection
        connection.requestMethod = "POST"
        connection.doOutput = true
        contentType?.let { connection.setRequestProperty("Content-Type", it) }
        connection.setFixedLengthStreamingMode(body.size)
        connection.outputStream.use { it.write(body) }
        if (connection.responseCode != 200) {
            throw EngineException(connection.errorStream?.use { it.readBytes() }?.decodeToString().orEmpty())
        }
        return connection.inputStream.use { it.readBytes() }
    }

    private fun encode(text: String) = URLEncoder.encode(text, "UTF-8")

    override fun close() {
        server.close()
    }
}

internal fun readBlocks(bytes: ByteArray): List<Block> = readBlocks(NativeReader(ByteArraySource(bytes)))

internal fun readBlocks(reader: NativeReader): List<Block> = generateSequence { runBlockingSource { reader.readBlock() } }.toList()

internal fun ByteSink.write(block: BlockBuilder) = NativeWriter.write(block, this)

internal fun bytesOf(block: BlockBuilder): ByteArray = ByteSink().apply { write(block) }.toByteArray()

/** [name] as ClickHouse's SQL takes any name. */
internal fun quoted(name: String): String = "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"
