package dev.houseflow.coroutines.internal

import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.internal.http.BodyReader
import dev.houseflow.coroutines.internal.http.CallTimeouts
import dev.houseflow.coroutines.internal.http.ConnectionPool
import dev.houseflow.coroutines.internal.http.Connector
import dev.houseflow.coroutines.internal.http.ExchangeException
import dev.houseflow.coroutines.internal.http.HttpAnswer
import dev.houseflow.coroutines.internal.http.HttpCall
import dev.houseflow.coroutines.internal.http.HttpExchange
import dev.houseflow.coroutines.internal.http.HttpHead
import dev.houseflow.coroutines.internal.http.PoolOptions
import dev.houseflow.coroutines.internal.http.Proxy
import dev.houseflow.coroutines.internal.http.RequestBody
import dev.houseflow.coroutines.internal.http.Route
import dev.houseflow.coroutines.internal.http.SocketOptions
import dev.houseflow.coroutines.internal.http.TlsOptions
import dev.houseflow.internal.ByteSource
import io.ktor.network.selector.SelectorManager
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import java.io.IOException
import java.util.Base64
import javax.net.ssl.SSLContext

/**
 * The default transport: Houseflow's own HTTP/1.1 on Ktor's selector. Strict about where answers end, reuses connections for every method,
 * reads the answer while the request is still being sent, and hands progress over as it arrives.
 */
internal class HttpTransport(config: ClickHouseClientConfig) : Transport {
    private val selector = SelectorManager(Dispatchers.IO)
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
    private val proxy: Proxy? = config.proxy?.let(::proxy)
    private val tls: TlsOptions by lazy { TlsOptions(config.sslContext ?: SSLContext.getDefault()) }
    private val timeouts = CallTimeouts(connectMillis = config.connectTimeout.toMillis().coerceAtLeast(1))
    private val pool = ConnectionPool(
        Connector(selector, SocketOptions()),
        // The client itself bounds its calls; what it sends beside them (pings, KILL QUERY) must not wait for them.
        PoolOptions(config.maxConnections + EXTRA_CONNECTIONS, IDLE_MILLIS, MAX_AGE_MILLIS, BUFFER_BYTES),
        scope,
    )
    private val http = HttpExchange(pool)

    override val reportsProgressLive: Boolean get() = true

    override suspend fun <R> exchange(request: WireRequest, handle: suspend (WireReply) -> R): R {
        val answer = try {
            http.send(call(request))
        } catch (e: ExchangeException) {
            throw translate(e)
        }
        try {
            val result = handle(WireReply(answer.head.status, headers(answer.head), Body(answer.body)))
            answer.finish()
            return result
        } finally {
            // Whoever throws after the last byte, as for an error that the server told, leaves a good connection behind.
            answer.leave()
        }
    }

    private fun call(request: WireRequest): HttpCall {
        val tlsUsed = request.url.startsWith("https://")
        val rest = request.url.substringAfter("://")
        val authority = rest.substringBefore('/')
        val host = authority.substringBeforeLast(':').removeSurrounding("[", "]")
        val route = Route(host, authority.substringAfterLast(':').toInt(), if (tlsUsed) tls else null, proxy)
        val body = when (val body = request.body) {
            null -> RequestBody.None
            is WireBody.Bytes -> RequestBody.Bytes(body.bytes)
            is WireBody.Stream -> RequestBody.Streamed { out ->
                body.writeTo { bytes, start, end ->
                    out.write(bytes, start, end)
                    out.flush()
                }
            }
        }
        return HttpCall(route, request.method, rest.substring(authority.length), request.headers, body, timeouts, request.onProgress)
    }

    override fun close() {
        pool.close()
        scope.cancel()
        selector.close()
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
        private const val EXTRA_CONNECTIONS = 16

        /** Below the 3 s after which old servers close idle connections without saying so. */
        private const val IDLE_MILLIS = 2_500L
        private const val MAX_AGE_MILLIS = 600_000L
        private const val BUFFER_BYTES = 128 * 1024

        private fun headers(head: HttpHead): Map<String, List<String>> =
            head.fields.groupByTo(LinkedHashMap(), { it.first }, { it.second })

        private fun translate(e: ExchangeException): TransportException =
            if (e.requestSent) {
                TransportException("${e.message}; the server may have seen the request", true, e)
            } else {
                TransportException("${e.message}; check the address, and that a server listens there", false, e)
            }

        private fun proxy(url: String): Proxy {
            val address = ServerAddress.parse(url)
            val authority = address.base.substringAfter("://").substringBefore('/')
            val user = address.username
            val authorization = if (user == null) {
                null
            } else {
                "Basic " + Base64.getEncoder().encodeToString("$user:${address.password.orEmpty()}".toByteArray(Charsets.UTF_8))
            }
            return Proxy(
                authority.substringBeforeLast(':').removeSurrounding("[", "]"),
                authority.substringAfterLast(':').toInt(),
                authorization,
            )
        }
    }
}
