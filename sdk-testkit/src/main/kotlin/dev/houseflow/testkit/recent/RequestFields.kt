package dev.houseflow.testkit.recent

import java.net.URLDecoder
import java.net.URLEncoder

/** The parameters in a request's URL, and what a server of today allows there. */
internal class RequestFields(target: String) {
    val path: String = target.substringBefore('?')
    private val fields: List<Pair<String, String>> =
        target.substringAfter('?', "").split('&').filter { it.isNotEmpty() }.map { it.substringBefore('=') to it.substringAfter('=', "") }

    operator fun get(name: String): String? =
        fields.firstOrNull { decoded(it.first) == name }?.let { decoded(it.second) }

    /**
     * What is wrong with the number or the lengths of the fields; they are measured as they were
     * sent.
     */
    fun excess(): String? = when {
        fields.size > MOST_FIELDS -> "Too many form fields"
        fields.any { it.first.length > MOST_NAME_BYTES } -> "Field name too long"
        fields.any { it.second.length > MOST_VALUE_BYTES } -> "Field value too long"
        else -> null
    }

    /** The first setting that a user who may only read would change. */
    fun changedSetting(): String? = fields.map { decoded(it.first) }.firstOrNull { name ->
        name !in RESERVED && !name.startsWith("param_") && DEFAULTS[name] != this[name]
    }

    /** The target without the fields called [without], and with those of [more]. */
    fun target(without: Set<String>, more: Map<String, String>): String {
        val kept = fields.filter { decoded(it.first) !in without + more.keys }.map { "${it.first}=${it.second}" }
        return "$path?" + (kept + more.map { "${it.key}=${URLEncoder.encode(it.value, "UTF-8")}" }).joinToString("&")
    }

    companion object {
        const val MOST_FIELDS = 1000
        const val MOST_NAME_BYTES = 4096
        private const val MOST_VALUE_BYTES = 128 * 1024

        private val RESERVED = setOf(
            "query", "database", "default_format", "compress", "decompress", "user", "password", "quota_key", "query_id", "stacktrace",
            "role", "buffer_size", "wait_end_of_query", "session_id", "session_timeout", "session_check", "client_protocol_version",
            "close_session",
        )

        /** A setting may be said even by a reader as long as it stays what it is. */
        private val DEFAULTS = mapOf(
            "network_compression_method" to "ZSTD",
            "http_write_exception_in_output_format" to "0",
            "enable_http_compression" to "1",
            "async_insert" to "1",
        )

        private fun decoded(text: String): String = URLDecoder.decode(text, "UTF-8")
    }
}
