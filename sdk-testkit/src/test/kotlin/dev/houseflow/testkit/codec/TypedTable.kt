package dev.houseflow.testkit.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.newBlockBuilder
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonArray
import java.time.ZoneId

/** Columns of any types and values for them, written by the SDK into a table of the engine and compared in every way there is. */
internal class TypedTable(private val engine: Engine) {
    private val printed = EngineText(ZoneId.of(engine.text("SELECT timezone()")))

    /**
     * Writes [columns] (all of the same length), reads them back with the SDK and through the engine's own text, and gives what differs:
     * empty when all is well.
     */
    fun differences(types: List<ClickHouseType>, columns: List<List<Any?>>): List<String> {
        val declared = types.indices.joinToString(", ") { "c$it ${types[it]}" }
        engine.run("DROP TABLE IF EXISTS typed")
        engine.run("CREATE TABLE typed ($declared) ENGINE = Memory", SETTINGS)
        val builder = newBlockBuilder(types.mapIndexed { i, type -> ColumnHeader("c$i", type) })
        for (i in types.indices) {
            val whole = isPlain(types[i])
            columns[i].forEachIndexed { row, value ->
                // By both ways of writing, wherever the value is one that the plain one takes.
                if (whole && row % 2 == 0) builder.columns[i].append(value) else fill(builder.columns[i], value)
            }
        }
        engine.insert("typed", bytesOf(builder), SETTINGS + STRICT)
        return readDifferences(types, columns) + printedDifferences(types, columns)
    }

    private fun readDifferences(types: List<ClickHouseType>, columns: List<List<Any?>>): List<String> {
        val found = ArrayList<String>()
        var row = 0
        for (block in engine.blocks("SELECT * FROM typed", SETTINGS)) {
            for (at in 0 until block.rowCount) {
                for (i in types.indices) {
                    difference(block.columns[i], at, columns[i][row])?.let { found.add("${types[i]} row $row, read back: $it") }
                }
                row++
            }
        }
        if (row != columns[0].size) found.add("$row rows came back of ${columns[0].size}")
        return found
    }

    private fun printedDifferences(types: List<ClickHouseType>, columns: List<List<Any?>>): List<String> {
        val lines = engine.text("SELECT * FROM typed FORMAT JSONCompactEachRow", SETTINGS + EngineText.SETTINGS).lines()
        val found = ArrayList<String>()
        lines.forEachIndexed { row, line ->
            val values = Json.parseToJsonElement(line).jsonArray
            for (i in types.indices) {
                printed.difference(types[i], columns[i][row], values[i])?.let { found.add("${types[i]} row $row, as text: $it") }
            }
        }
        if (lines.size != columns[0].size) found.add("${lines.size} lines came back of ${columns[0].size}")
        return found
    }

    internal companion object {
        /** As the clients insert: the server compares the types of the columns instead of converting values. */
        val STRICT = mapOf("input_format_native_allow_types_conversion" to "0")

        /** What the engine asks for before it takes every type. */
        val SETTINGS = mapOf(
            "allow_suspicious_low_cardinality_types" to "1",
            "allow_suspicious_variant_types" to "1",
            "allow_suspicious_fixed_string_types" to "1",
            "enable_nullable_tuple_type" to "1",
            "flatten_nested" to "0",
            "max_threads" to "1",
        )
    }
}
