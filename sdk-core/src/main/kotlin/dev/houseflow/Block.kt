package dev.houseflow

/**
 * A piece of a result: some columns, all with [rowCount] rows. A server sends a result as blocks of up to about 65,000 rows.
 *
 * Walk it by column ([column], then a getter) where speed counts, or by row ([row], [rows]). Immutable; may be read from any thread.
 */
public class Block @InternalHouseflowApi constructor(
    @get:JvmName("columns") public val columns: List<Column>,
    @get:JvmName("rowCount") public val rowCount: Int,
) {
    private val indexByName: Map<String, Int> by lazy(LazyThreadSafetyMode.PUBLICATION) {
        val index = HashMap<String, Int>(columns.size * 2)
        columns.forEachIndexed { i, column -> if (column.name !in index) index[column.name] = i }
        index
    }

    /** The column at [index], from 0. */
    public fun column(index: Int): Column = columns.getOrNull(index)
        ?: throw FormatException("There is no column $index: this result has ${columns.size} columns, ${describeNames()}")

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
    public fun rows(): Iterable<Row> = RowIterable()

    private inner class RowIterable : Iterable<Row> {
        override fun iterator(): Iterator<Row> = object : Iterator<Row> {
            private var next = 0

            override fun hasNext(): Boolean = next < rowCount

            override fun next(): Row {
                if (next >= rowCount) throw NoSuchElementException("This block has $rowCount rows")
                return Row(this@Block, next++)
            }
        }
    }

    private fun describeNames(): String = columns.joinToString(", ") { "`${it.name}`" }.ifEmpty { "no columns" }

    override fun toString(): String = "Block($rowCount rows, ${columns.joinToString(", ") { "${it.name} ${it.type}" }})"
}
