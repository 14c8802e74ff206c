package dev.houseflow.coroutines.internal.insert

import dev.houseflow.FormatException
import dev.houseflow.coroutines.internal.request.Chunk
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.async

/**
 * Makes blocks of rows that are all there already, two blocks at a time, each by a coroutine and a [Maker] of its own, and delivers them in
 * order. No more than these two are there at a time, so memory stays bounded, and a slow server is waited for. Used by one coroutine.
 */
internal class ParallelEncoder(
    private val scope: CoroutineScope,
    private val dispatcher: CoroutineDispatcher,
    private val newMaker: () -> Maker,
    private val deliver: suspend (Chunk) -> Unit,
) {
    /** Turns rows into one block, in one coroutine at a time, and not before its last block has been delivered. */
    interface Maker {
        fun make(rows: Array<Any?>, count: Int): Chunk
    }

    /** The bytes of [rows] rows took. */
    class Done(val maker: Maker, val rows: Int, val bytes: Long)

    private val jobs = ArrayDeque<Deferred<Done>>()
    private var rowsBefore = 0L

    /**
     * Takes the first [count] of [rows] as a block, as soon as there is room for it, and says what the block that made the room was: that is
     * always the one before the last, however fast each thread is, so the same rows are cut into the same blocks each time. `null` for the first two.
     */
    suspend fun add(rows: Array<Any?>, count: Int): Done? {
        val done = if (jobs.size < MAKERS) null else jobs.removeFirst().await()
        val maker = done?.maker ?: newMaker()
        val before = jobs.lastOrNull()
        val first = rowsBefore
        rowsBefore += count
        jobs.addLast(scope.async(dispatcher) { run(maker, rows, count, first, before) })
        return done
    }

    /** Delivers the first [count] of [rows] as the last block unless it is empty, and returns when everything was delivered. */
    suspend fun finish(rows: Array<Any?>, count: Int) {
        if (count > 0) add(rows, count)
        while (jobs.isNotEmpty()) jobs.removeFirst().await()
    }

    private suspend fun run(maker: Maker, rows: Array<Any?>, count: Int, first: Long, before: Deferred<Done>?): Done {
        val piece = try {
            maker.make(rows, count)
        } catch (e: RuntimeException) {
            // What is wrong with an earlier block comes first.
            before?.join()
            throw if (e is FormatException) e.afterRows(first) else e
        }
        before?.await()
        deliver(piece)
        return Done(maker, count, piece.rawBytes)
    }

    private companion object {
        private const val MAKERS = 2
    }
}
