package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException

/** Arrays: all of their elements together. */
internal class ArrayCopier(private val column: ArrayColumn, private val builder: ArrayBuilder) : ColumnCopier() {
    private val elements = of(column.elements, builder.elements)

    override fun copy(from: Int, to: Int) {
        if (from == to) return
        val base = builder.elements.size - column.start(from)
        elements.copy(column.start(from), column.end(to - 1))
        for (row in from until to) builder.endRowAt(base + column.end(row))
    }
}

/** Maps: all of their keys together, and all of their values. */
internal class MapCopier(private val column: MapColumn, private val builder: MapBuilder) : ColumnCopier() {
    private val keys = of(column.keys, builder.keys)
    private val values = of(column.values, builder.values)

    override fun copy(from: Int, to: Int) {
        if (from == to) return
        val base = builder.keys.size - column.start(from)
        keys.copy(column.start(from), column.end(to - 1))
        values.copy(column.start(from), column.end(to - 1))
        for (row in from until to) builder.endRowAt(base + column.end(row))
    }
}

/** Tuples, element by element: by name where both sides have names, in order otherwise. */
internal class TupleCopier private constructor(private val elements: List<ColumnCopier>, private val builder: TupleBuilder) :
    ColumnCopier() {
    override fun copy(from: Int, to: Int) {
        for (element in elements) element.copy(from, to)
        builder.endRows(to - from)
    }

    companion object {
        fun of(column: TupleColumn, builder: TupleBuilder): ColumnCopier {
            val count = builder.elements.size
            if (column.elements.size != count) {
                throw refused("${column.elements.size} values for a tuple of $count", builder)
            }
            val from = column.elementNames
            val to = builder.elementNames
            if (from == to || from.any { it == null } || to.any { it == null }) {
                return TupleCopier(List(count) { of(column.elements[it], builder.elements[it]) }, builder)
            }
            return TupleCopier(
                List(count) { i ->
                    val place = from.indexOf(to[i])
                    if (place < 0) throw refused("The tuple of ${column.type} has no value for the element `${to[i]}`", builder)
                    of(column.elements[place], builder.elements[i])
                },
                builder,
            )
        }

        private fun refused(message: String, builder: TupleBuilder) =
            FormatException(message, builder.name, builder.type.toString(), builder.size)
    }
}

/**
 * Values of several types, each to the alternative of its own type; where the type has none, to the
 * one that takes the value.
 */
internal class VariantCopier(private val column: VariantColumn, private val builder: VariantBuilder) : ColumnCopier() {
    private val numbers = IntArray(column.alternatives.size) { i ->
        builder.alternatives.indexOfFirst { it.type == column.alternatives[i].type }
    }
    private val copiers = arrayOfNulls<ColumnCopier>(numbers.size)

    override fun copy(from: Int, to: Int) {
        for (row in from until to) {
            val alternative = column.alternative(row)
            when {
                alternative < 0 -> builder.appendNull()

                numbers[alternative] < 0 -> builder.append(column.get(row))

                else -> {
                    val place = column.rowInAlternative(row)
                    copier(alternative).copy(place, place + 1)
                    builder.mark(numbers[alternative])
                }
            }
        }
    }

    private fun copier(alternative: Int): ColumnCopier = copiers[alternative]
        ?: of(column.alternatives[alternative], builder.alternatives[numbers[alternative]]).also { copiers[alternative] = it }
}

/** Values of any type, each as one of its own type. */
internal class DynamicCopier private constructor(private val column: VariantColumn, private val builder: DynamicBuilder) :
    ColumnCopier() {
    private val types = column.alternatives.map { it.type }
    private val builders = arrayOfNulls<NativeBuilder>(types.size)
    private val copiers = arrayOfNulls<ColumnCopier>(types.size)

    override fun copy(from: Int, to: Int) {
        for (row in from until to) {
            val alternative = column.alternative(row)
            if (alternative < 0) {
                builder.appendNull()
                continue
            }
            val number = builder.numberOf(types[alternative])
            val place = column.rowInAlternative(row)
            copier(alternative, builder.alternatives[number]).copy(place, place + 1)
            builder.mark(number)
        }
    }

    /** An emptied builder of a Dynamic makes its alternatives anew. */
    private fun copier(alternative: Int, of: NativeBuilder): ColumnCopier {
        val known = copiers[alternative]
        if (known != null && builders[alternative] === of) return known
        builders[alternative] = of
        return of(column.alternatives[alternative], of).also { copiers[alternative] = it }
    }

    /** All rows of one type, which is not that of a JVM value. */
    private class OfOneType(private val column: Column, private val type: ClickHouseType, private val builder: DynamicBuilder) :
        ColumnCopier() {
        override fun copy(from: Int, to: Int) {
            if (from == to) return
            val number = builder.numberOf(type)
            of(column, builder.alternatives[number]).copy(from, to)
            repeat(to - from) { builder.mark(number) }
        }
    }

    /** The values of [column] where it is not NULL. */
    private class OfNullable(private val column: NullableColumn, private val type: ClickHouseType, private val builder: DynamicBuilder) :
        ColumnCopier() {
        override fun copy(from: Int, to: Int) {
            for (row in from until to) {
                if (column.isNull(row)) {
                    builder.appendNull()
                    continue
                }
                val number = builder.numberOf(type)
                of(column.inner, builder.alternatives[number]).copy(row, row + 1)
                builder.mark(number)
            }
        }
    }

    companion object {
        fun of(column: Column, builder: DynamicBuilder): ColumnCopier = when {
            column is VariantColumn -> DynamicCopier(column, builder)
            column is NullableColumn -> OfNullable(column, column.inner.type, builder)
            column is NothingColumn || column is DelegatingColumn -> Values(column, builder)
            else -> OfOneType(column, withoutFunction(column.type), builder)
        }
    }

    private class Values(private val column: Column, private val builder: DynamicBuilder) : ColumnCopier() {
        override fun copy(from: Int, to: Int) {
            for (row in from until to) builder.append(column.get(row))
        }
    }
}
