package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.quote

/**
 * ClickHouse's text of an Array, Tuple or Map, as its text formats write it: `[1,2]`, `('a',NULL)`,
 * `{'k':1}`.
 */
internal fun textOf(column: Column, row: Int): String = buildString { appendText(column, row) }

private fun StringBuilder.appendText(column: Column, row: Int) {
    if (column.isNull(row)) {
        append("NULL")
        return
    }
    when (column) {
        is DelegatingColumn -> appendText(column.target(row) ?: return, column.targetRow(row))

        is ArrayColumn -> {
            append('[')
            for (i in column.start(row) until column.end(row)) {
                if (i > column.start(row)) append(',')
                appendText(column.elements, i)
            }
            append(']')
        }

        is TupleColumn -> {
            append('(')
            column.elements.forEachIndexed { i, element ->
                if (i > 0) append(',')
                appendText(element, row)
            }
            append(')')
        }

        is MapColumn -> {
            append('{')
            for (i in column.start(row) until column.end(row)) {
                if (i > column.start(row)) append(',')
                appendText(column.keys, i)
                append(':')
                appendText(column.values, i)
            }
            append('}')
        }

        else -> append(if (isQuoted(column.type)) quote(column.getString(row)) else column.getString(row))
    }
}

private fun isQuoted(type: ClickHouseType): Boolean = when (type) {
    is ClickHouseType.FixedString, is ClickHouseType.Enum, is ClickHouseType.DateTime, is ClickHouseType.DateTime64,
    is ClickHouseType.Time64, is ClickHouseType.Json,
    -> true

    is ClickHouseType.Named -> type.name in QUOTED

    is ClickHouseType.SimpleAggregateFunction -> isQuoted(type.inner)

    else -> false
}

private val QUOTED = setOf("String", "Date", "Date32", "Time", "UUID", "IPv4", "IPv6")
