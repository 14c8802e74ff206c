package dev.houseflow

import dev.houseflow.internal.prefetch.PrefetchingRows
import dev.houseflow.internal.prefetch.prefetch

/**
 * A piece of a result: some columns, all with [rowCount] rows. A server sends a result as blocks of
 * up to about 65,000 rows.
 *
 * Walk it by column ([column], then a getter) where speed counts, or by row ([row], [rows]).
 * Immutable; may be read from any thread.
 */
public class Block @InternalHouseflowApi constructor(
    @get:JvmName("columns") public val columns: List<Column>,
    @get:JvmName("rowCount") public val rowCount: Int,
) {
    private val array: Array<Column> = columns.toTypedArray()

    private val indexByName: Map<String, Int> by lazy(LazyThreadSafetyMode.PUBLICATION) {
        val index = HashMap<String, Int>(columns.size * 2)
        columns.forEachIndexed { i, column -> if (column.name !in index) index[column.name] = i }
        index
    }

    /** The column at [index], from 0. */
    public fun column(index: Int): Column = if (index >= 0 && index < array.size) array[index] else throw noColumn(index)

    private fun noColumn(index: Int) =
        FormatException("There is no column $index: this result has ${columns.size} columns, ${describeNames()}")

    /** The first column called [name], by exact name. */
    public fun column(name: String): Column = columns[columnIndex(name)]

    /** The index of the first column called [name], from 0. */
    public fun columnIndex(name: String): Int = indexByName[name]
        ?: throw FormatException("There is no column `$name`: this result has ${describeNames()}")

    /** A view of row [index], from 0. */
    public fun row(index: Int): Row {
        if (index < 0 || index >= rowCount) throw FormatException("There is no row $index: this block has $rowCount rows, numbered from 0")
        return Row(this, index)
    }

    /** Views of all rows in order. */
    public fun rows(): Iterable<Row> = Iterable { Rows(this) }

    /** Brings the rows [from] until [to] into the processor's caches. */
    internal fun prefetch(from: Int, to: Int): Unit = prefetch(array, from, to)

    private class Rows(block: Block) : PrefetchingRows<Row>(block) {
        override fun read(row: Int): Row = Row(block, row)
    }

    private fun describeNames(): String = columns.joinToString(", ") { "`${it.name}`" }.ifEmpty { "no columns" }

    override fun toString(): String = "Block($rowCount rows, ${columns.joinToString(", ") { "${it.name} ${it.type}" }})"
}
