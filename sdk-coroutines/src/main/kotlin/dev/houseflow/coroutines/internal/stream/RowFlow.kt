package dev.houseflow.coroutines.internal.stream

import dev.houseflow.Block
import dev.houseflow.coroutines.internal.session.callerJob
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.FlowCollector

/**
 * The rows of [blocks], made and emitted where they are collected. As `flow { }` would have it, but
 * without its check of each emission's context, which would take longer than some rows: code that
 * emits only from inside of `collect` has nothing to be checked. A collector that is cancelled gets
 * no further row all the same.
 *
 * @param rows asked once per collection; makes the rows of one block after the other.
 */
internal class RowFlow<T>(private val blocks: Flow<Block>, private val rows: () -> (Block) -> Iterator<T>) : Flow<T> {
    override suspend fun collect(collector: FlowCollector<T>) {
        val rows = rows()
        val job = callerJob()
        blocks.collect { block ->
            for (row in rows(block)) {
                job.ensureActive()
                collector.emit(row)
            }
        }
    }
}
