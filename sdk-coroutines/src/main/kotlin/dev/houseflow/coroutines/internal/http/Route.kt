package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.TlsOptions

/** Where connections go: all connections of one value are interchangeable. */
internal data class Route(val host: String, val port: Int, val tls: TlsOptions?, val proxy: Proxy?) {
    /** The proxy that opens a tunnel, for requests that it is not to see. */
    val tunnel: Proxy? get() = proxy?.takeIf { tls != null && !it.isSocks }

    /** The proxy that is sent the requests themselves, and passes them on. */
    val forwarder: Proxy? get() = proxy?.takeIf { tls == null && !it.isSocks }

    /** The proxy that leads to the server whatever is said there. */
    val socks: Proxy? get() = proxy?.takeIf { it.isSocks }

    override fun toString(): String = "$host:$port"
}

/**
 * A proxy: of HTTP, where [authorization] is a whole `Proxy-Authorization` value, or of SOCKS 5,
 * where [username] and [password] say who asks.
 */
internal data class Proxy(
    val host: String,
    val port: Int,
    val authorization: String?,
    val isSocks: Boolean = false,
    val username: String? = null,
    val password: String? = null,
) {
    override fun toString(): String = "proxy $host:$port"
}
