package dev.houseflow.coroutines.internal.ktor

import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.internal.http.BodyReader
import dev.houseflow.coroutines.internal.http.ConnectFailure
import dev.houseflow.coroutines.internal.http.ConnectionSlots
import dev.houseflow.coroutines.internal.http.HttpSyntaxException
import dev.houseflow.coroutines.internal.http.PoolCounts
import dev.houseflow.coroutines.internal.http.PoolRoom
import dev.houseflow.coroutines.internal.net.DeadlineException
import dev.houseflow.coroutines.internal.net.inMillis
import dev.houseflow.coroutines.internal.transport.BodySink
import dev.houseflow.coroutines.internal.transport.Transport
import dev.houseflow.coroutines.internal.transport.TransportBody
import dev.houseflow.coroutines.internal.transport.TransportRequest
import dev.houseflow.coroutines.internal.transport.TransportResponse
import dev.houseflow.internal.wire.ByteSource
import io.ktor.client.HttpClient
import io.ktor.client.HttpClientConfig
import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.network.sockets.ConnectTimeoutException
import io.ktor.client.plugins.HttpTimeout
import io.ktor.client.plugins.HttpTimeoutConfig
import io.ktor.client.request.HttpRequestBuilder
import io.ktor.client.request.prepareRequest
import io.ktor.client.statement.HttpResponse
import io.ktor.client.statement.bodyAsChannel
import io.ktor.http.ContentType
import io.ktor.http.HttpMethod
import io.ktor.http.content.OutgoingContent
import io.ktor.http.takeFrom
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.ByteWriteChannel
import io.ktor.utils.io.InternalAPI
import io.ktor.utils.io.readAvailable
import io.ktor.utils.io.writeFully
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import java.net.ConnectException
import java.net.NoRouteToHostException
import java.net.UnknownHostException
import java.nio.channels.UnresolvedAddressException

/**
 * The only file that sees Ktor's `HttpClient`. What the engine is known to get wrong is made good
 * here as far as it can be seen from outside; docs/engines.md has the list.
 *
 * @param engine belongs to its maker, and is not closed here
 */
internal class KtorTransport(engine: HttpClientEngine, config: ClickHouseClientConfig) : Transport {
    private val client: HttpClient = HttpClient(engine) { common(config.connectTimeout.inMillis()) }
    private val maxHeadBytes: Int = config.maxHeadBytes
    private val poolWaitMillis: Long? = config.poolTimeout?.inMillis()

    /**
     * Engines know bounds of their own at best, and one that is full is reported as a failure to
     * connect.
     */
    private val places = ConnectionSlots(config.maxConnections)

    private val maxConnections: Int = config.maxConnections

    /** An engine keeps its connections to itself. */
    override fun counts(): PoolCounts = PoolCounts(maxConnections, 0, 0, places.waiting)

    override fun room(origin: String): PoolRoom? = null

    private fun HttpClientConfig<*>.common(connectTimeoutMillis: Long) {
        expectSuccess = false
        // A redirected POST would carry the statement and the credentials to another place.
        followRedirects = false
        // They add an Accept-Charset header and guess at bodies; every byte here is ours.
        useDefaultTransformers = false
        install(HttpTimeout) {
            requestTimeoutMillis = HttpTimeoutConfig.INFINITE_TIMEOUT_MS
            socketTimeoutMillis = HttpTimeoutConfig.INFINITE_TIMEOUT_MS
            this.connectTimeoutMillis = connectTimeoutMillis
        }
    }

    override suspend fun <R> exchange(request: TransportRequest, handle: suspend (TransportResponse) -> R): R {
        if (request.urgent) return send(request, handle)
        val begun = if (request.watch == null) 0 else System.nanoTime()
        val place = try {
            places.take(poolWaitMillis, request.use)
        } catch (e: DeadlineException) {
            throw TransportException(e.message.orEmpty(), false, e).ofTimeout(e.deadline.option)
        } finally {
            request.watch?.waited(System.nanoTime() - begun)
        }
        try {
            return send(request, handle)
        } finally {
            places.release(place)
        }
    }

    private suspend fun <R> send(request: TransportRequest, handle: suspend (TransportResponse) -> R): R {
        val builder = HttpRequestBuilder()
        builder.method = HttpMethod.parse(request.method)
        builder.url.takeFrom(request.url)
        request.headers.forEach { (name, value) -> builder.headers.append(name, value) }
        // A body's own type would win over that of the headers.
        val type = if (builder.headers.contains("Content-Type")) null else ContentType.Application.OctetStream
        val body = body(request.body, type)
        setBody(builder, body)
        var handlersFailure: Throwable? = null
        try {
            return client.prepareRequest(builder).execute { response ->
                try {
                    request.watch?.firstByte()
                    handle(reply(response, request.maxHeadBytes ?: maxHeadBytes))
                } catch (e: Throwable) {
                    handlersFailure = e
                    throw e
                }
            }
        } catch (e: Throwable) {
            // Ktor may wrap what the handler threw, or the body's source; their own exception
            // counts.
            handlersFailure?.let { throw it }
            currentCoroutineContext().ensureActive()
            (body as? StreamBody)?.sourcesFailure?.let { throw it }
            throw translate(e, request)
        }
    }

    private fun body(body: TransportBody?, contentType: ContentType?): OutgoingContent = when (body) {
        null -> NoBody
        is TransportBody.Bytes -> BytesBody(body.bytes, contentType)
        is TransportBody.Stream -> StreamBody(body.writeTo, contentType)
    }

    @OptIn(InternalAPI::class)
    private fun setBody(builder: HttpRequestBuilder, body: OutgoingContent) {
        // Never setBody(): it is inlined with Ktor's TypeInfo, whose shape changes between Ktor's
        // versions.
        builder.body = body
    }

    private suspend fun reply(response: HttpResponse, maxHeadBytes: Int): TransportResponse {
        val length = response.headers["Content-Length"]?.toLongOrNull() ?: -1
        checkCoding(response)
        checkHead(response, maxHeadBytes)
        return TransportResponse(
            response.status.value,
            response.headers.entries().flatMap { (name, values) ->
                values.map { name to it }
            },
            ChannelSource(response.bodyAsChannel(), length),
            response.status.description,
        )
    }

    /** Engines have bounds of their own before. */
    private fun checkHead(response: HttpResponse, maxHeadBytes: Int) {
        var bytes = 0L
        response.headers.forEach { name, values ->
            if (!name.equals(PROGRESS, ignoreCase = true)) for (value in values) bytes += name.length + value.length + FIELD_BYTES
        }
        if (bytes <= maxHeadBytes) return
        throw TransportException(
            "The head of the answer has more than the $maxHeadBytes bytes that maxHeadBytes allows: raise it if the server is to be trusted",
            true,
        )
    }

    /** Engines take the chunks apart, and leave other codings of a body in it. */
    private fun checkCoding(response: HttpResponse) {
        val coding = response.headers.getAll("Transfer-Encoding")?.joinToString(", ") ?: return
        try {
            BodyReader.checkTransferCoding(coding)
        } catch (e: HttpSyntaxException) {
            throw TransportException(e.message.orEmpty(), true, e)
        }
    }

    override fun close() {
        client.close()
    }

    private object NoBody : OutgoingContent.NoContent()

    private class BytesBody(private val bytes: ByteArray, override val contentType: ContentType?) : OutgoingContent.ByteArrayContent() {
        override val contentLength: Long get() = bytes.size.toLong()

        override fun bytes(): ByteArray = bytes
    }

    private class StreamBody(
        private val source: suspend (BodySink) -> Unit,
        override val contentType: ContentType?,
    ) : OutgoingContent.WriteChannelContent() {
        /** What the source of the bytes failed with, if it was not the connection. */
        @Volatile
        var sourcesFailure: Throwable? = null
            private set

        override suspend fun writeTo(channel: ByteWriteChannel) {
            var connectionFailed = false
            try {
                source { bytes, start, end ->
                    try {
                        channel.writeFully(bytes, start, end)
                        channel.flush()
                    } catch (e: Throwable) {
                        connectionFailed = true
                        throw e
                    }
                }
            } catch (e: Throwable) {
                if (!connectionFailed && e !is CancellationException) sourcesFailure = e
                throw e
            }
        }
    }

    /** The body as windows of up to 64 KiB. */
    private class ChannelSource(private val channel: ByteReadChannel, private val expected: Long) : ByteSource() {
        private val buffer = ByteArray(BUFFER)
        private var received = 0L

        override suspend fun refill(): Boolean {
            while (true) {
                val count = try {
                    channel.readAvailable(buffer, 0, buffer.size)
                } catch (e: Throwable) {
                    throw broken(e)
                }
                if (count > 0) {
                    received += count
                    window(buffer, 0, count)
                    return true
                }
                if (count < 0) break
            }
            // An engine may end a broken body like a whole one and leave the reason here.
            channel.closedCause?.let { throw broken(it) }
            if (expected >= 0 && received < expected) {
                throw TransportException(
                    "The answer ended after $received of $expected bytes: the server or something before it closed the connection; send " +
                        "the request again if it only reads",
                    true,
                )
            }
            return false
        }

        private suspend fun broken(e: Throwable): Throwable {
            currentCoroutineContext().ensureActive()
            return TransportException(
                "The connection broke after $received bytes of the answer: ${describe(e)}; send the request again if it only reads",
                true,
                e,
            )
        }
    }

    private companion object {
        private const val BUFFER = 1 shl 16
        private const val PROGRESS = "X-ClickHouse-Progress"

        /** What stands around a name and a value. */
        private const val FIELD_BYTES = 4

        /**
         * The failure as an exception of this library. A caller's cancellation stays what it is.
         */
        private suspend fun translate(e: Throwable, request: TransportRequest): Throwable {
            // Whatever Ktor makes of a cancellation, and it may be another call's failure that the
            // caller was cancelled for.
            currentCoroutineContext().ensureActive()
            val root = rootOf(e)
            val address = request.url.substringBefore('?')
            val tls = address.startsWith("https://")
            return when (root) {
                is ConnectException, is NoRouteToHostException ->
                    TransportException("Cannot connect to $address: ${describe(root)}; ${ConnectFailure.advice(root, tls)}", false, e)

                is UnknownHostException, is UnresolvedAddressException ->
                    TransportException("Cannot connect to $address: ${describe(root)}; ${ConnectFailure.advice(root, tls)}", false, e)

                is ConnectTimeoutException ->
                    TransportException("Cannot connect to $address in time; check the address, or raise connectTimeout", false, e)

                else -> TransportException(
                    "The connection to $address failed before an answer came: ${describe(root)}; the server may have seen the request",
                    true,
                    e,
                )
            }
        }

        private fun rootOf(e: Throwable): Throwable {
            var root = e
            var depth = 0
            while (depth++ < 8) {
                val known = root is ConnectException || root is UnknownHostException || root is ConnectTimeoutException
                root = if (known) return root else root.cause ?: return root
            }
            return root
        }

        private fun describe(e: Throwable): String = e.message?.takeIf { it.isNotBlank() } ?: e.javaClass.simpleName
    }
}
