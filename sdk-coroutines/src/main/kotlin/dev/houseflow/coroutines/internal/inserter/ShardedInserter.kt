package dev.houseflow.coroutines.internal.inserter

import dev.houseflow.ConfigurationException
import dev.houseflow.InserterException
import dev.houseflow.InserterResult
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.coroutines.Inserter
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.supervisorScope

/** One inserter for each shard, and each row into the one that its key chooses. */
@InternalHouseflowApi
public class ShardedInserter<T>(private val shards: List<InserterEngine<T>>, private val shardOf: (T) -> Int) : Inserter<T> {
    private fun index(row: T): Int {
        val index = shardOf(row)
        if (index in shards.indices) return index
        throw ConfigurationException("The key of a row gives shard $index; give one from 0 to ${shards.size - 1}")
    }

    /** Adds [row] without waiting, and says whether there was room. */
    public fun tryAdd(row: T): Boolean = shards[index(row)].tryAdd(row)

    override suspend fun add(row: T): Unit = shards[index(row)].add(row)

    override suspend fun addAll(rows: Iterable<T>) {
        var taken = 0L
        for (row in rows) {
            take(index(row), row, null, taken)
            taken++
        }
    }

    override suspend fun addAll(rows: Flow<T>): InserterResult<T> {
        val sources = shards.map { Tally() }
        val counts = LongArray(shards.size)
        rows.collect { row ->
            val index = index(row)
            take(index, row, sources[index], counts.sum())
            counts[index]++
        }
        return together(counts.sum()) { index, shard -> shard.settled(sources[index], counts[index]) }
    }

    /** Says, when a shard has stopped, how many rows were taken by all. */
    private suspend fun take(index: Int, row: T, source: Tally?, taken: Long) {
        try {
            shards[index].take(row, source, taken)
        } catch (e: InserterException) {
            throw stopped(e, e.result, taken)
        }
    }

    override suspend fun flush(): InserterResult<T> = together(0) { _, shard -> shard.flush() }

    override suspend fun close(): InserterResult<T> = together(0) { _, shard -> shard.close() }

    /** Every shard comes to its end, also when another one fails. */
    private suspend fun together(taken: Long, action: suspend (Int, InserterEngine<T>) -> InserterResult<T>): InserterResult<T> {
        val outcomes = supervisorScope {
            shards.mapIndexed { index, shard -> async { action(index, shard) } }.map { runCatching { it.await() } }
        }
        val failures = outcomes.mapNotNull { it.exceptionOrNull() }
        failures.firstOrNull { it !is InserterException }?.let { throw it }
        @Suppress("UNCHECKED_CAST") // results of inserters of T
        val sum = sum(outcomes.map { it.getOrElse { e -> (e as InserterException).result as InserterResult<T> } })
        if (failures.isEmpty()) return sum
        throw stopped(failures[0] as InserterException, sum, taken).also { failures.drop(1).forEach(it::addSuppressed) }
    }

    private fun stopped(e: InserterException, result: InserterResult<*>, taken: Long) =
        InserterException(e.message.orEmpty(), result, taken, e.cause ?: e)

    private fun sum(results: List<InserterResult<T>>) = InserterResult(
        results.sumOf { it.addedRows },
        results.sumOf { it.writtenRows },
        results.sumOf { it.notWrittenRows },
        results.sumOf { it.unknownRows },
        results.flatMap { it.failed },
    )

    override fun toString(): String = "Inserter(${shards.size} shards, ${shards.first()})"
}
