package dev.houseflow.testkit.parameters

import dev.houseflow.ClickHouseType
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.QueryRequest
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.testkit.codec.Engine
import dev.houseflow.testkit.codec.EngineException
import dev.houseflow.testkit.codec.bytesOf
import dev.houseflow.testkit.codec.sameRow

/**
 * Sends values of one type to the engine in both ways, as parameters and as rows of an insert, and compares what arrives byte for byte, in
 * RowBinary.
 */
internal class Asked(private val engine: Engine, val type: String, private val settings: Map<String, String>) {
    private var filled = false

    /** Why [value] does not go as a parameter of this type; `null` when it does. */
    fun refusal(value: Any?): String? = try {
        val request = QueryRequest("SELECT {x:$type}") { parameter("x", value) }
        request.wallClocks.forEach { it.check("UTC") }
        null
    } catch (e: ConfigurationException) {
        e.message
    }

    /** Why an insert does not take [value]; `null` when it does. */
    fun insertRefusal(value: Any?): String? = try {
        newBuilder().columns[0].append(value)
        null
    } catch (e: FormatException) {
        e.message
    }

    /** Makes the table that the rows go into; `false` when no table can have a column of this type. */
    fun begin(): Boolean = try {
        engine.run("CREATE OR REPLACE TABLE asked (v $type) ENGINE = Memory", settings + TABLES)
        true
    } catch (_: EngineException) {
        false
    }

    private fun newBuilder() = newBlockBuilder(listOf(ColumnHeader("v", ClickHouseType.parse(type))))

    /** How what arrives of [values] as parameters differs from what arrives of [inserted], of the same size; empty when nothing does. */
    fun differences(values: List<Any?>, inserted: List<Any?> = values): List<String> =
        values.indices.chunked(BATCH).flatMap { batch -> compare(batch.map { values[it] }, batch.map { inserted[it] }) }

    private fun compare(values: List<Any?>, inserted: List<Any?>): List<String> {
        val expected = insert(inserted, "RowBinary")
        val found = try {
            select(values, "RowBinary")
        } catch (e: EngineException) {
            if (values.size > 1) return halves(values, inserted)
            return listOf("${shown(values[0])}: ${e.message?.take(MESSAGE)}")
        }
        if (found.contentEquals(expected)) return emptyList()
        return when {
            values.size > 1 -> halves(values, inserted)
            // The paths of JSON stand in any order.
            "JSON" in type && sameRow(text(select(values, PRINTED)), text(insert(inserted, PRINTED))) -> emptyList()
            else -> listOf("${shown(values[0])}: the parameter is ${hex(found)}, the row ${hex(expected)}")
        }
    }

    private fun halves(values: List<Any?>, inserted: List<Any?>): List<String> {
        val half = values.size / 2
        return compare(values.take(half), inserted.take(half)) + compare(values.drop(half), inserted.drop(half))
    }

    private fun shown(value: Any?) = "$type of ${value?.javaClass?.name} $value".take(MESSAGE)

    private fun hex(bytes: ByteArray) = bytes.joinToString("", limit = MESSAGE) { "%02x".format(it) }

    private fun text(bytes: ByteArray): String = bytes.decodeToString().trim()

    private fun insert(values: List<Any?>, format: String): ByteArray {
        val block = newBuilder()
        values.forEach { block.columns[0].append(it) }
        if (filled) engine.run("TRUNCATE TABLE asked")
        filled = true
        engine.insert("asked", bytesOf(block), settings + TABLES)
        return engine.run("SELECT v FROM asked FORMAT $format", settings + TABLES)
    }

    /** What arrives of [values], which the client takes. */
    fun select(values: List<Any?>, format: String): ByteArray {
        val sql = values.indices.joinToString(", ", "SELECT ", " FORMAT $format") { "{p$it:$type} AS c$it" }
        val request = QueryRequest(sql) { values.forEachIndexed { i, value -> parameter("p$i", value) } }
        return engine.ask(request, settings + TABLES)
    }

    private companion object {
        private const val BATCH = 400
        private const val MESSAGE = 300
        private const val PRINTED = "JSONCompactEachRow"

        /** One row after the other, and a Nested in one piece. */
        private val TABLES = mapOf("flatten_nested" to "0", "max_threads" to "1", "max_query_size" to "100000000")
    }
}
