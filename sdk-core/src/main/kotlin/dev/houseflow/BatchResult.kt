package dev.houseflow

import java.time.Duration

/** What became of rows that were handed to an inserter. */
public enum class BatchOutcome {
    /** The server has acknowledged them. What that means depends on the [InsertMode]. */
    WRITTEN,

    /**
     * They are not in the table: they were not sent, or not to their end, or the server refused
     * them before it wrote anything.
     */
    NOT_WRITTEN,

    /**
     * The server may have written them, and may not: the answer was lost, or it tells of a failure
     * in the midst of writing. A table of the `MergeTree` family has all rows of a batch that go
     * into one partition, or none of them.
     */
    UNKNOWN,
}

/**
 * One batch of an inserter, when it is known what became of it. Immutable.
 *
 * @property rows how many rows it has.
 * @property bytes how many bytes they take, encoded and before compression; 0 when they were never
 * encoded.
 * @property elapsed the time from the batch being full to its end, with the waits between attempts.
 * @property attempts how many times it was sent; 0 when that was never begun.
 * @property queryId the id of the last attempt's query; `null` when there was no attempt.
 * @property outcome what became of the rows.
 * @property failure what the last attempt failed with; `null` when the rows are written.
 */
public class BatchResult @InternalHouseflowApi constructor(
    @get:JvmName("rows") public val rows: Int,
    @get:JvmName("bytes") public val bytes: Long,
    @get:JvmName("elapsed") public val elapsed: Duration,
    @get:JvmName("attempts") public val attempts: Int,
    @get:JvmName("queryId") public val queryId: String?,
    @get:JvmName("outcome") public val outcome: BatchOutcome,
    @get:JvmName("failure") public val failure: Throwable?,
) {
    override fun toString(): String =
        "BatchResult($outcome, $rows rows, $bytes bytes, ${elapsed.toMillis()} ms, $attempts attempts, query $queryId" +
            (failure?.let { ", $it" } ?: "") + ")"
}

/**
 * Told of every batch of an inserter when it is known what became of it, before a flush that waits
 * for it returns. May be called from several threads at once, must be quick, and must not wait for
 * the inserter. What it throws is ignored.
 */
public fun interface BatchListener {
    public fun onBatch(batch: BatchResult)
}
