package dev.houseflow.internal.ddl

import dev.houseflow.ClickHouseType
import dev.houseflow.ColumnDefinition
import dev.houseflow.ColumnInfo
import dev.houseflow.internal.binding.NameMatching
import dev.houseflow.internal.binding.NestedGroups
import dev.houseflow.internal.codec.plainType

/** What a table lacks for a class, by the rules by which an insert finds columns. */
internal object MissingColumns {
    /** Those of [wanted] for which [names], the columns of the table, has none. */
    fun of(wanted: List<ColumnDefinition>, names: List<String>): List<ColumnDefinition> = wanted.flatMap { column ->
        val found = candidates(column, names)
        when {
            found.isEmpty() -> listOf(column)
            // The parts of a flattened Nested, of which some may be missing.
            '.' in found[0] && '.' !in column.name -> missingParts(column, found)
            else -> emptyList()
        }
    }

    /**
     * The types that columns of [there] need so that they hold all values of [wanted], by the names
     * of the columns: see [GrownType].
     */
    fun grownTypes(wanted: List<ColumnDefinition>, there: List<ColumnInfo>): Map<String, ClickHouseType> {
        val names = there.map { it.name }
        val grown = LinkedHashMap<String, ClickHouseType>()
        for (column in wanted) {
            val found = there.firstOrNull { it.name == candidates(column, names).singleOrNull() } ?: continue
            GrownType.of(found.type, column.type)?.let { grown[found.name] = it }
        }
        return grown
    }

    private fun candidates(column: ColumnDefinition, names: List<String>): List<String> {
        val explicit = column.property.columnName ?: return NestedGroups.candidates(column.property.name, names).map { names[it] }
        return names.filter { it == explicit }.ifEmpty { names.filter { it.substringBefore('.', "") == explicit } }
    }

    private fun missingParts(column: ColumnDefinition, found: List<String>): List<ColumnDefinition> {
        val tuple = (plainType(column.type) as? ClickHouseType.Array)?.element as? ClickHouseType.Tuple ?: return emptyList()
        val table = found[0].substringBefore('.')
        val parts = found.map { it.substringAfter('.') }
        return tuple.elements.filter { it.name != null && NameMatching.candidates(it.name, parts).isEmpty() && it.name !in parts }.map {
            ColumnDefinition(name = "$table.${it.name}", type = ClickHouseType.Array(it.type), property = column.property)
        }
    }
}
