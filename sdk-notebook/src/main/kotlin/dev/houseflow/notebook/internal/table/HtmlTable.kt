package dev.houseflow.notebook.internal.table

import dev.houseflow.ConfigurationException
import java.util.Locale

/** Writes a result as an HTML table, as far as [rows], [columns] and [characters] of each value go. */
internal class HtmlTable(private val rows: Int, private val columns: Int, private val characters: Int) {
    init {
        if (rows < 0 || columns < 1 || characters < 1) {
            throw ConfigurationException(
                "A table of $rows rows, $columns columns and $characters characters shows nothing; give 0 rows, 1 column, 1 character or more",
            )
        }
    }

    fun of(table: ResultTable): String = buildString {
        val shownColumns = minOf(columns, table.columns.size)
        val shownRows = minOf(rows, table.rowCount)
        // The notebook would take "$...$" in values for formulas.
        append("<div><table class=\"dataframe tex2jax_ignore mathjax_ignore\">")
        if (shownColumns > 0) {
            append("\n<thead><tr>")
            for (column in 0 until shownColumns) head(table.columns[column])
            append("</tr></thead>\n<tbody>\n")
            for (row in 0 until shownRows) {
                append("<tr>")
                for (column in 0 until shownColumns) cell(table.shown(row, column))
                append("</tr>\n")
            }
            append("</tbody>")
        }
        append("</table>\n<p><small>").append(count(shownRows, table.rowCount, "row"))
        if (shownColumns < table.columns.size) append(", ").append(count(shownColumns, table.columns.size, "column"))
        append("</small></p></div>")
    }

    private fun StringBuilder.head(head: ResultTable.Head) {
        append("<th style=\"text-align: left\">")
        text(head.name)
        if (head.type != null) {
            append("<br/><small style=\"font-weight: normal\">")
            text(head.type.toString())
            append("</small>")
        }
        append("</th>")
    }

    private fun StringBuilder.cell(value: Any?) {
        append(if (value is Number) "<td style=\"text-align: right\">" else "<td style=\"text-align: left\">")
        if (value == null) append("<i>NULL</i>") else text(value)
        append("</td>")
    }

    private fun StringBuilder.text(value: Any) {
        val text = ValueText(characters)
        escape(text.of(value))
        if (text.isShortened) append("<span title=\"shortened\">&hellip;</span>")
    }

    private fun StringBuilder.escape(text: String) {
        for (i in text.indices) {
            when (val c = text[i]) {
                '<' -> append("&lt;")
                '>' -> append("&gt;")
                '&' -> append("&amp;")
                '"' -> append("&quot;")
                '\'' -> append("&#39;")
                '\n' -> append("\\n")
                '\r' -> append("\\r")
                '\t' -> append("\\t")
                else -> if (isInvisible(c) || isHalf(text, i)) append("\\u%04x".format(Locale.ROOT, c.code)) else append(c)
            }
        }
    }

    /** Control characters, and marks that turn the direction of what follows. */
    private fun isInvisible(c: Char) = Character.isISOControl(c) || c in '\u202a'..'\u202e' || c in '\u2066'..'\u2069' ||
        c == '\u200e' || c == '\u200f'

    private fun isHalf(text: String, i: Int) = when {
        text[i].isHighSurrogate() -> i + 1 == text.length || !text[i + 1].isLowSurrogate()
        text[i].isLowSurrogate() -> i == 0 || !text[i - 1].isHighSurrogate()
        else -> false
    }

    private fun count(shown: Int, all: Int, what: String): String {
        val plural = if (all == 1) what else what + "s"
        return if (shown == all) "${number(all)} $plural" else "${number(shown)} of ${number(all)} $plural"
    }

    private fun number(number: Int): String = String.format(Locale.ROOT, "%,d", number)
}
