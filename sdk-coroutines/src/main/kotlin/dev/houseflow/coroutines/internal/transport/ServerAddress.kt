package dev.houseflow.coroutines.internal.transport

import dev.houseflow.ConfigurationException
import java.io.ByteArrayOutputStream

/**
 * Where the server is: `http[s]://[user[:password]@]host[:port][/path]`. Without a port it is 8123, or 8443 for https. Written by hand since
 * `java.net.URI` refuses host names with underscores, which containers have.
 *
 * @property origin scheme, host and port
 * @property path begins and ends with a slash, and is what targets of requests begin with
 */
internal class ServerAddress private constructor(
    val origin: String,
    val path: String,
    val username: String?,
    val password: String?,
) {
    val base: String = origin + path

    override fun toString(): String = base

    companion object {
        private const val HTTP_PORT = 8123
        private const val HTTPS_PORT = 8443
        private const val MAX_PORT = 65535

        fun parse(endpoint: String): ServerAddress {
            val scheme = endpoint.substringBefore("://", "").lowercase()
            if (scheme != "http" && scheme != "https") {
                throw refused(endpoint, "begin with http:// or https://")
            }
            val rest = endpoint.substringAfter("://")
            if ('?' in rest ||
                '#' in rest
            ) {
                throw refused(endpoint, "leave out everything from ? or # on; database and settings have options of their own")
            }
            val authority = rest.substringBefore('/')
            val path = rest.substring(authority.length).trimEnd('/')
            if (path.any { it <= ' ' || it > '~' }) throw refused(endpoint, "percent-encode spaces and what is not ASCII in its path")
            val userInfo = authority.substringBeforeLast('@', "").takeIf { '@' in authority }
            val (host, port) = hostAndPort(endpoint, authority.substringAfterLast('@'))
            val number = port ?: if (scheme == "https") HTTPS_PORT else HTTP_PORT
            return ServerAddress(
                "$scheme://$host:$number",
                "$path/",
                userInfo?.substringBefore(':')?.let(::decode)?.takeIf { it.isNotEmpty() },
                userInfo?.takeIf { ':' in it }?.substringAfter(':')?.let(::decode),
            )
        }

        private fun hostAndPort(endpoint: String, text: String): Pair<String, Int?> {
            val hostEnd = if (text.startsWith("[")) text.indexOf(']') + 1 else text.indexOf(':').let { if (it < 0) text.length else it }
            val host = text.substring(0, hostEnd)
            if (host.isEmpty() || host.any { it.isWhitespace() }) throw refused(endpoint, "name a host")
            val tail = text.substring(hostEnd)
            if (tail.isEmpty()) return host to null
            val port = tail.removePrefix(":").toIntOrNull()
            if (!tail.startsWith(":") || port == null || port !in 1..MAX_PORT) throw refused(endpoint, "give a port from 1 to $MAX_PORT")
            return host to port
        }

        private fun refused(endpoint: String, hint: String): ConfigurationException {
            val shown = endpoint.replace(Regex("//.*@"), "//<hidden>@")
            return ConfigurationException("\"$shown\" is no endpoint: $hint, e.g. http://localhost:8123")
        }

        /** Percent-decoding alone: a plus sign in a password is a plus sign. */
        private fun decode(text: String): String {
            val out = ByteArrayOutputStream(text.length)
            var at = 0
            while (at < text.length) {
                val code = if (text[at] ==
                    '%'
                ) {
                    text.substring(at + 1, minOf(at + 3, text.length)).takeIf { it.length == 2 }?.toIntOrNull(16)
                } else {
                    null
                }
                if (code != null) {
                    out.write(code)
                    at += 3
                } else {
                    val end = if (text[at].isHighSurrogate() && at + 1 < text.length) at + 2 else at + 1
                    out.write(text.substring(at, end).toByteArray(Charsets.UTF_8))
                    at = end
                }
            }
            return String(out.toByteArray(), Charsets.UTF_8)
        }
    }
}
