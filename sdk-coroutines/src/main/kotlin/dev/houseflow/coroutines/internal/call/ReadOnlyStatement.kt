package dev.houseflow.coroutines.internal.call

import dev.houseflow.internal.sql.SqlText

/**
 * Tells statements that only read, so that running them twice does no harm. The rule is short on
 * purpose and errs on the safe side: the first word, after comments and opening parentheses, is one
 * of [FIRST_WORDS], and the word INSERT stands nowhere outside of quotes and comments
 * (`WITH ... INSERT` writes).
 */
internal object ReadOnlyStatement {
    private val FIRST_WORDS = setOf("SELECT", "WITH", "SHOW", "DESCRIBE", "DESC", "EXISTS", "EXPLAIN")

    fun isReadOnly(sql: String): Boolean {
        var first: String? = null
        var at = 0
        while (at < sql.length) {
            val c = sql[at]
            val opaque = SqlText.afterOpaque(sql, at)
            val end = if (opaque > at) opaque else SqlText.afterWord(sql, at)
            when {
                opaque > at -> at = opaque
                end > at -> {
                    val word = sql.substring(at, end).uppercase()
                    if ((first == null && word !in FIRST_WORDS) || word == "INSERT") return false
                    first = first ?: word
                    at = end
                }
                // Anything but an opening parenthesis before the first word is nothing that this
                // rule knows.
                first == null && c != '(' && !c.isWhitespace() -> return false
                else -> at++
            }
        }
        return first != null
    }
}
