package dev.houseflow.testkit

import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse

/** A few lines of plain HTTP, for tests of what lies below the clients. */
internal class EngineHttp(private val endpoint: String) {
    private val client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()

    /** The body of the answer to [sql], with [settings] as `&name=value` each. */
    fun query(sql: String, settings: String = ""): ByteArray = post(settings, sql.toByteArray())

    fun execute(sql: String) {
        query(sql)
    }

    /** Sends [body] to be inserted by [sql]; as for the clients, the server is to compare the types of the columns. */
    fun insert(sql: String, body: ByteArray) {
        post("&input_format_native_allow_types_conversion=0&query=" + URLEncoder.encode(sql, Charsets.UTF_8), body)
    }

    private fun post(parameters: String, body: ByteArray): ByteArray {
        val request = HttpRequest.newBuilder(
            URI("$endpoint/?$SETTINGS$parameters"),
        ).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build()
        val response = client.send(request, HttpResponse.BodyHandlers.ofByteArray())
        check(response.statusCode() == 200) { "HTTP ${response.statusCode()}: ${String(response.body())}" }
        return response.body()
    }

    private companion object {
        private const val SETTINGS =
            "allow_suspicious_low_cardinality_types=1&allow_suspicious_fixed_string_types=1&allow_suspicious_variant_types=1" +
                "&enable_nullable_tuple_type=1"
    }
}
