package dev.houseflow.coroutines.internal.client

import dev.houseflow.Block
import dev.houseflow.ColumnInfo
import dev.houseflow.DatabaseInfo
import dev.houseflow.DictionaryInfo
import dev.houseflow.Format
import dev.houseflow.HandlerRequest
import dev.houseflow.HealthStatus
import dev.houseflow.InsertRequest
import dev.houseflow.InserterOptions
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.JsonResult
import dev.houseflow.PoolStats
import dev.houseflow.QueryRequest
import dev.houseflow.QueryResult
import dev.houseflow.QuerySummary
import dev.houseflow.RawResponse
import dev.houseflow.RawResult
import dev.houseflow.ReplicasStatus
import dev.houseflow.ResultColumn
import dev.houseflow.Row
import dev.houseflow.TableInfo
import dev.houseflow.coroutines.ClickHouseClient
import dev.houseflow.coroutines.HandlerStream
import dev.houseflow.coroutines.Inserter
import dev.houseflow.coroutines.internal.call.withCallerFrames
import dev.houseflow.coroutines.internal.stream.jsonRow
import dev.houseflow.coroutines.internal.stream.jsonRows
import dev.houseflow.coroutines.internal.stream.lines
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.rows.SerializerRowAdapter
import dev.houseflow.internal.untyped.UntypedSerializer
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.serialization.KSerializer
import java.io.InputStream
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.ConcurrentHashMap

/**
 * The Kotlin door: serializers in place of row adapters, files and streams in place of flows of
 * bytes.
 */
internal class KotlinClient(private val core: ClientEngine, private val adapters: Adapters = Adapters()) : ClickHouseClient {
    override suspend fun execute(request: QueryRequest): QuerySummary = withCallerFrames { core.execute(request) }

    override suspend fun <T> query(request: QueryRequest, serializer: KSerializer<T>): QueryResult<T> =
        withCallerFrames { core.query(request, adapters.of(serializer)) }

    override fun <T> stream(request: QueryRequest, serializer: KSerializer<T>): Flow<T> =
        core.stream(request, adapters.of(serializer)).withCallerFrames()

    override fun rows(request: QueryRequest): Flow<Row> = core.rows(request).withCallerFrames()

    override suspend fun columns(request: QueryRequest): List<ResultColumn> = withCallerFrames { core.columns(request) }

    override suspend fun describe(table: String): List<ColumnInfo> = withCallerFrames { core.schema.describe(table) }

    override suspend fun describe(request: QueryRequest): List<ColumnInfo> = withCallerFrames { core.schema.describe(request) }

    override suspend fun databases(): List<DatabaseInfo> = withCallerFrames { core.schema.databases() }

    override suspend fun tables(database: String?): List<TableInfo> = withCallerFrames { core.schema.tables(database) }

    override suspend fun tableInfo(table: String): TableInfo = withCallerFrames { core.schema.tableInfo(table) }

    override suspend fun tableExists(table: String): Boolean = withCallerFrames { core.schema.tableExists(table) }

    override suspend fun dictionaries(): List<DictionaryInfo> = withCallerFrames { core.schema.dictionaries() }

    override fun blocks(request: QueryRequest): Flow<Block> = core.blocks(request).withCallerFrames()

    override suspend fun <T> insert(request: InsertRequest, rows: Flow<T>, serializer: KSerializer<T>): QuerySummary =
        withCallerFrames { core.insert(request, rows, adapters.of(serializer)) }

    override suspend fun <T> insert(request: InsertRequest, rows: Iterable<T>, serializer: KSerializer<T>): QuerySummary =
        withCallerFrames { core.insert(request, rows, adapters.of(serializer)) }

    override fun <T> inserter(request: InsertRequest, serializer: KSerializer<T>, options: InserterOptions<T>): Inserter<T> =
        core.inserter(request, adapters.of(serializer), options)

    override suspend fun prepareInsert(request: InsertRequest): InsertRequest = withCallerFrames { core.prepareInsert(request) }

    override suspend fun insertColumns(request: InsertRequest, columns: Map<String, Any>): QuerySummary =
        withCallerFrames { core.insertColumns(request, columns) }

    override suspend fun rawQuery(request: QueryRequest): ByteArray = withCallerFrames { core.rawQuery(request) }

    override suspend fun rawResult(request: QueryRequest): RawResult = withCallerFrames { core.rawResult(request) }

    override fun rawStream(request: QueryRequest): Flow<ByteArray> = core.rawStream(request).withCallerFrames()

    override fun lines(request: QueryRequest): Flow<String> = core.lineChunks(request).lines().withCallerFrames()

    override fun <T> jsonRows(request: QueryRequest, serializer: KSerializer<T>): Flow<T> =
        core.lineChunks(request).lines().jsonRows(serializer).withCallerFrames()

    override suspend fun <T> jsonResult(request: QueryRequest, serializer: KSerializer<T>): JsonResult<T> =
        withCallerFrames { core.jsonResult(request) { element, row -> jsonRow(serializer, element, row) } }

    override suspend fun rawInsert(request: InsertRequest, format: Format, data: Flow<ByteArray>): QuerySummary =
        withCallerFrames { core.rawInsert(request, format, data) }

    override suspend fun rawInsert(request: InsertRequest, format: Format, data: ByteArray): QuerySummary =
        withCallerFrames { core.rawInsert(request, format, data) }

    override suspend fun rawInsert(request: InsertRequest, format: Format, path: Path): QuerySummary =
        withCallerFrames { core.rawInsert(request, format, path) }

    override suspend fun rawInsert(request: InsertRequest, format: Format, stream: InputStream): QuerySummary =
        withCallerFrames { core.rawInsert(request, format, stream) }

    override suspend fun download(request: QueryRequest, path: Path): QuerySummary = withCallerFrames { core.download(request, path) }

    override suspend fun <R> session(id: String?, timeout: Duration?, block: suspend ClickHouseClient.() -> R): R =
        KotlinClient(core.session(id, timeout), adapters).block()

    override suspend fun callHandler(request: HandlerRequest): RawResponse = withCallerFrames { core.callHandler(request) }

    override suspend fun callHandler(request: HandlerRequest, body: Flow<ByteArray>): RawResponse =
        withCallerFrames { core.callHandler(request, body) }

    override suspend fun callHandler(request: HandlerRequest, body: InputStream): RawResponse =
        withCallerFrames { core.callHandler(request, body) }

    override suspend fun <R> streamHandler(request: HandlerRequest, read: suspend (HandlerStream) -> R): R =
        withCallerFrames { core.streamHandler(request, read) }

    override fun poolStats(): PoolStats = core.poolStats()

    override suspend fun warmUp(connections: Int, timeout: Duration): Int = withCallerFrames { core.warmUp(connections, timeout) }

    override suspend fun ping(timeout: Duration): Boolean = core.ping(timeout)

    override suspend fun health(timeout: Duration): HealthStatus = core.health(timeout)

    override suspend fun replicasStatus(verbose: Boolean, timeout: Duration): ReplicasStatus = core.replicasStatus(verbose, timeout)

    override fun playUrl(sql: String?): String = core.playUrl(sql)

    override fun close() {
        core.close()
    }

    override fun toString(): String = "ClickHouseClient($core)"
}

/**
 * Remembers the adapters of serializers that are used again, as those of classes without type
 * parameters are: there is one of each.
 */
internal class Adapters {
    private val all = ConcurrentHashMap<KSerializer<*>, SerializerRowAdapter<*>>()

    @Suppress("UNCHECKED_CAST")
    fun <T> of(serializer: KSerializer<T>): RowAdapter<T> {
        if (serializer is UntypedSerializer) return serializer.adapter
        all[serializer]?.let { return it as SerializerRowAdapter<T> }
        // Serializers that are made anew for each call must not pile up.
        if (all.size >= MOST) all.clear()
        return SerializerRowAdapter(serializer).also { all[serializer] = it }
    }

    private companion object {
        private const val MOST = 256
    }
}
