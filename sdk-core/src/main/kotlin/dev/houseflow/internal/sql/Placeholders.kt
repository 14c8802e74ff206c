package dev.houseflow.internal.sql

/**
 * Where a statement wants a parameter: `{name:Type}`, with spaces and comments wherever the server
 * allows them. It stands at [start] until [end], and [type] is without comments.
 */
internal class Placeholder(val name: String, val type: String, val start: Int, val end: Int) {
    override fun toString(): String = "{$name:$type}"

    companion object {
        /**
         * The placeholders of [sql], in their order; what stands in quotes, heredocs and comments
         * is none.
         */
        fun of(sql: String): List<Placeholder> {
            val found = ArrayList<Placeholder>()
            var at = 0
            while (at < sql.length) {
                val opaque = SqlText.afterOpaque(sql, at)
                at = when {
                    opaque > at -> opaque
                    sql[at] == '{' -> read(sql, at, found)
                    else -> maxOf(SqlText.afterWord(sql, at), at + 1)
                }
            }
            return found
        }

        /** Takes the placeholder that opens at [open], if it is one, and returns where to go on. */
        private fun read(sql: String, open: Int, found: MutableList<Placeholder>): Int {
            val start = SqlText.afterGap(sql, open + 1)
            val end = SqlText.afterWord(sql, start)
            val colon = SqlText.afterGap(sql, end)
            if (!Parameters.isName(sql.substring(start, end)) || colon >= sql.length || sql[colon] != ':') return open + 1
            val type = StringBuilder()
            var at = colon + 1
            while (at < sql.length && sql[at] != '}' && sql[at] != '{') {
                val comment = SqlText.afterComment(sql, at)
                if (comment > at) {
                    type.append(' ')
                    at = comment
                    continue
                }
                val next = maxOf(SqlText.afterOpaque(sql, at), at + 1)
                type.append(sql, at, next)
                at = next
            }
            if (at >= sql.length || sql[at] == '{') return open + 1
            found.add(Placeholder(sql.substring(start, end), type.trim().toString(), open, at + 1))
            return at + 1
        }
    }
}
