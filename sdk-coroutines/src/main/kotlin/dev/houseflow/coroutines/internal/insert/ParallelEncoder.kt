package dev.houseflow.coroutines.internal.insert

import dev.houseflow.FormatException
import dev.houseflow.coroutines.internal.request.Chunk
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.async

/**
 * Makes blocks of rows that are all there already, two runs of them at a time, each by a coroutine
 * and a [Maker] of its own, and delivers them in order. No more than two blocks are there at a
 * time, so memory stays bounded, and a slow server is waited for. Used by one coroutine.
 */
internal class ParallelEncoder(
    private val scope: CoroutineScope,
    private val dispatcher: CoroutineDispatcher,
    private val newMaker: () -> Maker,
    private val deliver: suspend (Chunk) -> Unit,
) {
    /**
     * Turns rows into blocks, in one coroutine at a time, each one when the one before has been
     * delivered.
     */
    interface Maker {
        /** A block of `rows[from until to]`, or of as many of them as are to be in one. */
        fun make(rows: Array<Any?>, from: Int, to: Int): Made
    }

    /** A block of [rows] rows, which take [bytes]. */
    class Made(val chunk: Chunk, val rows: Int, val bytes: Long)

    /** The bytes that a run of [rows] rows took. */
    class Done(val maker: Maker, val rows: Int, val bytes: Long)

    private val jobs = ArrayDeque<Deferred<Done>>()
    private var rowsBefore = 0L

    /**
     * Takes the first [count] of [rows] as a run, as soon as there is room for it, and says what
     * the run that made the room was: that is always the one before the last, however fast each
     * thread is. `null` for the first two.
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

    /**
     * Delivers the first [count] of [rows] as the last run unless it is empty, and returns when
     * everything was delivered.
     */
    suspend fun finish(rows: Array<Any?>, count: Int) {
        if (count > 0) add(rows, count)
        while (jobs.isNotEmpty()) jobs.removeFirst().await()
    }

    private suspend fun run(maker: Maker, rows: Array<Any?>, count: Int, first: Long, before: Deferred<Done>?): Done {
        var done = 0
        var bytes = 0L
        while (done < count) {
            val made = try {
                maker.make(rows, done, count)
            } catch (e: RuntimeException) {
                // What is wrong with an earlier block comes first.
                before?.join()
                throw if (e is FormatException) e.afterRows(first + done) else e
            }
            before?.await()
            deliver(made.chunk)
            done += made.rows
            bytes += made.bytes
        }
        return Done(maker, count, bytes)
    }

    private companion object {
        private const val MAKERS = 2
    }
}
