package dev.houseflow.internal.sql

import dev.houseflow.InternalHouseflowApi

/**
 * Tells statements that bring the rows to insert along, `INSERT ... VALUES` and
 * `INSERT ... FORMAT`: a server may write these later.
 */
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
            val opaque = SqlText.afterOpaque(sql, at)
            val end = if (opaque > at) opaque else SqlText.afterWord(sql, at)
            when {
                opaque > at -> at = opaque
                end > at -> {
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

    private val DATA = setOf("VALUES", "FORMAT")
    private val QUERIES = setOf("SELECT", "WITH", "WATCH")
}
