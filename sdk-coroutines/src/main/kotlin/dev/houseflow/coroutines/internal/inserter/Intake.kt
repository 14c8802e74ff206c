package dev.houseflow.coroutines.internal.inserter

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.withTimeoutOrNull
import java.util.concurrent.TimeUnit

/**
 * Rows that were added and wait to be encoded, put here by many callers and taken by one coroutine,
 * which sleeps until there are enough of them or time is up.
 */
internal class Intake<T>(
    private val maxDelayNanos: Long,
    private val isFull: () -> Boolean,
    private val accounts: Accounts<T>,
    private val now: () -> Long = System::nanoTime,
) {
    /** What the taker does next. */
    sealed class Turn<out T> {
        /** These rows go into the block; the first of them was added at [since]. */
        class Take<T>(val rows: Rows<T>, val since: Long) : Turn<T>()

        /** The block at hand is sent as it is. */
        object Cut : Turn<Nothing>()

        /** There is nothing left, and nothing comes. */
        object End : Turn<Nothing>()
    }

    private val lock = Any()
    private val signal = Channel<Unit>(Channel.CONFLATED)
    private var rows = Rows<T>()
    private var since = 0L
    private var flushUpTo = 0L
    private var isClosed = false

    /** Whether a caller has found no room, so that what is here may not wait for more. */
    private var isPressed = false

    /** As many rows wake the taker; 0 while it is awake. */
    private var wakesAt = 0

    /** How many rows were ever put here. */
    @Volatile
    var added = 0L
        private set

    /** Whether [row] was taken: not after [close]. */
    fun put(row: T, source: Tally?): Boolean {
        synchronized(lock) {
            if (isClosed) return false
            if (rows.size == 0) since = now()
            rows.add(row, source)
            @Suppress("NonAtomicOperation") // Written only under the lock.
            added++
            if (wakesAt == 0 || rows.size < wakesAt) return true
            wakesAt = 0
        }
        signal.trySend(Unit)
        return true
    }

    /** A caller waits for room. */
    fun press(): Unit = change { isPressed = true }

    /** All rows put here so far are to be sent; says how many these are. */
    fun flush(): Long {
        var rows = 0L
        change {
            rows = added
            flushUpTo = rows
        }
        return rows
    }

    /** Takes no more rows. */
    fun close(): Unit = change { isClosed = true }

    private inline fun change(what: () -> Unit) {
        synchronized(lock) {
            what()
            if (wakesAt == 0) return
            wakesAt = 0
        }
        signal.trySend(Unit)
    }

    /**
     * What to do when the block at hand has [blockRows] rows, or none, the first of which was added
     * at [blockSince]. Waits for [want] more rows, unless there is a reason not to.
     */
    suspend fun next(blockRows: Int, blockSince: Long, want: Int): Turn<T> {
        while (true) {
            val wait = synchronized(lock) {
                wakesAt = 0
                val hasAny = blockRows > 0 || rows.size > 0
                val age = if (hasAny) now() - (if (blockRows > 0) blockSince else since) else 0
                val isUrgent = isClosed || flushUpTo > accounts.cutRows || (hasAny && age >= maxDelayNanos)
                if (rows.size > 0 && (isUrgent || isPressed || rows.size >= want)) return Turn.Take(swap(), since)
                if (rows.size == 0 && isClosed && blockRows == 0) return Turn.End
                if (rows.size == 0 && blockRows > 0 && (isUrgent || isStuck())) return Turn.Cut.also { isPressed = false }
                wakesAt = if (hasAny) want else 1
                if (hasAny) maxDelayNanos - age else Long.MAX_VALUE
            }
            // A moment late rather than early.
            if (wait ==
                Long.MAX_VALUE
            ) {
                signal.receive()
            } else {
                withTimeoutOrNull(TimeUnit.NANOSECONDS.toMillis(wait) + 1) { signal.receive() }
            }
        }
    }

    /** Nothing under way will make room for those who wait. */
    private fun isStuck(): Boolean = isPressed && isFull() && accounts.isIdle

    /** Everything that is left, when [next] is not asked any more. */
    fun rest(): Rows<T> = synchronized(lock) {
        isClosed = true
        swap()
    }

    private fun swap(): Rows<T> = rows.also {
        rows = Rows(it.size)
        isPressed = false
    }
}
