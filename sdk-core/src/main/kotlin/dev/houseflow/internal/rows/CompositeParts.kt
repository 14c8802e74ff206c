package dev.houseflow.internal.rows

import dev.houseflow.Column
import dev.houseflow.ColumnBuilder
import dev.houseflow.FormatException
import dev.houseflow.internal.codec.ArrayBuilder
import dev.houseflow.internal.codec.ArrayColumn
import dev.houseflow.internal.codec.MapBuilder
import dev.houseflow.internal.codec.MapColumn
import dev.houseflow.internal.codec.NullableBuilder
import dev.houseflow.internal.codec.NullableColumn
import dev.houseflow.internal.codec.TupleBuilder
import dev.houseflow.internal.codec.TupleColumn

/** The columns and builders inside composite ones, past Nullable. */
internal object CompositeParts {
    fun ofTuple(column: Column): List<Column> = tuple(column).elements

    fun ofTuple(builder: ColumnBuilder): TupleBuilder =
        plain(builder) as? TupleBuilder ?: throw surprise(builder.name, builder.type, builder)

    fun ofArray(column: Column): ArrayColumn = plain(column) as? ArrayColumn ?: throw surprise(column.name, column.type, column)

    fun ofArray(builder: ColumnBuilder): ArrayBuilder =
        plain(builder) as? ArrayBuilder ?: throw surprise(builder.name, builder.type, builder)

    fun ofMap(column: Column): MapColumn = plain(column) as? MapColumn ?: throw surprise(column.name, column.type, column)

    fun ofMap(builder: ColumnBuilder): MapBuilder = plain(builder) as? MapBuilder ?: throw surprise(builder.name, builder.type, builder)

    private fun tuple(column: Column): TupleColumn = plain(column) as? TupleColumn ?: throw surprise(column.name, column.type, column)

    fun plain(column: Column): Column = if (column is NullableColumn) column.inner else column

    fun plain(builder: ColumnBuilder): ColumnBuilder = if (builder is NullableBuilder) builder.inner else builder

    private fun surprise(name: String, type: Any, found: Any): FormatException =
        FormatException("A ${found.javaClass.simpleName} is not laid out as its type says; please report this", name, type.toString())
}
