package dev.houseflow.coroutines.internal.transport

import dev.houseflow.coroutines.internal.http.ConnectionUse
import dev.houseflow.coroutines.internal.http.ExchangeWatch
import dev.houseflow.coroutines.internal.http.PoolCounts
import dev.houseflow.coroutines.internal.http.PoolRoom
import dev.houseflow.internal.http.firstValue
import dev.houseflow.internal.wire.ByteSource

/**
 * Carries HTTP exchanges, a bounded number at once; knows nothing of ClickHouse. What fails between
 * here and the server is a [dev.houseflow.TransportException].
 */
internal interface Transport : AutoCloseable {
    /**
     * Whether progress lines reach [TransportRequest.onProgress] as they arrive; otherwise they
     * stand in the reply's headers.
     */
    val reportsProgressLive: Boolean get() = false

    /** What its connections do at this moment. */
    fun counts(): PoolCounts

    /** The connections to [origin]; `null` where an engine keeps them to itself. */
    fun room(origin: String): PoolRoom?

    /**
     * Sends [request] and gives the answer to [handle] as soon as its headers are there. When
     * [handle] returns or fails before the body has ended, or the caller is cancelled, the
     * connection is closed at once.
     */
    suspend fun <R> exchange(request: TransportRequest, handle: suspend (TransportResponse) -> R): R
}

/** A request as it goes over the wire: [target] is path and query, encoded. */
internal class TransportRequest(
    val method: String,
    /** Scheme, host and port. */
    val origin: String,
    val target: String,
    /** Best the same list each time that it holds the same. */
    val headers: List<Pair<String, String>>,
    val body: TransportBody?,
    /**
     * Takes the value of each `X-ClickHouse-Progress` line; see [Transport.reportsProgressLive].
     */
    val onProgress: (String) -> Unit = {},
    /**
     * Whether it is sent at once, however many requests are under way: what ends them or looks
     * after the server must not wait for them.
     */
    val urgent: Boolean = false,
    /** Whether it may be sent twice, whatever it meets. */
    val idempotent: Boolean = urgent,
    /** Whether it gets a connection of its own, and none that has carried a request before. */
    val fresh: Boolean = false,
    /** As many bytes as the head of the answer may have; `null` means the client's number. */
    val maxHeadBytes: Int? = null,
    /** What its connection is taken for, as errors tell it. */
    val use: ConnectionUse = ConnectionUse.OTHER,
    /** Told how it comes along. */
    val watch: ExchangeWatch? = null,
) {
    val url: String get() = origin + target

    /** The same, over a connection that no server can have closed yet. */
    fun overFreshConnection(): TransportRequest =
        TransportRequest(method, origin, target, headers, body, onProgress, urgent, idempotent, fresh = true, maxHeadBytes, use, watch)
}

/** What a request carries. */
internal sealed class TransportBody {
    /** All of it at once, with its length. */
    class Bytes(val bytes: ByteArray) : TransportBody()

    /**
     * Piece by piece: [writeTo] is called once, and suspends while the server does not take more.
     * When it fails, the request ends without its proper end, so that no server takes it for
     * complete.
     */
    class Stream(val writeTo: suspend (BodySink) -> Unit) : TransportBody()
}

/** Where a streamed body goes. */
internal fun interface BodySink {
    /** Sends `bytes[start until end]`; the array may be used again afterwards. */
    suspend fun write(bytes: ByteArray, start: Int, end: Int)
}

/**
 * An answer whose headers have arrived. [body] fails with a `TransportException` when it ends
 * before it is complete.
 *
 * @property reason what stands behind the status, `Bad Gateway` say; may be empty
 */
internal class TransportResponse(
    val status: Int,
    val fields: List<Pair<String, String>>,
    val body: ByteSource,
    val reason: String = "",
) {
    fun header(name: String): String? = fields.firstValue(name)

    fun headerValues(name: String): List<String> = fields.filter { it.first.equals(name, ignoreCase = true) }.map { it.second }
}
