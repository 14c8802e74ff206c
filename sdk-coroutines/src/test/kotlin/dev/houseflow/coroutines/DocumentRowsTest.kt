package dev.houseflow.coroutines

import dev.houseflow.QueryEndpointRequest
import dev.houseflow.QueryEndpointTable
import dev.houseflow.QueryResult
import dev.houseflow.RawResponse
import dev.houseflow.RetryPolicy
import dev.houseflow.testkit.RowClass
import dev.houseflow.testkit.documents.ContractEndpoint
import dev.houseflow.testkit.documents.EndpointRowsContract
import dev.houseflow.testkit.documents.EndpointUnderTest
import dev.houseflow.testkit.documents.HandlerRowsContract
import dev.houseflow.testkit.documents.HttpRowsContract
import dev.houseflow.testkit.documents.WireRowsContract
import kotlinx.coroutines.flow.Flow
import java.nio.file.Path
import java.time.Duration

internal class KotlinDoorWireRowsTest : WireRowsContract(KotlinDoor)

internal class KotlinDoorHttpRowsTest : HttpRowsContract(KotlinDoor)

internal class KotlinDoorHandlerRowsTest : HandlerRowsContract(KotlinDoor)

internal class KotlinDoorEndpointRowsTest : EndpointRowsContract(KotlinEndpoints)

private object KotlinEndpoints : EndpointUnderTest {
    override fun connect(
        baseUrl: String,
        endpointId: String,
        keyId: String,
        keySecret: String,
        version: Int,
        timeout: Duration?,
        clientName: String?,
        headers: Map<String, String>,
    ): ContractEndpoint = KotlinEndpoint(
        QueryEndpoint(endpointId, keyId, keySecret) {
            this.baseUrl = baseUrl
            this.version = version
            this.timeout = timeout
            retry = RetryPolicy.NONE
            this.clientName = clientName
            headers.forEach { (name, value) -> header(name, value) }
        },
    )
}

private class KotlinEndpoint(private val endpoint: QueryEndpoint) : ContractEndpoint {
    override suspend fun call(request: QueryEndpointRequest): RawResponse = endpoint.call(request)

    override suspend fun upload(request: QueryEndpointRequest, path: Path): RawResponse = endpoint.upload(request, path)

    override suspend fun <T : Any> query(request: QueryEndpointRequest, rowClass: RowClass<T>): QueryResult<T> =
        endpoint.query(request, rowClass.serializer)

    override fun lines(request: QueryEndpointRequest): Flow<String> = endpoint.lines(request)

    override suspend fun table(request: QueryEndpointRequest): QueryEndpointTable = endpoint.table(request)

    override fun close() = endpoint.close()

    override fun toString(): String = endpoint.toString()
}
