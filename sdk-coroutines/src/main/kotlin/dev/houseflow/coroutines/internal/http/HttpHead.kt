package dev.houseflow.coroutines.internal.http

import dev.houseflow.internal.http.firstValue
import dev.houseflow.internal.wire.SizeLimits

/**
 * The status line and header fields of an answer.
 *
 * @property minorVersion 1 for HTTP/1.1, 0 for HTTP/1.0
 * @property fields names and values in the order in which they came
 */
internal class HttpHead(
    val minorVersion: Int,
    val status: Int,
    val reason: String,
    val fields: List<Pair<String, String>>,
) {
    /** The first value of the field [name], whatever its case, or `null`. */
    fun first(name: String): String? = fields.firstValue(name)

    /** All of `Transfer-Encoding`, or `null` when there is none. */
    val transferCoding: String?
        get() {
            var all: String? = null
            for (i in fields.indices) {
                if (!fields[i].first.equals("Transfer-Encoding", ignoreCase = true)) continue
                all = if (all == null) fields[i].second else "$all, ${fields[i].second}"
            }
            return all
        }

    /** Whether the comma-separated field [name] holds [token]. */
    fun hasToken(name: String, token: String): Boolean {
        for (i in fields.indices) if (fields[i].first.equals(name, ignoreCase = true) && holds(fields[i].second, token)) return true
        return false
    }

    private fun holds(value: String, token: String): Boolean =
        if (',' in value) value.split(',').any { it.trim().equals(token, ignoreCase = true) } else value.equals(token, ignoreCase = true)

    /** Whether the server leaves the connection open after this answer. */
    val keepsAlive: Boolean
        get() = if (minorVersion >= 1) !hasToken("Connection", "close") else hasToken("Connection", "keep-alive")

    /**
     * Seconds for which the server keeps an idle connection, from `Keep-Alive: timeout=N`, or
     * `null`.
     */
    val keepAliveSeconds: Long?
        get() = first("Keep-Alive")?.let(::timeout)

    private fun timeout(value: String): Long? {
        val plain = if (value.startsWith(TIMEOUT, ignoreCase = true)) value.substring(TIMEOUT.length).toLongOrNull() else null
        return plain ?: value.split(',').firstNotNullOfOrNull { part ->
            val (key, value) = part.trim().split('=', limit = 2).takeIf { it.size == 2 } ?: return@firstNotNullOfOrNull null
            if (key.trim().equals("timeout", ignoreCase = true)) value.trim().toLongOrNull() else null
        }
    }

    private companion object {
        private const val TIMEOUT = "timeout="
    }
}

/** An answer that is no HTTP, or breaks HTTP's rules in a way that makes its body unreadable. */
internal class HttpSyntaxException(message: String) : java.io.IOException(message)

/**
 * Bounds on what a server may send before the body, so that a broken one cannot fill the memory.
 * Progress lines are handed over and forgotten, so they do not count, but each by its own length.
 *
 * @property maxBytes bytes of all lines
 * @property maxFields header fields
 */
internal class HeadLimits(val maxBytes: Int = SizeLimits.DEFAULT_HEAD_BYTES, val maxFields: Int = 10_000)
