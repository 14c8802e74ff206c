package dev.houseflow.javaapi.internal.async

import dev.houseflow.QueryEndpointRequest
import dev.houseflow.QueryEndpointTable
import dev.houseflow.QueryResult
import dev.houseflow.RawResponse
import dev.houseflow.coroutines.QueryEndpointConfig
import dev.houseflow.coroutines.internal.queryendpoint.QueryEndpointEngine
import dev.houseflow.coroutines.internal.stream.BlockRows
import dev.houseflow.javaapi.RowStream
import dev.houseflow.javaapi.internal.binding.Shapes
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.reactive.asFlow
import org.reactivestreams.Publisher
import java.io.InputStream
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import kotlin.coroutines.CoroutineContext

/** A query endpoint, in futures, pulled streams and publishers. */
internal class EndpointBridge private constructor(private val core: QueryEndpointEngine) : CallingBridge(core.dispatching, null) {
    constructor(endpointId: String, keyId: String, keySecret: String, config: QueryEndpointConfig) :
        this(QueryEndpointEngine(endpointId, keyId, keySecret, config))

    private val shapes = Shapes()

    override fun callerContext(): CoroutineContext = core.callerContext()

    fun call(request: QueryEndpointRequest): CompletableFuture<RawResponse> = call { core.call(request) }

    fun upload(request: QueryEndpointRequest, data: ByteArray): CompletableFuture<RawResponse> = call { core.upload(request, data) }

    fun upload(request: QueryEndpointRequest, path: Path): CompletableFuture<RawResponse> = call { core.upload(request, path) }

    fun upload(request: QueryEndpointRequest, stream: InputStream): CompletableFuture<RawResponse> =
        call { core.upload(request, stream) }

    fun upload(request: QueryEndpointRequest, data: Publisher<ByteArray>): CompletableFuture<RawResponse> =
        call { core.upload(request, CheckedPublisher(data, null).asFlow()) }

    fun <T> query(request: QueryEndpointRequest, type: Class<T>): CompletableFuture<QueryResult<T>> =
        call { core.query(request, shapes.adapter(type)) }

    fun <T> stream(request: QueryEndpointRequest, type: Class<T>): RowStream<T> {
        val rows = BlockRows(shapes.adapter(type))
        return pull(core.prefetchedBlocks(request)) { rows.of(it) }
    }

    fun <T : Any> publish(request: QueryEndpointRequest, type: Class<T>): Publisher<T> {
        val rows: Flow<T?> = core.stream(request, shapes.adapter(type))
        return publisher(rows.map { it ?: throw nullRow(type) })
    }

    fun lines(request: QueryEndpointRequest): RowStream<String> = pull(core.lineChunks(request)) { it.iterator() }

    fun publishLines(request: QueryEndpointRequest): Publisher<String> =
        publisher(flow { core.lineChunks(request).flow().collect { lines -> for (line in lines) emit(line) } })

    fun rawStream(request: QueryEndpointRequest): InputStream = PulledBytes(items(core.pooledChunks(request)))

    fun publishRaw(request: QueryEndpointRequest): Publisher<ByteArray> = publisher(core.rawStream(request))

    fun table(request: QueryEndpointRequest): CompletableFuture<QueryEndpointTable> = call { core.table(request) }

    fun close() {
        core.close()
    }

    override fun toString(): String = core.toString()
}
