package dev.houseflow.notebook.internal.table

import dev.houseflow.Block
import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.QueryResult
import dev.houseflow.Row

/**
 * Rows and columns of a result, whatever its rows are.
 *
 * @property columns their names, and their types where ClickHouse has said them.
 */
internal abstract class ResultTable(val columns: List<Head>, val rowCount: Int) {
    class Head(val name: String, val type: ClickHouseType?)

    /** The value at [row] and [column], both from 0. */
    abstract fun value(row: Int, column: Int): Any?

    /** What a table shows of [value]. */
    open fun shown(row: Int, column: Int): Any? = value(row, column)

    fun toColumns(): Map<String, List<Any?>> {
        val values = LinkedHashMap<String, List<Any?>>(columns.size * 2)
        columns.forEachIndexed { column, head ->
            if (head.name in values) {
                throw FormatException("Two columns are called `${head.name}`: give one an alias (AS)")
            }
            values[head.name] = List(rowCount) { row -> value(row, column) }
        }
        return values
    }

    /** Rows that are views of blocks. */
    private class Cells(columns: List<Head>, rowCount: Int, private val cell: (Int, Int) -> Pair<Column, Int>) :
        ResultTable(columns, rowCount) {
        override fun value(row: Int, column: Int): Any? = cell(row, column).let { (values, at) -> values.get(at) }

        override fun shown(row: Int, column: Int): Any? {
            val (values, at) = cell(row, column)
            return try {
                // The clock of the column's own zone, as ClickHouse shows it.
                if (isMoment(values.type) && !values.isNull(at)) values.getString(at) else values.get(at)
            } catch (e: FormatException) {
                // A text that is no UTF-8; or one in something else, which then says what is wrong.
                runCatching { values.getBytes(at) }.getOrDefault(e.message)
            }
        }
    }

    /** Rows of any other kind. */
    private class Objects(columns: List<Head>, private val rows: List<*>, private val read: (Any?, Int) -> Any?) :
        ResultTable(columns, rows.size) {
        override fun value(row: Int, column: Int): Any? = read(rows[row], column)
    }

    companion object {
        fun of(block: Block): ResultTable =
            Cells(block.columns.map { Head(it.name, it.type) }, block.rowCount) { row, column -> block.column(column) to row }

        fun of(result: QueryResult<*>): ResultTable {
            val rows = result.rows
            val heads = result.columns.map { Head(it.name, it.type) }
            return when (val first = rows.firstOrNull { it != null }) {
                is Row -> Cells(first.block.columns.map { Head(it.name, it.type) }, rows.size) { row, column ->
                    (rows[row] as Row).let { it.block.column(column) to it.index }
                }

                is Map<*, *> -> heads.ifEmpty { first.keys.map { Head(it.toString(), null) } }.let { named ->
                    Objects(named, rows) { row, column -> (row as Map<*, *>)[named[column].name] }
                }

                is List<*> -> Objects(heads, rows) { row, column -> (row as List<*>)[column] }

                is Array<*> -> Objects(heads, rows) { row, column -> (row as Array<*>)[column] }

                else -> ofObjects(heads, rows, first)
            }
        }

        private fun ofObjects(heads: List<Head>, rows: List<*>, first: Any?): ResultTable {
            if (first == null) return Objects(heads, rows) { _, _ -> null }
            val properties = Property.of(first.javaClass)
            if (properties == null) {
                // Single values, or objects that tell nothing of themselves but their text.
                val head = heads.singleOrNull() ?: Head(first.javaClass.simpleName, null)
                return Objects(listOf(head), rows) { row, _ -> row }
            }
            val named = properties.map { property -> Head(property.name, heads.firstOrNull { it.name == property.name }?.type) }
            return Objects(named, rows) { row, column -> row?.let(properties[column].read) }
        }

        private fun isMoment(type: ClickHouseType): Boolean = when (type) {
            is ClickHouseType.DateTime, is ClickHouseType.DateTime64 -> true
            is ClickHouseType.Nullable -> isMoment(type.inner)
            is ClickHouseType.LowCardinality -> isMoment(type.inner)
            else -> false
        }
    }
}
