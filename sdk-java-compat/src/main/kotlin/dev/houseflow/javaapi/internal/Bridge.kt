package dev.houseflow.javaapi.internal

import dev.houseflow.Block
import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.HandlerRequest
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.QueryResult
import dev.houseflow.QuerySummary
import dev.houseflow.RawResponse
import dev.houseflow.ReplicasStatus
import dev.houseflow.Row
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.internal.AnswerPieces
import dev.houseflow.coroutines.internal.BlockRows
import dev.houseflow.coroutines.internal.ClientCore
import dev.houseflow.coroutines.internal.streamFlow
import dev.houseflow.internal.RowAdapter
import dev.houseflow.internal.text.Utf8
import dev.houseflow.javaapi.HandlerStream
import dev.houseflow.javaapi.RowStream
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.future.future
import kotlinx.coroutines.reactive.asFlow
import org.reactivestreams.Publisher
import java.io.InputStream
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.function.Supplier
import kotlin.coroutines.CoroutineContext

/**
 * The one place where coroutines become futures, pulled streams and publishers. What a request is made of is asked for inside of the future,
 * so that every failure ends up there.
 */
internal class Bridge private constructor(
    private val core: ClientCore,
    private val dispatcher: CoroutineDispatcher,
    private val shapes: Shapes,
    private val session: SessionStreams?,
) {
    constructor(endpoints: List<String>, config: ClickHouseClientConfig) :
        this(ClientCore(endpoints, config), config.dispatcher, Shapes(), null)

    /**
     * Where futures complete, and publishers signal. What depends on them may block, for another call say, and such calls are decoded by
     * [dispatcher]: its few threads must not be among those that wait. An executor that was asked for does everything.
     */
    private val outside: CoroutineDispatcher = if (dispatcher === Dispatchers.Default) MAY_BLOCK else dispatcher

    /** Where calls run. What still fails after its reader has gone has nobody left to be told. */
    private val context: CoroutineContext = outside + CoroutineExceptionHandler { _, _ -> }

    /** Its main thread may not touch a socket, not even one that never waits. */
    private val isAndroid = System.getProperty("java.vm.name") == "Dalvik"

    /** Has no life of its own: each call ends by itself, by its future or by its stream. */
    private val scope = CoroutineScope(SupervisorJob() + context)

    private fun <T> call(on: CoroutineDispatcher = outside, body: suspend () -> T): CompletableFuture<T> {
        val busy = session?.busy()
        return scope.future(on) {
            if (busy != null) throw busy
            body()
        }
    }

    /** For calls with small requests, and answers that are small more often than not. */
    private fun <T> quick(body: suspend () -> T): CompletableFuture<T> {
        // An executor that was asked for does everything; the pool that nobody chose need not.
        if (dispatcher !== Dispatchers.Default || isAndroid) return call(body = body)
        val busy = session?.busy()
        val future = CallFuture<T>(dispatcher, outside)
        future.run(scope) {
            if (busy != null) throw busy
            body()
        }
        return future
    }

    private fun <B : Any, T> pull(source: AnswerPieces<B>, open: (B) -> Iterator<T>): RowStream<T> = PulledRows(pieces(source), open)

    private fun <B : Any> pieces(source: AnswerPieces<B>): Pull<B> = Pull(scope, source, session)

    private fun <T : Any> publisher(source: Flow<T>): Publisher<T> = FlowPublisher(source, scope, session)

    private fun <T> adapter(type: Class<T>): RowAdapter<T> = shapes.adapter(type)

    fun execute(request: Supplier<QueryRequest>): CompletableFuture<QuerySummary> = quick { core.execute(request.get()) }

    fun <T> query(request: Supplier<QueryRequest>, type: Class<T>): CompletableFuture<QueryResult<T>> =
        quick { core.query(request.get(), adapter(type)) }

    fun <T> stream(request: QueryRequest, type: Class<T>): RowStream<T> {
        val rows = BlockRows(adapter(type))
        return pull(core.blockPieces(request)) { rows.of(it) }
    }

    fun <T : Any> publish(request: QueryRequest, type: Class<T>): Publisher<T> {
        val rows: Flow<T?> = core.stream(request, adapter(type))
        return publisher(rows.map { it ?: throw nullRow(type) })
    }

    private fun nullRow(type: Class<*>) = FormatException(
        "The value is NULL, and a publisher has no null: make the row a record with a component that may be null, instead of " +
            "`${type.simpleName}` alone, or replace NULL in the query with ifNull(...)",
    )

    fun rows(request: QueryRequest): RowStream<Row> = pull(core.blockPieces(request)) { it.rows().iterator() }

    fun publishRows(request: QueryRequest): Publisher<Row> = publisher(core.rows(request))

    fun blocks(request: QueryRequest): RowStream<Block> = pull(core.blockPieces(request)) { listOf(it).iterator() }

    fun publishBlocks(request: QueryRequest): Publisher<Block> = publisher(core.blocks(request))

    /** Somebody else's iterator may block. */
    fun <T> insert(request: Supplier<InsertRequest>, rows: Iterable<T>, type: Class<T>): CompletableFuture<QuerySummary> =
        call(MAY_BLOCK) { core.insert(request.get(), session?.source(rows) ?: rows, adapter(type)) }

    fun <T : Any> insert(request: Supplier<InsertRequest>, rows: Publisher<out T>, type: Class<T>): CompletableFuture<QuerySummary> =
        call { core.insert(request.get(), CheckedPublisher(rows, session).asFlow(), adapter(type)) }

    fun rawQuery(request: Supplier<QueryRequest>): CompletableFuture<ByteArray> = quick { core.rawQuery(request.get()) }

    fun rawStream(request: QueryRequest): InputStream = PulledBytes(pieces(core.lentPieces(request)))

    fun publishRaw(request: QueryRequest): Publisher<ByteArray> = publisher(core.rawStream(request))

    fun rawInsert(request: Supplier<InsertRequest>, format: Format, data: ByteArray): CompletableFuture<QuerySummary> =
        call { core.rawInsert(request.get(), format, data) }

    fun rawInsert(request: Supplier<InsertRequest>, format: Format, data: String): CompletableFuture<QuerySummary> =
        call { core.rawInsert(request.get(), format, Utf8.encode(data, "The data")) }

    fun rawInsert(request: Supplier<InsertRequest>, format: Format, path: Path): CompletableFuture<QuerySummary> =
        call { core.rawInsert(request.get(), format, path) }

    fun rawInsert(request: Supplier<InsertRequest>, format: Format, stream: InputStream): CompletableFuture<QuerySummary> =
        call { core.rawInsert(request.get(), format, streamFlow(session?.source(stream) ?: stream)) }

    fun rawInsert(request: Supplier<InsertRequest>, format: Format, data: Publisher<ByteArray>): CompletableFuture<QuerySummary> =
        call { core.rawInsert(request.get(), format, CheckedPublisher(data, session).asFlow()) }

    fun download(request: Supplier<QueryRequest>, path: Path): CompletableFuture<QuerySummary> = call { core.download(request.get(), path) }

    /** Handlers are called beside any session. */
    private fun <T> beside(body: suspend () -> T): CompletableFuture<T> = scope.future(outside) { body() }

    fun callHandler(request: Supplier<HandlerRequest>): CompletableFuture<RawResponse> = beside { core.callHandler(request.get()) }

    fun callHandler(request: HandlerRequest, body: Publisher<ByteArray>): CompletableFuture<RawResponse> =
        beside { core.callHandler(request, CheckedPublisher(body, null).asFlow()) }

    fun callHandler(request: HandlerRequest, body: InputStream): CompletableFuture<RawResponse> =
        beside { core.callHandler(request, streamFlow(body)) }

    fun streamHandler(request: HandlerRequest): HandlerStream = PulledHandler(Pull(scope, core.handlerPieces(request), null))

    fun ping(timeout: Duration): CompletableFuture<Boolean> = call { core.ping(timeout) }

    fun replicasStatus(verbose: Boolean, timeout: Duration): CompletableFuture<ReplicasStatus> =
        call { core.replicasStatus(verbose, timeout) }

    fun session(id: String?, timeout: Duration?): Bridge = Bridge(core.session(id, timeout), dispatcher, shapes, SessionStreams())

    fun close() {
        core.close()
    }

    override fun toString(): String = core.toString()

    private companion object {
        /** As many threads as block, up to so many that only a mistake needs more. */
        private val MAY_BLOCK: CoroutineDispatcher = Dispatchers.IO.limitedParallelism(1024)
    }
}
