package dev.houseflow

import java.time.Duration

/**
 * Rows of an inserter that are not known to be written: those of one batch, or a single row that
 * does not fit its columns. Immutable.
 *
 * @param T the class of the rows.
 * @property rows the rows themselves, in the order in which they were added.
 * @property outcome [BatchOutcome.NOT_WRITTEN] when they certainly are not in the table,
 * [BatchOutcome.UNKNOWN] when that cannot be known.
 * @property failure why: a [ServerException] for the server's refusal, a [TransportException] for a
 * lost connection, a [FormatException] for a class or a row that does not fit, a
 * [ConfigurationException] when the client or the inserter was closed before. What the rows' own
 * code threw is here as it is.
 * @property isBadRow whether this is one row that could not be encoded. No server has seen it, and
 * the rows beside it are sent without it.
 * @property attempts how many times the batch was sent; 0 when that was never begun.
 * @property elapsed the time since the batch was full.
 * @property deduplicationToken the `insert_deduplication_token` of the batch: who inserts the same
 * rows again under it, in one block, makes them be there once, if the table deduplicates. `null`
 * for a bad row, and for servers that know no tokens.
 */
public class FailedRows<out T> @InternalHouseflowApi constructor(
    @get:JvmName("rows") public val rows: List<T>,
    @get:JvmName("outcome") public val outcome: BatchOutcome,
    @get:JvmName("failure") public val failure: Throwable,
    @get:JvmName("isBadRow") public val isBadRow: Boolean,
    @get:JvmName("attempts") public val attempts: Int,
    @get:JvmName("elapsed") public val elapsed: Duration,
    @get:JvmName("deduplicationToken") public val deduplicationToken: String?,
) {
    override fun toString(): String = "FailedRows(${rows.size} rows, ${if (isBadRow) "bad row" else outcome.toString()}, $failure)"
}

/**
 * Decides what to do with rows that are not known to be written. Called each time that an inserter
 * has done for a batch what its options allow, and for each row that does not fit; on a thread that
 * may block, and from several at once. Must not wait for the inserter. When it throws, the rows are
 * treated as with [FailureAction.THROW].
 */
public fun interface FailureHandler<in T> {
    public fun onFailure(failed: FailedRows<@JvmSuppressWildcards T>): FailureAction
}

/** What an inserter does with rows that failed. */
public class FailureAction private constructor(
    private val name: String,
    /** The wait before another attempt; `null` when there is to be none. */
    @get:JvmName("retryDelay")
    public val retryDelay: Duration?,
) {
    override fun toString(): String = name

    public companion object {
        /**
         * The inserter stops: it takes no more rows, sends what it has taken already, and every
         * further call throws an [InserterException], which has these rows.
         */
        @JvmField
        public val THROW: FailureAction = FailureAction("THROW", null)

        /**
         * The inserter forgets these rows and goes on. What is to be done about them is the
         * handler's.
         */
        @JvmField
        public val DROP: FailureAction = FailureAction("DROP", null)

        /**
         * The batch is sent again after [delay], as the same block and under the same token, and if
         * that fails the handler is asked again. With an [BatchOutcome.UNKNOWN] outcome, rows of a
         * table that does not deduplicate may be there twice afterwards. The batch keeps its place
         * among those in flight meanwhile. A bad row, and rows of a client that is closed, cannot
         * be sent again: for these it is [THROW].
         */
        @JvmStatic
        public fun retryAfter(delay: Duration): FailureAction {
            if (delay.isNegative) throw ConfigurationException("The delay is $delay; give zero or more")
            return FailureAction("retryAfter($delay)", delay)
        }
    }
}
