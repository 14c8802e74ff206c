package dev.houseflow.internal.sql

import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi

/** Names of columns, tables and databases as they stand in a statement. */
@InternalHouseflowApi
public object Identifiers {
    /** [name] in backquotes; a name that its caller has already quoted, with backquotes or double quotes, stays as it is. */
    public fun quote(name: String): String {
        if (name.isEmpty()) throw ConfigurationException("A name of a column, table or database is empty; give a name")
        return if (isQuoted(name)) name else "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"
    }

    /**
     * A table's name, `table` or `database.table`: every part is quoted. A name that holds a dot itself has to be quoted by the caller:
     * `` `my.table` ``.
     */
    public fun quoteTable(name: String): String = split(name).joinToString(".") { quote(it) }

    /** For messages: the statement that gives all columns of a query but [column]. */
    public fun selectWithout(column: String): String = "SELECT * EXCEPT (${quote(column)}) FROM (the query)"

    /** [text] as a string literal of a statement. */
    public fun literal(text: String): String = "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    /** The parts of a name between the dots that stand outside of quotes. */
    private fun split(name: String): List<String> {
        val parts = ArrayList<String>(2)
        var start = 0
        var i = 0
        while (i < name.length) {
            when (val c = name[i]) {
                '`', '"' -> {
                    // A quote opens a part only at its beginning; elsewhere it belongs to the name.
                    if (i == start) i = endOfQuoted(name, i, c)
                }
                '.' -> {
                    parts.add(name.substring(start, i))
                    start = i + 1
                }
            }
            i++
        }
        parts.add(name.substring(start))
        return parts
    }

    private fun isQuoted(name: String): Boolean {
        val mark = name[0]
        return name.length > 2 && (mark == '`' || mark == '"') && endOfQuoted(name, 0, mark) == name.length - 1 && name.last() == mark
    }

    /** The index of the quote that closes the one at [open], or of the last character when none does. */
    private fun endOfQuoted(name: String, open: Int, mark: Char): Int {
        var i = open + 1
        while (i < name.length) {
            when (name[i]) {
                '\\' -> i++
                // A doubled quote is a quote inside the name.
                mark -> if (name.getOrNull(i + 1) == mark) i++ else return i
            }
            i++
        }
        return name.length - 1
    }
}
