package dev.houseflow.coroutines.internal.schema

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
