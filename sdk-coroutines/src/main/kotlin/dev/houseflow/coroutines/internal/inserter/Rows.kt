package dev.houseflow.coroutines.internal.inserter

import java.util.Collections

/**
 * Rows in the order in which they were added, with the source that each one counts for, if any. Not
 * thread-safe.
 */
internal class Rows<T>(room: Int = ROOM) {
    /** The first [size] of these are the rows. */
    var array = arrayOfNulls<Any?>(room)
        private set
    private var sources: Array<Tally?>? = null
    var size = 0
        private set

    fun add(row: Any?, source: Tally?) {
        if (size == array.size) grow()
        array[size] = row
        if (source != null) {
            val all = sources ?: arrayOfNulls<Tally>(array.size).also { sources = it }
            all[size] = source
        }
        size++
    }

    private fun grow() {
        array = array.copyOf(maxOf(ROOM, size * 2))
        sources = sources?.copyOf(array.size)
    }

    @Suppress("UNCHECKED_CAST") // Only rows of this type are added.
    operator fun get(index: Int): T = array[index] as T

    fun source(index: Int): Tally? = sources?.get(index)

    fun addAll(other: Rows<T>, from: Int, to: Int) {
        for (i in from until to) add(other.array[i], other.source(i))
    }

    /** The rows as objects of their callers. */
    fun toList(): List<T> {
        val list = ArrayList<T>(size)
        for (i in 0 until size) list.add(get(i))
        return Collections.unmodifiableList(list)
    }

    private companion object {
        private const val ROOM = 64
    }
}

/** What became of the rows that were counted here. Guarded by the lock of the [Accounts]. */
internal class Tally {
    var written = 0L
    var notWritten = 0L
    var unknown = 0L
}
