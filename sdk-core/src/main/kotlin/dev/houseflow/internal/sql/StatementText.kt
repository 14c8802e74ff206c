package dev.houseflow.internal.sql

import dev.houseflow.InternalHouseflowApi

/**
 * What of a statement may be shown and counted: the statement without its values, and in short what
 * it does to which tables. By the rules of ClickHouse's lexer, without a parser: what it takes for
 * a table where no rule fits is left out.
 */
@InternalHouseflowApi
public object StatementText {
    private const val MAX_SUMMARY = 255

    private val COMMANDS = setOf(
        "SELECT", "INSERT", "DELETE", "UPDATE", "CREATE", "ALTER", "DROP", "TRUNCATE", "RENAME", "EXCHANGE", "OPTIMIZE", "SHOW",
        "DESCRIBE", "DESC", "EXISTS", "EXPLAIN", "SET", "USE", "SYSTEM", "KILL", "GRANT", "REVOKE", "CHECK", "ATTACH", "DETACH",
        "UNDROP", "BACKUP", "RESTORE", "WATCH", "MOVE", "BEGIN", "COMMIT", "ROLLBACK",
    )

    /** What may stand inside of a statement that began with something else. */
    private val INNER_COMMANDS = setOf("SELECT", "INSERT")

    /**
     * Behind the table of these its columns stand in brackets, as the arguments of a function do
     * elsewhere.
     */
    private val WITH_COLUMNS = setOf("INSERT", "CREATE", "ATTACH")

    /** Words between a command and its table. */
    private val FILLERS = setOf(
        "TABLE", "VIEW", "DATABASE", "DICTIONARY", "FUNCTION", "IF", "NOT", "EXISTS", "TEMPORARY", "OR", "REPLACE", "MATERIALIZED",
        "LIVE", "WINDOW", "INTO", "FROM",
    )

    /** After these commands a table follows, behind fillers. */
    private val OF_TABLES = setOf(
        "CREATE", "ALTER", "DROP", "TRUNCATE", "RENAME", "OPTIMIZE", "DESCRIBE", "DESC", "EXISTS", "INSERT", "DELETE", "UPDATE",
        "CHECK", "ATTACH", "DETACH", "UNDROP",
    )

    /**
     * The first command of [sql], in capitals; its first word when it has none that is known; empty
     * without a word.
     */
    public fun command(sql: String): String {
        var found = ""
        var first = ""
        Words(sql).visit { word ->
            if (first.isEmpty()) first = word.upper
            if (found.isEmpty() && word.upper in COMMANDS) found = word.upper
            found.isEmpty() && (first.isEmpty() || first == "WITH" || first == "FROM")
        }
        return found.ifEmpty { first }
    }

    /** The first table that [sql] names; `null` when it names none. */
    public fun table(sql: String): String? = targets(sql).firstOrNull { it.kind == Kind.TABLE }?.text

    /** Commands and what they are applied to, in the order in which they stand in [sql]. */
    public fun summary(sql: String): String {
        val out = StringBuilder()
        for (part in targets(sql)) {
            val gap = if (out.isEmpty()) 0 else 1
            if (out.length + gap + part.text.length > MAX_SUMMARY) break
            if (gap > 0) out.append(' ')
            out.append(part.text)
        }
        return if (out.isEmpty()) command(sql).take(MAX_SUMMARY) else out.toString()
    }

    private enum class Kind { COMMAND, TABLE, FUNCTION }

    private class Part(val kind: Kind, val text: String)

    private fun targets(sql: String): List<Part> {
        val parts = ArrayList<Part>()
        var awaits = false
        var before = ""
        val words = Words(sql)
        words.visit { word ->
            val upper = if (word.isQuoted) "" else word.upper
            val isCommand = upper in COMMANDS && (parts.isEmpty() || (upper in INNER_COMMANDS && before != "GRANT"))
            when {
                awaits && upper in FILLERS -> Unit
                isCommand && word.isFree -> {
                    parts += Part(Kind.COMMAND, upper)
                    awaits = upper in OF_TABLES
                    if (upper == "SELECT") words.readsHere()
                }
                awaits -> {
                    val name = words.name(word)
                    val hasColumns = parts.lastOrNull()?.text in WITH_COLUMNS
                    val isCall = before == "FUNCTION" || (words.opensBracket(name.end) && !hasColumns)
                    if (parts.none { it.text == name.text && it.kind != Kind.COMMAND }) {
                        parts += Part(if (isCall) Kind.FUNCTION else Kind.TABLE, name.text)
                    }
                    words.jumpTo(name.end)
                    awaits = false
                }
                upper == "FROM" -> awaits = words.maySayFrom(before)
                upper == "JOIN" -> awaits = before != "ARRAY"
            }
            before = upper
            !(parts.firstOrNull()?.text == "INSERT" && (upper == "VALUES" || upper == "FORMAT"))
        }
        return parts
    }

    /**
     * [sql] with `?` in place of numbers, texts and lists of them, and without comments and the
     * data of an insert.
     */
    public fun withoutLiterals(sql: String): String {
        val out = StringBuilder(sql.length)
        val isInsert = command(sql) == "INSERT"
        var at = 0
        while (at < sql.length) {
            val c = sql[at]
            val comment = SqlText.afterComment(sql, at)
            val opaque = SqlText.afterOpaque(sql, at)
            when {
                comment > at -> {
                    at = comment
                    space(out)
                }
                opaque > at -> {
                    if (c == '"' || c == '`' || c == '\u201C') out.append(sql, at, opaque) else literal(out)
                    at = opaque
                }
                c.isWhitespace() -> {
                    space(out)
                    at++
                }
                c in '0'..'9' -> {
                    at = afterNumber(sql, at)
                    literal(out)
                }
                c == '.' && at + 1 < sql.length && sql[at + 1] in '0'..'9' && (out.isEmpty() || !isNameEnd(out.last())) -> {
                    at = afterNumber(sql, at + 1)
                    literal(out)
                }
                else -> {
                    val end = afterName(sql, at)
                    out.append(sql, at, maxOf(end, at + 1))
                    if (isInsert && bringsData(sql, at, end)) {
                        data(sql, at, end, out)
                        return out.toString()
                    }
                    at = maxOf(end, at + 1)
                }
            }
        }
        return out.toString().trim()
    }

    private fun bringsData(sql: String, start: Int, end: Int): Boolean {
        val length = end - start
        return (length == "VALUES".length && sql.regionMatches(start, "VALUES", 0, length, ignoreCase = true)) ||
            (length == "FORMAT".length && sql.regionMatches(start, "FORMAT", 0, length, ignoreCase = true))
    }

    /** Of data only the name of its format is shown. */
    private fun data(sql: String, start: Int, end: Int, out: StringBuilder) {
        var at = SqlText.afterGap(sql, end)
        if (sql[start] == 'F' || sql[start] == 'f') {
            val name = SqlText.afterWord(sql, at)
            out.append(' ').append(sql, at, name)
            at = SqlText.afterGap(sql, name)
        }
        if (at < sql.length) out.append(" ?")
    }

    private fun space(out: StringBuilder) {
        if (out.isNotEmpty() && out.last() != ' ') out.append(' ')
    }

    /** A list of literals is one: how many there are says nothing about the statement. */
    private fun literal(out: StringBuilder) {
        // A doubled quote inside of a text is the end of one and the begin of another.
        if (out.isNotEmpty() && out.last() == '?') return
        var end = out.length
        while (end > 0 && out[end - 1] == ' ') end--
        if (end > 0 && out[end - 1] == ',') {
            var before = end - 1
            while (before > 0 && out[before - 1] == ' ') before--
            if (before > 0 && out[before - 1] == '?') {
                out.setLength(before)
                return
            }
        }
        out.append('?')
    }

    /** Words of other scripts are names too. */
    private fun afterName(sql: String, at: Int): Int {
        var end = at
        while (end < sql.length && isNameEnd(sql[end])) end++
        return end
    }

    private fun isNameEnd(c: Char): Boolean = c.isLetterOrDigit() || c == '_' || c == '$'

    private fun afterNumber(sql: String, start: Int): Int {
        var at = start
        while (at < sql.length) {
            val c = sql[at]
            val isSign = (c == '+' || c == '-') && (sql[at - 1] == 'e' || sql[at - 1] == 'E') && !sql.startsWith("0x", start)
            if (!c.isLetterOrDigit() && c != '.' && c != '_' && !isSign) break
            at++
        }
        return at
    }

    /** One word, or one name in quotes. */
    private class Word(val text: String, val start: Int, val end: Int, val isQuoted: Boolean, val isFree: Boolean) {
        val upper: String = text.uppercase()
    }

    /**
     * The words of a statement outside of texts and comments, with the brackets that they stand in.
     */
    private class Words(private val sql: String) {
        private var at = 0
        private val reads = ArrayList<Boolean>().apply { add(false) }
        private var isFirstInBracket = true

        fun visit(take: (Word) -> Boolean) {
            while (at < sql.length) {
                val c = sql[at]
                val opaque = SqlText.afterOpaque(sql, at)
                val isName = opaque > at && (c == '"' || c == '`')
                val end = if (isName) {
                    opaque
                } else if (opaque > at) {
                    at
                } else {
                    SqlText.afterWord(sql, at)
                }
                when {
                    isName || end > at -> {
                        val start = at
                        at = end
                        val isFree = start == 0 || sql[start - 1] != '.'
                        if (!take(Word(sql.substring(start, end), start, end, isName, isFree))) return
                        isFirstInBracket = false
                    }
                    opaque > at -> at = opaque
                    else -> {
                        if (c == '(') {
                            reads.add(false)
                            isFirstInBracket = true
                        } else if (c == ')' && reads.size > 1) {
                            reads.removeAt(reads.lastIndex)
                        }
                        at++
                    }
                }
            }
        }

        /** A SELECT stands in the brackets at hand. */
        fun readsHere() {
            reads[reads.lastIndex] = true
        }

        /** Whether FROM stands before a table here, and not before an argument of a function. */
        fun maySayFrom(before: String): Boolean = (reads.last() || isFirstInBracket) && before != "DISTINCT" && !opensBracket(at)

        /**
         * The name that begins with [word], of all its parts, quoted only where that is needed: a
         * table has one name in all short forms, however a statement quotes it.
         */
        fun name(word: Word): Word {
            val text = StringBuilder(plain(word.text))
            var end = word.end
            while (end < sql.length && sql[end] == '.') {
                val next = end + 1
                if (next >= sql.length) break
                val opaque = if (sql[next] == '"' || sql[next] == '`') SqlText.afterOpaque(sql, next) else next
                val part = if (opaque > next) opaque else SqlText.afterWord(sql, next)
                if (part == next) break
                text.append('.').append(plain(sql.substring(next, part)))
                end = part
            }
            return Word(text.toString(), word.start, end, word.isQuoted, word.isFree)
        }

        private fun plain(name: String): String {
            val inner = name.removeSurrounding("`").removeSurrounding("\"")
            val needsNone =
                inner.isNotEmpty() && inner.all { it == '_' || it in 'a'..'z' || it in 'A'..'Z' || it in '0'..'9' } && inner[0] !in '0'..'9'
            return if (needsNone) inner else name
        }

        fun opensBracket(end: Int): Boolean = SqlText.afterGap(sql, end).let { it < sql.length && sql[it] == '(' }

        fun jumpTo(end: Int) {
            at = end
        }
    }
}
