package dev.houseflow.coroutines.internal.inserter

import dev.houseflow.BatchOutcome
import dev.houseflow.FailedRows
import dev.houseflow.InserterException
import dev.houseflow.InserterResult
import kotlinx.coroutines.CompletableDeferred

/** Rows that are out of the intake, and of which it is not known yet what becomes of them. */
internal open class Entry(
    /** How many rows were added before the first of these. */
    val first: Long,
)

/** What became of the rows of one inserter, and who waits to hear of it. Thread-safe. */
internal class Accounts<T>(private val table: String) {
    private class Waiter(val upTo: Long) {
        val reached = CompletableDeferred<Unit>()
    }

    private val open = HashSet<Entry>()
    private val waiters = ArrayList<Waiter>()
    private val total = Tally()
    private val failed = ArrayList<FailedRows<T>>()

    /** So many rows, from the first on, have left the block that is being filled. */
    @Volatile
    var cutRows = 0L
        private set

    /** Whether rows failed, and their handler said that this is the end. */
    @Volatile
    var isStopped = false
        private set

    val isIdle: Boolean get() = synchronized(this) { open.isEmpty() }

    /** [entry] is under way. */
    fun open(entry: Entry) {
        synchronized(this) { open.add(entry) }
    }

    /**
     * [rows] more rows have left the block, which is under way as [entry], if any of them can be
     * sent.
     */
    fun cut(rows: Long, entry: Entry?) {
        val reached = synchronized(this) {
            if (entry != null) open.add(entry)
            cutRows += rows
            reached()
        }
        reached.forEach { it.reached.complete(Unit) }
    }

    /** All of [rows] ended with [outcome]. */
    fun count(rows: Rows<*>, outcome: BatchOutcome) {
        synchronized(this) {
            for (i in 0 until rows.size) rows.source(i)?.let { add(it, outcome, 1) }
            add(total, outcome, rows.size)
        }
    }

    private fun add(tally: Tally, outcome: BatchOutcome, rows: Int) {
        when (outcome) {
            BatchOutcome.WRITTEN -> tally.written += rows
            BatchOutcome.NOT_WRITTEN -> tally.notWritten += rows
            BatchOutcome.UNKNOWN -> tally.unknown += rows
        }
    }

    /** The inserter stops because of [rows], or has stopped already. */
    fun stop(rows: FailedRows<T>) {
        synchronized(this) {
            failed.add(rows)
            isStopped = true
        }
    }

    /** Everything is known of [entry]. */
    fun close(entry: Entry) {
        val reached = synchronized(this) {
            open.remove(entry)
            reached()
        }
        reached.forEach { it.reached.complete(Unit) }
    }

    private fun reached(): List<Waiter> {
        if (waiters.isEmpty()) return emptyList()
        val known = known()
        return waiters.filter { it.upTo <= known }.also { waiters.removeAll(it.toSet()) }
    }

    private fun known(): Long = open.minOfOrNull { it.first } ?: cutRows

    /** Returns when it is known what became of the first [rows] rows. */
    suspend fun await(rows: Long) {
        val waiter = synchronized(this) {
            if (known() >= rows) return
            Waiter(rows).also { waiters.add(it) }
        }
        try {
            waiter.reached.await()
        } finally {
            synchronized(this) { waiters.remove(waiter) }
        }
    }

    /** What is known of [added] rows of [source], or of all rows. */
    fun result(source: Tally?, added: () -> Long): InserterResult<T> = synchronized(this) {
        val tally = source ?: total
        // Asked for last: no row ends before it was added.
        InserterResult(added(), tally.written, tally.notWritten, tally.unknown, ArrayList(failed))
    }

    /**
     * What to throw once the inserter has stopped, at a call that has added [taken] rows before.
     */
    fun stopped(result: InserterResult<T>, taken: Long): InserterException {
        val first = result.failed.first()
        val what = if (first.isBadRow) "a row does not fit" else "${first.rows.size} rows failed"
        val why = first.failure.message ?: first.failure.toString()
        return InserterException(
            "The inserter of $table has stopped, since $what ($why). So far ${result.writtenRows} of ${result.addedRows} rows are " +
                "written, ${result.notWrittenRows} are not, and of ${result.unknownRows} it is not known. close() sends the rest; then " +
                "result.failed of what it throws has all rows that are not known to be written: see to the cause, and add them to a new inserter",
            result,
            taken,
            first.failure,
        )
    }
}
