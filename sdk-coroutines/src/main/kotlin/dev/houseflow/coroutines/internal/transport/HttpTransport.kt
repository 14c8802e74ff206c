package dev.houseflow.coroutines.internal.transport

import dev.houseflow.ClickHouseException
import dev.houseflow.ConfigurationException
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.HttpConnections
import dev.houseflow.coroutines.internal.http.BodyReader
import dev.houseflow.coroutines.internal.http.CallTimeouts
import dev.houseflow.coroutines.internal.http.ConnectFailure
import dev.houseflow.coroutines.internal.http.ExchangeException
import dev.houseflow.coroutines.internal.http.HttpCall
import dev.houseflow.coroutines.internal.http.HttpEngine
import dev.houseflow.coroutines.internal.http.HttpExchange
import dev.houseflow.coroutines.internal.http.HttpResponse
import dev.houseflow.coroutines.internal.http.PoolClosedException
import dev.houseflow.coroutines.internal.http.PoolCounts
import dev.houseflow.coroutines.internal.http.PoolRoom
import dev.houseflow.coroutines.internal.http.Proxy
import dev.houseflow.coroutines.internal.http.RequestBody
import dev.houseflow.coroutines.internal.http.Route
import dev.houseflow.coroutines.internal.net.ClientThreads
import dev.houseflow.coroutines.internal.net.DeadlineException
import dev.houseflow.coroutines.internal.net.TlsOptions
import dev.houseflow.coroutines.internal.net.inMillis
import dev.houseflow.internal.wire.ByteSource
import java.io.IOException
import java.util.concurrent.ConcurrentHashMap
import javax.net.ssl.SSLContext

/**
 * The default transport: Houseflow's own HTTP/1.1. Strict about where answers end, reuses
 * connections for every method, reads the answer while the request is still being sent, and hands
 * progress over as it arrives.
 */
internal class HttpTransport(config: ClickHouseClientConfig) : Transport {
    private val proxies = Proxies(config.proxy, config.noProxy, if (config.proxyFromEnvironment) System.getenv() else null)
    private val tls: TlsOptions by lazy {
        TlsOptions(config.sslContext ?: SSLContext.getDefault(), config.tlsServerName, config.tlsProtocols, config.tlsCipherSuites)
    }
    private val timeouts = CallTimeouts(
        connectMillis = config.connectTimeout.inMillis(),
        poolWaitMillis = config.poolTimeout?.inMillis(),
        firstByteMillis = config.firstByteTimeout?.inMillis(),
        silenceMillis = config.silenceTimeout?.inMillis(),
    )

    private val maxHeadBytes = config.maxHeadBytes

    /** Connections of this transport alone, which are closed here. */
    private val own: HttpConnections? = if (config.connections == null) connections(config) else null
    private val core: HttpEngine = (config.connections ?: checkNotNull(own)).core
    private val http: HttpExchange = core.exchange

    /** Those of the connections. */
    val threads: ClientThreads get() = core.threads

    /**
     * By scheme, host and port: as many as the client has endpoints, and those it was sent on to.
     */
    private val routes = ConcurrentHashMap<String, Route>()

    override val reportsProgressLive: Boolean get() = true

    init {
        // Loading the JVM's own trust takes time, so it waits for the first connection, but for
        // those whose options can be wrong.
        if (config.tlsServerName != null || config.tlsProtocols.isNotEmpty() || config.tlsCipherSuites.isNotEmpty()) tls
    }

    override fun counts(): PoolCounts = core.pool.counts()

    override fun room(origin: String): PoolRoom = core.pool.room(routes[origin] ?: remember(origin))

    override suspend fun <R> exchange(request: TransportRequest, handle: suspend (TransportResponse) -> R): R {
        val call = call(request)
        val answer = try {
            http.send(call)
        } catch (e: ExchangeException) {
            if (e.connectionStale && request.idempotent) return exchange(request.overFreshConnection(), handle)
            throw translate(e, request.origin.startsWith(TLS_SCHEME))
        }
        try {
            if (answer.head.status == PROXY_REFUSES) call.route.forwarder?.let { throw refusal(it, answer.head.reason) }
            val result = handle(TransportResponse(answer.head.status, answer.head.fields, Body(answer.body), answer.head.reason))
            answer.finish()
            return result
        } finally {
            // A failure after the last byte, such as an error that the server told, leaves a good
            // connection behind.
            answer.leave()
        }
    }

    private fun call(request: TransportRequest): HttpCall {
        val route = routes[request.origin] ?: remember(request.origin)
        val body = when (val body = request.body) {
            null -> RequestBody.None
            is TransportBody.Bytes -> RequestBody.Bytes(body.bytes)
            is TransportBody.Stream -> RequestBody.Streamed { out ->
                body.writeTo { bytes, start, end ->
                    out.write(bytes, start, end)
                    out.flush()
                }
            }
        }
        return HttpCall(
            route,
            request.method,
            request.target,
            request.headers,
            body,
            timeouts,
            request.onProgress,
            request.urgent,
            request.fresh,
            request.maxHeadBytes ?: maxHeadBytes,
            request.use,
            request.watch,
        )
    }

    private fun remember(origin: String): Route {
        // Redirects may lead to ever new places.
        if (routes.size >= MAX_ROUTES) routes.clear()
        return route(origin).also { routes[origin] = it }
    }

    private fun route(origin: String): Route {
        val tlsUsed = origin.startsWith(TLS_SCHEME)
        val authority = origin.substringAfter("://")
        // The zone of a link-local address is written with %25 in URLs, and with % elsewhere.
        val host = authority.substringBeforeLast(':').removeSurrounding("[", "]").let { if (':' in it) it.replace("%25", "%") else it }
        val port = authority.substringAfterLast(':').toInt()
        return Route(host, port, if (tlsUsed) tls else null, proxies.of(tlsUsed, host, port))
    }

    override fun close() {
        own?.close()
    }

    /** The body with the failures of the connection in our own words. */
    private class Body(private val body: BodyReader) : ByteSource() {
        override suspend fun refill(): Boolean {
            val more = try {
                body.fill()
            } catch (e: IOException) {
                throw TransportException(
                    "The answer broke off after ${body.offset} bytes: ${e.message ?: e.javaClass.simpleName}; send the request again if it only reads",
                    true,
                    e,
                )
            }
            if (!more) return false
            window(body.array, body.position, body.limit)
            body.position = body.limit
            return true
        }
    }

    private companion object {
        private const val MAX_ROUTES = 1024
        private const val TLS_SCHEME = "https://"
        private const val PROXY_REFUSES = 407

        private fun refusal(proxy: Proxy, reason: String) = TransportException(
            "The $proxy did not pass the request on: $PROXY_REFUSES $reason; give the proxy's user and password in its address, as " +
                "http://user:password@host:port",
            false,
        )

        private fun connections(config: ClickHouseClientConfig): HttpConnections = HttpConnections {
            maxConnections = config.maxConnections
            idleTimeout = config.idleTimeout
            maxConnectionAge = config.maxConnectionAge
            readBufferSize = config.readBufferSize
            receiveBufferSize = config.receiveBufferSize
            sendBufferSize = config.sendBufferSize
            maxConnectsPerSecond = config.maxConnectsPerSecond
            keepAlive = config.keepAlive
            tcpNoDelay = config.tcpNoDelay
        }

        private fun translate(e: ExchangeException, tls: Boolean): ClickHouseException {
            val deadline = (e.cause as? DeadlineException)?.deadline
            return if (e.cause is PoolClosedException) {
                ConfigurationException("The connections of this client are closed; make a client with new ones", e)
            } else if (deadline != null) {
                // Its words name the option and need no more advice.
                TransportException(e.message.orEmpty(), e.requestSent, e).ofTimeout(deadline.option)
            } else if (e.requestSent) {
                TransportException("${e.message}; the server may have seen the request", true, e)
            } else {
                TransportException("${e.message}; ${ConnectFailure.advice(e.cause ?: e, tls)}", false, e)
            }
        }
    }
}
