package dev.houseflow.coroutines.internal.insert

import dev.houseflow.BlockBuilder
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch

/**
 * Hands full blocks to [deliver], which empties them, and runs beside the coroutine that fills
 * them: while one block is encoded and sent, the next one is filled. No more than these two
 * builders are there at a time, so a slow server stops the source of the rows as it should. Used by
 * one coroutine.
 */
internal class BlockPipe(
    private val scope: CoroutineScope,
    private val dispatcher: CoroutineDispatcher,
    private val newBuilder: () -> BlockBuilder,
    private val deliver: suspend (BlockBuilder) -> Unit,
) {
    private val full = Channel<BlockBuilder>(Channel.RENDEZVOUS)
    private val free = Channel<BlockBuilder>(BUILDERS)
    private var worker: Job? = null

    @Volatile
    private var stopped: CancellationException? = null

    /** Takes [block] over and returns an empty builder, as soon as the block before it has gone. */
    suspend fun swap(block: BlockBuilder): BlockBuilder {
        if (worker == null) {
            worker = scope.launch(dispatcher) { work() }
            free.trySend(newBuilder())
        }
        full.send(block)
        return free.receive()
    }

    /** Delivers [last] unless it is empty, and returns when everything was delivered. */
    suspend fun finish(last: BlockBuilder) {
        val worker = worker
        if (worker == null) {
            // Too little for two coroutines.
            if (last.rowCount > 0) deliver(last)
            return
        }
        if (last.rowCount > 0) full.send(last)
        full.close()
        worker.join()
        // A cancelled coroutine ends quietly.
        stopped?.let { throw it }
    }

    private suspend fun work() {
        try {
            for (block in full) {
                deliver(block)
                free.send(block)
            }
        } catch (e: CancellationException) {
            // The blocks are not taken any more, and the coroutine that fills them has to know.
            stopped = e
            full.cancel(e)
            free.close(e)
            throw e
        }
    }

    private companion object {
        private const val BUILDERS = 2
    }
}
