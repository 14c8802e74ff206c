package dev.houseflow.coroutines.internal.http

import dev.houseflow.internal.wire.SizeLimits

/**
 * One request.
 *
 * @property target path and query, already encoded
 * @property fields header fields, without `Host` and those that frame the body
 * @property fresh whether it takes no connection that has carried a request before
 * @property extra whether it does not wait for its turn: see [ConnectionPool.acquire]
 * @property maxHeadBytes as many bytes as the head of the answer may have, without lines that tell
 * of progress
 * @property use what its connection is taken for
 * @property watch told how it comes along
 * @property onProgress called with the value of each `X-ClickHouse-Progress` line as it arrives, on
 * the coroutine of the call
 */
internal class HttpCall(
    val route: Route,
    val method: String,
    val target: String,
    val fields: List<Pair<String, String>>,
    val body: RequestBody,
    val timeouts: CallTimeouts = CallTimeouts(),
    val onProgress: (String) -> Unit = {},
    val extra: Boolean = false,
    val fresh: Boolean = false,
    val maxHeadBytes: Int = SizeLimits.DEFAULT_HEAD_BYTES,
    val use: ConnectionUse = ConnectionUse.OTHER,
    val watch: ExchangeWatch? = null,
)

/** What a request carries. */
internal sealed class RequestBody {
    /** All of it at hand; sent with `Content-Length`. */
    class Bytes(val bytes: ByteArray) : RequestBody()

    /**
     * Made while it is sent, chunk by chunk, at the speed at which the server takes it. When
     * [produce] throws, the connection is closed without the last chunk, so that no server can take
     * what came for a whole.
     */
    class Streamed(val produce: suspend (BodyWriter) -> Unit) : RequestBody()

    /** No body and no length, as in GET. */
    object None : RequestBody()
}

/**
 * Each of these has one meaning; `null` switches it off.
 *
 * @property connectMillis from the decision to open a connection until TLS is ready
 * @property poolWaitMillis waiting for a free connection
 * @property firstByteMillis from the end of the request to the first byte of the answer
 * @property silenceMillis between two pieces of the answer
 */
internal class CallTimeouts(
    val connectMillis: Long? = null,
    val poolWaitMillis: Long? = null,
    val firstByteMillis: Long? = null,
    val silenceMillis: Long? = null,
)
