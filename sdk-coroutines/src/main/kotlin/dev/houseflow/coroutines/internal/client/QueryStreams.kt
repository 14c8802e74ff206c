package dev.houseflow.coroutines.internal.client

import dev.houseflow.Block
import dev.houseflow.CallOperation
import dev.houseflow.QueryRequest
import dev.houseflow.QuerySummary
import dev.houseflow.coroutines.internal.call.CallContext
import dev.houseflow.coroutines.internal.describe.ResultDescriber
import dev.houseflow.coroutines.internal.request.LineFormats
import dev.houseflow.coroutines.internal.response.NativeBlocks
import dev.houseflow.coroutines.internal.stream.Lines
import dev.houseflow.coroutines.internal.stream.PrefetchQueue
import dev.houseflow.coroutines.internal.stream.PrefetchedResponse
import dev.houseflow.coroutines.internal.stream.StatementHead
import dev.houseflow.coroutines.internal.stream.putBlocks
import dev.houseflow.coroutines.internal.stream.putWindows
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.block.emptyBlock
import dev.houseflow.internal.wire.ByteSource
import kotlinx.coroutines.Job

/** Answers as they come, in items of all kinds. */
internal class QueryStreams(private val calls: CallContext, private val specs: QuerySpecs, private val describer: ResultDescriber) {
    /**
     * Blocks; of a result without rows one that shows its columns, where the server tells these.
     */
    fun blocks(request: QueryRequest, adapter: RowAdapter<*>?): PrefetchedResponse<Block> =
        items(CallOperation.STREAM, request) { items, caller ->
            val ofEmpty = put(items, request, caller, adapter)
            if (ofEmpty != null) describer.columnsIfTold(request, caller, ofEmpty)?.let(::emptyBlock)?.let { items.put(it, 0) }
        }

    /** Blocks that have rows. */
    fun blocksOfRows(request: QueryRequest): PrefetchedResponse<Block> =
        items(CallOperation.STREAM, request) { items, caller -> put(items, request, caller, null) }

    /** First a [StatementHead], then the other blocks. */
    fun answer(request: QueryRequest): PrefetchedResponse<Any> = items(CallOperation.STREAM, request) { items, caller ->
        calls.run(specs.native(request, caller, waits = false, adapter = null)) { answer ->
            var begun = false
            NativeBlocks.read(answer) {
                items.put(if (begun) it else StatementHead(answer.summary, it), answer)
                begun = true
            }
            if (!begun) items.put(StatementHead(answer.summary, null), 0)
        }
    }

    /**
     * What the server said with an answer in which there was no block; `null` when there was one.
     */
    private suspend fun put(items: PrefetchQueue<Block>, request: QueryRequest, caller: Job, adapter: RowAdapter<*>?): QuerySummary? =
        calls.run(specs.native(request, caller, waits = false, adapter)) { answer ->
            answer.summary.takeUnless { items.putBlocks(answer) }
        }

    /** Each window of the answer as an item; [copy] is called once for each call. */
    fun <E : Any> windows(request: QueryRequest, copy: () -> (ByteSource) -> E): PrefetchedResponse<E> =
        items(CallOperation.RAW, request) { items, caller ->
            calls.run(specs.raw(request, caller, waits = false)) { answer -> items.putWindows(answer, copy()) }
        }

    /** Lines, as many at a time as have arrived. */
    fun lines(request: QueryRequest): PrefetchedResponse<List<String>> = items(CallOperation.RAW, request) { items, caller ->
        calls.run(specs.lines(request, caller)) { answer ->
            answer.summary.format?.let(LineFormats::check)
            val lines = Lines(answer.source, answer.limits.maxBlockBytes)
            while (true) items.put(lines.next() ?: break, answer)
        }
    }

    private fun <E : Any> items(
        operation: CallOperation,
        request: QueryRequest,
        produce: suspend (PrefetchQueue<E>, caller: Job) -> Unit,
    ): PrefetchedResponse<E> =
        PrefetchedResponse(calls.dispatching::near, calls.session, { calls.begin(operation, request, it) }, produce)
}
