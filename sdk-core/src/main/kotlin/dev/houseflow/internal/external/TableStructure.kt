package dev.houseflow.internal.external

import dev.houseflow.ClickHouseType
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.internal.binding.NestedGroups
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.type.hasOpenZone

/**
 * The columns of an external table: with names, or types alone, for which the server makes names
 * up.
 */
internal class TableStructure private constructor(private val elements: List<ClickHouseType.Element>) {
    val isNamed: Boolean = elements.first().name != null

    /** As it is sent. */
    val text: String = elements.joinToString(", ")

    /** The columns, which the rows of [adapter] have to fit. */
    fun forRows(table: String, adapter: RowAdapter<*>): List<ColumnHeader> {
        val columns = elements.mapIndexed { i, element -> ColumnHeader(element.name ?: "_${i + 1}", element.type) }
        columns.firstOrNull { hasOpenZone(it.type) }?.let {
            throw ConfigurationException(
                "The type ${it.type} of the column `${it.name}` of the external table \"$table\" leaves the time zone to the server, and " +
                    "which one that has is not known here: name one, as in DateTime('UTC')",
            )
        }
        val names = columns.map { it.name }
        val homeless = adapter.columnNames.filter { NestedGroups.candidates(it, names).isEmpty() }
        if (homeless.isNotEmpty()) {
            throw FormatException(
                "The external table \"$table\" has no column for ${homeless.joinToString(", ") {
                    "`$it`"
                }}: add it to the structure, which " +
                    "is $text, or leave the property out of the class",
            )
        }
        // Says what else does not match, before anything is sent.
        adapter.writer(columns)
        return columns
    }

    companion object {
        fun parse(table: String, text: String): TableStructure {
            val tuple = try {
                ClickHouseType.parse("Tuple($text)") as? ClickHouseType.Tuple
            } catch (e: FormatException) {
                throw refused(table, text, e.message.orEmpty(), e)
            }
            val elements = tuple?.elements.orEmpty()
            if (elements.isEmpty()) throw refused(table, text, "it has no column", null)
            if (elements.map { it.name == null }.distinct().size > 1) {
                throw refused(table, text, "either all columns have names, or none has", null)
            }
            val twice = elements.mapNotNull { it.name }.groupingBy { it }.eachCount().filterValues { it > 1 }.keys
            if (twice.isNotEmpty()) throw refused(table, text, "`${twice.first()}` stands there twice", null)
            return TableStructure(elements)
        }

        private fun refused(table: String, text: String, reason: String, cause: Throwable?) = ConfigurationException(
            "\"$text\" cannot be the structure of the external table \"$table\": $reason; give columns, as in \"id UInt64, name String\"",
            cause,
        )
    }
}
