package dev.houseflow.internal.ddl

import dev.houseflow.ClickHouseSql
import dev.houseflow.ColumnDefinition
import dev.houseflow.ConfigurationException

/** Parts of statements that define tables. */
internal object TableText {
    private val SETTING = Regex("[A-Za-z_][A-Za-z0-9_]*")
    private val CODEC = Regex("(?is)CODEC\\s*\\(.*\\)")

    fun column(column: ColumnDefinition): String = buildString {
        append(ClickHouseSql.quoteName(column.name)).append(' ').append(column.type)
        if (column.defaultKind != null) append(' ').append(column.defaultKind).append(' ').append(column.defaultExpression)
        if (column.comment != null) append(" COMMENT ").append(ClickHouseSql.literal(column.comment))
        if (column.codec != null) append(' ').append(column.codec)
        if (column.ttl != null) append(" TTL ").append(column.ttl)
    }

    /** [text] as `CODEC(...)`, which it may say already. */
    fun codec(text: String): String = text.trim().let { if (CODEC.matches(it)) it else "CODEC($it)" }

    /** A clause with several expressions. */
    fun expressions(clause: String, expressions: List<String>): String = "$clause (${expressions.joinToString(", ")})"

    /** `SETTINGS` of a table. */
    fun settings(settings: Map<String, Any?>): String = settings.entries.joinToString(", ", "SETTINGS ") { (name, value) ->
        if (!SETTING.matches(name)) {
            throw ConfigurationException("\"$name\" cannot be the name of a setting: give letters, digits and underscores only")
        }
        val text = when (value) {
            is Boolean -> if (value) "1" else "0"
            is Byte, is Short, is Int, is Long -> value.toString()
            else -> ClickHouseSql.literal(value.toString())
        }
        "$name = $text"
    }

    /** [text], which is a part of a statement and must say something. */
    fun required(text: String, what: String): String =
        text.ifBlank { throw ConfigurationException("$what is empty; give one") }
}
