package dev.houseflow.internal.sql

/** Where a statement wants a parameter: `{name:Type}`, with spaces wherever the server allows them. */
internal class Placeholder(val name: String, val type: String) {
    override fun toString(): String = "{$name:$type}"

    companion object {
        /** The placeholders of [sql], in their order; what stands in quotes and comments is none. */
        fun of(sql: String): List<Placeholder> {
            val found = ArrayList<Placeholder>()
            var at = 0
            while (at < sql.length) {
                val c = sql[at]
                at = when {
                    c == '\'' || c == '"' || c == '`' -> SqlText.afterQuoted(sql, at)
                    sql.startsWith("--", at) || sql.startsWith("# ", at) || sql.startsWith("#!", at) -> SqlText.afterLine(sql, at)
                    sql.startsWith("/*", at) -> SqlText.afterComment(sql, at)
                    c == '{' -> read(sql, at, found)
                    else -> at + 1
                }
            }
            return found
        }

        /** Takes the placeholder that opens at [open], if it is one, and returns where to go on. */
        private fun read(sql: String, open: Int, found: MutableList<Placeholder>): Int {
            val start = afterSpaces(sql, open + 1)
            var end = start
            while (end < sql.length && (sql[end] == '_' || sql[end].isLetterOrDigit())) end++
            val colon = afterSpaces(sql, end)
            if (end == start || sql[start].isDigit() || sql.getOrNull(colon) != ':') return open + 1
            var close = colon + 1
            while (close < sql.length && sql[close] != '}') close = if (sql[close] == '\'') SqlText.afterQuoted(sql, close) else close + 1
            if (close >= sql.length) return open + 1
            found.add(Placeholder(sql.substring(start, end), sql.substring(colon + 1, close).trim()))
            return close + 1
        }

        private fun afterSpaces(sql: String, start: Int): Int {
            var at = start
            while (at < sql.length && sql[at].isWhitespace()) at++
            return at
        }
    }
}
