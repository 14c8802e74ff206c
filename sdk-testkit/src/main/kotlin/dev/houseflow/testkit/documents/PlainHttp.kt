package dev.houseflow.testkit.documents

import dev.houseflow.testkit.ServerAddress
import java.net.HttpURLConnection
import java.net.URI
import java.net.URLEncoder

/** The server's answer as any HTTP client sees it, without anything of Houseflow's. */
internal object PlainHttp {
    /** The bytes that [sql] answers at [server], asked for by `POST`. */
    fun post(server: ServerAddress, sql: String, parameters: Map<String, String> = emptyMap()): ByteArray {
        val query = parameters.entries.joinToString("&") { "${it.key}=${URLEncoder.encode(it.value, "UTF-8")}" }
        val connection = URI("${server.endpoint}/?$query").toURL().openConnection() as HttpURLConnection
        connection.requestMethod = "POST"
        connection.setRequestProperty("X-ClickHouse-User", server.username)
        connection.setRequestProperty("X-ClickHouse-Key", server.password)
        connection.doOutput = true
        connection.outputStream.use { it.write(sql.toByteArray()) }
        return connection.inputStream.use { it.readBytes() }
    }
}
