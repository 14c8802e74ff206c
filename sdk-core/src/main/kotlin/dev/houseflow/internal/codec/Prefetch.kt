package dev.houseflow.internal.codec

import dev.houseflow.Block
import dev.houseflow.Column
import dev.houseflow.InternalHouseflowApi

/**
 * Makes the rows of [block] one by one, when they are asked for, and brings some of them near before each is made. Not thread-safe.
 *
 * Reading tens of arrays in step defeats the processor's own foresight: rows of 30 columns took two to three times as long. So a little of
 * every cache line that the next rows stand in is read before them, column by column, and they are found in the caches.
 */
@InternalHouseflowApi
public abstract class PrefetchingRows<T>(protected val block: Block) : Iterator<T> {
    private val count = block.rowCount
    private var next = 0
    private var near = 0

    /** Makes [row], from 0. */
    protected abstract fun read(row: Int): T

    final override fun hasNext(): Boolean = next < count

    final override fun next(): T {
        if (next == near) prefetch()
        return read(next++)
    }

    private fun prefetch() {
        if (next == count) throw NoSuchElementException("This block has $count rows")
        near = minOf(next + NEAR_ROWS, count)
        block.prefetch(next, near)
    }

    private companion object {
        /** Few enough that they stay in the caches until they are read. */
        private const val NEAR_ROWS = 128
    }
}

/** Reads the rows [from] until [to] of [columns]. The sum means nothing; whoever calls has to keep it, or the JVM leaves the reads out. */
internal fun prefetch(columns: Array<Column>, from: Int, to: Int): Int {
    var sum = 0
    for (column in columns) sum += prefetch(column, from, to)
    return sum
}

private const val LINE = 64

private fun prefetch(column: Column, from: Int, to: Int): Int = when (column) {
    is Int64Column -> longs(column.values, from, to)

    is Float64Column -> doubles(column.values, from, to)

    is StringColumn -> {
        val runs = column.runs
        ints(runs.ends, from, to) + bytes(runs.bytes, runs.start(from), runs.ends[to - 1])
    }

    is Int32Column -> ints(column.values, from, to)

    is UInt64Column -> longs(column.values, from, to)

    is UInt32Column -> ints(column.values, from, to)

    is Int16Column -> shorts(column.values, from, to)

    is UInt16Column -> shorts(column.values, from, to)

    is Int8Column -> bytes(column.values, from, to)

    is UInt8Column -> bytes(column.values, from, to)

    is BoolColumn -> bytes(column.values, from, to)

    is Float32Column -> every(from, to, 4) { column.values[it].toRawBits() }

    is DateTimeColumn -> every(from, to, 4) { column.getLong(it).toInt() }

    is DateTime64Column -> every(from, to, 8) { column.getLong(it).toInt() }

    is LowCardinalityColumn -> every(from, to, 4) { column.index(it) }

    is NullableColumn -> every(from, to, 1) { if (column.isNull(it)) 1 else 0 } + prefetch(column.inner, from, to)

    is ArrayColumn -> {
        val elements = parts(column.elements, column.start(from), column.end(to - 1), to - from)
        elements + every(from, to, 4) { column.end(it) }
    }

    is MapColumn -> {
        val start = column.start(from)
        val end = column.end(to - 1)
        parts(column.keys, start, end, to - from) + parts(column.values, start, end, to - from) + every(from, to, 4) { column.end(it) }
    }

    is TupleColumn -> column.elements.sumOf { prefetch(it, from, to) }

    is JsonPathsColumn -> column.plan?.let { paths(it, from, to) } ?: 0

    else -> 0
}

/** Elements of arrays and maps, unless [rows] have so many that they would not stay in the caches until they are read. */
private fun parts(elements: Column, start: Int, end: Int, rows: Int): Int =
    if (start < end && end - start <= rows * USUAL_ELEMENTS) prefetch(elements, start, end) else 0

private const val USUAL_ELEMENTS = 16

private fun paths(plan: JsonPlan, from: Int, to: Int): Int {
    var sum = 0
    for (column in plan.columns) if (column != null) sum += prefetch(column, from, to)
    for (inner in plan.objects) if (inner != null) sum += paths(inner, from, to)
    return sum
}

private fun longs(values: LongArray, from: Int, to: Int): Int = every(from, to, 8) { values[it].toInt() }

private fun doubles(values: DoubleArray, from: Int, to: Int): Int = every(from, to, 8) { values[it].toRawBits().toInt() }

private fun ints(values: IntArray, from: Int, to: Int): Int = every(from, to, 4) { values[it] }

private fun shorts(values: ShortArray, from: Int, to: Int): Int = every(from, to, 2) { values[it].toInt() }

private fun bytes(values: ByteArray, from: Int, to: Int): Int = every(from, to, 1) { values[it].toInt() }

private inline fun every(from: Int, to: Int, width: Int, value: (Int) -> Int): Int {
    var sum = 0
    var at = from
    while (at < to) {
        sum += value(at)
        at += LINE / width
    }
    return sum
}
