package dev.houseflow

import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.codec.NativeBuilder
import dev.houseflow.internal.type.ColumnList
import dev.houseflow.internal.type.DefaultZone

/**
 * Collects rows, column by column, and makes them into a [Block], which can be inserted. Fill every
 * column to the same number of rows; [build] checks that. Made by [of] from names and types,
 * without a server. Not thread-safe.
 */
public class BlockBuilder @InternalHouseflowApi constructor(
    @get:JvmName("columns") public val columns: List<ColumnBuilder>,
) {
    /**
     * The number of complete rows. Throws a [FormatException] that names the columns when they
     * differ in length.
     */
    @get:JvmName("rowCount")
    public val rowCount: Int
        get() {
            val first = columns.firstOrNull() ?: return 0
            columns.firstOrNull { it.size != first.size }?.let {
                throw FormatException("The columns differ in length: `${first.name}` has ${first.size} rows, `${it.name}` has ${it.size}")
            }
            return first.size
        }

    /** The builder of the column at [index], from 0. */
    public fun column(index: Int): ColumnBuilder = columns[index]

    /** The builder of the first column called [name]. */
    public fun column(name: String): ColumnBuilder = columns.firstOrNull { it.name == name }
        ?: throw FormatException("There is no column `$name`: this insert has ${columns.joinToString(", ") { "`${it.name}`" }}")

    /**
     * The rows as a block, for an insert. The builder keeps its rows, and what becomes of it
     * afterwards does not change the block.
     *
     * Throws a [FormatException] when the columns differ in length.
     */
    public fun build(): Block {
        val rows = rowCount
        return Block(columns.map { (it as NativeBuilder).build() }, rows)
    }

    /** Forgets all rows and keeps the arrays for the next block. */
    public fun clear() {
        columns.forEach { it.clear() }
    }

    public companion object {
        /**
         * An empty builder for these columns; `columns(...)` of the clients gives those of a query
         * or table, and [InsertRequest.columnTypes] those of a prepared insert.
         *
         * A `DateTime` without a time zone takes moments only, since which zone wall clocks would
         * be in is not known: name the zone in the type. Throws [ConfigurationException] for no
         * columns, or a name that comes twice, and [UnsupportedTypeException] for a type that
         * cannot be written.
         */
        @JvmStatic
        public fun of(columns: List<ResultColumn>): BlockBuilder {
            ColumnList.check(columns)
            return newBlockBuilder(columns.map { ColumnHeader(it.name, it.type) }, NO_ZONE)
        }

        /** The same for columns as text: `id UInt64, name String`. */
        @JvmStatic
        public fun of(structure: String): BlockBuilder = of(ColumnList.parse(structure))

        private val NO_ZONE = DefaultZone.unknown(
            "The type names no time zone, and no server was asked for its own: give a moment (Instant), or name the zone, as in " +
                "DateTime('UTC')",
        )
    }
}
