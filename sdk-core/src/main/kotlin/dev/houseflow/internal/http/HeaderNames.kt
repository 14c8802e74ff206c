package dev.houseflow.internal.http

import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.Utf8
import java.util.Locale

/** What callers may say in the head of a request. */
@InternalHouseflowApi
public object HeaderNames {
    private val TOKEN = Regex("[!#$%&'*+.^_`|~0-9A-Za-z-]+")

    /** What says where a body ends and what the connection is for: the client's own to say. */
    private val OWN = setOf(
        "connection",
        "content-length",
        "expect",
        "keep-alive",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )

    /**
     * Refuses names and values that would break a request's head, or say what only the client
     * knows.
     */
    public fun check(name: String, value: String) {
        if (!TOKEN.matches(name)) throw ConfigurationException("\"$name\" cannot be the name of a header field")
        if (name.lowercase(Locale.ROOT) in OWN) {
            throw ConfigurationException("The header field $name is the client's to set; leave it out")
        }
        if (value.any { it == '\r' || it == '\n' || it == '\u0000' }) {
            throw ConfigurationException("The value of the header field $name holds a line break; leave it out")
        }
        Utf8.encode(value, "The value of a header field")
    }

    /** Refuses what is no method, and the one that is for proxies. */
    public fun checkMethod(method: String) {
        if (!TOKEN.matches(method) || method.equals("CONNECT", ignoreCase = true)) {
            throw ConfigurationException("\"$method\" is no method of a request; give GET, POST or the like")
        }
    }
}
