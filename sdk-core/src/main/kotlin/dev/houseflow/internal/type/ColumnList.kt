package dev.houseflow.internal.type

import dev.houseflow.ClickHouseType
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.ResultColumn

/** Lists of columns with names and types, as a caller gives them. */
internal object ColumnList {
    /** Reads `id UInt64, name String`. */
    fun parse(text: String): List<ResultColumn> {
        val tuple = try {
            ClickHouseType.parse("Tuple($text)") as? ClickHouseType.Tuple
        } catch (e: FormatException) {
            throw refused(text, e)
        }
        val columns = tuple?.elements.orEmpty().map { ResultColumn(it.name ?: throw refused(text, null), it.type) }
        if (columns.isEmpty()) throw refused(text, null)
        check(columns)
        return columns
    }

    /** Throws unless there are columns, each of another name. */
    fun check(columns: List<ResultColumn>) {
        if (columns.isEmpty()) throw ConfigurationException("The list of columns is empty; give some")
        val names = HashSet<String>()
        for (column in columns) {
            if (!names.add(column.name)) throw ConfigurationException("The column `${column.name}` is given twice; give each column once")
        }
    }

    private fun refused(text: String, cause: Throwable?) =
        ConfigurationException("\"$text\" is no list of columns; give their names and types, as in \"id UInt64, name String\"", cause)
}
