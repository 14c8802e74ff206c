package dev.houseflow.internal.type

import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.type.Quoted
import dev.houseflow.quote

/** Names of columns, tables and databases as they stand in a statement. */
@InternalHouseflowApi
public object Identifiers {
    /**
     * [name] in backquotes; a name that its caller has already quoted from end to end, with
     * backquotes or double quotes, stays as it is. Anything else that holds quotes is a name with
     * quotes in it.
     */
    public fun quote(name: String): String {
        if (name.isEmpty()) throw ConfigurationException("A name of a column, table or database is empty; give a name")
        return if (unquote(name) != null) name else "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"
    }

    /**
     * A table's name, `table` or `database.table`: every part is quoted. A name that holds a dot
     * itself has to be quoted by the caller: `` `my.table` ``.
     */
    public fun quoteTable(name: String): String = split(name).joinToString(".") { quote(it) }

    /** The parts of a table's name, as [quoteTable] takes it, without their quotes. */
    public fun parts(name: String): List<String> = split(name).map(::plain)

    /** For messages: the statement that gives all columns of a query but [column]. */
    public fun selectWithout(column: String): String = "SELECT * EXCEPT (${quote(column, '`')}) FROM (the query)"

    /**
     * What [name] names: what stands in its quotes if it is quoted from end to end, otherwise
     * [name] itself.
     */
    public fun plain(name: String): String = unquote(name) ?: name

    /** [text] as a string literal of a statement. */
    public fun literal(text: String): String = "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    /** The parts of a name between the dots that stand outside of quotes. */
    private fun split(name: String): List<String> {
        val parts = ArrayList<String>(2)
        var start = 0
        var i = 0
        while (i < name.length) {
            // A quote opens a part only at its beginning, and only when it closes; elsewhere it
            // belongs to the name.
            val quoted = if (i == start) quotedAt(name, i) else null
            if (quoted != null) {
                i = quoted.end
                continue
            }
            if (name[i] == '.') {
                parts.add(name.substring(start, i))
                start = i + 1
            }
            i++
        }
        parts.add(name.substring(start))
        return parts
    }

    /**
     * What stands in the quotes around all of [name]; `null` when there are none, or nothing is in
     * them.
     */
    private fun unquote(name: String): String? =
        if (name.isEmpty()) null else quotedAt(name, 0)?.takeIf { it.end == name.length && it.text.isNotEmpty() }?.text

    private fun quotedAt(name: String, at: Int): Quoted? = if (name[at] == '`' || name[at] == '"') Quoted.read(name, at) else null
}
