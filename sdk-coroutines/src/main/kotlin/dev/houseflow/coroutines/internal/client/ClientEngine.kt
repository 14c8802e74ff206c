package dev.houseflow.coroutines.internal.client

import dev.houseflow.Block
import dev.houseflow.CallOperation
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.HandlerRequest
import dev.houseflow.HealthStatus
import dev.houseflow.InsertRequest
import dev.houseflow.InserterOptions
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.PoolStats
import dev.houseflow.QueryRequest
import dev.houseflow.QueryResult
import dev.houseflow.QuerySummary
import dev.houseflow.RawResponse
import dev.houseflow.RawResult
import dev.houseflow.ReplicasStatus
import dev.houseflow.ResultColumn
import dev.houseflow.Row
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.HandlerStream
import dev.houseflow.coroutines.internal.call.CallContext
import dev.houseflow.coroutines.internal.call.Dispatching
import dev.houseflow.coroutines.internal.describe.ResultDescriber
import dev.houseflow.coroutines.internal.handler.chunks
import dev.houseflow.coroutines.internal.handler.stream
import dev.houseflow.coroutines.internal.handler.whole
import dev.houseflow.coroutines.internal.insert.BuiltInserts
import dev.houseflow.coroutines.internal.insert.ColumnInserts
import dev.houseflow.coroutines.internal.insert.Inserts
import dev.houseflow.coroutines.internal.insert.TableDescriber
import dev.houseflow.coroutines.internal.inserter.InserterEngine
import dev.houseflow.coroutines.internal.inserter.InserterScope
import dev.houseflow.coroutines.internal.request.AnswerParameters
import dev.houseflow.coroutines.internal.request.PackedFiles
import dev.houseflow.coroutines.internal.request.fileFlow
import dev.houseflow.coroutines.internal.request.streamFlow
import dev.houseflow.coroutines.internal.response.NativeBlocks
import dev.houseflow.coroutines.internal.response.copy
import dev.houseflow.coroutines.internal.schema.Schema
import dev.houseflow.coroutines.internal.schema.SystemTables
import dev.houseflow.coroutines.internal.session.SessionState
import dev.houseflow.coroutines.internal.session.callerJob
import dev.houseflow.coroutines.internal.stream.BlockRows
import dev.houseflow.coroutines.internal.stream.PooledChunk
import dev.houseflow.coroutines.internal.stream.PrefetchedResponse
import dev.houseflow.coroutines.internal.stream.RowFlow
import dev.houseflow.coroutines.internal.stream.atomicFile
import dev.houseflow.coroutines.internal.stream.ownCopies
import dev.houseflow.coroutines.internal.stream.pooledCopies
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.untyped.ColumnArrays
import dev.houseflow.internal.untyped.WholeBlocks
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.withContext
import java.io.ByteArrayOutputStream
import java.io.InputStream
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import kotlin.coroutines.CoroutineContext

/**
 * Everything both doors do, told in requests and row adapters. Thread-safe.
 *
 * Flows are cold: every collection is a call of its own. They read ahead by 2 MiB or a block, and
 * no further.
 */
@InternalHouseflowApi
public class ClientEngine private constructor(internal val shared: SharedClient, private val session: SessionState?) : AutoCloseable {
    public constructor(endpoint: String, config: ClickHouseClientConfig) : this(listOf(endpoint), config)

    public constructor(endpoints: List<String>, config: ClickHouseClientConfig) : this(SharedClient.open(endpoints, config), null)

    private val calls = CallContext(shared.calls, session, shared.options, shared.dispatching, shared.listeners, shared::forgetTables)
    private val tables = TableDescriber(calls, shared.schemas)
    private val inserts = Inserts(calls, tables)
    private val columnInserts = ColumnInserts(calls, tables, inserts)
    private val describer = ResultDescriber(calls, shared.results)
    private val specs = QuerySpecs(calls, describer)
    private val streams = QueryStreams(calls, specs, describer)

    /** Inserts of rows that are in blocks already. */
    public val builtInserts: BuiltInserts = BuiltInserts(calls, tables, inserts)

    /** What the server has. */
    public val schema: Schema = Schema(SystemTables(::columns) { sql -> rows(describer.question(QueryRequest.of(sql), sql)).toList() })

    /** Runs [request] and forgets its result, if it has any. */
    public suspend fun execute(request: QueryRequest): QuerySummary = calls.observed(CallOperation.EXECUTE, request) {
        val spec = specs.execute(request, callerJob())
        dispatching.decode {
            calls.run(spec) { answer ->
                answer.drain()
                answer.summary
            }
        }
    }

    /** All rows at once. */
    public suspend fun <T> query(request: QueryRequest, adapter: RowAdapter<T>): QueryResult<T> =
        calls.observed(CallOperation.QUERY, request) { queried(request, adapter) }

    private suspend fun <T> queried(request: QueryRequest, adapter: RowAdapter<T>): QueryResult<T> {
        val caller = callerJob()
        val spec = specs.native(request, caller, waits = true, adapter)
        return dispatching.decode {
            val rows = ArrayList<T>()
            var made = BlockRows(adapter)
            val summary = calls.run(spec) { answer ->
                // An attempt before may have got some.
                rows.clear()
                made = BlockRows(adapter)
                NativeBlocks.read(answer) { block ->
                    rows.ensureCapacity(rows.size + block.rowCount)
                    for (row in made.of(block)) rows.add(row)
                }
                checkComplete(answer.summary, rows.size, request)
                answer.summary
            }
            if (rows.isEmpty()) describer.columnsIfTold(request, caller, summary)?.let(made::check)
            QueryResult(rows, summary, made.columns)
        }
    }

    /** The rows as they come, made from their blocks by the collector. */
    public fun <T> stream(request: QueryRequest, adapter: RowAdapter<T>): Flow<T> = RowFlow(prefetchedBlocks(request, adapter).flow()) {
        val rows = BlockRows(adapter)
        rows::of
    }

    /**
     * The blocks as they come, without those that have no rows; but of a result without rows there
     * is one, to show the columns, where the server tells these.
     */
    public fun blocks(request: QueryRequest): Flow<Block> = prefetchedBlocks(request, null).flow()

    /** The same for doors that pull, and for rows that [adapter] makes of them. */
    public fun prefetchedBlocks(request: QueryRequest, adapter: RowAdapter<*>?): PrefetchedResponse<Block> =
        streams.blocks(request, adapter)

    /**
     * What a statement answers of which it is not known whether it has a result: first a
     * `StatementHead`, when the first block is there or it is known that none comes, then the other
     * blocks.
     */
    public fun answer(request: QueryRequest): PrefetchedResponse<Any> = streams.answer(request)

    /** Views of the rows as they come. */
    public fun rows(request: QueryRequest): Flow<Row> =
        RowFlow(prefetchedBlocksOfRows(request).flow()) { { block -> block.rows().iterator() } }

    /** The blocks that [rows] are views of, for doors that pull. */
    public fun prefetchedBlocksOfRows(request: QueryRequest): PrefetchedResponse<Block> = streams.blocksOfRows(request)

    /**
     * Names and types of the columns that [request] would answer, without running it. Throws
     * `ConfigurationException` for a statement that is not known to answer any.
     */
    public suspend fun columns(request: QueryRequest): List<ResultColumn> {
        val caller = callerJob()
        return dispatching.decode { describer.columns(request, caller).map { ResultColumn(it.name, it.type) } }
    }

    /** The whole answer, in the format that the request or its statement says. */
    public suspend fun rawQuery(request: QueryRequest): ByteArray = rawResult(request).body

    /** The same with what the server said. */
    public suspend fun rawResult(request: QueryRequest): RawResult = calls.observed(CallOperation.RAW, request) {
        val spec = specs.raw(request, callerJob(), waits = true)
        dispatching.decode {
            calls.run(spec) { answer ->
                val bytes = ByteArrayOutputStream()
                copy(answer.source, bytes)
                RawResult(bytes.toByteArray(), answer.summary)
            }
        }
    }

    /** The answer as it comes, in chunks that belong to the collector. */
    public fun rawStream(request: QueryRequest): Flow<ByteArray> = streams.windows(request, ::ownCopies).flow()

    /** The same for doors that pull, in chunks to be given back. */
    public fun pooledChunks(request: QueryRequest): PrefetchedResponse<PooledChunk> = streams.windows(request, ::pooledCopies)

    /** The lines of an answer that has a row in each, as many at a time as have arrived. */
    public fun lineChunks(request: QueryRequest): PrefetchedResponse<List<String>> = streams.lines(request)

    /** Writes the answer to [path], which appears only when it is complete. */
    public suspend fun download(request: QueryRequest, path: Path): QuerySummary = calls.observed(CallOperation.RAW, request) {
        val spec = specs.raw(request, callerJob(), waits = false)
        withContext(shared.threads.io) {
            atomicFile(path) { out ->
                calls.run(spec) { answer ->
                    answer.delivering()
                    copy(answer.source, out)
                    answer.summary
                }
            }
        }
    }

    /** Sends [rows] block by block while they come; collects them in the caller's own context. */
    public suspend fun <T> insert(request: InsertRequest, rows: Flow<T>, adapter: RowAdapter<T>): QuerySummary = inserting(request) {
        @Suppress("UNCHECKED_CAST") // It is an adapter of blocks.
        if (adapter === WholeBlocks) columnInserts.blocks(request, rows as Flow<Block>) else inserts.typed(request, rows, adapter)
    }

    private suspend fun inserting(request: InsertRequest, format: Format? = null, block: suspend () -> QuerySummary): QuerySummary =
        calls.observed(CallOperation.INSERT, request, format?.name, block)

    /**
     * Sends [rows] block by block. A collection may be read again when the request says that this
     * does no harm; anything else is read once.
     */
    public suspend fun <T> insert(request: InsertRequest, rows: Iterable<T>, adapter: RowAdapter<T>): QuerySummary {
        if (rows !is Collection<T>) return insert(request, rows.asFlow(), adapter)
        return inserting(request) {
            @Suppress("UNCHECKED_CAST") // It is an adapter of blocks.
            if (adapter === WholeBlocks) columnInserts.blocks(request, rows as Collection<Block>) else inserts.typed(request, rows, adapter)
        }
    }

    /**
     * [request] with the names and types of its columns, by which inserts ask the server nothing
     * more.
     */
    public suspend fun prepareInsert(request: InsertRequest): InsertRequest = tables.prepared(request, callerJob())

    /** Sends arrays and lists, which are there already, as columns. */
    public suspend fun insertColumns(request: InsertRequest, columns: Map<String, Any>): QuerySummary =
        inserting(request) { columnInserts.arrays(request, ColumnArrays.of(columns)) }

    /**
     * Collects rows and sends them in batches until it is closed. See
     * [dev.houseflow.coroutines.Inserter].
     */
    public fun <T> inserter(request: InsertRequest, adapter: RowAdapter<T>, options: InserterOptions<T>): InserterEngine<T> {
        // Its batches begin with any row, so none of them says which columns all rows have.
        val named = adapter.startingWith(request) {
            throw ConfigurationException(
                "An inserter of rows without a class needs the names of their columns, as in columns(\"id\", \"name\")",
            )
        }
        return InserterScope(request, named, options, calls, inserts, shared.schemas, shared.clock, shared.job) { shared.calls.closed }
            .open(shared.inserters)
    }

    /** Sends [data], which is in [format] already, piece by piece. */
    public suspend fun rawInsert(request: InsertRequest, format: Format, data: Flow<ByteArray>): QuerySummary =
        inserting(request, format) { inserts.raw(request, format, data, canReplay = false) }

    /** Sends the file at [path], which is in [format] already, piece by piece. */
    public suspend fun rawInsert(request: InsertRequest, format: Format, path: Path): QuerySummary = inserting(request, format) {
        // A pipe, say, gives its bytes once.
        val canReplay = withContext(shared.threads.io) { Files.isRegularFile(path) }
        inserts.raw(PackedFiles.named(request, path), format, fileFlow(path, shared.threads.io), canReplay)
    }

    /**
     * Sends what is left in [stream], which is in [format] already, piece by piece; it stays open.
     */
    public suspend fun rawInsert(request: InsertRequest, format: Format, stream: InputStream): QuerySummary =
        rawInsert(request, format, streamFlow(stream, shared.threads.io))

    /** Sends [data], which is in [format] already. */
    public suspend fun rawInsert(request: InsertRequest, format: Format, data: ByteArray): QuerySummary =
        inserting(request, format) { inserts.raw(request, format, data) }

    /** Calls a handler as [request] says, and gives the whole answer. */
    public suspend fun callHandler(request: HandlerRequest): RawResponse =
        shared.observed(request) { dispatching.decode { shared.handlers.run(request) { it.whole() } } }

    /** The same with [body], which is collected once, in the caller's own context. */
    public suspend fun callHandler(request: HandlerRequest, body: Flow<ByteArray>): RawResponse =
        shared.observed(request) { shared.handlers.run(request, body) { it.whole() } }

    /** The same with what is left in [body]; it stays open. */
    public suspend fun callHandler(request: HandlerRequest, body: InputStream): RawResponse =
        callHandler(request, streamFlow(body, shared.threads.io))

    /** Calls a handler, and gives the answer to [read] as it comes. */
    public suspend fun <R> streamHandler(request: HandlerRequest, read: suspend (HandlerStream) -> R): R =
        shared.observed(request) { shared.handlers.stream(request, read) }

    /** The same for doors that pull: first the head, then the body in chunks to be given back. */
    public fun handlerChunks(request: HandlerRequest): PrefetchedResponse<Any> = shared.handlers.chunks(request, dispatching)

    /** What the connections do at this moment. */
    public fun poolStats(): PoolStats = shared.poolStats()

    /** Opens connections ahead, and says how many. */
    public suspend fun warmUp(connections: Int, timeout: Duration): Int = shared.warmUp(connections, timeout)

    /** What the listeners find on the thread that calls, for calls that are made on another one. */
    public fun callerContext(): CoroutineContext = shared.callerContext()

    /** Whether the server answers. Never throws, but for cancellation. */
    public suspend fun ping(timeout: Duration): Boolean = shared.ping(timeout)

    /**
     * Whether the server runs queries for this client's user. Never throws, but for cancellation.
     */
    public suspend fun health(timeout: Duration): HealthStatus = checkHealth(timeout, ::rawQuery)

    /** What the server says of its replicas. Never throws, but for cancellation. */
    public suspend fun replicasStatus(verbose: Boolean, timeout: Duration): ReplicasStatus = shared.replicasStatus(verbose, timeout)

    /** A view of this client whose calls all run in one session. Closing it does nothing. */
    public fun session(id: String?, timeout: Duration?): ClientEngine = ClientEngine(shared, SessionState.open(id, timeout))

    public val dispatching: Dispatching get() = shared.dispatching

    override fun close() {
        if (session == null) shared.close()
    }

    override fun toString(): String =
        shared.endpoints.all.joinToString(" or ") { it.options.toString() } + (session?.let { ", session ${it.id}" } ?: "") +
            shared.connectionsText

    private companion object {
        /** A server that finished the query before it answered has said how many rows there are. */
        private fun checkComplete(summary: QuerySummary, rows: Int, request: QueryRequest) {
            if ((request.settings[AnswerParameters.WAIT_END] ?: "1") != "1" || rows >= summary.resultRows) return
            throw TransportException(
                "The answer has $rows of the ${summary.resultRows} rows that the server announced: the connection was closed early; send " +
                    "the query again",
                true,
            )
        }
    }
}
