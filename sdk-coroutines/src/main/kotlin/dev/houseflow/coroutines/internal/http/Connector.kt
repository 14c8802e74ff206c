package dev.houseflow.coroutines.internal.http

import io.ktor.network.selector.SelectorManager
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.nio.charset.StandardCharsets

/** Makes connections: resolves the name, tries the addresses in turn, goes through the proxy, shakes hands. */
internal class Connector(
    private val selector: SelectorManager,
    private val socketOptions: SocketOptions,
    private val resolve: suspend (
        String,
    ) -> List<InetAddress> = { host -> withContext(Dispatchers.IO) { InetAddress.getAllByName(host).toList() } },
) {
    /** A wire that is ready for the first request. Throws the [IOException] of the last address when none can be reached. */
    suspend fun connect(route: Route): Wire {
        val socket = connectTcp(route.proxy?.host ?: route.host, route.proxy?.port ?: route.port)
        var ready = false
        try {
            if (route.proxy != null) openTunnel(socket, route, route.proxy)
            val tls = route.tls
            val wire = if (tls ==
                null
            ) {
                PlainWire(socket)
            } else {
                TlsWire(socket, tls.newEngine(route.host, route.port)).also { it.handshake() }
            }
            ready = true
            return wire
        } finally {
            if (!ready) socket.close()
        }
    }

    private suspend fun connectTcp(host: String, port: Int): NioSocket {
        var failure: IOException? = null
        for (address in resolve(host)) {
            try {
                return NioSocket.connect(InetSocketAddress(address, port), selector, socketOptions)
            } catch (e: CancellationException) {
                throw e
            } catch (e: IOException) {
                failure?.let(e::addSuppressed)
                failure = e
            }
        }
        throw failure ?: IOException("The name $host has no addresses")
    }

    private suspend fun openTunnel(socket: NioSocket, route: Route, proxy: Proxy) {
        val target = "${if (':' in route.host) "[${route.host}]" else route.host}:${route.port}"
        val request = buildString {
            append("CONNECT ").append(target).append(" HTTP/1.1\r\nHost: ").append(target).append("\r\n")
            if (proxy.authorization != null) append("Proxy-Authorization: ").append(proxy.authorization).append("\r\n")
            append("\r\n")
        }.toByteArray(StandardCharsets.ISO_8859_1)
        val wire = PlainWire(socket)
        wire.write(request, 0, request.size)
        // One byte at a time, so that nothing of what follows the tunnel's head is taken from the TLS handshake.
        val head = HeadReader(WireReader(wire, bufferBytes = 1), HeadLimits()).read {}
        if (head.status !in 200..299) throw IOException("The $proxy refused a tunnel to $target: ${head.status} ${head.reason}")
    }
}
