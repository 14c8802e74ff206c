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

    private fun describeNames(): String = columns.joinToString(", ") { "`${it.name}`" }.ifEmpty { "no columns" }

    override fun toString(): String = "Block($rowCount rows, ${columns.joinToString(", ") { "${it.name} ${it.type}" }})"
}
