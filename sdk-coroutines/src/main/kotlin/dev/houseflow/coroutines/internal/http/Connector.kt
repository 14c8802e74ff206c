package dev.houseflow.coroutines.internal.http

import dev.houseflow.coroutines.internal.net.AddressTries
import dev.houseflow.coroutines.internal.net.Deadline
import dev.houseflow.coroutines.internal.net.DeadlineException
import dev.houseflow.coroutines.internal.net.DnsResolver
import dev.houseflow.coroutines.internal.net.NioSocket
import dev.houseflow.coroutines.internal.net.PlainWire
import dev.houseflow.coroutines.internal.net.SocketOptions
import dev.houseflow.coroutines.internal.net.SocketSelector
import dev.houseflow.coroutines.internal.net.TlsWire
import dev.houseflow.coroutines.internal.net.Wire
import dev.houseflow.coroutines.internal.net.withDeadline
import kotlinx.coroutines.withTimeoutOrNull
import java.io.IOException
import java.net.InetSocketAddress
import java.net.SocketTimeoutException
import java.nio.charset.StandardCharsets
import java.util.concurrent.TimeUnit

/**
 * Makes connections: resolves the name, tries the addresses in turn, goes through the proxy, shakes
 * hands.
 */
internal class Connector(
    private val selector: SocketSelector,
    private val socketOptions: SocketOptions,
    private val lookUp: DnsResolver,
    private val nanoTime: () -> Long = System::nanoTime,
) {
    /**
     * A wire that is ready for the first request. Everything together may take [timeoutMillis];
     * while other addresses are left, one that does not answer gets its share of what remains, so
     * that it does not stand in their way.
     *
     * Throws [DeadlineException] when the time is over, and an [IOException] that names every
     * address when none can be reached.
     */
    suspend fun connect(route: Route, timeoutMillis: Long?): Wire {
        val tries = AddressTries()
        // A wire that was ready just when the time ran out must not stay open.
        var opened: Wire? = null
        var kept = false
        try {
            val until = timeoutMillis?.let { nanoTime() + TimeUnit.MILLISECONDS.toNanos(it) }
            val wire = withDeadline(timeoutMillis, Deadline.CONNECT) { open(route, until, tries).also { opened = it } }
            kept = true
            return wire
        } catch (e: DeadlineException) {
            throw tries.explain(e)
        } finally {
            if (!kept) opened?.close()
        }
    }

    private suspend fun open(route: Route, until: Long?, tries: AddressTries): Wire {
        val socket = connectTcp(route.proxy?.host ?: route.host, route.proxy?.port ?: route.port, until, tries)
        var ready = false
        try {
            route.socks?.let { SocksHandshake(PlainWire(socket), it).connect(route.host, route.port) }
            route.tunnel?.let { openTunnel(socket, route, it) }
            val engine = route.tls?.newEngine(route.host, route.port)
            val wire = if (engine == null) PlainWire(socket) else TlsWire(socket, engine).also { it.handshake() }
            ready = true
            return wire
        } finally {
            if (!ready) socket.close()
        }
    }

    private suspend fun connectTcp(host: String, port: Int, until: Long?, tries: AddressTries): NioSocket {
        val addresses = lookUp(host)
        if (addresses.isEmpty()) throw IOException("The name $host has no addresses")
        addresses.forEachIndexed { index, address ->
            tries.begin(address)
            val untried = addresses.size - index
            // The last one has all the time that is left, which the caller watches.
            val share = if (until == null || untried == 1) null else TimeUnit.NANOSECONDS.toMillis((until - nanoTime()) / untried)
            try {
                val socket = connectTcp(InetSocketAddress(address, port), share)
                if (socket != null) {
                    tries.end()
                    return socket
                }
                tries.fail(SocketTimeoutException("no answer within $share ms, its share of ${Deadline.CONNECT.option}"))
            } catch (e: IOException) {
                tries.fail(e)
            }
        }
        throw tries.failure(host)
    }

    /** `null` when [millis] were not enough. */
    private suspend fun connectTcp(address: InetSocketAddress, millis: Long?): NioSocket? {
        if (millis == null) return NioSocket.connect(address, selector, socketOptions)
        var opened: NioSocket? = null
        var kept = false
        try {
            val socket = withTimeoutOrNull(millis) { NioSocket.connect(address, selector, socketOptions).also { opened = it } }
            kept = socket != null
            return socket
        } finally {
            if (!kept) opened?.close()
        }
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
        // One byte at a time, so that nothing of what follows the tunnel's head is taken from the
        // TLS handshake.
        val head = HeadReader(WireReader(wire, maxBytes = 1, GrowthBudget(0)), HeadLimits()).read {}
        if (head.status !in 200..299) {
            throw ProxyException(
                "The $proxy refused a tunnel to $target: ${head.status} ${head.reason}",
                if (head.status == UNAUTHORIZED) "give http://user:password@host:port" else "check host and port, and the proxy's rules",
            )
        }
    }

    private companion object {
        private const val UNAUTHORIZED = 407
    }
}
