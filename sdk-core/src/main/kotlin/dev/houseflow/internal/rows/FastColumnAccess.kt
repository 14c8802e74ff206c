package dev.houseflow.internal.rows

import dev.houseflow.Column
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.codec.Float32Column
import dev.houseflow.internal.codec.Float64Column
import dev.houseflow.internal.codec.Int32Column
import dev.houseflow.internal.codec.Int64Column
import dev.houseflow.internal.codec.LowCardinalityColumn
import dev.houseflow.internal.codec.NullableColumn
import dev.houseflow.internal.codec.StringColumn

/**
 * Short ways to the values of the most frequent columns, for the readers of rows: asked once per
 * block, an array saves them a call per value whose target the processor has to guess, since a
 * row's columns are of many classes. The arrays are not to be changed.
 */
@InternalHouseflowApi
public object FastColumnAccess {
    /** The values of an Int64, just as they are; `null` for any other column. */
    @JvmStatic
    public fun longs(column: Column): LongArray? = (column as? Int64Column)?.values

    /** The values of an Int32, likewise. */
    @JvmStatic
    public fun ints(column: Column): IntArray? = (column as? Int32Column)?.values

    /** The values of a Float64, likewise. */
    @JvmStatic
    public fun doubles(column: Column): DoubleArray? = (column as? Float64Column)?.values

    /** The values of a Float32, likewise. */
    @JvmStatic
    public fun floats(column: Column): FloatArray? = (column as? Float32Column)?.values

    /** Whether [column] is a String, whose values [Column.get] gives as texts. */
    @JvmStatic
    public fun isText(column: Column): Boolean = column is StringColumn

    /** [Column.getString]. */
    @JvmStatic
    public fun text(column: Column, row: Int): String = when (column) {
        is StringColumn -> column.getString(row)
        is LowCardinalityColumn -> column.getString(row)
        else -> column.getString(row)
    }

    /** [Column.isNull]. */
    @JvmStatic
    public fun isNull(column: Column, row: Int): Boolean = when (column) {
        is NullableColumn -> column.isNull(row)
        is StringColumn -> false
        else -> column.isNull(row)
    }
}
