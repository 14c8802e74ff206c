package dev.houseflow.coroutines.internal.http

import java.nio.charset.StandardCharsets

/**
 * Writes the heads of a connection's requests. The header fields of a client are the same for all
 * of its requests, so they are put into bytes once. Not thread-safe.
 */
internal class RequestHeads(private val route: Route) {
    private var fields: List<Pair<String, String>>? = null
    private var fieldBytes = ByteArray(0)

    /** What stands before targets: a proxy that passes requests on has to know where to. */
    private val origin = if (route.forwarder == null) "" else "http://$authority"

    /**
     * The head of [call], followed by [body] if there is one. [bodyBytes] is what `Content-Length`
     * says, `null` for none.
     */
    fun of(call: HttpCall, bodyBytes: Int?, body: ByteArray?): ByteArray {
        if (call.fields !== fields) {
            fieldBytes = encode(call.fields)
            fields = call.fields
        }
        val first = (call.method + " " + origin + call.target + " HTTP/1.1\r\n").toByteArray(StandardCharsets.UTF_8)
        val framing = when {
            call.body is RequestBody.Streamed -> STREAMED
            bodyBytes != null -> ("Content-Length: " + bodyBytes + "\r\n\r\n").toByteArray(StandardCharsets.ISO_8859_1)
            else -> BARE
        }
        val all = ByteArray(first.size + fieldBytes.size + framing.size + (body?.size ?: 0))
        first.copyInto(all)
        fieldBytes.copyInto(all, first.size)
        framing.copyInto(all, first.size + fieldBytes.size)
        body?.copyInto(all, first.size + fieldBytes.size + framing.size)
        return all
    }

    private fun encode(fields: List<Pair<String, String>>): ByteArray = buildString {
        if (fields.none { it.first.equals("Host", ignoreCase = true) }) {
            append("Host: ").append(authority).append("\r\n")
        }
        route.forwarder?.authorization?.let { append("Proxy-Authorization: ").append(it).append("\r\n") }
        for ((name, value) in fields) {
            require(name.none(::breaksLine) && value.none(::breaksLine)) { "The header field $name holds a line break" }
            append(name).append(": ").append(value).append("\r\n")
        }
    }.toByteArray(StandardCharsets.UTF_8)

    /**
     * Some servers of many names compare it with them, and a port that goes without saying is no
     * part of those.
     */
    private val authority: String
        get() {
            val host = if (':' in route.host) "[${route.host.substringBefore('%')}]" else route.host
            val usual = if (route.tls == null) HTTP_PORT else HTTPS_PORT
            return if (route.port == usual) host else "$host:${route.port}"
        }

    private fun breaksLine(c: Char) = c == '\r' || c == '\n' || c == '\u0000'

    private companion object {
        private const val HTTP_PORT = 80
        private const val HTTPS_PORT = 443
        private val STREAMED = "Transfer-Encoding: chunked\r\n\r\n".toByteArray(StandardCharsets.ISO_8859_1)
        private val BARE = "\r\n".toByteArray(StandardCharsets.ISO_8859_1)
    }
}
