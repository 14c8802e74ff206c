package dev.houseflow.internal.sql

import dev.houseflow.InternalHouseflowApi

/** Tells statements that bring the rows to insert along, `INSERT ... VALUES` and `INSERT ... FORMAT`: a server may write these later. */
@InternalHouseflowApi
public object InsertStatement {
    /** Whether [sql] is one. Of its data nothing is looked at. */
    @JvmStatic
    public fun bringsData(sql: String): Boolean {
        var isInsert = false
        var depth = 0
        var at = 0
        while (at < sql.length) {
            val c = sql[at]
            when {
                c == '\'' || c == '"' || c == '`' -> at = SqlText.afterQuoted(sql, at)
                sql.startsWith("--", at) || c == '#' -> at = SqlText.afterLine(sql, at)
                sql.startsWith("/*", at) -> at = SqlText.afterComment(sql, at)
                c.isLetterOrDigit() || c == '_' -> {
                    val end = wordEnd(sql, at)
                    val word = if (depth == 0) sql.substring(at, end).uppercase() else ""
                    if (!isInsert && word != "INSERT") return false
                    if (word in DATA) return true
                    if (word in QUERIES) return false
                    isInsert = true
                    at = end
                }
                else -> {
                    if (c == '(') {
                        depth++
                    } else if (c == ')') {
                        depth--
                    }
                    at++
                }
            }
        }
        return false
    }

    private fun wordEnd(sql: String, start: Int): Int {
        var end = start
        while (end < sql.length && (sql[end].isLetterOrDigit() || sql[end] == '_')) end++
        return end
    }

    private val DATA = setOf("VALUES", "FORMAT")
    private val QUERIES = setOf("SELECT", "WITH", "WATCH")
}
