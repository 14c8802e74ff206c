package dev.houseflow.coroutines.internal.transport

import java.util.Locale

/** Where a request goes: [origin] is scheme, host and port, [target] path and query. */
internal class RequestTarget(val origin: String, val target: String) {
    /**
     * Where a `Location` of [text] in an answer from here leads, or `null` when it is no place that
     * a request can go to.
     */
    fun resolve(text: String): RequestTarget? {
        val location = text.trim().substringBefore('#')
        if (location.isEmpty() || location.any { it <= ' ' || it > '~' }) return null
        val path = target.substringBefore('?')
        return when {
            SCHEME.containsMatchIn(location) -> absolute(location.substringBefore(':').lowercase(Locale.ROOT), location.substringAfter(':'))
            location.startsWith("//") -> absolute(origin.substringBefore(':'), location)
            location.startsWith("/") -> RequestTarget(origin, withoutDots(location))
            location.startsWith("?") -> RequestTarget(origin, path + location)
            else -> RequestTarget(origin, withoutDots(path.substringBeforeLast('/') + "/" + location))
        }
    }

    /**
     * [rest] is `//host:port/path`. Names and passwords in it are nothing that a server has to give
     * us.
     */
    private fun absolute(scheme: String, rest: String): RequestTarget? {
        val match = REST.matchEntire(rest)
        val port = match?.groupValues?.get(PORT)?.ifEmpty { null } ?: if (scheme == "https") HTTPS_PORT else HTTP_PORT
        if (match == null || port.toInt() !in 1..MAX_PORT || (scheme != "http" && scheme != "https")) return null
        val target = match.groupValues[TARGET]
        return RequestTarget(
            "$scheme://${match.groupValues[HOST].lowercase(Locale.ROOT)}:${port.toInt()}",
            withoutDots(if (target.startsWith("/")) target else "/$target"),
        )
    }

    private companion object {
        private val SCHEME = Regex("^[A-Za-z][A-Za-z0-9+.-]*:")
        private val REST = Regex("//(\\[[0-9A-Fa-f:.]+]|[^/?@:\\[\\]]+)(?::([0-9]{1,5}))?([/?].*)?")
        private const val HOST = 1
        private const val PORT = 2
        private const val TARGET = 3
        private const val HTTP_PORT = "80"
        private const val HTTPS_PORT = "443"
        private const val MAX_PORT = 65535

        /** [target] without steps to the same folder, or to the one above. */
        private fun withoutDots(target: String): String {
            val path = target.substringBefore('?')
            if ("/." !in path) return target
            val parts = ArrayList<String>()
            val all = path.split('/').drop(1)
            for ((i, part) in all.withIndex()) {
                val last = i == all.lastIndex
                when (part) {
                    "." -> if (last) parts.add("")
                    ".." -> {
                        parts.removeLastOrNull()
                        if (last) parts.add("")
                    }
                    else -> parts.add(part)
                }
            }
            return parts.joinToString("/", "/") + target.substring(path.length)
        }
    }
}
