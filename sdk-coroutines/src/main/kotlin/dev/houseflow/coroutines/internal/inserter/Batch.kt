package dev.houseflow.coroutines.internal.inserter

import dev.houseflow.BatchOutcome
import dev.houseflow.coroutines.internal.call.AttemptWatch
import dev.houseflow.coroutines.internal.insert.TypedInsert

/**
 * Rows that are sent together, and what their attempts came to. Used by one coroutine at a time.
 *
 * @param first how many rows were added before the first of these
 * @param rows left alone from here on, but for rows that turn out not to fit
 * @param token what the server knows the batch by, however often it is sent
 * @param fullAt when it was full
 */
internal class Batch<T>(first: Long, var rows: Rows<T>, val token: String, val fullAt: Long) : Entry(first) {
    /**
     * The insert whose columns [filler] or [block] are made for; `null` while the table could not
     * be asked for them.
     */
    var insert: TypedInsert<T>? = null

    /** The rows, encoded and not yet packed. */
    var filler: BlockFiller<T>? = null
    var block: EncodedBlock? = null

    /** Of the block that was packed last. */
    var bytes = 0L
        private set

    /** How many times it was sent. */
    var attempts = 0
        private set
    var queryId: String? = null
        private set

    /** Whether a server has acknowledged it, whatever else went wrong. */
    @Volatile
    var isWritten = false
        private set

    /** Whether it failed in a way after which it may be there all the same. */
    @Volatile
    var isInDoubt = false
        private set

    /** Whether the server has this token, so that callers can use it as well. */
    var hasToken = false

    val outcome: BatchOutcome
        get() = when {
            isWritten -> BatchOutcome.WRITTEN
            isInDoubt -> BatchOutcome.UNKNOWN
            else -> BatchOutcome.NOT_WRITTEN
        }

    val watch = AttemptWatch { id, failure ->
        attempts++
        queryId = id
        val wasSent = block?.wasSent == true
        block?.wasSent = false
        if (failure == null) {
            isWritten = true
        } else if (wasSent && Doubt.mayHaveWritten(failure)) {
            isInDoubt = true
        }
    }

    fun pack(block: EncodedBlock) {
        this.block = block
        bytes = block.rawBytes
        filler = null
    }
}
