package dev.houseflow.coroutines.internal.inserter

import dev.houseflow.BlockBuilder
import dev.houseflow.coroutines.internal.insert.TypedInsert
import dev.houseflow.internal.block.dataBytes
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.withContext

/**
 * Takes rows from the intake, encodes them, and cuts them into batches: one coroutine, for as long
 * as the inserter lives.
 */
internal class Batcher<T>(
    private val at: InserterScope<T>,
    private val intake: Intake<T>,
    private val accounts: Accounts<T>,
    private val capacity: Capacity,
    private val settler: Settler<T>,
) {
    private val options = at.options
    private val sender = BatchSender(at, settler)
    private val slots = Semaphore(options.inFlight)
    private val budget = options.maxBytes.toDouble() * (options.inFlight + 2)

    /** Rows that were taken from the intake, and the first of them that is in no block yet. */
    private var taken = Rows<T>(0)
    private var next = 0

    /** The rows of the block that is being filled. */
    private var rows = Rows<T>()
    private var since = 0L

    /** How many rows have come to this block, those that do not fit among them. */
    private var consumed = 0

    /**
     * `null` while the block has no rows, and when the table could not be asked for its columns:
     * then the rows are encoded later.
     */
    private var insert: TypedInsert<T>? = null
    private var filler: BlockFiller<T>? = null
    private var bytes = 0L

    /** At so many rows the block is measured again. */
    private var nextMeasure = 1

    /** Of the rows that were measured last. */
    private var bytesPerRow = 0.0

    /** Whether the last block has a place among those in flight already. */
    private var hasSlot = false
    private var couldNotAsk = false

    /**
     * Whether the table was asked about its columns once more, since rows did not fit the block at
     * hand.
     */
    private var hasAskedAnew = false

    /** Runs until the intake is closed and empty. Leaves no row behind. */
    suspend fun run() {
        try {
            while (true) {
                when (val turn = intake.next(consumed, since, roomInRows())) {
                    is Intake.Turn.Take -> take(turn)
                    Intake.Turn.Cut -> cut()
                    Intake.Turn.End -> return
                }
            }
        } catch (e: Throwable) {
            withContext(NonCancellable) { abandon(e) }
        }
    }

    private suspend fun take(turn: Intake.Turn.Take<T>) {
        taken = turn.rows
        next = 0
        if (consumed == 0) since = turn.since
        while (next < taken.size) {
            if (consumed == 0) begin(turn.since)
            append(minOf(taken.size, next + minOf(STEP, roomInRows())))
            if (isFull()) cut()
        }
        taken = Rows(0)
        next = 0
    }

    /**
     * Asks what the table takes. When that fails, the batch does so again when it is sent, and once
     * more as often as it may.
     */
    private suspend fun begin(first: Long) {
        since = first
        if (couldNotAsk && !hasSlot) {
            slots.acquire()
            hasSlot = true
        }
        insert = try {
            at.prepared()
        } catch (_: Exception) {
            currentCoroutineContext().ensureActive()
            null
        }
        couldNotAsk = insert == null
        filler = insert?.let { at.filler(it) }
    }

    private suspend fun append(to: Int) {
        val bad = encoded(to)
        bad.divide(taken, next, to, rows)
        consumed += to - next
        next = to
        if (!bad.isEmpty) settler.bad(bad)
        val block = filler?.block
        if (block != null && rows.size >= nextMeasure) measure(block)
    }

    private fun measure(block: BlockBuilder) {
        bytes = block.dataBytes()
        bytesPerRow = bytes.toDouble() / rows.size
        capacity.fit(rows.size, bytes, budget)
        // Towards the end in small steps, and never far: the next rows may be larger.
        val left = (options.maxBytes - bytes) / maxOf(1.0, bytesPerRow) * NEARLY
        nextMeasure = rows.size + minOf(left, rows.size.toDouble()).toInt().coerceAtLeast(1)
    }

    /** Those of the next rows that do not fit the block; the others are in it. */
    private suspend fun encoded(to: Int): BadRows<T> {
        val bad = BadRows<T>(accounts.cutRows)
        val insert = insert ?: return bad
        filler?.append(taken, next, to, bad::add)
        val failure = bad.formatFailure ?: return bad
        // Once for each block: rows that do not fit may be many.
        if (hasAskedAnew) return bad
        hasAskedAnew = true
        if (!at.hasChanged(insert, failure)) return bad
        val refilled = at.filler(insert)
        val now = BadRows<T>(accounts.cutRows)
        refilled.append(rows, 0, rows.size, now::add)
        rows = Rows<T>(rows.size).also { now.divide(rows, 0, rows.size, it) }
        if (!now.isEmpty) settler.bad(now)
        filler = refilled
        return BadRows<T>(accounts.cutRows).also { refilled.append(taken, next, to, it::add) }
    }

    private fun isFull(): Boolean = rows.size >= options.maxRows || bytes >= options.maxBytes || (filler == null && capacity.isFull)

    /** How many more rows the block takes, as far as their size is known: at least one. */
    private fun roomInRows(): Int {
        // Nothing is known yet, and can be.
        if (bytesPerRow == 0.0 && !couldNotAsk) return 1
        val byBytes = if (filler == null) options.maxBytes / maxOf(1.0, bytesPerRow) else (nextMeasure - rows.size).toDouble()
        val byRows = (options.maxRows - rows.size).toDouble()
        return minOf(byRows, byBytes, WAKE.toDouble()).toInt().coerceAtLeast(1)
    }

    /** Sends the block at hand as soon as there is a place for it, and begins the next one. */
    private suspend fun cut() {
        val fullAt = at.clock.nanoTime()
        if (rows.size > 0 && !hasSlot) {
            slots.acquire()
            hasSlot = true
        }
        val batch = if (rows.size == 0) null else Batch(accounts.cutRows, rows, at.nextToken(), fullAt)
        batch?.insert = insert
        batch?.filler = filler
        accounts.cut(consumed.toLong(), batch)
        clear()
        if (batch == null) return
        hasSlot = false
        // Begun at once, so that it comes to its end whatever is cancelled.
        at.scope.launch(start = CoroutineStart.UNDISPATCHED) {
            try {
                sender.send(batch)
            } finally {
                slots.release()
            }
        }
    }

    private fun clear() {
        rows = Rows()
        consumed = 0
        insert = null
        filler = null
        hasAskedAnew = false
        bytes = 0
        nextMeasure = 1
    }

    /**
     * Hands over all that is left: closing could not wait for it, or something is wrong with this
     * class.
     */
    private suspend fun abandon(cause: Throwable) {
        rows.addAll(taken, next, taken.size)
        consumed += taken.size - next
        val rest = intake.rest()
        rows.addAll(rest, 0, rest.size)
        consumed += rest.size
        val batch = Batch(accounts.cutRows, rows, at.nextToken(), at.clock.nanoTime())
        accounts.cut(consumed.toLong(), batch)
        clear()
        if (cause !is CancellationException) settler.stop(cause)
        if (batch.rows.size == 0) return accounts.close(batch)
        settler.end(batch, if (cause is CancellationException) settler.givenUp(batch, cause) else cause)
    }

    private companion object {
        /** Encoded at once at most. */
        private const val STEP = 64
        private const val NEARLY = 15.0 / 16

        /** So many rows are worth waking up for. */
        private const val WAKE = 256
    }
}
