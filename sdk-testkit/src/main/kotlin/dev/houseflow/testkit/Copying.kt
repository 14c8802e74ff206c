package dev.houseflow.testkit

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.ColumnBuilder
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.codec.ArrayBuilder
import dev.houseflow.internal.codec.ArrayColumn
import dev.houseflow.internal.codec.DynamicBuilder
import dev.houseflow.internal.codec.LowCardinalityColumn
import dev.houseflow.internal.codec.MapBuilder
import dev.houseflow.internal.codec.MapColumn
import dev.houseflow.internal.codec.NullableBuilder
import dev.houseflow.internal.codec.NullableColumn
import dev.houseflow.internal.codec.TupleBuilder
import dev.houseflow.internal.codec.TupleColumn
import dev.houseflow.internal.codec.VariantBuilder
import dev.houseflow.internal.codec.VariantColumn

/** The [rows] of [block] in builders of the same types, value by value. */
internal fun copyOf(block: Block, rows: IntRange = 0 until block.rowCount): BlockBuilder {
    val builder = newBlockBuilder(block.columns.map { ColumnHeader(it.name, it.type) })
    for (i in block.columns.indices) {
        for (row in rows) copyValue(block.columns[i], row, builder.columns[i])
    }
    return builder
}

/**
 * Appends one value by the ways that row adapters use: containers part by part, everything else in
 * its JVM type.
 */
internal fun copyValue(column: Column, row: Int, builder: ColumnBuilder) {
    when {
        builder is NullableBuilder -> when {
            !column.isNull(row) -> {
                builder.beginValue()
                copyValue((column as NullableColumn).inner, row, builder.inner)
            }

            else -> builder.appendNull()
        }

        column is LowCardinalityColumn -> if (column.isNull(
                row,
            )
        ) {
            builder.appendNull()
        } else {
            copyLeaf(column.dictionary, column.index(row), builder)
        }

        column is VariantColumn -> copyAlternative(column, row, builder)

        builder is ArrayBuilder && column is ArrayColumn -> {
            for (i in column.start(row) until column.end(row)) copyValue(column.elements, i, builder.elements)
            builder.endRow()
        }

        builder is MapBuilder && column is MapColumn -> {
            for (i in column.start(row) until column.end(row)) {
                copyValue(column.keys, i, builder.keys)
                copyValue(column.values, i, builder.values)
            }
            builder.endRow()
        }

        builder is TupleBuilder && column is TupleColumn -> {
            for (i in column.elements.indices) copyValue(column.elements[i], row, builder.elements[i])
            builder.endRow()
        }

        else -> copyLeaf(column, row, builder)
    }
}

private fun copyAlternative(column: VariantColumn, row: Int, builder: ColumnBuilder) {
    val number = column.alternative(row)
    if (number < 0) return builder.appendNull()
    val target = when (builder) {
        is DynamicBuilder -> builder.alternative(column.alternatives[number].type)
        is VariantBuilder -> builder.alternative(number)
        else -> error("$builder takes no alternatives")
    }
    copyValue(column.alternatives[number], column.rowInAlternative(row), target)
}

private fun copyLeaf(column: Column, row: Int, builder: ColumnBuilder) {
    when (plain(column.type)) {
        is ClickHouseType.FixedString, is ClickHouseType.AggregateFunction -> builder.appendBytes(column.getBytes(row))
        is ClickHouseType.Json -> builder.appendString(column.getString(row))
        is ClickHouseType.Named -> copyNamed(column, row, builder)
        else -> builder.append(column.get(row))
    }
}

private fun copyNamed(column: Column, row: Int, builder: ColumnBuilder) {
    val name = plain(column.type).toString()
    when {
        name == "String" -> builder.appendBytes(column.getBytes(row))
        name == "Nothing" -> builder.appendDefault()
        name.startsWith("Interval") -> builder.appendLong(column.getLong(row))
        else -> builder.append(column.get(row))
    }
}

/** The type that says what a leaf's bytes are. */
private fun plain(type: ClickHouseType): ClickHouseType = when (type) {
    is ClickHouseType.SimpleAggregateFunction -> plain(type.inner)
    else -> type
}
