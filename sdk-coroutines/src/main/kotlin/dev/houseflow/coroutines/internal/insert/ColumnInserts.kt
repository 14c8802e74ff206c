package dev.houseflow.coroutines.internal.insert

import dev.houseflow.Block
import dev.houseflow.ClickHouseException
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.QuerySummary
import dev.houseflow.coroutines.internal.call.CallContext
import dev.houseflow.coroutines.internal.request.BlockChunks
import dev.houseflow.coroutines.internal.request.Chunk
import dev.houseflow.coroutines.internal.session.callerJob
import dev.houseflow.internal.block.dataBytes
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.untyped.ColumnArrays
import dev.houseflow.internal.untyped.ColumnPart
import dev.houseflow.internal.untyped.ColumnParts
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.withContext

/** Inserts of what is in columns already: blocks, and arrays. */
internal class ColumnInserts(private val calls: CallContext, private val describer: TableDescriber, private val inserts: Inserts) {
    /** Blocks while they come, in the caller's own context. */
    suspend fun blocks(request: InsertRequest, blocks: Flow<Block>): QuerySummary {
        val insert = TypedInsert(request, ColumnParts(), callerJob(), calls, describer)
        var count = 0L
        return insert.guarded {
            inserts.upload(request, insert::sending, canReplay = false) { send ->
                var filling: Filling? = null
                // A block without rows shows the columns of an empty result.
                blocks.filter { it.rowCount > 0 }.collect { block ->
                    val part = ColumnPart(block, 0, block.rowCount)
                    val now = filling ?: start(insert.startingWith { part }.prepare(), send).also { filling = it }
                    now.add(part)
                    count += block.rowCount
                }
                filling?.finish()
            }.withSentRows(count)
        }
    }

    /** Blocks that are all there already. */
    suspend fun blocks(request: InsertRequest, blocks: Collection<Block>): QuerySummary =
        parts(request, blocks.filter { it.rowCount > 0 }.map { ColumnPart(it, 0, it.rowCount) })

    suspend fun arrays(request: InsertRequest, arrays: ColumnArrays): QuerySummary =
        parts(request, if (arrays.rowCount == 0) emptyList() else listOf(ColumnPart(arrays, 0, arrays.rowCount)))

    private suspend fun parts(request: InsertRequest, parts: List<ColumnPart>): QuerySummary {
        val insert = TypedInsert(request, ColumnParts(), callerJob(), calls, describer)
        if (parts.isEmpty()) return inserts.nothing(request).withSentRows(0)
        insert.startingWith { parts.first() }.prepare()
        return try {
            insert.guarded { send(insert, parts) }
        } catch (e: ClickHouseException) {
            // Nothing was written, and all rows are still here.
            if (!insert.hasChangedSince(e)) throw e
            insert.guarded { send(insert, parts) }
        }
    }

    private suspend fun send(insert: TypedInsert<ColumnPart>, parts: List<ColumnPart>): QuerySummary =
        inserts.upload(insert.request, insert::sending, canReplay = true) { send ->
            withContext(calls.dispatching.near()) {
                val filling = start(insert, send)
                for (part in parts) filling.add(part)
                filling.finish()
            }
        }.withSentRows(parts.sumOf { (it.to - it.from).toLong() })

    private suspend fun CoroutineScope.start(insert: TypedInsert<ColumnPart>, send: suspend (Chunk) -> Unit): Filling {
        val plan = insert.plan()
        val chunks = BlockChunks(inserts.encoder(insert.compression))
        val dispatcher = calls.dispatching.near()
        val pipe = BlockPipe(this, dispatcher, { newBlockBuilder(plan.columns, plan.zone) }) { block ->
            send(withContext(dispatcher) { chunks.of(block) })
        }
        return Filling(plan, insert.request, pipe)
    }

    /** The block that is being filled, while the one before it is sent. */
    private class Filling(private val plan: InsertPlan<ColumnPart>, private val request: InsertRequest, private val pipe: BlockPipe) {
        private var block = plan.builder
        private var filled = 0
        private var rowsBefore = 0L

        suspend fun add(part: ColumnPart) {
            var from = part.from
            while (from < part.to) {
                val to = minOf(part.to, from + minOf(STEP, request.blockRows - filled))
                write(part.rows(from, to))
                filled += to - from
                from = to
                if (filled >= request.blockRows || block.dataBytes() >= request.blockBytes) next()
            }
        }

        private fun write(part: ColumnPart) {
            try {
                plan.writer.write(part)
            } catch (e: FormatException) {
                throw e.afterRows(rowsBefore)
            }
        }

        private suspend fun next() {
            rowsBefore += filled
            filled = 0
            block = pipe.swap(block)
            plan.writer.bind(block)
        }

        suspend fun finish(): Unit = pipe.finish(block)
    }

    private companion object {
        /** After how many rows of a block its bytes are counted. */
        private const val STEP = 1024
    }
}
