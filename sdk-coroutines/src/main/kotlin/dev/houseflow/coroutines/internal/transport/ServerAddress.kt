package dev.houseflow.coroutines.internal.transport

import dev.houseflow.ConfigurationException
import java.io.ByteArrayOutputStream

/**
 * Where the server is: `http[s]://[user[:password]@]host[:port][/path]`. Without a port it is 8123,
 * or 8443 for https. Written by hand since `java.net.URI` refuses host names with underscores,
 * which containers have.
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

        /** @param what what [endpoint] is to be, for the error */
        fun parse(endpoint: String, what: String = "endpoint"): ServerAddress {
            val scheme = endpoint.substringBefore("://", "").lowercase()
            if (scheme != "http" && scheme != "https") throw refused(endpoint, what, "begin with http:// or https://")
            val rest = endpoint.substringAfter("://")
            if ('?' in rest || '#' in rest) {
                throw refused(
                    endpoint,
                    what,
                    "leave out everything from ? or # on; database and settings have options of their own, and in a password these are " +
                        "%3F and %23",
                )
            }
            val authority = rest.substringBefore('/')
            val path = rest.substring(authority.length).trimEnd('/')
            // More likely a slash in a password than an at sign in a path.
            if ('@' in path) throw refused(endpoint, what, "write %2F for a slash in a password, and %40 for an at sign in a path")
            if (path.any { it <= ' ' || it > '~' }) throw refused(endpoint, what, "percent-encode spaces and what is not ASCII in its path")
            val userInfo = authority.substringBeforeLast('@', "").takeIf { '@' in authority }
            val (host, port) = hostAndPort(endpoint, what, authority.substringAfterLast('@'))
            val number = port ?: if (scheme == "https") HTTPS_PORT else HTTP_PORT
            return ServerAddress(
                "$scheme://$host:$number",
                "$path/",
                userInfo?.substringBefore(':')?.let(::decode)?.takeIf { it.isNotEmpty() },
                userInfo?.takeIf { ':' in it }?.substringAfter(':')?.let(::decode),
            )
        }

        private fun hostAndPort(endpoint: String, what: String, text: String): Pair<String, Int?> {
            val hostEnd = if (text.startsWith("[")) text.indexOf(']') + 1 else text.indexOf(':').let { if (it < 0) text.length else it }
            val host = text.substring(0, hostEnd)
            if (host.isEmpty() || host.any { it.isWhitespace() || it in NOT_IN_HOSTS }) throw refused(endpoint, what, "name a host")
            val tail = text.substring(hostEnd)
            if (tail.isEmpty()) return host to null
            val port = tail.removePrefix(":").toIntOrNull()
            if (!tail.startsWith(":") || port == null ||
                port !in 1..MAX_PORT
            ) {
                throw refused(endpoint, what, "give a port from 1 to $MAX_PORT")
            }
            return host to port
        }

        private fun refused(endpoint: String, what: String, hint: String): ConfigurationException =
            ConfigurationException("\"${withoutSecrets(endpoint)}\" is no $what: $hint, e.g. http://localhost:8123")

        /**
         * [text] as it may be shown, which is to be a URL and may be anything: without all that may
         * be a secret, before the last at sign, behind a colon that no port follows, and behind a
         * question mark and the like.
         */
        fun withoutSecrets(text: String): String {
            val scheme = SCHEME.find(text)?.value.orEmpty()
            val rest = text.substring(scheme.length)
            val bare = rest.substringAfterLast('@')
            val shown = bare.takeWhile { it !in "?#;,=&" }
            val end = if (shown.length < bare.length) bare[shown.length] + HIDDEN else ""
            val colon = shown.indexOf(':', shown.indexOf(']') + 1)
            val port = if (colon < 0) "" else shown.substring(colon + 1).substringBefore('/')
            val isPort = port.length <= MAX_PORT_DIGITS && port.all { it in '0'..'9' }
            return scheme + (if ('@' in rest) "$HIDDEN@" else "") +
                (if (isPort) shown + end else shown.substring(0, colon + 1) + HIDDEN)
        }

        private const val HIDDEN = "<hidden>"
        private const val MAX_PORT_DIGITS = 5
        private const val NOT_IN_HOSTS = "/\\?#@;,=&<>\"'"
        private val SCHEME = Regex("^[A-Za-z][A-Za-z0-9+.-]{0,15}:/+")

        /** Percent-decoding alone: a plus sign in a password is a plus sign. */
        private fun decode(text: String): String {
            val out = ByteArrayOutputStream(text.length)
            var at = 0
            while (at < text.length) {
                val digits = text.substring(at + 1, minOf(at + 3, text.length)).takeIf { text[at] == '%' && it.length == 2 }
                val code = digits?.toIntOrNull(16)
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
