package dev.houseflow.coroutines.internal.describe

import dev.houseflow.internal.sql.SqlText

/**
 * As much of a statement as is needed to ask what it answers.
 *
 * @property core the statement without its `FORMAT` clause and the semicolon at its end.
 */
internal class StatementShape private constructor(private val firstWord: String, val core: String, private val writes: Boolean) {
    /** The statement that tells the columns of this one; `null` when there is none. */
    // A comment may end the statement, and ends with its line.
    val description: String? get() = if (firstWord in SELECTS && !writes) "DESCRIBE TABLE (\n$core\n)" else null

    /**
     * Whether the statement shows something that the server has at hand, so that it can be sent
     * twice.
     */
    val isShow: Boolean get() = firstWord in SHOWS && !writes

    private class Token(val text: String, val start: Int, val depth: Int)

    internal companion object {
        private val SELECTS = setOf("SELECT", "WITH", "FROM")
        private val SHOWS = setOf("SHOW", "DESCRIBE", "DESC", "EXISTS", "EXPLAIN")

        fun of(sql: String): StatementShape {
            val tokens = tokens(sql)
            val end = if (tokens.lastOrNull()?.text == ";") tokens.last().start else sql.length
            val words = if (end < sql.length) tokens.dropLast(1) else tokens
            val first = words.firstOrNull { it.text != "(" }?.text?.uppercase().orEmpty()
            val writes = words.any { it.text.equals("INSERT", ignoreCase = true) }
            return StatementShape(first, withoutFormat(sql.substring(0, end), words), writes)
        }

        /** `FORMAT` is a clause only at the end, or before `SETTINGS`; elsewhere it is a name. */
        private fun withoutFormat(sql: String, words: List<Token>): String {
            for (i in words.indices.reversed()) {
                if (words[i].depth != 0 || !words[i].text.equals("FORMAT", ignoreCase = true)) continue
                val after = words.getOrNull(i + 2)
                val isClause = i > 0 && i + 1 < words.size && (after == null || after.text.equals("SETTINGS", ignoreCase = true))
                if (!isClause) continue
                return sql.substring(0, words[i].start) + after?.let { sql.substring(it.start) }.orEmpty()
            }
            return sql
        }

        /**
         * Words, and single other characters; what is quoted is one. Spaces and comments are left
         * out.
         */
        private fun tokens(sql: String): List<Token> {
            val tokens = ArrayList<Token>()
            var depth = 0
            var at = 0
            while (at < sql.length) {
                val c = sql[at]
                val comment = SqlText.afterComment(sql, at)
                val opaque = SqlText.afterOpaque(sql, at)
                val end = if (opaque > at) opaque else maxOf(SqlText.afterWord(sql, at), at + 1)
                when {
                    comment > at -> at = comment
                    c.isWhitespace() -> at++
                    else -> {
                        if (c == ')') depth--
                        tokens += Token(sql.substring(at, end), at, depth)
                        if (c == '(') depth++
                        at = end
                    }
                }
            }
            return tokens
        }
    }
}
