package dev.houseflow.coroutines

import dev.houseflow.QueryEndpointRequest
import dev.houseflow.QueryEndpointTable
import dev.houseflow.QueryResult
import dev.houseflow.RawResponse
import dev.houseflow.coroutines.internal.queryendpoint.KotlinQueryEndpoint
import dev.houseflow.coroutines.internal.queryendpoint.QueryEndpointEngine
import dev.houseflow.rowSerializer
import kotlinx.coroutines.flow.Flow
import kotlinx.serialization.KSerializer
import kotlinx.serialization.serializer
import java.io.InputStream
import java.nio.file.Path

/**
 * One query endpoint of ClickHouse Cloud: a query that is stored there under an id, run over HTTP
 * with the key of an organization. Made by the function of the same name.
 *
 * Thread-safe, and meant to be shared. Calls suspend and hold no thread while they wait. Cancelling
 * one, or leaving a flow before its end, closes its connection.
 *
 * Every call throws a [dev.houseflow.QueryEndpointException] with the endpoint's message when it
 * refuses, `ServerException` when the query fails after its answer has begun, `TransportException`
 * when the connection fails or the answer is cut off, `FormatException` when an answer is not what
 * the call reads, and `ConfigurationException` when the request cannot work. What the stored query
 * does is not known here, so a call that may have arrived is made again only when its request is
 * called idempotent.
 *
 * See the page "Query API endpoints" of the ClickHouse Cloud manual.
 */
public interface QueryEndpoint : AutoCloseable {
    /** Runs the query and gives the whole answer as it comes, in the request's format. */
    public suspend fun call(request: QueryEndpointRequest): RawResponse

    /** See [call]. */
    public suspend fun call(configure: QueryEndpointRequest.Builder.() -> Unit = {}): RawResponse =
        call(QueryEndpointRequest.builder().apply(configure).build())

    /**
     * Runs a query that takes data, such as `INSERT INTO t`, with [data], which is in the request's
     * format. The variables go into the URL.
     */
    public suspend fun upload(request: QueryEndpointRequest, data: ByteArray): RawResponse

    /**
     * See [upload]. Sends the file at [path], piece by piece. Throws a `java.io.IOException` when
     * it cannot be read.
     */
    public suspend fun upload(request: QueryEndpointRequest, path: Path): RawResponse

    /**
     * See [upload]. Sends what is left in [stream], piece by piece. The stream stays open; it is
     * its caller's to close.
     */
    public suspend fun upload(request: QueryEndpointRequest, stream: InputStream): RawResponse

    /**
     * See [upload]. Sends [data], which is collected once, in the caller's own context, piece by
     * piece while it comes.
     */
    public suspend fun upload(request: QueryEndpointRequest, data: Flow<ByteArray>): RawResponse

    /**
     * All rows as objects, of a class as for [ClickHouseClient.query]; read as `Native`, which
     * needs version 2.
     */
    public suspend fun <T> query(request: QueryEndpointRequest, serializer: KSerializer<T>): QueryResult<T>

    /**
     * The rows as objects, as they come. Cold: every collection runs the query anew. Read as
     * `Native`, which needs version 2.
     */
    public fun <T> stream(request: QueryEndpointRequest, serializer: KSerializer<T>): Flow<T>

    /**
     * The lines of an answer in `JSONEachRow`, or the request's format if that has a row in each
     * line, as they come; without their line feeds. Cold, like [stream]. Needs version 2.
     */
    public fun lines(request: QueryEndpointRequest): Flow<String>

    /**
     * The [lines] as objects, read by kotlinx.serialization; what the class has no property for is
     * ignored. For classes that name what is in the JSON, where [stream] fits them to the columns'
     * types.
     */
    public fun <T> jsonRows(request: QueryEndpointRequest, serializer: KSerializer<T>): Flow<T>

    /**
     * The answer as bytes, as they come, in the request's format. Cold, like [stream]. Needs
     * version 2.
     */
    public fun rawStream(request: QueryEndpointRequest): Flow<ByteArray>

    /** The answer of an endpoint of version 1, which is a table whatever the format. */
    public suspend fun table(request: QueryEndpointRequest): QueryEndpointTable

    /**
     * Takes no more calls, and lets go of connections when those under way have ended. Does not
     * wait. Closing twice does nothing.
     */
    override fun close()
}

/**
 * See [QueryEndpoint.query]. [T] is `@Serializable`, or a type that has a serializer, such as
 * `Long` for a result of one column.
 */
public suspend inline fun <reified T> QueryEndpoint.query(
    configure: QueryEndpointRequest.Builder.() -> Unit = {},
): QueryResult<T> = query(QueryEndpointRequest.builder().apply(configure).build(), rowSerializer<T>())

/** See [QueryEndpoint.stream]. */
public inline fun <reified T> QueryEndpoint.stream(configure: QueryEndpointRequest.Builder.() -> Unit = {}): Flow<T> =
    stream(QueryEndpointRequest.builder().apply(configure).build(), rowSerializer<T>())

/** See [QueryEndpoint.jsonRows]. [T] is `@Serializable`. */
public inline fun <reified T> QueryEndpoint.jsonRows(configure: QueryEndpointRequest.Builder.() -> Unit = {}): Flow<T> =
    jsonRows(QueryEndpointRequest.builder().apply(configure).build(), serializer<T>())

/**
 * The query endpoint [endpointId], a UUID, called with the key [keyId], whose secret is [keySecret]
 * and never printed.
 *
 * Opens no connection yet. Throws `ConfigurationException` when the id, the key or an option cannot
 * work.
 */
public fun QueryEndpoint(
    endpointId: String,
    keyId: String,
    keySecret: String,
    configure: QueryEndpointConfig.() -> Unit = {},
): QueryEndpoint = KotlinQueryEndpoint(QueryEndpointEngine(endpointId, keyId, keySecret, QueryEndpointConfig().apply(configure)))
