package dev.houseflow.coroutines.internal.queryendpoint

import dev.houseflow.QueryEndpointRequest
import dev.houseflow.QueryEndpointTable
import dev.houseflow.QueryResult
import dev.houseflow.RawResponse
import dev.houseflow.coroutines.QueryEndpoint
import dev.houseflow.coroutines.internal.client.Adapters
import dev.houseflow.coroutines.internal.stream.jsonRows
import dev.houseflow.coroutines.internal.stream.lines
import kotlinx.coroutines.flow.Flow
import kotlinx.serialization.KSerializer
import java.io.InputStream
import java.nio.file.Path

/** The Kotlin door to a query endpoint. */
internal class KotlinQueryEndpoint(private val core: QueryEndpointEngine) : QueryEndpoint {
    private val adapters = Adapters()

    override suspend fun call(request: QueryEndpointRequest): RawResponse = core.call(request)

    override suspend fun upload(request: QueryEndpointRequest, data: ByteArray): RawResponse = core.upload(request, data)

    override suspend fun upload(request: QueryEndpointRequest, path: Path): RawResponse = core.upload(request, path)

    override suspend fun upload(request: QueryEndpointRequest, stream: InputStream): RawResponse = core.upload(request, stream)

    override suspend fun upload(request: QueryEndpointRequest, data: Flow<ByteArray>): RawResponse = core.upload(request, data)

    override suspend fun <T> query(request: QueryEndpointRequest, serializer: KSerializer<T>): QueryResult<T> =
        core.query(request, adapters.of(serializer))

    override fun <T> stream(request: QueryEndpointRequest, serializer: KSerializer<T>): Flow<T> =
        core.stream(request, adapters.of(serializer))

    override fun lines(request: QueryEndpointRequest): Flow<String> = core.lineChunks(request).lines()

    override fun <T> jsonRows(request: QueryEndpointRequest, serializer: KSerializer<T>): Flow<T> =
        lines(request).jsonRows(serializer)

    override fun rawStream(request: QueryEndpointRequest): Flow<ByteArray> = core.rawStream(request)

    override suspend fun table(request: QueryEndpointRequest): QueryEndpointTable = core.table(request)

    override fun close() {
        core.close()
    }

    override fun toString(): String = "QueryEndpoint($core)"
}
