package dev.houseflow.coroutines.internal

import dev.houseflow.Block
import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.HandlerRequest
import dev.houseflow.InsertRequest
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.QueryRequest
import dev.houseflow.QueryResult
import dev.houseflow.QuerySummary
import dev.houseflow.RawResponse
import dev.houseflow.ReplicasStatus
import dev.houseflow.RequestOptions
import dev.houseflow.Row
import dev.houseflow.TransportException
import dev.houseflow.coroutines.ClickHouseClientConfig
import dev.houseflow.coroutines.HandlerStream
import dev.houseflow.internal.ByteSource
import dev.houseflow.internal.ColumnHeader
import dev.houseflow.internal.RowAdapter
import dev.houseflow.internal.wire.NativeReader
import dev.houseflow.internal.wire.ReadLimits
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.firstOrNull
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.merge
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import java.io.ByteArrayOutputStream
import java.io.OutputStream
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.ZoneId
import java.time.ZoneOffset
import java.util.UUID
import kotlin.coroutines.ContinuationInterceptor

/**
 * Everything both doors do, told in requests and row adapters. Thread-safe.
 *
 * Flows are cold: every collection is a call of its own. They read ahead by 2 MiB or a block, and no further.
 */
@InternalHouseflowApi
public class ClientCore private constructor(private val shared: Shared, private val session: SessionState?) : AutoCloseable {
    public constructor(endpoint: String, config: ClickHouseClientConfig) : this(listOf(endpoint), config)

    public constructor(endpoints: List<String>, config: ClickHouseClientConfig) : this(Shared.open(endpoints, config), null)

    private val calls get() = shared.calls
    private val dispatcher get() = shared.dispatcher
    private val inserts = Inserts(this, shared)

    /** Runs [request] and forgets its result, if it has any. */
    public suspend fun execute(request: QueryRequest): QuerySummary {
        val spec = spec(request, caller(), WAIT + format(request))
        return onDispatcher {
            run(spec) { answer ->
                answer.drain()
                answer.summary
            }
        }
    }

    /** All rows at once. */
    public suspend fun <T> query(request: QueryRequest, adapter: RowAdapter<T>): QueryResult<T> {
        val spec = nativeSpec(request, caller(), waits = true)
        return onDispatcher {
            run(spec) { answer ->
                val rows = ArrayList<T>()
                val made = BlockRows(adapter)
                readBlocks(answer, escapesDots(request)) { block ->
                    rows.ensureCapacity(rows.size + block.rowCount)
                    for (row in made.of(block)) rows.add(row)
                }
                checkComplete(answer.summary, rows.size, request)
                QueryResult(rows, answer.summary)
            }
        }
    }

    /** The rows as they come, made from their blocks by the collector. */
    public fun <T> stream(request: QueryRequest, adapter: RowAdapter<T>): Flow<T> = RowFlow(blocks(request)) {
        val rows = BlockRows(adapter)
        rows::of
    }

    /** The blocks as they come, without those that have no rows. */
    public fun blocks(request: QueryRequest): Flow<Block> = blockPieces(request).flow()

    /** The same for doors that pull. */
    public fun blockPieces(request: QueryRequest): AnswerPieces<Block> = pieces { pieces, caller ->
        run(nativeSpec(request, caller)) { answer -> pieces.putBlocks(answer, escapesDots(request)) }
    }

    /** Views of the rows as they come. */
    public fun rows(request: QueryRequest): Flow<Row> = RowFlow(blocks(request)) { { block -> block.rows().iterator() } }

    /** The whole answer, in the format that the request or its statement says. */
    public suspend fun rawQuery(request: QueryRequest): ByteArray {
        val spec = rawSpec(request, caller(), WAIT)
        return onDispatcher {
            run(spec) { answer ->
                val bytes = ByteArrayOutputStream()
                copy(answer.source, bytes)
                bytes.toByteArray()
            }
        }
    }

    /** The answer as it comes, in pieces that belong to the collector. */
    public fun rawStream(request: QueryRequest): Flow<ByteArray> =
        windows(request, ::ownCopies).flow()

    /** The same for doors that pull, in pieces to be given back. */
    public fun lentPieces(request: QueryRequest): AnswerPieces<LentPiece> = windows(request, ::lentCopies)

    /** The answer as it comes, each window of it as a piece; [copy] is called once for each call. */
    private fun <E : Any> windows(request: QueryRequest, copy: () -> (ByteSource) -> E): AnswerPieces<E> = pieces { pieces, caller ->
        run(rawSpec(request, caller)) { answer -> pieces.putWindows(answer, copy()) }
    }

    /** Writes the answer to [path], which appears only when it is complete. */
    public suspend fun download(request: QueryRequest, path: Path): QuerySummary {
        val spec = rawSpec(request, caller())
        return withContext(Dispatchers.IO) {
            atomicFile(path) { out ->
                run(spec) { answer ->
                    answer.delivering()
                    copy(answer.source, out)
                    answer.summary
                }
            }
        }
    }

    /** Sends [rows] block by block while they come; collects them in the caller's own context. */
    public suspend fun <T> insert(request: InsertRequest, rows: Flow<T>, adapter: RowAdapter<T>): QuerySummary =
        inserts.typed(request, rows, adapter)

    /** Sends [rows] block by block. A collection may be read again when the request says that this does no harm; anything else is read once. */
    public suspend fun <T> insert(request: InsertRequest, rows: Iterable<T>, adapter: RowAdapter<T>): QuerySummary =
        if (rows is Collection<T>) inserts.typed(request, rows, adapter) else inserts.typed(request, rows.asFlow(), adapter)

    /** Sends [data], which is in [format] already, piece by piece. */
    public suspend fun rawInsert(request: InsertRequest, format: Format, data: Flow<ByteArray>): QuerySummary =
        inserts.raw(request, format, data, canReplay = false)

    /** Sends the file at [path], which is in [format] already, piece by piece. */
    public suspend fun rawInsert(request: InsertRequest, format: Format, path: Path): QuerySummary {
        // A pipe, say, gives its bytes once.
        val canReplay = withContext(Dispatchers.IO) { Files.isRegularFile(path) }
        return inserts.raw(request, format, fileFlow(path), canReplay)
    }

    /** Sends [data], which is in [format] already. */
    public suspend fun rawInsert(request: InsertRequest, format: Format, data: ByteArray): QuerySummary = inserts.raw(request, format, data)

    /** Calls a handler as [request] says, and gives the whole answer. */
    public suspend fun callHandler(request: HandlerRequest): RawResponse =
        onDispatcher { shared.handlers.run(request) { it.whole() } }

    /** The same with [body], which is collected once, in the caller's own context. */
    public suspend fun callHandler(request: HandlerRequest, body: Flow<ByteArray>): RawResponse =
        shared.handlers.run(request, body) { it.whole() }

    /** Calls a handler, and gives the answer to [read] as it comes. */
    public suspend fun <R> streamHandler(request: HandlerRequest, read: suspend (HandlerStream) -> R): R {
        val outcome = shared.handlers.run(request) { answer ->
            val stream = HandlerStream(answer.head, answer.source)
            answer.answer.delivering()
            try {
                Result.success(read(stream))
            } catch (e: CancellationException) {
                throw e
            } catch (e: Throwable) {
                // What the reader throws says nothing about the server.
                if (e === stream.failure) throw e
                Result.failure(e)
            }
        }
        return outcome.getOrThrow()
    }

    /** The same for doors that pull: first the head, then the body in pieces to be given back. */
    public fun handlerPieces(request: HandlerRequest): AnswerPieces<Any> = AnswerPieces(dispatcher, null) { pieces, _ ->
        shared.handlers.run(request) { answer ->
            answer.answer.delivering()
            pieces.put(answer.head, 0)
            pieces.putWindows(answer.answer, lentCopies())
        }
    }

    /** Whether the server answers. Never throws, but for cancellation. */
    public suspend fun ping(timeout: Duration): Boolean = shared.ping(timeout)

    /** What the server says of its replicas. Never throws, but for cancellation. */
    public suspend fun replicasStatus(verbose: Boolean, timeout: Duration): ReplicasStatus = shared.replicasStatus(verbose, timeout)

    /** A view of this client whose calls all run in one session. Closing it does nothing. */
    public fun session(id: String?, timeout: Duration?): ClientCore {
        if (id?.isEmpty() == true) throw ConfigurationException("The session's id is empty; give one, or null for a new one")
        if (timeout != null && timeout.seconds < 1) {
            throw ConfigurationException("The session's timeout is $timeout; give at least one second, or null for the server's default")
        }
        return ClientCore(shared, SessionState(id ?: "houseflow-" + UUID.randomUUID(), timeout))
    }

    override fun close() {
        if (session == null) shared.close()
    }

    override fun toString(): String =
        shared.endpoints.all.joinToString(" or ") { it.options.toString() } + (session?.let { ", session ${it.id}" } ?: "")

    internal suspend fun <R> run(spec: CallSpec, read: suspend (Answer) -> R): R {
        val own = spec.options.sessionId
        // A session that a request names itself is its caller's to keep in turn, unless it is the one of this view.
        return calls.run(spec, session?.takeIf { own == null || own == it.id }, read)
    }

    internal fun compressionOf(options: RequestOptions): Compression = options.compression ?: shared.options.compression

    /** What tells this view's tables from others of the same name. */
    internal fun schemaKey(request: InsertRequest): String =
        listOf(request.sessionId ?: session?.id, request.database, request.useDatabase, request.table).joinToString("\u0000")

    private suspend fun caller(): Job = currentCoroutineContext().job

    private fun <E : Any> pieces(produce: suspend (PieceQueue<E>, caller: Job) -> Unit): AnswerPieces<E> = AnswerPieces(
        dispatcher,
        session,
        produce,
    )

    /** Runs code of the caller's while a call is under way. */
    internal suspend inline fun <R> duringCall(block: () -> R): R = if (session == null) block() else session.duringCall(block)

    private suspend fun nativeSpec(request: QueryRequest, caller: Job, waits: Boolean = false): CallSpec {
        val framed = compressionOf(request) != Compression.NONE
        val native = if (framed) NATIVE_FRAMED else NATIVE
        val parameters = if (waits) WAIT + native else native
        return spec(request, caller, parameters, framed, native = true)
    }

    private suspend fun rawSpec(request: QueryRequest, caller: Job, extra: List<Pair<String, String>> = emptyList()): CallSpec {
        val framed = (request.compression ?: Compression.NONE) != Compression.NONE
        val parameters = extra + format(request) + if (framed) COMPRESS else emptyList()
        return spec(request, caller, parameters, framed)
    }

    private suspend fun spec(
        request: QueryRequest,
        caller: Job,
        parameters: List<Pair<String, String>>,
        framed: Boolean = false,
        native: Boolean = false,
    ): CallSpec {
        val statement = Statement.of(request, shared.options)
        return CallSpec(
            request,
            if (statement.urlParameters.isEmpty()) parameters else parameters + statement.urlParameters,
            statement.body,
            framed,
            native,
            statement.headers,
            caller,
            Attempts.repeatable(request, shared.options),
            statement.canSendAgain,
            statement.parametersInUrl,
        )
    }

    /** Whether the server was told to write a dot inside of a name in JSON as `%2E`. */
    private fun escapesDots(request: QueryRequest): Boolean = shared.options.setting(request, "json_type_escape_dots_in_keys") == "1"

    private fun format(request: QueryRequest): List<Pair<String, String>> =
        request.format?.let { listOf("default_format" to it.name) }.orEmpty()

    /** Runs [block] where answers are decoded, which is often where the caller is already. */
    private suspend inline fun <R> onDispatcher(crossinline block: suspend () -> R): R {
        val context = currentCoroutineContext()
        val here = context[ContinuationInterceptor]
        if (here !== dispatcher && here !is CallerDispatcher) return withContext(dispatcher) { block() }
        context.ensureActive()
        return block()
    }

    internal companion object {
        private val WAIT = listOf(Calls.WAIT_END to "1")
        private val COMPRESS = listOf("compress" to "1")
        private val NATIVE = listOf("default_format" to Format.NATIVE.name)
        private val NATIVE_FRAMED = NATIVE + COMPRESS

        /** The last zone that a server named: a client sees hardly more than one. */
        @Volatile
        private var lastZone: Pair<String, ZoneId> = "UTC" to ZoneId.of("UTC")

        fun headers(block: Block): List<ColumnHeader> = block.columns.map { ColumnHeader(it.name, it.type) }

        /** The server's zone; a name that this JVM does not know leaves `DateTime` without a zone in UTC. */
        fun zone(summary: QuerySummary): ZoneId {
            val name = summary.timezone ?: return ZoneOffset.UTC
            val last = lastZone
            if (last.first == name) return last.second
            return (runCatching { ZoneId.of(name) }.getOrNull() ?: ZoneOffset.UTC).also { lastZone = name to it }
        }

        suspend fun readBlocks(answer: Answer, escapedDots: Boolean = false, take: suspend (Block) -> Unit) {
            val format = answer.summary.format
            if (format != null && format != Format.NATIVE) {
                throw ConfigurationException(
                    "The statement asks for FORMAT $format, but typed calls read Native: leave the FORMAT clause out, or use a raw call",
                )
            }
            val reader = NativeReader(answer.source, ReadLimits.DEFAULT, zone(answer.summary), escapedDots = escapedDots)
            while (true) {
                answer.nextBlockMayStart()
                val block = reader.readBlock() ?: break
                if (block.rowCount > 0) take(block)
            }
        }

        /** A server that finished the query before it answered has said how many rows there are. */
        private fun checkComplete(summary: QuerySummary, rows: Int, request: QueryRequest) {
            if ((request.settings[Calls.WAIT_END] ?: "1") != "1" || rows >= summary.resultRows) return
            throw TransportException(
                "The answer has $rows of the ${summary.resultRows} rows that the server announced: the connection was closed early; send " +
                    "the query again",
                true,
            )
        }

        suspend fun copy(source: ByteSource, out: OutputStream) {
            while (source.fill()) {
                out.write(source.array, source.position, source.limit - source.position)
                source.position = source.limit
            }
        }
    }

    /** What all views of one client share. */
    internal class Shared private constructor(addresses: List<ClientOptions>, config: ClickHouseClientConfig) {
        /** What is the same for all endpoints may be asked for here. */
        val options: ClientOptions = addresses.first()

        private val job = SupervisorJob()
        private val transport: Transport = config.engine?.let { KtorTransport(it, config) } ?: HttpTransport(config)
        val dispatcher: CoroutineDispatcher = config.dispatcher
        val schemas = TableSchemas()

        /** Whether the server compares the types of inserted columns when asked to; `null` until the first insert. */
        @Volatile
        var serverChecksTypes: Boolean? = null
        private val scope = CoroutineScope(job + Dispatchers.Default)
        private val killer = if (config.killOnCancel) QueryKiller(scope, transport) else null
        val endpoints: Endpoints = Endpoints(addresses.map(::Endpoint), config.loadBalancing, config.surroundings, ::probe)
        private val attempts = Attempts(endpoints, config.retry, config.attemptListener, config.surroundings)
        val calls = Calls(endpoints, attempts, transport, killer)

        // An engine may have trust and keys of its own as well.
        val handlers = Handlers(endpoints, attempts, transport, calls, killer, config.sslContext != null || config.engine != null)

        init {
            // The last KILL QUERY may still be on its way when the client is closed.
            job.invokeOnCompletion { transport.close() }
        }

        suspend fun ping(timeout: Duration): Boolean {
            if (calls.closed) return false
            val answers = endpoints.all.map { endpoint -> flow { emit(pingServer(transport, endpoint.options, timeout)) } }
            return answers.merge().firstOrNull { it } ?: false
        }

        suspend fun replicasStatus(verbose: Boolean, timeout: Duration): ReplicasStatus {
            if (calls.closed) return ReplicasStatus(false, "This client is closed", 0)
            val asked = ArrayList<ReplicasStatus>()
            val answers = endpoints.all.map { endpoint -> flow { emit(replicasStatus(transport, endpoint.options, verbose, timeout)) } }
            answers.merge().firstOrNull { status -> status.ok.also { asked.add(status) } }
            return asked.last().takeIf { it.ok || asked.size == 1 }
                ?: ReplicasStatus(false, asked.joinToString("\n") { it.details }, asked.maxOf { it.httpStatus })
        }

        private fun probe(endpoint: Endpoint) {
            scope.launch { endpoints.probed(endpoint, pingServer(transport, endpoint.options, PROBE_TIMEOUT)) }
        }

        fun close() {
            calls.closed = true
            job.complete()
        }

        companion object {
            private val PROBE_TIMEOUT = Duration.ofSeconds(3)

            fun open(endpoints: List<String>, config: ClickHouseClientConfig): Shared {
                config.check()
                if (endpoints.isEmpty()) throw ConfigurationException("The list of endpoints is empty; give at least one")
                val tokens = ClientOptions.tokens(config)
                return Shared(endpoints.map { ClientOptions(it, config, tokens) }, config)
            }
        }
    }
}
