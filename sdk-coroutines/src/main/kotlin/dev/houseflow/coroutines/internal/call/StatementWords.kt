package dev.houseflow.coroutines.internal.call

import dev.houseflow.internal.sql.SqlText

/** Words of statements. */
internal object StatementWords {
    /**
     * The first word of [sql], in capitals, after comments, spaces and parentheses; empty when
     * there is none.
     */
    fun first(sql: String): String {
        var at = 0
        while (at < sql.length) {
            val next = afterComment(sql, at)
            when {
                next > at -> at = next
                sql[at].isWhitespace() || sql[at] == '(' -> at++
                else -> return sql.substring(at, wordEnd(sql, at)).uppercase()
            }
        }
        return ""
    }

    private fun afterComment(sql: String, at: Int): Int = when {
        sql.startsWith("--", at) || sql[at] == '#' -> SqlText.afterLine(sql, at)
        sql.startsWith("/*", at) -> SqlText.afterComment(sql, at)
        else -> at
    }

    private fun wordEnd(sql: String, start: Int): Int {
        var end = start
        while (end < sql.length && (sql[end].isLetterOrDigit() || sql[end] == '_')) end++
        return end
    }
}
