package dev.houseflow.internal.binding

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.ClickHouseType
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.codec.ArrayBuilder
import dev.houseflow.internal.codec.NestedBuilder
import dev.houseflow.internal.codec.NestedColumns

/**
 * Takes the columns of a flattened `Nested`, `n.a` and `n.b`, for the one column `n` that a class
 * has a property for: an array of tuples.
 *
 * @property columns the columns of the result or insert with those that belong together as one, at
 * the place of the first.
 */
@InternalHouseflowApi
public class NestedGroups private constructor(public val columns: List<ColumnHeader>, private val sources: List<Source>) {
    /**
     * Where a column comes from: from the one of its own, or from those that are the [parts] of a
     * Nested.
     */
    private class Source(val positions: List<Int>, val parts: List<String>?)

    /** [block] with its columns grouped. */
    public fun block(block: Block): Block {
        val grouped = sources.mapIndexed { i, source ->
            val found = source.positions.map { block.column(it) }
            if (source.parts == null) found[0] else NestedColumns.of(columns[i].name, columns[i].type, source.parts, found)
        }
        return Block(grouped, block.rowCount)
    }

    /** [block] with its columns grouped; what is appended goes into the columns of [block]. */
    public fun builder(block: BlockBuilder): BlockBuilder {
        val grouped = sources.mapIndexed { i, source ->
            val found = source.positions.map { block.column(it) }
            if (source.parts == null) {
                found[0]
            } else {
                NestedBuilder(columns[i].name, columns[i].type, source.parts, found.map { it as ArrayBuilder })
            }
        }
        return BlockBuilder(grouped)
    }

    @InternalHouseflowApi
    public companion object {
        /**
         * The groups that [properties] without a column of their own call for; `null` when there
         * are none.
         */
        @JvmStatic
        public fun of(properties: List<String>, columns: List<ColumnHeader>): NestedGroups? {
            if (columns.none { it.name.indexOf('.') > 0 }) return null
            val names = columns.map { it.name }
            val groups = properties.filter { NameMatching.candidates(it, names).isEmpty() }
                .map { partsOf(it, names) }
                .filter { group -> group.isNotEmpty() && group.all { columns[it].type is ClickHouseType.Array } }
            if (groups.isEmpty()) return null
            val headers = ArrayList<ColumnHeader>()
            val sources = ArrayList<Source>()
            for ((i, column) in columns.withIndex()) {
                val group = groups.firstOrNull { i in it }
                if (group == null) {
                    headers += column
                    sources += Source(listOf(i), null)
                } else if (group[0] == i) {
                    val parts = group.map { columns[it] }
                    headers += header(parts)
                    sources += Source(group, parts.map { partName(it) })
                }
            }
            return NestedGroups(headers, sources)
        }

        /**
         * The columns that [property] may mean: those of its name, or else the parts of a flattened
         * `Nested` of its name.
         */
        public fun candidates(property: String, names: List<String>): List<Int> =
            NameMatching.candidates(property, names).ifEmpty { partsOf(property, names) }

        private fun partsOf(property: String, names: List<String>): List<Int> {
            val prefixes = names.map { it.substringBefore('.', "") }
            val prefix = prefixes.filter { it.isNotEmpty() }.distinct()
            val found = NameMatching.candidates(property, prefix).map { prefix[it] }
            return if (found.size != 1) emptyList() else names.indices.filter { prefixes[it] == found[0] }
        }

        private fun header(parts: List<ColumnHeader>): ColumnHeader {
            val elements = parts.map { ClickHouseType.Element(partName(it), (it.type as ClickHouseType.Array).element) }
            return ColumnHeader(parts[0].name.substringBefore('.'), ClickHouseType.Array(ClickHouseType.Tuple(elements)))
        }

        private fun partName(column: ColumnHeader): String = column.name.substringAfter('.')
    }
}
