package dev.houseflow

/**
 * Collects rows, column by column, for an insert. Fill every column to the same number of rows; the insert checks that.
 * Not thread-safe.
 */
public class BlockBuilder @InternalHouseflowApi constructor(
    @get:JvmName("columns") public val columns: List<ColumnBuilder>,
) {
    /** The number of complete rows. Throws a [FormatException] that names the columns when they differ in length. */
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

    /** Forgets all rows and keeps the arrays for the next block. */
    public fun clear() {
        columns.forEach { it.clear() }
    }
}
