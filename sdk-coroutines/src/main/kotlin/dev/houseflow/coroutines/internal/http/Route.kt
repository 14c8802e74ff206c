package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.TlsOptions

/** Where connections go: all connections of one value are interchangeable. */
internal data class Route(val host: String, val port: Int, val tls: TlsOptions?, val proxy: Proxy?) {
    override fun toString(): String = "$host:$port"
}

/** An HTTP proxy, asked to CONNECT. [authorization] is a whole `Proxy-Authorization` value. */
internal data class Proxy(val host: String, val port: Int, val authorization: String?) {
    override fun toString(): String = "proxy $host:$port"
}
