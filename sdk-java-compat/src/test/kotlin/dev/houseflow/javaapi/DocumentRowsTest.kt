package dev.houseflow.javaapi

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
import kotlinx.coroutines.future.await
import kotlinx.coroutines.reactive.asFlow
import java.nio.file.Path
import java.time.Duration

internal class JavaDoorWireRowsTest : WireRowsContract(JavaDoor(pull = true))

internal class JavaDoorHttpRowsTest : HttpRowsContract(JavaDoor(pull = true))

internal class JavaDoorHandlerRowsTest : HandlerRowsContract(JavaDoor(pull = true))

internal class JavaDoorEndpointRowsTest : EndpointRowsContract(JavaEndpoints)

private object JavaEndpoints : EndpointUnderTest {
    override fun connect(
        baseUrl: String,
        endpointId: String,
        keyId: String,
        keySecret: String,
        version: Int,
        timeout: Duration?,
        clientName: String?,
        headers: Map<String, String>,
    ): ContractEndpoint {
        val builder = AsyncQueryEndpoint.builder(endpointId, keyId, keySecret).baseUrl(baseUrl).version(version).retry(RetryPolicy.NONE)
        timeout?.let { builder.timeout(it) }
        builder.clientName(clientName)
        headers.forEach { (name, value) -> builder.header(name, value) }
        return JavaEndpoint(builder.build())
    }
}

private class JavaEndpoint(private val endpoint: AsyncQueryEndpoint) : ContractEndpoint {
    override suspend fun call(request: QueryEndpointRequest): RawResponse = endpoint.call(request).await()

    override suspend fun upload(request: QueryEndpointRequest, path: Path): RawResponse = endpoint.upload(request, path).await()

    override suspend fun <T : Any> query(request: QueryEndpointRequest, rowClass: RowClass<T>): QueryResult<T> =
        endpoint.query(request, rowClass.javaClass).await()

    override fun lines(request: QueryEndpointRequest): Flow<String> = endpoint.publishLines(request).asFlow()

    override suspend fun table(request: QueryEndpointRequest): QueryEndpointTable = endpoint.table(request).await()

    override fun close() = endpoint.close()

    override fun toString(): String = endpoint.toString()
}
