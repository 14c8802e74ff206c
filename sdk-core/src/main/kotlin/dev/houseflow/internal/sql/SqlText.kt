package dev.houseflow.internal.sql

import dev.houseflow.InternalHouseflowApi

/**
 * What may be read over in a statement, by the rules of ClickHouse's lexer. Each function is given
 * where such a part may begin, and returns the index behind it.
 */
@InternalHouseflowApi
public object SqlText {
    /**
     * Behind the comment, or the text or name in quotes, or the heredoc, that begins at [at]; [at]
     * itself where none does.
     */
    public fun afterOpaque(sql: String, at: Int): Int = when (sql[at]) {
        '\'', '"', '`' -> afterQuoted(sql, at)
        '\u2018' -> afterMark(sql, at, '\u2019')
        '\u201C' -> afterMark(sql, at, '\u201D')
        '$' -> afterHeredoc(sql, at)
        else -> afterComment(sql, at)
    }

    /**
     * Behind the comment that begins at [at]; [at] itself where none does. `#` begins one only
     * before a space or an exclamation mark.
     */
    public fun afterComment(sql: String, at: Int): Int {
        val next = if (at + 1 < sql.length) sql[at + 1] else '\n'
        return when (sql[at]) {
            '-' -> if (next == '-') afterLine(sql, at) else at
            '#' -> if (next == ' ' || next == '!') afterLine(sql, at) else at
            '/' -> if (next == '/') {
                afterLine(sql, at)
            } else if (next == '*') {
                afterBlockComment(sql, at)
            } else {
                at
            }
            else -> at
        }
    }

    /** Behind the spaces and comments that begin at [at], if any do. */
    internal fun afterGap(sql: String, at: Int): Int {
        var end = at
        while (end < sql.length) {
            val next = if (sql[end].isWhitespace()) end + 1 else afterComment(sql, end)
            if (next == end) break
            end = next
        }
        return end
    }

    /**
     * Behind the word that begins at [at], of letters, digits, underscores and dollar signs; [at]
     * itself where none does. A dollar sign inside of a word begins no heredoc.
     */
    public fun afterWord(sql: String, at: Int): Int {
        var end = at
        while (end < sql.length && isWordPart(sql[end])) end++
        return end
    }

    private fun isWordPart(c: Char): Boolean = c in 'a'..'z' || c in 'A'..'Z' || c in '0'..'9' || c == '_' || c == '$'

    /** Doubled quotes need no care: what follows the first of them is quoted again. */
    private fun afterQuoted(sql: String, start: Int): Int {
        var at = start + 1
        while (at < sql.length && sql[at] != sql[start]) at += if (sql[at] == '\\') 2 else 1
        return minOf(at + 1, sql.length)
    }

    private fun afterMark(sql: String, start: Int, end: Char): Int = sql.indexOf(end, start).let { if (it < 0) sql.length else it + 1 }

    private fun afterLine(sql: String, start: Int): Int = sql.indexOf('\n', start).let { if (it < 0) sql.length else it + 1 }

    /** These nest. */
    private fun afterBlockComment(sql: String, start: Int): Int {
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

    /** `$$ ... $$` or `$tag$ ... $tag$`. Without its second tag it is no heredoc, but a word. */
    private fun afterHeredoc(sql: String, start: Int): Int {
        var tagEnd = start + 1
        while (tagEnd < sql.length && sql[tagEnd] != '$' && isWordPart(sql[tagEnd])) tagEnd++
        if (tagEnd >= sql.length || sql[tagEnd] != '$') return start
        val tag = sql.substring(start, tagEnd + 1)
        val end = sql.indexOf(tag, tagEnd + 1)
        return if (end < 0) start else end + tag.length
    }
}
