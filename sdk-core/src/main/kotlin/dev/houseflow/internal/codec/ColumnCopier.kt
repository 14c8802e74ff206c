package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException

/**
 * Appends rows of one column to one builder: as whole arrays where both have the same layout, value
 * by value by the rules of [dev.houseflow.ColumnBuilder.append] otherwise. Values of Variant,
 * Dynamic, JSON and of aggregate states keep their types.
 *
 * A failure may leave some of the rows, and a part of one, behind; its caller takes them back.
 */
internal abstract class ColumnCopier {
    /** Appends the rows [from] until [to], from 0. */
    abstract fun copy(from: Int, to: Int)

    companion object {
        fun of(column: Column, builder: NativeBuilder): ColumnCopier = when (builder) {
            is NullableBuilder -> nullable(column, builder)

            is LowCardinalityBuilder -> if (column is LowCardinalityColumn) DictionaryCopier(column, builder) else plain(column, builder)

            is VariantBuilder -> if (column is VariantColumn) VariantCopier(column, builder) else ValueCopier(column, builder)

            is DynamicBuilder -> DynamicCopier.of(column, builder)

            is ArrayBuilder -> if (column is ArrayColumn) ArrayCopier(column, builder) else plain(column, builder)

            is MapBuilder -> if (column is MapColumn) MapCopier(column, builder) else plain(column, builder)

            is TupleBuilder -> if (column is TupleColumn) TupleCopier.of(column, builder) else plain(column, builder)

            else -> plain(column, builder)
        }

        private fun nullable(column: Column, builder: NullableBuilder): ColumnCopier = when (column) {
            is NullableColumn -> NullableCopier(column, builder)

            // What these say of a row is more than its value.
            is DelegatingColumn -> ValueCopier(column, builder)

            is NothingColumn -> ValueCopier(column, builder)

            else -> ValuesOnlyCopier(of(column, builder.inner), builder)
        }

        /** Where neither side has parts. */
        private fun plain(column: Column, builder: NativeBuilder): ColumnCopier = when {
            column is NullableColumn -> NotNullCopier(column, builder)

            column is ArrayBacked && builder is ArrayFilled && isSameLayout(column.type, builder.type) ->
                RawCopier(column.array, builder)

            column is StringColumn && builder is TextBuilder -> TextCopier(column, builder)

            takesBytes(column) && (builder is TextBuilder || builder is FixedStringBuilder) ->
                EachCopier { builder.appendBytes(column.getBytes(it)) }

            column is StateColumn && builder is StateBuilder -> stateCopier(column, builder)

            column is JsonColumn && builder is JsonBuilder -> EachCopier { builder.appendString(column.getString(it)) }

            else -> ValueCopier(column, builder)
        }

        private fun takesBytes(column: Column): Boolean = column is StringColumn || column is FixedStringColumn

        private fun stateCopier(column: Column, builder: NativeBuilder): ColumnCopier {
            if (column.type != builder.type) {
                throw FormatException(
                    "States of ${column.type} are none of this type: only states of the same function and arguments can be copied",
                    builder.name,
                    builder.type.toString(),
                )
            }
            return EachCopier { builder.appendBytes(column.getBytes(it)) }
        }
    }
}

/** Whether the bytes of values of these types, which have no parts, mean the same. */
private fun isSameLayout(column: ClickHouseType, builder: ClickHouseType): Boolean {
    val from = withoutFunction(column)
    val to = withoutFunction(builder)
    return when (from) {
        // A moment is the same in every zone.
        is ClickHouseType.DateTime -> to is ClickHouseType.DateTime
        is ClickHouseType.DateTime64 -> to is ClickHouseType.DateTime64 && to.precision == from.precision
        else -> from == to
    }
}

internal fun withoutFunction(type: ClickHouseType): ClickHouseType =
    if (type is ClickHouseType.SimpleAggregateFunction) withoutFunction(type.inner) else type

/** One value after the other, in the documented class of its type. */
private class ValueCopier(private val column: Column, private val builder: NativeBuilder) : ColumnCopier() {
    override fun copy(from: Int, to: Int) {
        for (row in from until to) builder.append(column.get(row))
    }
}

private class EachCopier(private val append: (Int) -> Unit) : ColumnCopier() {
    override fun copy(from: Int, to: Int) {
        for (row in from until to) append(row)
    }
}

private class RawCopier(private val array: Any, private val builder: ArrayFilled) : ColumnCopier() {
    override fun copy(from: Int, to: Int): Unit = builder.appendArray(array, from, to)
}

private class TextCopier(private val column: StringColumn, private val builder: TextBuilder) : ColumnCopier() {
    override fun copy(from: Int, to: Int): Unit = builder.appendRuns(column.runs, from, to)
}

/** NULLs, and values in between. */
private class NullableCopier(private val column: NullableColumn, private val builder: NullableBuilder) : ColumnCopier() {
    private val values = of(column.inner, builder.inner)
    private val isRaw = values is RawCopier || values is TextCopier

    override fun copy(from: Int, to: Int) {
        // What stands in place of a NULL is a value as well, though not one that every other type
        // takes.
        if (isRaw) {
            values.copy(from, to)
            builder.appendMarks(column.nulls, from, to)
            return
        }
        var row = from
        while (row < to) {
            val start = row
            while (row < to && !column.isNull(row)) row++
            if (row > start) {
                values.copy(start, row)
                builder.appendMarks(column.nulls, start, row)
            }
            while (row < to && column.isNull(row)) {
                builder.appendNull()
                row++
            }
        }
    }
}

/** Values that are never NULL. */
private class ValuesOnlyCopier(private val values: ColumnCopier, private val builder: NullableBuilder) : ColumnCopier() {
    override fun copy(from: Int, to: Int) {
        values.copy(from, to)
        builder.appendMarks(ByteArray(to - from), 0, to - from)
    }
}

/** Into a type that takes no NULL: a NULL among the rows is refused. */
private class NotNullCopier(private val column: NullableColumn, private val builder: NativeBuilder) : ColumnCopier() {
    private val values = of(column.inner, builder)

    override fun copy(from: Int, to: Int) {
        var row = from
        while (row < to) {
            val start = row
            while (row < to && !column.isNull(row)) row++
            if (row > start) values.copy(start, row)
            if (row < to) builder.append(null)
            if (row < to) row++
        }
    }
}

/** Dictionary entries, each looked up once for many rows. */
private class DictionaryCopier(private val column: LowCardinalityColumn, private val builder: LowCardinalityBuilder) : ColumnCopier() {
    override fun copy(from: Int, to: Int) {
        val known = if (to - from >= MANY) IntArray(column.dictionary.size) { -1 } else null
        for (row in from until to) {
            val entry = column.index(row)
            when {
                column.isNull(row) -> builder.appendNull()

                known != null && known[entry] >= 0 -> builder.appendKnown(known[entry])

                else -> {
                    append(row, entry)
                    if (known != null) known[entry] = builder.lastNumber
                }
            }
        }
    }

    private fun append(row: Int, entry: Int) {
        val texts = column.dictionary is StringColumn || column.dictionary is FixedStringColumn
        if (texts && builder.takesBytesOfText) builder.appendBytes(column.dictionary.getBytes(entry)) else builder.append(column.get(row))
    }

    private companion object {
        private const val MANY = 64
    }
}
