package dev.houseflow.coroutines.internal.insert

import dev.houseflow.ClickHouseException
import dev.houseflow.Compression
import dev.houseflow.ConfigurationException
import dev.houseflow.Format
import dev.houseflow.InsertRequest
import dev.houseflow.QuerySummary
import dev.houseflow.coroutines.internal.call.CallContext
import dev.houseflow.coroutines.internal.call.CallSpec
import dev.houseflow.coroutines.internal.request.BlockChunks
import dev.houseflow.coroutines.internal.request.BlockSizer
import dev.houseflow.coroutines.internal.request.BytesChunk
import dev.houseflow.coroutines.internal.request.Chunk
import dev.houseflow.coroutines.internal.request.PackedFiles
import dev.houseflow.coroutines.internal.request.Upload
import dev.houseflow.coroutines.internal.request.insertStatement
import dev.houseflow.coroutines.internal.session.callerJob
import dev.houseflow.coroutines.internal.transport.TransportBody
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.compress.CompressionMethod
import dev.houseflow.internal.compress.FrameEncoder
import dev.houseflow.internal.wire.ByteSink
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.withContext
import java.util.UUID

/** Inserts of both kinds. */
internal class Inserts(private val calls: CallContext, private val describer: TableDescriber) {

    suspend fun <T> typed(request: InsertRequest, rows: Flow<T>, adapter: RowAdapter<T>): QuerySummary {
        val insert = TypedInsert(request, adapter, callerJob(), calls, describer)
        var count = 0L
        return insert.guarded {
            upload(request, insert::sending, canReplay = false) { send ->
                // Without a row nothing is asked of the server.
                var filling: RowFilling<T>? = null
                rows.collect { row ->
                    val now = filling ?: start(insert.startingWith { row }, send).also { filling = it }
                    if (now.write(row)) now.cut()
                    count++
                }
                filling?.finish()
            }.withSentRows(count)
        }
    }

    private suspend fun <T> CoroutineScope.start(insert: TypedInsert<T>, send: suspend (Chunk) -> Unit): RowFilling<T> {
        val plan = insert.prepare().plan()
        val chunks = BlockChunks(encoder(insert.compression))
        val dispatcher = calls.dispatching.near()
        val pipe = BlockPipe(this, dispatcher, { newBlockBuilder(plan.columns, plan.zone) }) { block ->
            send(withContext(dispatcher) { chunks.of(block) })
        }
        return RowFilling(plan, sizer(insert.request), pipe)
    }

    private fun sizer(request: InsertRequest) = BlockSizer(request.blockRows, request.blockBytes)

    /**
     * Rows that are all there already: they are made into blocks on two threads, and not in the
     * caller's context.
     */
    suspend fun <T> typed(request: InsertRequest, rows: Collection<T>, adapter: RowAdapter<T>): QuerySummary {
        val insert = TypedInsert(request, adapter, callerJob(), calls, describer)
        if (rows.isEmpty()) return nothing(request).withSentRows(0)
        insert.startingWith { rows.first() }.prepare()
        return try {
            insert.guarded { send(insert, rows) }
        } catch (e: ClickHouseException) {
            // Nothing was written, and all rows are still here.
            if (!insert.hasChangedSince(e)) throw e
            insert.guarded { send(insert, rows) }
        }
    }

    private suspend fun <T> send(insert: TypedInsert<T>, rows: Collection<T>): QuerySummary {
        var sent = 0L
        return upload(insert.request, insert::sending, canReplay = true) { send ->
            val sizer = sizer(insert.request)
            val chunks = ByteSink(zeroCopy = true)
            val newMaker = { BlockMaker(insert.plan(), sizer, BlockChunks(encoder(insert.compression), chunks)) }
            val first = newMaker()
            var firstIsTaken = false
            val runs =
                ParallelEncoder(this, calls.dispatching.near(), {
                    if (firstIsTaken) newMaker() else first.also { firstIsTaken = true }
                }, send)
            var isMeasured = false
            var before = 0L
            // Asked for before the iterator.
            val size = rows.size
            var run = arrayOfNulls<Any?>(minOf(sizer.limit, size))
            var count = 0
            for (row in rows) {
                if (count == sizer.limit && !isMeasured) {
                    sizer.sampled(measured(first, run, count))
                    isMeasured = true
                }
                if (count == sizer.limit) {
                    runs.add(run, count)?.let { sizer.ran(it.rows, it.bytes) }
                    sizer.nextRun()
                    before += count
                    run = arrayOfNulls(minOf(sizer.limit.toLong(), maxOf(1L, size - before)).toInt())
                    count = 0
                }
                if (count == run.size) run = run.copyOf(sizer.limit)
                run[count++] = row
            }
            runs.finish(run, count)
            sent = before + count
        }.withSentRows(sent)
    }

    private suspend fun measured(maker: BlockMaker<*>, rows: Array<Any?>, count: Int): Long =
        withContext(calls.dispatching.near()) { maker.measure(rows, count) }

    suspend fun raw(request: InsertRequest, format: Format, data: Flow<ByteArray>, canReplay: Boolean): QuerySummary {
        val compression = rawCompression(request)
        val statement = insertStatement(request, request.columns, format.name)
        val settings = calls.options.insertSettings(request)
        val sending = Sending(request, callerJob(), statement, compression != Compression.NONE, settings)
        return upload(request, { sending }, canReplay) { send ->
            val encoder = encoder(compression)
            data.collect { bytes -> send(frames(bytes, encoder)) }
            if (encoder != null) ByteSink().let { sink -> encoder.flush(sink).also { send(BytesChunk(sink, 0)) } }
        }
    }

    /** Sends [body], which is all data of one insert, and can be sent any number of times. */
    suspend fun send(
        sending: Sending,
        body: TransportBody,
        rawBytes: (() -> Long)?,
    ): QuerySummary = exchange(sending, body, rawBytes) { true }

    suspend fun raw(request: InsertRequest, format: Format, data: ByteArray): QuerySummary {
        val encoder = encoder(rawCompression(request))
        val bytes = if (encoder == null) {
            data
        } else {
            ByteSink().also { encoder.write(data, 0, data.size, it) }.also { encoder.flush(it) }.toByteArray()
        }
        val statement = insertStatement(request, request.columns, format.name)
        val settings = calls.options.insertSettings(request)
        val sending = Sending(request, callerJob(), statement, encoder != null, settings)
        return exchange(sending, TransportBody.Bytes(bytes), { data.size.toLong() }) { true }
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

    /**
     * Runs [produce] in the caller's own coroutine, and the request beside it from the first chunk
     * on; `send` may be called from another coroutine of its scope. Whichever fails ends the other:
     * a failing producer leaves the request without its proper end, and a refused request stops the
     * producer.
     */
    suspend fun upload(
        request: InsertRequest,
        sending: () -> Sending,
        canReplay: Boolean,
        produce: suspend CoroutineScope.(send: suspend (Chunk) -> Unit) -> Unit,
    ): QuerySummary = coroutineScope {
        val upload = Upload(produce, canReplay)
        val dispatcher = calls.dispatching.near()
        var reply: Deferred<QuerySummary>? = null
        try {
            calls.duringCall {
                produce { chunk ->
                    if (!chunk.isEmpty) {
                        if (reply == null) {
                            reply = async(dispatcher) { exchange(sending(), upload.body, upload::rawBytes) { upload.canSendAgain } }
                        }
                        upload.handOver(chunk)
                    }
                }
            }
        } catch (e: CancellationException) {
            if (!upload.replays) throw e
            currentCoroutineContext().ensureActive()
        }
        upload.close()
        reply?.await() ?: nothing(request)
    }

    /**
     * Without a single row there is nothing to ask of the server, which takes an empty insert for a
     * mistake.
     */
    fun nothing(request: InsertRequest) = QuerySummary(request.queryId ?: UUID.randomUUID().toString(), emptyList())

    private suspend fun exchange(
        sending: Sending,
        body: TransportBody,
        rawBytes: (() -> Long)?,
        canSendAgain: () -> Boolean,
    ): QuerySummary {
        val request = sending.request
        val framed = if (sending.framed) listOf("decompress" to "1") else emptyList()
        val headers = PackedFiles.headers(request)
        val spec = CallSpec(
            request,
            listOf("query" to sending.statement) + framed + sending.extra,
            body,
            headers = headers,
            caller = sending.caller,
            repeatable = sending.repeatable,
            canSendAgain = canSendAgain,
            countsWrites = calls.options.countsWrites(request),
            watch = sending.watch,
            rawBytes = rawBytes,
        )
        return calls.run(spec) { answer ->
            answer.drain()
            answer.summary
        }
    }

    private fun frames(bytes: ByteArray, encoder: FrameEncoder?): Chunk {
        val sink = ByteSink()
        if (encoder == null) sink.writeBytes(bytes) else encoder.write(bytes, 0, bytes.size, sink)
        return BytesChunk(sink, bytes.size.toLong())
    }

    fun encoder(compression: Compression): FrameEncoder? = when (compression) {
        Compression.NONE -> null
        Compression.LZ4 -> FrameEncoder(CompressionMethod.LZ4)
        Compression.ZSTD -> FrameEncoder(CompressionMethod.ZSTD)
    }
}
