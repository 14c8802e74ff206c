package dev.houseflow.internal.codec

import dev.houseflow.Column
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.JsonUnquotedLiteral
import kotlin.math.abs

/**
 * Values of columns as `JsonElement`s: those that a parser would make of what [JsonText] writes,
 * without writing it.
 */
internal object JsonElements {
    /** Below it each whole number is written with all its digits, also as a Float32. */
    private const val SURELY_WHOLE = 16_777_216.0

    fun of(column: Column, row: Int): JsonElement = if (column.isNull(row)) JsonNull else ofValue(column, row)

    private fun ofValue(column: Column, row: Int): JsonElement = when (column) {
        is JsonPathsColumn -> ofObject(column, row)

        is JsonColumn -> Json.parseToJsonElement(column.getString(row))

        is DelegatingColumn -> of(column.target(row)!!, column.targetRow(row))

        is StringColumn -> JsonPrimitive(column.getString(row))

        is ArrayColumn -> {
            val elements = ArrayList<JsonElement>(column.end(row) - column.start(row))
            for (i in column.start(row) until column.end(row)) elements.add(of(column.elements, i))
            JsonArray(elements)
        }

        is MapColumn -> {
            val entries = LinkedHashMap<String, JsonElement>(hashCapacity(column.end(row) - column.start(row)))
            for (i in column.start(row) until column.end(row)) entries[column.keyText(i)] = of(column.values, i)
            JsonObject(entries)
        }

        is TupleColumn -> ofTuple(column, row)

        is BoolColumn -> JsonPrimitive(column.getBoolean(row))

        is UInt64Column -> if (column.values[row] < 0) exact(column.getString(row)) else JsonPrimitive(column.values[row])

        is IntegralColumn -> JsonPrimitive(column.getLong(row))

        is Float64Column -> column.values[row].let { floating(it) { FloatText.of(it) } }

        is Float32Column, is BFloat16Column -> column.getFloat(row).let { floating(it.toDouble()) { FloatText.of(it) } }

        is BigIntegerColumn, is DecimalValues -> column.getString(row).let { if (JsonText.isExact(it)) exact(it) else JsonPrimitive(it) }

        else -> JsonPrimitive(column.getString(row))
    }

    /** The same number as in the text of the value, [text]; a string where JSON has no number. */
    @OptIn(ExperimentalSerializationApi::class)
    private inline fun floating(value: Double, text: () -> String): JsonElement = when {
        !value.isFinite() -> JsonPrimitive(value.toString())
        value.toLong().toDouble() == value && value != 0.0 && abs(value) < SURELY_WHOLE -> JsonPrimitive(value.toLong())
        else -> JsonUnquotedLiteral(text())
    }

    /** A number in just these digits. */
    private fun exact(text: String): JsonElement = Json.parseToJsonElement(text)

    private fun ofTuple(column: TupleColumn, row: Int): JsonElement {
        val names = column.elementNames
        if (names.isEmpty() || names.any { it == null }) return JsonArray(column.elements.map { of(it, row) })
        val entries = LinkedHashMap<String, JsonElement>(hashCapacity(names.size))
        for (i in names.indices) entries[names[i]!!] = of(column.elements[i], row)
        return JsonObject(entries)
    }

    private fun ofObject(column: JsonPathsColumn, row: Int): JsonElement {
        val plan = column.planOf(row)
        return if (plan == null) ofTree(column.tree(row)) else ofPlan(plan, row) ?: JsonObject(emptyMap())
    }

    /** The object of [row]; `null` when nothing is in it. */
    fun ofPlan(plan: JsonPlan, row: Int): JsonObject? = plan.read(row, { ofPlan(it, row) }, { of(it, row) })?.let {
        // Its names are texts and its values were all made here.
        @Suppress("UNCHECKED_CAST")
        JsonObject(it as Map<String, JsonElement>)
    }

    private fun ofTree(tree: Map<*, *>): JsonObject {
        val entries = LinkedHashMap<String, JsonElement>(hashCapacity(tree.size))
        for ((key, node) in tree) {
            entries[key as String] = if (node is JsonPathsColumn.Leaf) of(node.column, node.row) else ofTree(node as Map<*, *>)
        }
        return JsonObject(entries)
    }
}
