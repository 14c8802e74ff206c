package dev.houseflow.internal.prefetch

import dev.houseflow.Column
import dev.houseflow.internal.codec.ArrayColumn
import dev.houseflow.internal.codec.BoolColumn
import dev.houseflow.internal.codec.DateTime64Column
import dev.houseflow.internal.codec.DateTimeColumn
import dev.houseflow.internal.codec.Float32Column
import dev.houseflow.internal.codec.Float64Column
import dev.houseflow.internal.codec.Int16Column
import dev.houseflow.internal.codec.Int32Column
import dev.houseflow.internal.codec.Int64Column
import dev.houseflow.internal.codec.Int8Column
import dev.houseflow.internal.codec.JsonPathsColumn
import dev.houseflow.internal.codec.JsonPlan
import dev.houseflow.internal.codec.LowCardinalityColumn
import dev.houseflow.internal.codec.MapColumn
import dev.houseflow.internal.codec.NullableColumn
import dev.houseflow.internal.codec.StringColumn
import dev.houseflow.internal.codec.TupleColumn
import dev.houseflow.internal.codec.UInt16Column
import dev.houseflow.internal.codec.UInt32Column
import dev.houseflow.internal.codec.UInt64Column
import dev.houseflow.internal.codec.UInt8Column

/** Brings the rows [from] until [to] of [columns] into the processor's caches. */
internal fun prefetch(columns: Array<Column>, from: Int, to: Int) {
    var sum = 0
    for (column in columns) sum += read(column, from, to)
    // The JVM leaves out reads on which nothing depends. On these a pause depends that does no
    // harm.
    if (sum == UNLIKELY_SUM) Thread.yield()
}

private const val UNLIKELY_SUM = 0x5bd1e995
private const val LINE = 64

/** A little of each cache line of the rows, as a sum that means nothing. */
private fun read(column: Column, from: Int, to: Int): Int = when (column) {
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

    is NullableColumn -> every(from, to, 1) { if (column.isNull(it)) 1 else 0 } + read(column.inner, from, to)

    is ArrayColumn -> {
        val elements = parts(column.elements, column.start(from), column.end(to - 1), to - from)
        elements + every(from, to, 4) { column.end(it) }
    }

    is MapColumn -> {
        val start = column.start(from)
        val end = column.end(to - 1)
        parts(column.keys, start, end, to - from) + parts(column.values, start, end, to - from) + every(from, to, 4) { column.end(it) }
    }

    is TupleColumn -> column.elements.sumOf { read(it, from, to) }

    is JsonPathsColumn -> column.plan?.let { paths(it, from, to) } ?: 0

    else -> 0
}

/**
 * Elements of arrays and maps, unless [rows] have so many that they would not stay in the caches
 * until they are read.
 */
private fun parts(elements: Column, start: Int, end: Int, rows: Int): Int =
    if (start < end && end - start <= rows * USUAL_ELEMENTS) read(elements, start, end) else 0

private const val USUAL_ELEMENTS = 16

private fun paths(plan: JsonPlan, from: Int, to: Int): Int {
    var sum = 0
    for (column in plan.columns) if (column != null) sum += read(column, from, to)
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
