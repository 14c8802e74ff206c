package dev.houseflow.internal.codec

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.Column
import dev.houseflow.ColumnBuilder
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.block.NativeWriter
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.wire.ByteArraySource
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.ByteSource
import dev.houseflow.internal.wire.runBlockingSource

/** All blocks of [bytes]. */
internal fun readBlocks(bytes: ByteArray): List<Block> = readBlocks(ByteArraySource(bytes))

internal fun readBlocks(source: ByteSource): List<Block> = readBlocks(NativeReader(source))

internal fun readBlocks(reader: NativeReader): List<Block> = runBlockingSource {
    generateSequence { runBlockingSource { reader.readBlock() } }.toList()
}

internal fun writeBlock(builder: BlockBuilder): ByteArray = ByteSink().also { NativeWriter.write(builder, it) }.toByteArray()

/** The rows of [block] in builders of the same types, value by value. */
internal fun copyOf(block: Block): BlockBuilder {
    val builder = newBlockBuilder(block.columns.map { ColumnHeader(it.name, it.type) })
    for (row in 0 until block.rowCount) {
        for (i in block.columns.indices) copyValue(block.columns[i], row, builder.columns[i])
    }
    return builder
}

/** Appends one value by the ways that row adapters use: primitives as primitives, containers part by part. */
internal fun copyValue(column: Column, row: Int, builder: ColumnBuilder) {
    when {
        builder is NullableBuilder -> if (column.isNull(row)) {
            if (isNothing(builder)) builder.appendDefault() else builder.appendNull()
        } else {
            builder.beginValue()
            copyValue((column as NullableColumn).inner, row, builder.inner)
        }

        builder is NothingBuilder -> builder.appendDefault()

        builder is JsonBuilder -> builder.appendString(column.getString(row))

        builder is StateBuilder -> builder.appendBytes(column.getBytes(row))

        column is LowCardinalityColumn -> if (column.isNull(
                row,
            )
        ) {
            builder.appendNull()
        } else {
            copyLeaf(column.dictionary, column.index(row), builder)
        }

        builder is DynamicBuilder -> {
            val value = column as VariantColumn
            val number = value.alternative(row)
            if (number < 0) {
                builder.appendNull()
            } else {
                copyValue(value.alternatives[number], value.rowInAlternative(row), builder.alternative(value.alternatives[number].type))
            }
        }

        builder is VariantBuilder -> {
            val value = column as VariantColumn
            val number = value.alternative(row)
            if (number < 0) {
                builder.appendNull()
            } else {
                copyValue(value.alternatives[number], value.rowInAlternative(row), builder.alternative(number))
            }
        }

        builder is ArrayBuilder -> {
            val value = column as ArrayColumn
            for (i in value.start(row) until value.end(row)) copyValue(value.elements, i, builder.elements)
            builder.endRow()
        }

        builder is MapBuilder -> {
            val value = column as MapColumn
            for (i in value.start(row) until value.end(row)) {
                copyValue(value.keys, i, builder.keys)
                copyValue(value.values, i, builder.values)
            }
            builder.endRow()
        }

        builder is TupleBuilder -> {
            val value = column as TupleColumn
            for (i in value.elements.indices) copyValue(value.elements[i], row, builder.elements[i])
            builder.endRow()
        }

        else -> copyLeaf(column, row, builder)
    }
}

private fun isNothing(builder: NullableBuilder) = builder.inner is NothingBuilder

private fun copyLeaf(column: Column, row: Int, builder: ColumnBuilder) {
    when (column) {
        is StringColumn, is FixedStringColumn -> builder.appendBytes(column.getBytes(row))
        is IntervalColumn -> builder.appendLong(column.getLong(row))
        else -> builder.append(column.get(row))
    }
}
