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
     * What a query's or an insert's request says by options of its own, with these; `null` where
     * the client knows it by itself.
     */
    private val BY_OPTION = mapOf(
        "accept-encoding" to "acceptEncoding",
        "authorization" to "username and password, or accessToken",
        "content-encoding" to "contentEncoding",
        "content-type" to null,
        "host" to "the endpoint",
        "user-agent" to "clientName",
        "x-clickhouse-database" to "database",
        "x-clickhouse-format" to "format",
        "x-clickhouse-key" to "password",
        "x-clickhouse-quota" to "quotaKey",
        "x-clickhouse-ssl-certificate-auth" to "certificateAuth",
        "x-clickhouse-user" to "username",
    )

    /**
     * [check] for the requests of queries and inserts, which say more by themselves. Adds the field
     * to [headers], in place of one of the same name in any case.
     */
    public fun put(headers: MutableMap<String, String>, name: String, value: String) {
        check(name, value)
        val key = name.lowercase(Locale.ROOT)
        if (key in BY_OPTION) {
            val option = BY_OPTION[key]?.let { "use $it instead" } ?: "leave it out"
            throw ConfigurationException("The header field $name is the client's to set: $option")
        }
        headers.keys.removeAll { it.equals(name, ignoreCase = true) }
        headers[name] = value
    }

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

    /** Refuses a key of quotas that is empty, or that no header field can carry. */
    public fun checkQuotaKey(key: String?) {
        if (key == null) return
        if (key.isEmpty()) throw ConfigurationException("quotaKey is empty; give a key, or null for none")
        if (key.any { it < ' ' || it == '\u007f' }) {
            throw ConfigurationException("quotaKey holds a line break or another control character; leave it out")
        }
        Utf8.encode(key, "quotaKey")
    }

    /** Refuses what is no method, and the one that is for proxies. */
    public fun checkMethod(method: String) {
        if (!TOKEN.matches(method) || method.equals("CONNECT", ignoreCase = true)) {
            throw ConfigurationException("\"$method\" is no method of a request; give GET, POST or the like")
        }
    }
}
