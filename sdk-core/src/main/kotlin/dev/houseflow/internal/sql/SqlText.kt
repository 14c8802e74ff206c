package dev.houseflow.internal.sql

import dev.houseflow.InternalHouseflowApi

/** What may be read over in a statement: each function is given where such a part begins, and returns the index behind it. */
@InternalHouseflowApi
public object SqlText {
    /** Behind text in quotes of any kind. Doubled quotes need no care: what follows the first of them is quoted again. */
    public fun afterQuoted(sql: String, start: Int): Int {
        var at = start + 1
        while (at < sql.length && sql[at] != sql[start]) at += if (sql[at] == '\\') 2 else 1
        return minOf(at + 1, sql.length)
    }

    /** Behind a comment that ends with its line. */
    public fun afterLine(sql: String, start: Int): Int = sql.indexOf('\n', start).let { if (it < 0) sql.length else it + 1 }

    /** Behind a comment of the other kind; these nest. */
    public fun afterComment(sql: String, start: Int): Int {
        var depth = 0
        var at = start
        while (at < sql.length) {
            if (sql.startsWith("/*", at)) {
                depth++
                at += 2
            } else if (sql.startsWith("*/", at)) {
                depth--
                at += 2
                if (depth == 0) return at
            } else {
                at++
            }
        }
        return sql.length
    }
}
