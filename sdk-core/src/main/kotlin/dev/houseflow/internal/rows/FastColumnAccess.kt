package dev.houseflow.internal.rows

import dev.houseflow.Block
import dev.houseflow.Column
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.codec.DateTimeColumn
import dev.houseflow.internal.codec.DelegatingColumn
import dev.houseflow.internal.codec.Float32Column
import dev.houseflow.internal.codec.Float64Column
import dev.houseflow.internal.codec.Int32Column
import dev.houseflow.internal.codec.Int64Column
import dev.houseflow.internal.codec.LowCardinalityColumn
import dev.houseflow.internal.codec.NothingColumn
import dev.houseflow.internal.codec.NullableColumn
import dev.houseflow.internal.codec.StringColumn
import dev.houseflow.internal.codec.UInt32Column
import dev.houseflow.internal.codec.UInt64Column

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

    /** The values of a UInt64, whose largest look negative; `null` for any other column. */
    @JvmStatic
    public fun unsignedLongs(column: Column): LongArray? = (column as? UInt64Column)?.values

    /** The values of a UInt32, likewise. */
    @JvmStatic
    public fun unsignedInts(column: Column): IntArray? = (column as? UInt32Column)?.values

    /** The seconds since 1970 of a DateTime, likewise. */
    @JvmStatic
    public fun unsignedSeconds(column: Column): IntArray? = (column as? DateTimeColumn)?.values

    /** For each row of a Nullable what is not 0 if it is NULL; `null` for any other column. */
    @JvmStatic
    public fun nulls(column: Column): ByteArray? = (column as? NullableColumn)?.nulls

    /** The column of a Nullable's values; [column] itself if it is none. */
    @JvmStatic
    public fun values(column: Column): Column = if (column is NullableColumn) column.inner else column

    /** Whether [Column.isNull] of [column] can be true for any row. */
    @JvmStatic
    public fun mayBeNull(column: Column): Boolean = when (column) {
        is LowCardinalityColumn -> column.nullable
        is DelegatingColumn, is NothingColumn -> true
        else -> false
    }

    /** Brings the rows [from] until [to] of [block] into the processor's caches. */
    @JvmStatic
    public fun prefetch(block: Block, from: Int, to: Int): Unit = block.prefetch(from, to)
}
