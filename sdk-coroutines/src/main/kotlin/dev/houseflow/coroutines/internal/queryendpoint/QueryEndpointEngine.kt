package dev.houseflow.coroutines.internal.queryendpoint

import dev.houseflow.Block
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.HandlerRequest
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.QueryEndpointException
import dev.houseflow.QueryEndpointRequest
import dev.houseflow.QueryEndpointTable
import dev.houseflow.QueryResult
import dev.houseflow.RawResponse
import dev.houseflow.ServerException
import dev.houseflow.coroutines.QueryEndpointConfig
import dev.houseflow.coroutines.internal.call.Dispatching
import dev.houseflow.coroutines.internal.client.SharedClient
import dev.houseflow.coroutines.internal.handler.HandlerResponse
import dev.houseflow.coroutines.internal.handler.whole
import dev.houseflow.coroutines.internal.observe.CallTrace
import dev.houseflow.coroutines.internal.request.LineFormats
import dev.houseflow.coroutines.internal.request.streamFlow
import dev.houseflow.coroutines.internal.response.NativeBlocks
import dev.houseflow.coroutines.internal.response.ServerErrors
import dev.houseflow.coroutines.internal.response.readUpTo
import dev.houseflow.coroutines.internal.stream.BlockRows
import dev.houseflow.coroutines.internal.stream.Lines
import dev.houseflow.coroutines.internal.stream.PooledChunk
import dev.houseflow.coroutines.internal.stream.PrefetchQueue
import dev.houseflow.coroutines.internal.stream.PrefetchedResponse
import dev.houseflow.coroutines.internal.stream.RowFlow
import dev.houseflow.coroutines.internal.stream.ownCopies
import dev.houseflow.coroutines.internal.stream.pooledCopies
import dev.houseflow.coroutines.internal.stream.putBlocks
import dev.houseflow.coroutines.internal.stream.putWindows
import dev.houseflow.coroutines.internal.transport.ServerAddress
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.rows.EndpointTables
import dev.houseflow.internal.wire.ByteSource
import dev.houseflow.internal.wire.ReadLimits
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.Flow
import java.io.InputStream
import java.nio.file.Path
import kotlin.coroutines.CoroutineContext

/**
 * Everything both doors do with a query endpoint, told in requests and row adapters. Thread-safe.
 */
@InternalHouseflowApi
public class QueryEndpointEngine(endpointId: String, keyId: String, keySecret: String, config: QueryEndpointConfig) : AutoCloseable {
    private val shared: SharedClient
    private val requests: QueryEndpointRequests
    private val text: String
    private val target = "POST /$endpointId/run"

    init {
        if (!UUID.matches(endpointId)) {
            throw ConfigurationException(
                "\"${ServerAddress.withoutSecrets(endpointId)}\" is no id of a query endpoint: give the UUID that stands in its URL, " +
                    "and no more of it",
            )
        }
        checkKey(keyId, keySecret)
        config.check()
        val base = withPort(config.baseUrl)
        shared = SharedClient.open(listOf(base), config.toClient(keyId, keySecret))
        val address = shared.options.address
        requests = QueryEndpointRequests(endpointId, config.version, config.timeout, address.base.length)
        text = "$address$endpointId, key $keyId, secret <hidden>"
    }

    /** The whole answer, in the request's format. */
    public suspend fun call(request: QueryEndpointRequest): RawResponse = decoded {
        run(requests.of(request)) { it.whole() }
    }

    /** Sends [data] as the body of the run. */
    public suspend fun upload(request: QueryEndpointRequest, data: ByteArray): RawResponse = decoded {
        run(requests.upload(request).toBuilder().body(data).build()) { it.whole() }
    }

    /** Sends the file at [path]. */
    public suspend fun upload(request: QueryEndpointRequest, path: Path): RawResponse = decoded {
        run(requests.upload(request).toBuilder().body(path).build()) { it.whole() }
    }

    /** Sends [data], which is collected once, in the caller's own context. */
    public suspend fun upload(request: QueryEndpointRequest, data: Flow<ByteArray>): RawResponse =
        observed { shared.handlers.run(requests.upload(request), data) { answered(it) { it.whole() } } }

    /** Sends what is left in [stream]; it stays open. */
    public suspend fun upload(request: QueryEndpointRequest, stream: InputStream): RawResponse =
        upload(request, streamFlow(stream, shared.threads.io))

    /** All rows at once. */
    public suspend fun <T> query(request: QueryEndpointRequest, adapter: RowAdapter<T>): QueryResult<T> = decoded {
        run(native(request), limits(request)) { answer ->
            checkNative(answer)
            val rows = ArrayList<T>()
            val made = BlockRows(adapter)
            NativeBlocks.read(answer.answer) { block -> for (row in made.of(block)) rows.add(row) }
            QueryResult(rows, answer.answer.summary, made.columns)
        }
    }

    /** The rows as they come, made from their blocks by the collector. */
    public fun <T> stream(request: QueryEndpointRequest, adapter: RowAdapter<T>): Flow<T> = RowFlow(prefetchedBlocks(request).flow()) {
        val rows = BlockRows(adapter)
        rows::of
    }

    /** The blocks as they come. */
    public fun prefetchedBlocks(request: QueryEndpointRequest): PrefetchedResponse<Block> = items { items ->
        run(native(request), limits(request)) { answer ->
            checkNative(answer)
            items.putBlocks(answer.answer)
        }
    }

    /** The lines as they come, as many at a time as have arrived. */
    public fun lineChunks(request: QueryEndpointRequest): PrefetchedResponse<List<String>> = items { items ->
        run(eachRow(request)) { answer ->
            val lines = Lines(answer.source, limits(request).maxBlockBytes)
            while (true) items.put(lines.next() ?: break, answer.answer)
        }
    }

    /** The answer as it comes, in chunks that belong to the collector. */
    public fun rawStream(request: QueryEndpointRequest): Flow<ByteArray> =
        windows(request, ::ownCopies).flow()

    /** The same for doors that pull, in chunks to be given back. */
    public fun pooledChunks(request: QueryEndpointRequest): PrefetchedResponse<PooledChunk> = windows(request, ::pooledCopies)

    private fun <E : Any> windows(request: QueryEndpointRequest, copy: () -> (ByteSource) -> E): PrefetchedResponse<E> = items { items ->
        checkStreams(request)
        run(requests.of(request)) { answer -> items.putWindows(answer.answer, copy()) }
    }

    /** The table that version 1 answers with. */
    public suspend fun table(request: QueryEndpointRequest): QueryEndpointTable {
        if (requests.versionOf(request) != 1) {
            throw ConfigurationException("Tables are what version 1 answers with: set version = 1, or read rows with query or stream")
        }
        return decoded { EndpointTables.read(run(requests.of(request)) { it.whole() }.text()) }
    }

    public val dispatching: Dispatching get() = shared.dispatching

    override fun close() {
        shared.close()
    }

    override fun toString(): String = text

    private fun <E : Any> items(produce: suspend (PrefetchQueue<E>) -> Unit): PrefetchedResponse<E> =
        PrefetchedResponse(shared.dispatching::near, null, ::begin) { items, _ -> produce(items) }

    private fun begin(context: CoroutineContext): CallTrace? = shared.listeners?.beginHandler({ target }, { "" }, context)

    private suspend fun <R> observed(block: suspend () -> R): R {
        val trace = begin(currentCoroutineContext()) ?: return block()
        return trace.listeners.observe(trace, block)
    }

    private suspend fun <R> decoded(block: suspend () -> R): R = observed { shared.dispatching.decode { block() } }

    /** What the listeners find on the thread that calls, for calls that are made on another one. */
    public fun callerContext(): CoroutineContext = shared.callerContext()

    private fun limits(request: QueryEndpointRequest): ReadLimits = shared.options.limits(request.maxBlockBytes)

    private fun native(request: QueryEndpointRequest): HandlerRequest {
        checkStreams(request)
        if (request.format != null && request.format != Format.NATIVE) {
            throw ConfigurationException("Typed calls read Native, and the request asks for ${request.format}: leave the format out")
        }
        return requests.of(request, Format.NATIVE)
    }

    /**
     * An answer of text, as an endpoint of another version gives, would look like one that was cut
     * off.
     */
    private fun checkNative(answer: HandlerResponse) {
        val type = answer.head.header("Content-Type")?.substringBefore(';')?.trim()?.lowercase() ?: return
        if (!type.startsWith("text/") && !type.endsWith("json")) return
        throw FormatException(
            "The answer is $type and not Native: is the endpoint of version 2, and its query one that gives rows? See call()",
        )
    }

    private fun eachRow(request: QueryEndpointRequest): HandlerRequest {
        checkStreams(request)
        return requests.of(request, LineFormats.orDefault(request.format))
    }

    private fun checkStreams(request: QueryEndpointRequest) {
        if (requests.versionOf(request) > 1) return
        throw ConfigurationException(
            "Version 1 of query endpoints answers with a table alone: read it with table or call, or set version = 2",
        )
    }

    private suspend fun <R> run(request: HandlerRequest, limits: ReadLimits? = null, read: suspend (HandlerResponse) -> R): R =
        shared.handlers.run(request, limits) { answered(it) { read(it) } }

    private suspend inline fun <R> answered(answer: HandlerResponse, read: () -> R): R =
        if (answer.head.isSuccess) read() else throw refusal(answer)

    private suspend fun refusal(answer: HandlerResponse): QueryEndpointException {
        val body = String(readUpTo(answer.source, MAX_ERROR), Charsets.UTF_8)
        val code = answer.head.header("X-ClickHouse-Exception-Code")?.trim()?.toIntOrNull()
        val refusal: ServerException = ServerErrors.parse(body, code, answer.head.header("X-ClickHouse-Query-Id"), answer.head.status)
        return when (answer.head.status) {
            BAD_REQUEST -> QueryEndpointException.BadRequest(refusal, body)
            UNAUTHORIZED -> QueryEndpointException.Unauthorized(refusal, body)
            NOT_FOUND -> QueryEndpointException.NotFound(refusal, body)
            else -> QueryEndpointException(refusal, body)
        }
    }

    private companion object {
        private val UUID = Regex("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
        private const val MAX_ERROR = 1 shl 20
        private const val BAD_REQUEST = 400
        private const val UNAUTHORIZED = 401
        private const val NOT_FOUND = 404

        private fun checkKey(id: String, secret: String) {
            if (id.isEmpty() || ':' in id) throw ConfigurationException("The key's id is empty or holds a colon; give the id of an API key")
            if (secret.isEmpty()) throw ConfigurationException("The key's secret is empty; give the one that belongs to the id")
        }

        /**
         * [url] with the port of the web where it names none: ClickHouse's own ports are not meant
         * here.
         */
        private fun withPort(url: String): String {
            val scheme = url.substringBefore("://", "").lowercase()
            val authority = url.substringAfter("://").substringBefore('/')
            val namesUser = '@' in authority
            if (namesUser) throw ConfigurationException("baseUrl holds a name or a password: the key is given by its own, leave them out")
            val hasPort = ':' in authority.substringAfterLast(']')
            if (hasPort || authority.isEmpty() || (scheme != "http" && scheme != "https")) return url
            val end = url.indexOf("://") + "://".length + authority.length
            return url.substring(0, end) + (if (scheme == "https") ":443" else ":80") + url.substring(end)
        }
    }
}
