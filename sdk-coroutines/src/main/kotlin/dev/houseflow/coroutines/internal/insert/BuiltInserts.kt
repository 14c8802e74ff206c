package dev.houseflow.coroutines.internal.insert

import dev.houseflow.BlockBuilder
import dev.houseflow.CallOperation
import dev.houseflow.ClickHouseException
import dev.houseflow.Compression
import dev.houseflow.FormatException
import dev.houseflow.InsertRequest
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.QuerySummary
import dev.houseflow.coroutines.internal.call.CallContext
import dev.houseflow.coroutines.internal.request.BlockChunks
import dev.houseflow.coroutines.internal.session.callerJob
import dev.houseflow.coroutines.internal.transport.TransportBody
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.block.copyTo
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.type.DefaultZone

/** What the rows of an insert are put into. */
@InternalHouseflowApi
public class BlockLayout internal constructor(public val columns: List<ColumnHeader>, private val zone: DefaultZone) {
    /** An empty builder of these columns. */
    public fun newBuilder(): BlockBuilder = newBlockBuilder(columns, zone)

    /** [failure] of a value behind [rows] rows that are in other builders. */
    public fun located(failure: FormatException, rows: Long): FormatException = failure.afterRows(rows)

    /** Whether the builders of [other] are the same. */
    public fun isSameAs(other: BlockLayout): Boolean = zone.id == other.zone.id && columns.size == other.columns.size &&
        columns.indices.all { columns[it].name == other.columns[it].name && columns[it].type == other.columns[it].type }
}

/** Inserts of rows that their callers put into builders themselves. */
@InternalHouseflowApi
public class BuiltInserts internal constructor(
    private val calls: CallContext,
    private val describer: TableDescriber,
    private val inserts: Inserts,
) {
    /**
     * What the rows of [request] are to be put into.
     *
     * @param fresh whether the server is asked although it has said so before
     */
    public suspend fun <T> layout(request: InsertRequest, adapter: RowAdapter<T>, fresh: Boolean): BlockLayout =
        calls.dispatching.decode {
            if (fresh) describer.forget(request)
            val plan = insert(request, adapter).prepare().plan()
            BlockLayout(plan.columns, plan.zone)
        }

    /**
     * Sends [blocks], which are not empty and keep their rows. When the table has changed since
     * they were made, they are made anew, of the values that they have.
     */
    public suspend fun <T> send(request: InsertRequest, adapter: RowAdapter<T>, blocks: List<BlockBuilder>): QuerySummary =
        calls.observed(CallOperation.INSERT, request) {
            calls.dispatching.decode {
                val insert = insert(request, adapter).prepare()
                val summary = try {
                    send(insert, blocks)
                } catch (e: ClickHouseException) {
                    // Nothing was written.
                    if (!insert.hasChangedSince(e)) throw e
                    send(insert, blocks)
                }
                summary.withSentRows(blocks.sumOf { it.rowCount.toLong() })
            }
        }

    private suspend fun <T> insert(request: InsertRequest, adapter: RowAdapter<T>) =
        TypedInsert(request, adapter, callerJob(), calls, describer)

    private suspend fun send(insert: TypedInsert<*>, blocks: List<BlockBuilder>): QuerySummary = insert.guarded {
        val fitting = fitting(insert.plan(), blocks)
        var rawBytes = 0L
        val body = TransportBody.Stream { sink ->
            rawBytes = 0
            val chunks = BlockChunks(inserts.encoder(insert.compression), keepsRows = true)
            for (block in fitting) {
                val chunk = chunks.of(block)
                rawBytes += chunk.rawBytes
                chunk.write(sink)
            }
        }
        inserts.send(insert.sending(), body, if (insert.compression == Compression.NONE) null else ({ rawBytes }))
    }

    private fun fitting(plan: InsertPlan<*>, blocks: List<BlockBuilder>): List<BlockBuilder> {
        val made = blocks.first().columns
        val isSame = made.size == plan.columns.size &&
            made.indices.all { made[it].name == plan.columns[it].name && made[it].type == plan.columns[it].type }
        if (isSame) return blocks
        return blocks.map { block -> newBlockBuilder(plan.columns, plan.zone).also { block.copyTo(it) } }
    }
}
