package dev.houseflow.coroutines.internal.insert

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.QueryRequest
import dev.houseflow.QuerySummary
import dev.houseflow.ServerException
import dev.houseflow.coroutines.internal.call.CallContext
import dev.houseflow.coroutines.internal.call.CallExecutor
import dev.houseflow.coroutines.internal.call.CallSpec
import dev.houseflow.coroutines.internal.call.Repeatable
import dev.houseflow.coroutines.internal.call.Retries
import dev.houseflow.coroutines.internal.request.BlockChunks
import dev.houseflow.coroutines.internal.request.BlockSizer
import dev.houseflow.coroutines.internal.request.BytesChunk
import dev.houseflow.coroutines.internal.request.Chunk
import dev.houseflow.coroutines.internal.request.Upload
import dev.houseflow.coroutines.internal.request.insertStatement
import dev.houseflow.coroutines.internal.response.NativeBlocks
import dev.houseflow.coroutines.internal.response.NativeLayout
import dev.houseflow.coroutines.internal.transport.TransportBody
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.block.RowWriter
import dev.houseflow.internal.block.flushDeferred
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.compress.CompressionMethod
import dev.houseflow.internal.compress.FrameEncoder
import dev.houseflow.internal.sql.Identifiers
import dev.houseflow.internal.wire.ByteSink
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.job
import kotlinx.coroutines.withContext
import java.util.UUID

/** Inserts of both kinds. */
internal class Inserts(private val calls: CallContext, private val schemas: TableSchemas) {
    suspend fun <T> typed(request: InsertRequest, rows: Flow<T>, adapter: RowAdapter<T>): QuerySummary =
        typed(request, adapter, canReplay = false) { newPlan, compression, send ->
            val plan = newPlan()
            val pieces = BlockChunks(encoder(compression))
            val filler = BlockSizer(request.blockRows, request.blockBytes)
            val pipe = BlockPipe(this, calls.dispatcher, { newBlockBuilder(plan.columns, plan.schema.zone) }) { block ->
                val piece = withContext(calls.dispatcher) { pieces.of(block) }
                send(piece)
                piece.rawBytes
            }
            var block = plan.builder
            rows.collect { row ->
                plan.writer.write(row)
                if (filler.isFull()) {
                    block.flushDeferred()
                    val spare = pipe.swap(block)
                    block = spare.builder
                    plan.writer.bind(block)
                    if (spare.rows > 0) filler.sent(spare.rows, spare.bytes)
                }
            }
            block.flushDeferred()
            pipe.finish(block)
        }

    /** Rows that are all there already: they are made into blocks on two threads, and not in the caller's context. */
    suspend fun <T> typed(request: InsertRequest, rows: Collection<T>, adapter: RowAdapter<T>): QuerySummary =
        typed(request, adapter, canReplay = true) { newPlan, compression, send ->
            val filler = BlockSizer(request.blockRows, request.blockBytes)
            val chunks = ByteSink(zeroCopy = true)
            val jobs = ParallelEncoder(this, calls.dispatcher, { BlockMaker(newPlan(), BlockChunks(encoder(compression), chunks)) }, send)
            var block = arrayOfNulls<Any?>(minOf(filler.limit, rows.size))
            var count = 0
            for (row in rows) {
                // Its size was asked for before its iterator.
                if (count == block.size) block = block.copyOf(filler.limit)
                block[count++] = row
                if (filler.isFull()) {
                    jobs.add(block, count)?.let { filler.sent(it.rows, it.bytes) }
                    block = arrayOfNulls(filler.limit)
                    count = 0
                }
            }
            jobs.finish(block, count)
        }

    /** Makes blocks in a builder of its own. */
    private class BlockMaker<T>(private val plan: Plan<T>, private val pieces: BlockChunks) : ParallelEncoder.Maker {
        override fun make(rows: Array<Any?>, count: Int): Chunk {
            plan.writer.writeAll(rows, count)
            return pieces.of(plan.builder)
        }
    }

    /** An insert whose blocks are made and sent by [produce]; it gets what makes plans that nobody else uses. */
    private suspend fun <T> typed(
        request: InsertRequest,
        adapter: RowAdapter<T>,
        canReplay: Boolean,
        produce: suspend CoroutineScope.(newPlan: () -> Plan<T>, Compression, send: suspend (Chunk) -> Unit) -> Unit,
    ): QuerySummary {
        if (request.contentEncoding != null) {
            throw ConfigurationException(
                "contentEncoding says how the data of a raw insert is packed already, but rows are packed here: leave it out, and choose " +
                    "with compression",
            )
        }
        val caller = currentCoroutineContext().job
        val first = plan(request, adapter, caller)
        val compression = calls.compressionOf(request)
        val statement = insertStatement(request, first.columns.map { it.name }, Format.NATIVE.name)
        val typed = if (first.schema.checksTypes) listOf(TYPES_CONVERSION to "0") else emptyList()
        val sending = Sending(request, caller, statement, compression != Compression.NONE, typed)
        var unused: Plan<T>? = first
        return try {
            upload(sending, canReplay) { send ->
                // A producer that begins anew must not share its block with the one before it.
                produce({ unused?.also { unused = null } ?: plan(first.schema, request, adapter) }, compression, send)
            }
        } catch (e: FormatException) {
            // What does not fit the columns may fit what has become of them since.
            schemas.forget(schemaKey(request))
            throw e
        }
    }

    suspend fun raw(request: InsertRequest, format: Format, data: Flow<ByteArray>, canReplay: Boolean): QuerySummary {
        val compression = rawCompression(request)
        val statement = insertStatement(request, request.columns, format.name)
        val sending = Sending(request, currentCoroutineContext().job, statement, compression != Compression.NONE)
        return upload(sending, canReplay) { send ->
            val encoder = encoder(compression)
            data.collect { bytes -> send(frames(bytes, encoder)) }
            if (encoder != null) ByteSink().let { sink -> encoder.flush(sink).also { send(BytesChunk(sink)) } }
        }
    }

    suspend fun raw(request: InsertRequest, format: Format, data: ByteArray): QuerySummary {
        val encoder = encoder(rawCompression(request))
        val bytes = if (encoder == null) {
            data
        } else {
            ByteSink().also { encoder.write(data, 0, data.size, it) }.also { encoder.flush(it) }.toByteArray()
        }
        val statement = insertStatement(request, request.columns, format.name)
        return exchange(Sending(request, currentCoroutineContext().job, statement, encoder != null), TransportBody.Bytes(bytes)) { true }
    }

    private fun rawCompression(request: InsertRequest): Compression {
        val compression = request.compression ?: Compression.NONE
        if (compression != Compression.NONE && request.contentEncoding != null) {
            throw ConfigurationException(
                "contentEncoding says that the data is packed already, and compression = $compression would pack it again: set one of them",
            )
        }
        return compression
    }

    /** A request without its data. */
    private class Sending(
        val request: InsertRequest,
        val caller: Job,
        val statement: String,
        val framed: Boolean,
        val extra: List<Pair<String, String>> = emptyList(),
    )

    private class Plan<T>(val schema: TableSchema, val columns: List<ColumnHeader>, val builder: BlockBuilder, val writer: RowWriter<T>)

    /** What tells the tables of this view from others of the same name. */
    private fun schemaKey(request: InsertRequest): String =
        listOf(request.sessionId ?: calls.session?.id, request.database, request.useDatabase, request.table).joinToString("\u0000")

    private suspend fun <T> plan(request: InsertRequest, adapter: RowAdapter<T>, caller: Job): Plan<T> {
        val key = schemaKey(request)
        val known = schemas[key]
        if (known != null) {
            try {
                return plan(known, request, adapter)
            } catch (_: FormatException) {
                // The table may have changed since; ask again before complaining.
            }
        }
        val schema = describe(request, caller)
        schemas[key] = schema
        return plan(schema, request, adapter)
    }

    private fun <T> plan(schema: TableSchema, request: InsertRequest, adapter: RowAdapter<T>): Plan<T> {
        val columns = schema.columnsFor(request, adapter)
        val writer = adapter.writer(columns)
        val builder = newBlockBuilder(columns, schema.zone)
        writer.bind(builder)
        return Plan(schema, columns, builder, writer)
    }

    private suspend fun describe(request: InsertRequest, caller: Job): TableSchema = withContext(calls.dispatcher) {
        val columns = ArrayList<Triple<String, String, String>>()
        val summary = ask(request, caller, "DESCRIBE TABLE ${Identifiers.quoteTable(request.table)}") { columns.addAll(described(it)) }
        TableSchemas.of(request.table, columns, NativeBlocks.zone(summary), checksTypes(request, caller))
    }

    /**
     * Whether the server can be told to compare types. A server that cannot, or is not told, casts: when a table was altered after this client
     * looked at it, 300 would become 44 without a word.
     */
    private suspend fun checksTypes(request: InsertRequest, caller: Job): Boolean {
        schemas.serverChecksTypes?.let { return it }
        var known = false
        try {
            ask(request, caller, "SELECT name FROM system.settings WHERE name = '$TYPES_CONVERSION'") { known = known || it.rowCount > 0 }
        } catch (e: ServerException) {
            // A user who may not see the settings, or not read so many rows, may still insert. What may pass must not be remembered.
            if (e.isRetryable || e.code in PASSING) throw e
        }
        schemas.serverChecksTypes = known
        return known
    }

    private suspend fun ask(request: InsertRequest, caller: Job, sql: String, take: (Block) -> Unit): QuerySummary {
        val builder = QueryRequest.builder(sql)
            .database(request.database)
            .useDatabase(request.useDatabase)
            .roles(request.roles)
            .sessionId(request.sessionId)
            .sessionTimeout(request.sessionTimeout)
            .sessionCheck(request.sessionCheck)
            .timeout(request.timeout)
        val text = builder.build()
        // Never compressed: it is small, and then works with servers that lose small compressed answers.
        val spec = CallSpec(
            text,
            listOf(CallExecutor.WAIT_END to "1", "default_format" to Format.NATIVE.name),
            TransportBody.Bytes(text.sql.toByteArray(Charsets.UTF_8)),
            native = NativeLayout.of(text, calls.options),
            caller = caller,
            repeatable = Repeatable.READ,
        )
        return calls.run(spec) { answer ->
            NativeBlocks.read(answer) { take(it) }
            answer.summary
        }
    }

    private fun described(block: Block): List<Triple<String, String, String>> {
        val names = block.column("name")
        val types = block.column("type")
        val kinds = block.column("default_type")
        return (0 until block.rowCount).map { Triple(names.getString(it), types.getString(it), kinds.getString(it)) }
    }

    /**
     * Runs [produce] in the caller's own coroutine, and the request beside it from the first piece on; `send` may be called from another
     * coroutine of its scope. Whichever fails ends the other: a failing producer leaves the request without its proper end, and a refused
     * request stops the producer.
     */
    private suspend fun upload(
        sending: Sending,
        canReplay: Boolean,
        produce: suspend CoroutineScope.(send: suspend (Chunk) -> Unit) -> Unit,
    ): QuerySummary = coroutineScope {
        val upload = Upload(produce, canReplay)
        var reply: Deferred<QuerySummary>? = null
        try {
            calls.duringCall {
                produce { piece ->
                    if (!piece.isEmpty) {
                        if (reply == null) {
                            reply = async(calls.dispatcher) { exchange(sending, upload.body) { upload.canSendAgain } }
                        }
                        upload.handOver(piece)
                    }
                }
            }
        } catch (e: CancellationException) {
            if (!upload.replays) throw e
            currentCoroutineContext().ensureActive()
        }
        upload.close()
        // Without a single row there is nothing to ask of the server, which takes an empty insert for a mistake.
        reply?.await() ?: QuerySummary(sending.request.queryId ?: UUID.randomUUID().toString(), emptyList())
    }

    private suspend fun exchange(sending: Sending, body: TransportBody, canSendAgain: () -> Boolean): QuerySummary {
        val request = sending.request
        val framed = if (sending.framed) listOf("decompress" to "1") else emptyList()
        val headers = request.contentEncoding?.let { listOf("Content-Encoding" to it) }.orEmpty()
        try {
            val spec = CallSpec(
                request,
                listOf("query" to sending.statement) + framed + sending.extra,
                body,
                headers = headers,
                caller = sending.caller,
                repeatable = Retries.insertRepeatable(request),
                canSendAgain = canSendAgain,
            )
            return calls.run(spec) { answer ->
                answer.drain()
                answer.summary
            }
        } catch (e: ServerException) {
            // Whatever the reason, the table may have changed; asking again costs one small query.
            schemas.forget(schemaKey(request))
            throw e
        }
    }

    private fun frames(bytes: ByteArray, encoder: FrameEncoder?): Chunk {
        val sink = ByteSink()
        if (encoder == null) sink.writeBytes(bytes) else encoder.write(bytes, 0, bytes.size, sink)
        return BytesChunk(sink)
    }

    private fun encoder(compression: Compression): FrameEncoder? = when (compression) {
        Compression.NONE -> null
        Compression.LZ4 -> FrameEncoder(CompressionMethod.LZ4)
        Compression.ZSTD -> FrameEncoder(CompressionMethod.ZSTD)
    }

    private companion object {
        private const val TYPES_CONVERSION = "input_format_native_allow_types_conversion"

        /** TIMEOUT_EXCEEDED, MEMORY_LIMIT_EXCEEDED, QUERY_WAS_CANCELLED. */
        private val PASSING = setOf(159, 241, 394)
    }
}
