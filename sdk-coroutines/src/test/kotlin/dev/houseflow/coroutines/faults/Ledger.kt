package dev.houseflow.coroutines.faults

import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicLong

/** What the writer of a batch was told. */
internal enum class Told(val allowed: Set<Int>, val meaning: String) {
    /** The insert succeeded: every row is there, once. */
    WRITTEN(setOf(1), "acknowledged"),

    /** It failed, or was cancelled, after the server may have seen it: all of its rows are there, or none. */
    UNKNOWN(setOf(0, 1), "unknown to the writer"),

    /** It failed, and the client said that no server has seen it. */
    NEVER_SENT(setOf(0), "never sent"),
}

/** Books of every batch of rows that was inserted. A batch is [rows] keys in a row, and goes out as one block. */
internal class Ledger(val rows: Int) {
    private val nextBatch = AtomicLong()
    private val batches = ConcurrentHashMap<Long, Told>()

    fun open(): Long = nextBatch.getAndIncrement()

    fun enter(batch: Long, told: Told) {
        batches[batch] = told
    }

    fun keys(batch: Long): LongRange = batch * rows until (batch + 1) * rows

    fun count(told: Told): Int = batches.values.count { it == told }

    /** Compares the books with how often each key was found. Returns what is wrong, and how many unknown batches turned out to be there. */
    fun audit(found: Map<Long, Int>): Audit {
        val wrong = ArrayList<String>()
        var unknownPresent = 0
        for (batch in 0 until nextBatch.get()) {
            val told = checkNotNull(batches[batch]) { "nothing was entered for batch $batch" }
            val counts = keys(batch).map { found[it] ?: 0 }
            if (counts.toSet().size > 1) wrong += "batch $batch (${told.meaning}) is there in part: $counts"
            counts.firstOrNull { it !in told.allowed }?.let { wrong += "batch $batch (${told.meaning}) is there $it times" }
            if (told == Told.UNKNOWN && counts.first() == 1) unknownPresent++
        }
        val strangers = found.keys.count { it < 0 || it >= nextBatch.get() * rows }
        if (strangers > 0) wrong += "$strangers keys that nobody inserted"
        return Audit(wrong, unknownPresent)
    }

    class Audit(val wrong: List<String>, val unknownPresent: Int)
}
