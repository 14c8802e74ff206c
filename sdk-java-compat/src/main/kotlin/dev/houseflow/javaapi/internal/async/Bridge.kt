package dev.houseflow.javaapi.internal.async

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.ColumnDefinition
import dev.houseflow.ColumnInfo
import dev.houseflow.CreateTableRequest
import dev.houseflow.DatabaseInfo
import dev.houseflow.DdlRequest
import dev.houseflow.DictionaryInfo
import dev.houseflow.Format
import dev.houseflow.HandlerRequest
import dev.houseflow.HealthStatus
import dev.houseflow.InsertRequest
import dev.houseflow.InserterOptions
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
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.internal.client.ClientEngine
import dev.houseflow.coroutines.internal.client.jsonResult
import dev.houseflow.coroutines.internal.client.playUrl
import dev.houseflow.coroutines.internal.insert.BlockLayout
import dev.houseflow.coroutines.internal.inserter.ShardedInserter
import dev.houseflow.coroutines.internal.stream.BlockRows
import dev.houseflow.coroutines.internal.stream.MergedRows
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.wire.Utf8
import dev.houseflow.javaapi.HandlerStream
import dev.houseflow.javaapi.RowStream
import dev.houseflow.javaapi.internal.binding.JsonRows
import dev.houseflow.javaapi.internal.binding.Shapes
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.merge
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.reactive.asFlow
import org.reactivestreams.Publisher
import java.io.InputStream
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.function.Function
import java.util.function.Supplier
import java.util.function.ToIntFunction
import kotlin.coroutines.CoroutineContext

/**
 * A client's calls in futures, pulled streams and publishers. What a request is made of is asked
 * for inside of the future, so that every failure ends up there.
 */
internal class Bridge private constructor(
    private val core: ClientEngine,
    private val shapes: Shapes,
    private val session: SessionStreams?,
) : CallingBridge(core.dispatching, session) {
    constructor(endpoints: List<String>, config: ClickHouseClientConfig) : this(ClientEngine(endpoints, config), Shapes(), null)

    override fun callerContext(): CoroutineContext = core.callerContext()

    private fun <T> adapter(type: Class<T>): RowAdapter<T> = shapes.adapter(type)

    fun execute(request: Supplier<QueryRequest>): CompletableFuture<QuerySummary> = quick { core.execute(request.get()) }

    fun <T> query(request: Supplier<QueryRequest>, type: Class<T>): CompletableFuture<QueryResult<T>> =
        quick { core.query(request.get(), adapter(type)) }

    fun <T> stream(request: QueryRequest, type: Class<T>): RowStream<T> {
        val adapter = adapter(type)
        val rows = BlockRows(adapter)
        return pull(core.prefetchedBlocks(request, adapter)) { rows.of(it) }
    }

    fun <T : Any> publish(request: QueryRequest, type: Class<T>): Publisher<T> {
        val rows: Flow<T?> = core.stream(request, adapter(type))
        return publisher(rows.map { it ?: throw nullRow(type) })
    }

    fun columns(request: Supplier<QueryRequest>): CompletableFuture<List<ResultColumn>> = quick { core.columns(request.get()) }

    fun describe(table: String): CompletableFuture<List<ColumnInfo>> = call { core.schema.describe(table) }

    fun describe(request: QueryRequest): CompletableFuture<List<ColumnInfo>> = call { core.schema.describe(request) }

    fun databases(): CompletableFuture<List<DatabaseInfo>> = call { core.schema.databases() }

    fun tables(database: String?): CompletableFuture<List<TableInfo>> = call { core.schema.tables(database) }

    fun tableInfo(table: String): CompletableFuture<TableInfo> = call { core.schema.tableInfo(table) }

    fun tableExists(table: String): CompletableFuture<Boolean> = call { core.schema.tableExists(table) }

    fun missingColumns(request: CreateTableRequest): CompletableFuture<List<ColumnDefinition>> =
        call { request.missingColumns(core.schema.describe(request.table)) }

    fun alterTableFor(request: CreateTableRequest): CompletableFuture<List<DdlRequest>> =
        call { request.alterTableFor(core.schema.describe(request.table)) }

    fun dictionaries(): CompletableFuture<List<DictionaryInfo>> = call { core.schema.dictionaries() }

    fun rows(request: QueryRequest): RowStream<Row> = pull(core.prefetchedBlocksOfRows(request)) { it.rows().iterator() }

    fun publishRows(request: QueryRequest): Publisher<Row> = publisher(core.rows(request))

    fun blocks(request: QueryRequest): RowStream<Block> = pull(core.prefetchedBlocks(request, null)) { listOf(it).iterator() }

    fun answer(request: QueryRequest): Pull<Any> = items(core.answer(request))

    fun publishBlocks(request: QueryRequest): Publisher<Block> = publisher(core.blocks(request))

    /** An iterator of the caller's may block. */
    fun <T> insert(request: Supplier<InsertRequest>, rows: Iterable<T>, type: Class<T>): CompletableFuture<QuerySummary> =
        call(core.dispatching.callers) { core.insert(request.get(), session?.source(rows) ?: rows, adapter(type)) }

    fun layout(request: InsertRequest, adapter: RowAdapter<*>, fresh: Boolean): CompletableFuture<BlockLayout> =
        quick { core.builtInserts.layout(request, adapter, fresh) }

    fun insert(request: InsertRequest, adapter: RowAdapter<*>, blocks: List<BlockBuilder>): CompletableFuture<QuerySummary> =
        quick { core.builtInserts.send(request, adapter, blocks) }

    fun <T : Any> insert(request: Supplier<InsertRequest>, rows: Publisher<out T>, type: Class<T>): CompletableFuture<QuerySummary> =
        call { core.insert(request.get(), CheckedPublisher(rows, session).asFlow(), adapter(type)) }

    fun <T : Any> inserter(request: InsertRequest, type: Class<T>, options: InserterOptions<T>): InserterBridge<T> =
        core.inserter(request, adapter(type), options).let { InserterBridge(it, it::tryAdd, core.dispatching, session) }

    /** One for each of [shards], of which this is one. */
    fun <T : Any> shardedInserter(
        shards: List<Bridge>,
        request: InsertRequest,
        type: Class<T>,
        options: InserterOptions<T>,
        shardOf: ToIntFunction<in T>,
    ): InserterBridge<T> {
        val inserters = shards.map { it.core.inserter(request, it.adapter(type), options) }
        return ShardedInserter(inserters, shardOf::applyAsInt).let { InserterBridge(it, it::tryAdd, core.dispatching, null) }
    }

    fun <T : Any> publishShards(shards: List<Bridge>, request: QueryRequest, type: Class<T>): Publisher<T> =
        publisher(
            MergedRows.of(
                shards.map<Bridge, Flow<T?>> {
                    it.core.stream(request, it.adapter(type))
                },
            ).map { it ?: throw nullRow(type) },
        )

    fun publishShardBlocks(shards: List<Bridge>, request: QueryRequest): Publisher<Block> =
        publisher(shards.map { it.core.blocks(request) }.merge())

    fun <T> collectRows(request: QueryRequest, read: Function<Row, T>): CompletableFuture<List<T>> =
        call { core.rows(request).map { read.apply(it) }.toList() }

    fun prepareInsert(request: Supplier<InsertRequest>): CompletableFuture<InsertRequest> = call { core.prepareInsert(request.get()) }

    fun insertColumns(request: Supplier<InsertRequest>, columns: Map<String, Any>): CompletableFuture<QuerySummary> =
        call { core.insertColumns(request.get(), columns) }

    fun rawQuery(request: Supplier<QueryRequest>): CompletableFuture<ByteArray> = quick { core.rawQuery(request.get()) }

    fun rawResult(request: Supplier<QueryRequest>): CompletableFuture<RawResult> = quick { core.rawResult(request.get()) }

    fun rawStream(request: QueryRequest): InputStream = PulledBytes(items(core.pooledChunks(request)))

    fun publishRaw(request: QueryRequest): Publisher<ByteArray> = publisher(core.rawStream(request))

    fun lines(request: QueryRequest): RowStream<String> = pull(core.lineChunks(request)) { it.iterator() }

    fun publishLines(request: QueryRequest): Publisher<String> =
        publisher(flow { core.lineChunks(request).flow().collect { lines -> for (line in lines) emit(line) } })

    fun <T> jsonRows(request: QueryRequest, type: Class<T>): RowStream<T> {
        val rows = JsonLineRows(JsonRows(type, shapes))
        return pull(core.lineChunks(request)) { lines -> lines.asSequence().map(rows::of).iterator() }
    }

    fun <T : Any> publishJsonRows(request: QueryRequest, type: Class<T>): Publisher<T> {
        val objects: Flow<T?> = flow {
            val rows = JsonLineRows(JsonRows(type, shapes))
            core.lineChunks(request).flow().collect { lines -> for (line in lines) emit(rows.of(line)) }
        }
        return publisher(objects.map { it ?: throw nullRow(type) })
    }

    fun <T> jsonResult(request: Supplier<QueryRequest>, type: Class<T>): CompletableFuture<JsonResult<T>> = quick {
        val rows = JsonRows(type, shapes)
        core.jsonResult(request.get()) { element, row -> rows.read(element.value(), row) }
    }

    fun rawInsert(request: Supplier<InsertRequest>, format: Format, data: ByteArray): CompletableFuture<QuerySummary> =
        call { core.rawInsert(request.get(), format, data) }

    fun rawInsert(request: Supplier<InsertRequest>, format: Format, data: String): CompletableFuture<QuerySummary> =
        call { core.rawInsert(request.get(), format, Utf8.encode(data, "The data")) }

    fun rawInsert(request: Supplier<InsertRequest>, format: Format, path: Path): CompletableFuture<QuerySummary> =
        call { core.rawInsert(request.get(), format, path) }

    fun rawInsert(request: Supplier<InsertRequest>, format: Format, stream: InputStream): CompletableFuture<QuerySummary> =
        call { core.rawInsert(request.get(), format, session?.source(stream) ?: stream) }

    fun rawInsert(request: Supplier<InsertRequest>, format: Format, data: Publisher<ByteArray>): CompletableFuture<QuerySummary> =
        call { core.rawInsert(request.get(), format, CheckedPublisher(data, session).asFlow()) }

    fun download(request: Supplier<QueryRequest>, path: Path): CompletableFuture<QuerySummary> = call { core.download(request.get(), path) }

    fun callHandler(request: Supplier<HandlerRequest>): CompletableFuture<RawResponse> = beside { core.callHandler(request.get()) }

    fun callHandler(request: HandlerRequest, body: Publisher<ByteArray>): CompletableFuture<RawResponse> =
        beside { core.callHandler(request, CheckedPublisher(body, null).asFlow()) }

    fun callHandler(request: HandlerRequest, body: InputStream): CompletableFuture<RawResponse> =
        beside { core.callHandler(request, body) }

    fun streamHandler(request: HandlerRequest): HandlerStream = PulledHandler(itemsBeside(core.handlerChunks(request)))

    fun poolStats(): PoolStats = core.poolStats()

    fun warmUp(connections: Int, timeout: Duration): CompletableFuture<Int> = call { core.warmUp(connections, timeout) }

    fun ping(timeout: Duration): CompletableFuture<Boolean> = call { core.ping(timeout) }

    fun health(timeout: Duration): CompletableFuture<HealthStatus> = call { core.health(timeout) }

    fun replicasStatus(verbose: Boolean, timeout: Duration): CompletableFuture<ReplicasStatus> =
        call { core.replicasStatus(verbose, timeout) }

    fun session(id: String?, timeout: Duration?): Bridge = Bridge(core.session(id, timeout), shapes, SessionStreams())

    fun playUrl(sql: String?): String = core.playUrl(sql)

    fun close() {
        core.close()
    }

    override fun toString(): String = core.toString()
}
