package dev.houseflow.coroutines.internal.schema

import dev.houseflow.ConfigurationException
import dev.houseflow.QueryRequest
import dev.houseflow.ResultColumn
import dev.houseflow.Row

/**
 * Queries of a client to the system tables of its server.
 *
 * @property columns names and types of what a query would answer, remembered from call to call.
 * @property ask all rows of what a statement answers, whatever limits the client has for its own.
 */
internal class SystemTables(
    val columns: suspend (QueryRequest) -> List<ResultColumn>,
    val ask: suspend (sql: String) -> List<Row>,
) {
    /** Those of [wanted] that the server's [table] has: it has had more from version to version. */
    suspend fun select(table: String, wanted: List<String>, condition: String, order: String): List<Row> {
        val there = columns(QueryRequest.of("SELECT * FROM system.$table")).mapTo(HashSet()) { it.name }
        val shown = wanted.filter { it in there }.joinToString(", ") { "`$it`" }
        return ask("SELECT $shown FROM system.$table WHERE $condition ORDER BY $order")
    }
}

/** The text of the column called [name]; `null` where it is not there, NULL or empty. */
internal fun Row.textOrNull(name: String): String? =
    if (name in columnNames && !isNull(name)) getString(name).ifEmpty { null } else null

/** The number of the column called [name]; `null` where it is not there or NULL. */
internal fun Row.longOrNull(name: String): Long? = if (name in columnNames && !isNull(name)) getLong(name) else null

/** Whether the flag [name] is set; `null` where it is not there. */
internal fun Row.flagOrNull(name: String): Boolean? = longOrNull(name)?.let { it != 0L }

/** The texts of the array [name]; `null` where it is not there. */
internal fun Row.textsOrNull(name: String): List<String>? = if (name in columnNames) getList(name).map { it.toString() } else null

/**
 * A table as its caller names it.
 *
 * @property database `null` where the caller leaves it to the client.
 */
internal class TableName private constructor(val database: String?, val table: String) {
    companion object {
        fun parse(name: String, parts: List<String>): TableName {
            if (parts.any { it.isEmpty() }) throw ConfigurationException("The name of the table is empty in `$name`; give a name")
            return when (parts.size) {
                1 -> TableName(null, parts[0])

                2 -> TableName(parts[0], parts[1])

                else -> throw ConfigurationException(
                    "`$name` has ${parts.size} parts, and a table has two at most, its database and its name: put a name that holds a " +
                        "dot in backquotes (ClickHouseSql.quoteName)",
                )
            }
        }
    }
}
