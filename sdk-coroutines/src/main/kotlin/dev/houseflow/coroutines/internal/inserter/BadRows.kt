package dev.houseflow.coroutines.internal.inserter

import dev.houseflow.FormatException

/** Rows that could not be encoded, each with its failure. Used by one coroutine at a time. */
internal class BadRows<T>(first: Long) : Entry(first) {
    private val indexes = ArrayList<Int>()
    private val failures = ArrayList<Exception>()
    private val rows = ArrayList<Rows<T>>()

    val isEmpty: Boolean get() = indexes.isEmpty()
    val size: Int get() = indexes.size

    /** What may come of a change of the table. */
    val formatFailure: FormatException? get() = failures.firstNotNullOfOrNull { it as? FormatException }

    /** Told in the order of the rows. */
    fun add(index: Int, failure: Exception) {
        indexes.add(index)
        failures.add(failure)
    }

    /**
     * Keeps those of [all] from [from] until [to] that were added here, and appends the others to
     * [good].
     */
    fun divide(all: Rows<T>, from: Int, to: Int, good: Rows<T>) {
        var next = from
        for (index in indexes) {
            good.addAll(all, next, index)
            rows.add(Rows<T>(1).also { it.addAll(all, index, index + 1) })
            next = index + 1
        }
        good.addAll(all, next, to)
    }

    /** Each row by itself, after [divide]. */
    suspend fun forEach(action: suspend (Rows<T>, Exception) -> Unit) {
        for (i in rows.indices) action(rows[i], failures[i])
    }
}
