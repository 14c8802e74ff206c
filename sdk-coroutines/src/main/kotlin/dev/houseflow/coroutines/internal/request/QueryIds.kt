package dev.houseflow.coroutines.internal.request

import java.util.UUID
import java.util.concurrent.atomic.AtomicLong

/**
 * Ids for the queries of one client: UUIDs, of which the first half is the client's and the second
 * half counts from a random start. As unlikely to meet others as random ones, without asking the
 * system for random bytes, one caller at a time, for each small query.
 */
internal class QueryIds {
    private val first: Long
    private val next: AtomicLong

    init {
        val start = UUID.randomUUID()
        first = start.mostSignificantBits
        next = AtomicLong(start.leastSignificantBits)
    }

    /** The variant bits stay those of a UUID. */
    fun next(): String = UUID(first, next.getAndIncrement() and COUNTED or VARIANT).toString()

    private companion object {
        private const val COUNTED = -1L ushr 2
        private const val VARIANT = Long.MIN_VALUE
    }
}
