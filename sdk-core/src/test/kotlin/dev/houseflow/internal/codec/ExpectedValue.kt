package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.io.ByteArrayOutputStream
import java.time.ZoneId

/** Compares values of columns with the engine's own rendering (JSONCompactEachRow, everything quoted that JSON could bend). */
internal class ExpectedValue(private val nonUtf8: Boolean) {
    /** `null` when equal, else what differs. */
    fun difference(expected: JsonElement, column: Column, row: Int, zone: String? = null): String? = when {
        column.isNull(row) || expected is JsonNull ->
            if (column.isNull(row) && expected is JsonNull) null else "expected $expected, NULL is ${column.isNull(row)}"

        column is JsonTextColumn -> if (sameText(expected, JsonText.parse(column.getString(row)))) null else mismatch(expected, column, row)

        column is JsonPathsColumn -> differenceOfTree(expected, column.tree(row))

        column is DelegatingColumn -> difference(expected, column.target(row)!!, column.targetRow(row), zone)

        column is ArrayColumn -> differenceOfList(expected, column.end(row) - column.start(row)) { item, i ->
            difference(item, column.elements, column.start(row) + i)
        }

        column is TupleColumn -> differenceOfList(expected, column.elements.size) { item, i -> difference(item, column.elements[i], row) }

        column is MapColumn -> differenceOfList(expected, column.end(row) - column.start(row)) { item, i ->
            val at = column.start(row) + i
            difference((item as JsonArray)[0], column.keys, at) ?: difference(item[1], column.values, at)
        }

        else -> if (sameLeaf(expected as JsonPrimitive, column, row, zone)) null else mismatch(expected, column, row)
    }

    private fun mismatch(expected: JsonElement, column: Column, row: Int) =
        "expected $expected, found ${runCatching { column.getString(row) }.getOrElse { "$it" }}"

    private inline fun differenceOfList(expected: JsonElement, size: Int, item: (JsonElement, Int) -> String?): String? {
        if (expected !is JsonArray || expected.size != size) return "expected $expected, found $size elements"
        for (i in 0 until size) item(expected[i], i)?.let { return "[$i]: $it" }
        return null
    }

    private fun differenceOfTree(expected: JsonElement, tree: Map<*, *>): String? {
        val fields = (expected as? JsonObject)?.mapKeys { text(it.key) }
        if (fields == null || fields.keys != tree.keys) return "expected $expected, found keys ${tree.keys}"
        for ((key, node) in tree) {
            val wanted = fields.getValue(key as String)
            val difference = if (node is JsonPathsColumn.Leaf) {
                difference(
                    wanted,
                    node.column,
                    node.row,
                )
            } else {
                differenceOfTree(wanted, node as Map<*, *>)
            }
            if (difference != null) return ".$key: $difference"
        }
        return null
    }

    private fun sameLeaf(expected: JsonPrimitive, column: Column, row: Int, zone: String?): Boolean = when (column) {
        is BoolColumn -> expected.content == column.getBoolean(row).toString() && expected.content == column.get(row).toString()

        is Float32Column, is BFloat16Column ->
            column.getFloat(row).toBits() ==
                number(expected.content).toFloat().let { if (column is BFloat16Column) nearest(it) else it }.toBits()

        is Float64Column -> column.getDouble(row).toBits() == number(expected.content).toDouble().toBits()

        is StringColumn, is FixedStringColumn -> column.getBytes(row).contentEquals(bytes(expected))

        is DateTimeColumn -> text(column, row, zone).toByteArray().contentEquals(bytes(expected))

        else -> column.getString(row).toByteArray().contentEquals(bytes(expected))
    }

    /** At revision 0 the header of a top-level DateTime has lost its zone; the corpus remembers it. */
    private fun text(column: DateTimeColumn, row: Int, zone: String?): String {
        if (zone == null) return column.getString(row)
        val moment = column.getInstant(row).atZone(ZoneId.of(zone))
        return moment.toLocalDate().toString() + " " + buildString { appendClock(moment.hour.toLong(), moment.minute, moment.second, 0, 0) }
    }

    private fun bytes(expected: JsonPrimitive): ByteArray = bytes(expected.content)

    /** Where a character stands for a byte, those beyond were escaped by the engine (U+2028, U+2029). */
    private fun bytes(text: String): ByteArray {
        if (!nonUtf8) return text.toByteArray()
        val bytes = ByteArrayOutputStream(text.length)
        for (char in text) if (char.code <= 0xff) bytes.write(char.code) else bytes.write(char.toString().toByteArray())
        return bytes.toByteArray()
    }

    private fun text(text: String): String = if (nonUtf8) String(bytes(text), Charsets.UTF_8) else text

    private fun number(text: String): String = when (text) {
        "nan", "-nan" -> "NaN"
        "inf" -> "Infinity"
        "-inf" -> "-Infinity"
        else -> text
    }

    /** The engine prints a BFloat16 with the digits of a Float32 that rounds to it. */
    private fun nearest(value: Float): Float {
        val bits = value.toRawBits()
        if (bits and 0xffff == 0 || value.isNaN()) return value
        return Float.fromBits((bits + 0x8000) and 0xffff0000.toInt())
    }

    /** JSON as the server's text against the rendering: a number may be quoted in one and not in the other. */
    private fun sameText(expected: JsonElement, value: Any?): Boolean = when (expected) {
        is JsonNull -> value == null
        is JsonObject -> value is Map<*, *> && sameFields(expected.mapKeys { text(it.key) }, value)
        is JsonArray -> sameArray(expected, value)
        is JsonPrimitive -> value != null && sameScalar(text(expected.content), value.toString())
    }

    private fun sameFields(expected: Map<String, JsonElement>, value: Map<*, *>): Boolean =
        value.keys == expected.keys && expected.all { sameText(it.value, value[it.key]) }

    private fun sameScalar(expected: String, found: String): Boolean {
        val number = expected.toDoubleOrNull()
        return expected == found || (number != null && number == found.toDoubleOrNull())
    }

    private fun sameArray(expected: JsonArray, value: Any?): Boolean = when (value) {
        is List<*> -> value.size == expected.size && expected.indices.all { sameText(expected[it], value[it]) }

        // A named tuple, or a map, as an object.
        is Map<*, *> -> value.size == expected.size && (
            value.values.withIndex().all { sameText(expected[it.index], it.value) } ||
                value.entries.withIndex().all { (i, entry) ->
                    val pair = expected[i] as? JsonArray
                    pair != null && pair.size == 2 && sameText(pair[0], entry.key) && sameText(pair[1], entry.value)
                }
            )

        else -> false
    }

    internal companion object {
        /** The zone in a top-level `DateTime('zone')`. */
        fun zoneOf(type: String): String? = (ClickHouseType.parse(type) as? ClickHouseType.DateTime)?.zone
    }
}
