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
            val next = SqlText.afterComment(sql, at)
            when {
                next > at -> at = next
                sql[at].isWhitespace() || sql[at] == '(' -> at++
                else -> return sql.substring(at, SqlText.afterWord(sql, at)).uppercase()
            }
        }
        return ""
    }
}
