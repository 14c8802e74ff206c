package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.TlsOptions

/** Where connections go: all connections of one value are interchangeable. */
internal data class Route(val host: String, val port: Int, val tls: TlsOptions?, val proxy: Proxy?) {
    /** The proxy that opens a tunnel, for requests that it is not to see. */
    val tunnel: Proxy? get() = proxy.takeIf { tls != null }

    /** The proxy that is sent the requests themselves, and passes them on. */
    val forwarder: Proxy? get() = proxy.takeIf { tls == null }

    override fun toString(): String = "$host:$port"
}

/** An HTTP proxy. [authorization] is a whole `Proxy-Authorization` value. */
internal data class Proxy(val host: String, val port: Int, val authorization: String?) {
    override fun toString(): String = "proxy $host:$port"
}
