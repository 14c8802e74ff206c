package dev.houseflow.coroutines.internal.ktor

import dev.houseflow.coroutines.HouseflowEngineConfig
import dev.houseflow.coroutines.HttpConnections
import dev.houseflow.coroutines.internal.http.BodyWriter
import dev.houseflow.coroutines.internal.http.CallTimeouts
import dev.houseflow.coroutines.internal.http.HttpCall
import dev.houseflow.coroutines.internal.http.HttpExchange
import dev.houseflow.coroutines.internal.http.HttpSyntaxException
import dev.houseflow.coroutines.internal.http.Proxy
import dev.houseflow.coroutines.internal.http.RequestBody
import dev.houseflow.coroutines.internal.http.Route
import dev.houseflow.coroutines.internal.net.Deadline
import dev.houseflow.coroutines.internal.net.DeadlineException
import dev.houseflow.coroutines.internal.net.TlsOptions
import dev.houseflow.coroutines.internal.net.inMillis
import io.ktor.client.engine.HttpClientEngineBase
import io.ktor.client.engine.HttpClientEngineCapability
import io.ktor.client.engine.callContext
import io.ktor.client.engine.mergeHeaders
import io.ktor.client.network.sockets.ConnectTimeoutException
import io.ktor.client.plugins.HttpTimeoutCapability
import io.ktor.client.plugins.HttpTimeoutConfig
import io.ktor.client.request.HttpRequestData
import io.ktor.client.request.HttpResponseData
import io.ktor.client.request.ResponseAdapterAttributeKey
import io.ktor.http.Headers
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpProtocolVersion
import io.ktor.http.HttpStatusCode
import io.ktor.http.content.OutgoingContent
import io.ktor.http.isSecure
import io.ktor.util.date.GMTDate
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.InternalAPI
import io.ktor.utils.io.readAvailable
import io.ktor.utils.io.writer
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.InternalCoroutinesApi
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.job
import java.io.IOException
import java.net.InetSocketAddress
import java.net.SocketTimeoutException
import java.time.Duration
import javax.net.ssl.SSLContext

/**
 * [dev.houseflow.coroutines.HouseflowEngine] at work: Ktor's requests and answers over the HTTP
 * that the client itself uses.
 */
@OptIn(InternalAPI::class, InternalCoroutinesApi::class)
internal class KtorEngine(override val config: HouseflowEngineConfig) : HttpClientEngineBase("houseflow") {
    private val own: HttpConnections? = if (config.connections == null) HttpConnections { } else null
    private val http: HttpExchange = (config.connections ?: checkNotNull(own)).core.exchange
    private val tls: TlsOptions by lazy { TlsOptions(config.sslContext ?: SSLContext.getDefault()) }
    private val proxy: java.net.Proxy? = config.proxy?.takeIf { it.type() != java.net.Proxy.Type.DIRECT }

    override val supportedCapabilities: Set<HttpClientEngineCapability<*>> = setOf(HttpTimeoutCapability)

    init {
        coroutineContext.job.invokeOnCompletion { own?.close() }
    }

    override suspend fun execute(data: HttpRequestData): HttpResponseData {
        val context = callContext()
        val requestTime = GMTDate()
        val progress = ArrayList<String>()
        val answer = try {
            http.send(call(data, config.onProgress ?: { keep(progress, it) }))
        } catch (e: IOException) {
            throw translate(e)
        }
        val channel = ResponseChannel(answer)
        // A call that is cancelled, or ends without reading, frees its connection.
        context.job.invokeOnCompletion(onCancelling = true) { channel.cancel(it) }
        val head = answer.head
        val status = HttpStatusCode(head.status, head.reason)
        val headers = Headers.build {
            head.fields.forEach { (name, value) -> append(name, value) }
            progress.forEach { append(PROGRESS, it) }
        }
        val body =
            data.attributes.getOrNull(ResponseAdapterAttributeKey)?.adapt(data, status, headers, channel, data.body, context) ?: channel
        return HttpResponseData(status, requestTime, headers, HttpProtocolVersion("HTTP", 1, head.minorVersion), body, context)
    }

    private fun call(data: HttpRequestData, onProgress: (String) -> Unit): HttpCall {
        val url = data.url
        val fields = ArrayList<Pair<String, String>>()
        mergeHeaders(data.headers, data.body) { name, value ->
            if (FRAMING.none { it.equals(name, ignoreCase = true) }) fields += name to value
        }
        val route = Route(
            url.host.removeSurrounding("[", "]"),
            url.port,
            if (url.protocol.isSecure()) tls else null,
            proxy?.let { through(it, data) },
        )
        val target = url.encodedPathAndQuery.let { if (it.startsWith("/")) it else "/$it" }
        return HttpCall(route, data.method.value, target, fields, body(data.method.value, data.body), timeouts(data), onProgress)
    }

    private fun through(proxy: java.net.Proxy, data: HttpRequestData): Proxy {
        val address = proxy.address() as InetSocketAddress
        if (proxy.type() == java.net.Proxy.Type.SOCKS) return Proxy(address.hostString, address.port, authorization = null, isSocks = true)
        return Proxy(address.hostString, address.port, data.headers[HttpHeaders.ProxyAuthorization])
    }

    private fun body(method: String, content: OutgoingContent): RequestBody = when (content) {
        is OutgoingContent.NoContent -> if (method in WITHOUT_BODY) RequestBody.None else RequestBody.Bytes(ByteArray(0))
        is OutgoingContent.ByteArrayContent -> RequestBody.Bytes(content.bytes())
        is OutgoingContent.ReadChannelContent -> RequestBody.Streamed { out -> copy(content.readFrom(), out) }
        is OutgoingContent.WriteChannelContent -> RequestBody.Streamed { out -> copyWritten(content, out) }
        is OutgoingContent.ContentWrapper -> body(method, content.delegate())
        is OutgoingContent.ProtocolUpgrade -> throw UnsupportedOperationException("HouseflowEngine does not upgrade to other protocols")
    }

    private suspend fun copyWritten(content: OutgoingContent.WriteChannelContent, to: BodyWriter) = coroutineScope {
        var failure: Throwable? = null
        val written = writer {
            try {
                content.writeTo(channel)
            } catch (e: Throwable) {
                failure = e
                throw e
            }
        }
        try {
            copy(written.channel, to)
        } catch (e: IOException) {
            // The channel wraps what the writer threw.
            throw failure?.takeUnless { it is CancellationException } ?: e
        }
    }

    private suspend fun copy(from: ByteReadChannel, to: BodyWriter) {
        val buffer = ByteArray(COPY_BUFFER)
        while (true) {
            val count = from.readAvailable(buffer, 0, buffer.size)
            if (count < 0) break
            to.write(buffer, 0, count)
            to.flush()
        }
        from.closedCause?.let { throw it }
    }

    private fun timeouts(data: HttpRequestData): CallTimeouts {
        val request = data.getCapabilityOrNull(HttpTimeoutCapability)
        val socket = request?.socketTimeoutMillis
        return CallTimeouts(
            connectMillis = millis(request?.connectTimeoutMillis, config.connectTimeout),
            poolWaitMillis = config.poolTimeout?.inMillis(),
            firstByteMillis = millis(socket, config.firstByteTimeout),
            silenceMillis = millis(socket, config.silenceTimeout),
        )
    }

    private fun millis(request: Long?, engine: Duration?): Long? = when (request) {
        null -> engine?.inMillis()
        HttpTimeoutConfig.INFINITE_TIMEOUT_MS -> null
        else -> request
    }

    private fun keep(progress: MutableList<String>, line: String) {
        if (progress.size >= MAX_PROGRESS) {
            throw HttpSyntaxException(
                "The server sent more than $MAX_PROGRESS progress lines; set the engine's onProgress to take them as they come",
            )
        }
        progress += line
    }

    internal companion object {
        private const val PROGRESS = "X-ClickHouse-Progress"
        private const val MAX_PROGRESS = 10_000
        private const val COPY_BUFFER = 64 * 1024
        private val WITHOUT_BODY = setOf("GET", "HEAD", "OPTIONS", "DELETE", "TRACE")
        private val FRAMING = listOf(HttpHeaders.ContentLength, HttpHeaders.TransferEncoding, HttpHeaders.ProxyAuthorization)

        /** In the words that Ktor's users know. */
        fun translate(e: IOException): IOException {
            val deadline = (e as? DeadlineException ?: e.cause as? DeadlineException)?.deadline
            return when (deadline) {
                Deadline.CONNECT -> ConnectTimeoutException(e.message.orEmpty(), e)
                Deadline.FIRST_BYTE, Deadline.SILENCE -> SocketTimeoutException(e.message).apply { initCause(e) }
                Deadline.POOL_WAIT, Deadline.CONNECT_RATE, null -> e
            }
        }
    }
}
