package dev.houseflow.testkit.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.ColumnBuilder
import dev.houseflow.internal.codec.ArrayBuilder
import dev.houseflow.internal.codec.ArrayColumn
import dev.houseflow.internal.codec.DynamicBuilder
import dev.houseflow.internal.codec.MapBuilder
import dev.houseflow.internal.codec.MapColumn
import dev.houseflow.internal.codec.NullableBuilder
import dev.houseflow.internal.codec.NullableColumn
import dev.houseflow.internal.codec.TupleBuilder
import dev.houseflow.internal.codec.TupleColumn
import dev.houseflow.internal.codec.VariantBuilder
import dev.houseflow.internal.codec.VariantColumn
import java.math.BigDecimal

/** Appends a value of [RandomValues] part by part, as the row adapters do. */
internal fun fill(builder: ColumnBuilder, value: Any?) {
    when (builder) {
        is NullableBuilder -> if (value == null) {
            builder.appendNull()
        } else {
            builder.beginValue()
            fill(builder.inner, value)
        }

        is VariantBuilder -> if (value == null) {
            builder.appendNull()
        } else {
            (value as Choice).let { fill(builder.alternative(it.index), it.value) }
        }

        is DynamicBuilder -> if (value == null) {
            builder.appendNull()
        } else {
            (value as Typed).let { fill(builder.alternative(it.type), it.value) }
        }

        is ArrayBuilder -> {
            for (item in value as List<*>) fill(builder.elements, item)
            builder.endRow()
        }

        is TupleBuilder -> {
            (value as List<*>).forEachIndexed { i, item -> fill(builder.elements[i], item) }
            builder.endRow()
        }

        is MapBuilder -> {
            for ((key, item) in (value as List<*>).map { it as Pair<*, *> }) {
                fill(builder.keys, key)
                fill(builder.values, item)
            }
            builder.endRow()
        }

        else -> builder.append(value)
    }
}

/** Whether a value of [type] is all its own: one JVM value that says everything, without [Choice] or [Typed] inside. */
internal fun isPlain(type: ClickHouseType): Boolean = when (type) {
    is ClickHouseType.Nullable -> isPlain(type.inner)
    is ClickHouseType.Array -> isPlain(type.element)
    is ClickHouseType.Tuple -> type.elements.all { isPlain(it.type) }
    is ClickHouseType.Nested -> type.elements.all { isPlain(it.type) }
    is ClickHouseType.Map -> isPlain(type.key) && isPlain(type.value)
    is ClickHouseType.Variant, is ClickHouseType.Dynamic -> false
    is ClickHouseType.Named -> type.name != "Geometry"
    else -> true
}

/** What differs between [value] and what [column] holds in [row]; `null` when nothing does. */
internal fun difference(column: Column, row: Int, value: Any?): String? = when {
    value == null -> if (column.isNull(row) && column.get(row) == null) null else "expected NULL, found ${column.get(row)}"

    column.isNull(row) -> "expected $value, found NULL"

    column is NullableColumn -> difference(column.inner, row, value)

    value is Choice -> {
        column as VariantColumn
        if (column.alternative(row) != value.index) {
            "expected $value, found alternative ${column.alternative(row)}"
        } else {
            difference(column.alternatives[value.index], column.rowInAlternative(row), value.value)
        }
    }

    value is Typed -> {
        column as VariantColumn
        val alternative = column.alternatives[column.alternative(row)]
        difference(alternative, column.rowInAlternative(row), value.value)
    }

    column is ArrayColumn -> differenceOfItems(value as List<*>, column.end(row) - column.start(row)) { item, i ->
        difference(column.elements, column.start(row) + i, item)
    }

    column is TupleColumn -> differenceOfItems(value as List<*>, column.elements.size) { item, i ->
        difference(column.elements[i], row, item)
    }

    column is MapColumn -> differenceOfItems(value as List<*>, column.end(row) - column.start(row)) { item, i ->
        val (key, inner) = item as Pair<*, *>
        difference(column.keys, column.start(row) + i, key) ?: difference(column.values, column.start(row) + i, inner)
    }

    column.type is ClickHouseType.Json -> if (sameTree(column.get(row), value)) null else "expected $value, found ${column.get(row)}"

    else -> if (column.get(row) == value) null else "expected $value, found ${column.get(row)} (${column.type})"
}

private inline fun differenceOfItems(expected: List<*>, size: Int, item: (Any?, Int) -> String?): String? {
    if (expected.size != size) return "expected $expected, found $size items"
    for (i in 0 until size) item(expected[i], i)?.let { return "[$i]: $it" }
    return null
}

/** JSON has one kind of number; the engine picks the narrowest type for each path. */
private fun sameTree(found: Any?, expected: Any?): Boolean = when (expected) {
    is Map<*, *> -> found is Map<*, *> && found.keys == expected.keys && expected.all { sameTree(found[it.key], it.value) }
    is List<*> -> found is List<*> && found.size == expected.size && expected.indices.all { sameTree(found[it], expected[it]) }
    is Number -> found is Number && BigDecimal(found.toString()).compareTo(BigDecimal(expected.toString())) == 0
    else -> found == expected
}
