package dev.houseflow.testkit

import dev.houseflow.Block
import dev.houseflow.Column
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.rows.SerializerRowAdapter
import dev.houseflow.testkit.codec.Engine
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import kotlinx.serialization.KSerializer
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.booleanOrNull
import java.math.BigDecimal
import kotlin.random.Random

@Serializable
data class Tree(val a: Tree? = null, val b: List<JsonElement>? = null, val c: String? = null, val d: Double? = null, val t: Long = -1)

@Serializable
data class Leaves(val c: String = "", val d: Double = 0.0, val e: Boolean? = null, val t: Long)

@Serializable
data class OfTree(val doc: Tree)

@Serializable
data class OfLeaves(val doc: Leaves)

@Serializable
data class OfElement(val doc: JsonElement)

@Serializable
data class OfList(val docs: List<Leaves>)

/** JSON columns as the real engine lays them out, read as maps, elements and classes, beside their text, read by kotlinx.serialization. */
class JsonOnEngineTest : FunSpec({
    val engine = Engine()
    afterSpec { engine.close() }
    val json = Json { ignoreUnknownKeys = true }
    val random = Random(20)

    fun value(depth: Int): JsonElement = when (random.nextInt(if (depth > 2) 6 else 9)) {
        0 -> JsonPrimitive(random.nextLong(-1000, 1000))
        1 -> JsonPrimitive(random.nextInt(1000) + 0.5)
        2 -> JsonPrimitive("text ${random.nextInt(50)} \u00e9\n\"")
        3 -> JsonPrimitive(random.nextBoolean())
        4 -> JsonNull
        5 -> JsonArray(List(random.nextInt(1, 4)) { JsonPrimitive(random.nextLong(100)) })
        6 -> JsonArray(List(random.nextInt(1, 3)) { JsonObject(mapOf("c" to JsonPrimitive("in a list"), "t" to JsonPrimitive(it))) })
        else -> JsonObject(listOf("a", "b", "c", "d", "e").shuffled(random).take(random.nextInt(4)).associateWith { value(depth + 1) })
    }

    /** Names that mostly hold what the classes above expect. */
    fun document(): JsonObject {
        val regular = mapOf(
            "c" to JsonPrimitive("c${random.nextInt(9)}"),
            "d" to JsonPrimitive(random.nextInt(99) / 4.0),
            "e" to JsonPrimitive(random.nextBoolean()),
            "t" to JsonPrimitive(random.nextLong(99)),
            "a" to JsonObject(mapOf("c" to JsonPrimitive("inner"), "d" to JsonPrimitive(0.25))),
        )
        return JsonObject(regular.mapValues { if (random.nextInt(12) == 0) value(0) else it.value }.filter { random.nextInt(8) > 0 })
    }

    fun texts(rows: Int): List<String> = List(rows) {
        if (it % 3 == 0) {
            (value(0) as? JsonObject ?: document()).toString()
        } else {
            document().toString()
        }
    }

    fun <T> rows(block: Block, serializer: KSerializer<T>): List<Result<T>> {
        val reader = SerializerRowAdapter(serializer).reader(block.columns.map { ColumnHeader(it.name, it.type) })
        reader.bind(block)
        return List(block.rowCount) { row -> runCatching { reader.read(row) } }
    }

    fun <T> compare(block: Block, serializer: KSerializer<T>, text: (Column, Int) -> String): Int {
        val actual = rows(block, serializer)
        for (row in actual.indices) {
            val document = text(block.columns[0], row)
            withClue("row $row: $document") {
                val expected = runCatching { json.decodeFromString(serializer, """{"${block.columns[0].name}":$document}""") }
                actual[row].getOrNull() shouldBe expected.getOrNull()
                actual[row].isSuccess shouldBe expected.isSuccess
            }
        }
        return actual.count { it.isSuccess }
    }

    val layouts = mapOf(
        "as plain HTTP sends it" to emptyMap(),
        "flattened" to mapOf("output_format_native_use_flattened_dynamic_and_json_serialization" to "1"),
        "as text" to mapOf("output_format_native_write_json_as_string" to "1"),
    )
    for (type in listOf(
        "JSON",
        "JSON(max_dynamic_paths=2)",
        "JSON(t Int64)",
        "JSON(max_dynamic_paths=3, t UInt8, c LowCardinality(String))",
    )) {
        test(type) {
            val name = "json_on_engine_${type.hashCode().toUInt()}"
            engine.run("CREATE TABLE $name (n UInt32, doc $type) ENGINE MergeTree ORDER BY n")
            val body = texts(600).withIndex().joinToString("\n") { """{"n":${it.index},"doc":${it.value}}""" }
            val skipped = mapOf("query" to "INSERT INTO $name FORMAT JSONEachRow")
            engine.run(body, skipped + ("input_format_allow_errors_ratio" to "1"))
            val settings = mapOf("output_format_json_quote_64bit_integers" to "0")
            val said = engine.text("SELECT doc FROM $name ORDER BY n FORMAT JSONEachRow", settings).lines()
                .map { normal((Json.parseToJsonElement(it) as JsonObject).getValue("doc")) }
            said.size shouldBeGreaterThan 300
            for ((layout, layoutSettings) in layouts) {
                withClue(layout) {
                    val blocks = engine.blocks("SELECT doc FROM $name ORDER BY n", settings + layoutSettings)
                    var row = 0
                    var read = 0
                    for (block in blocks) {
                        val column = block.columns[0]
                        for (i in 0 until block.rowCount) {
                            withClue("row $row") {
                                normal(Json.parseToJsonElement(column.getString(i))) shouldBe said[row]
                                normal(asElement(column.get(i))) shouldBe said[row++]
                            }
                        }
                        compare(block, OfElement.serializer(), Column::getString) shouldBe block.rowCount
                        read += compare(block, OfTree.serializer(), Column::getString)
                        read += compare(block, OfLeaves.serializer(), Column::getString)
                    }
                    read shouldBeGreaterThan 100
                }
            }
        }
    }

    test("a list of classes over an array of JSON") {
        val text = """concat('{"c":"', toString(x), '","t":', toString(number), '}')"""
        val block = engine.blocks(
            "SELECT CAST(arrayMap(x -> $text, range(number)), 'Array(JSON)') AS docs FROM numbers(20)",
        ).single()
        val rows = rows(block, OfList.serializer()).map { it.getOrThrow() }
        rows shouldBe List(20) { n -> OfList(List(n) { Leaves(c = "$it", t = n.toLong()) }) }
    }
})

/** With each number in one spelling of the many that it has. */
private fun normal(element: JsonElement): JsonElement = when (element) {
    is JsonNull -> element
    is JsonObject -> JsonObject(element.mapValues { normal(it.value) })
    is JsonArray -> JsonArray(element.map { normal(it) })
    is JsonPrimitive -> if (element.isString ||
        element.booleanOrNull != null
    ) {
        element
    } else {
        JsonPrimitive(BigDecimal(element.content).toDouble())
    }
}

/** The values of a map as JSON has them. */
private fun asElement(value: Any?): JsonElement = when (value) {
    null -> JsonNull
    is Map<*, *> -> JsonObject(value.entries.associate { it.key as String to asElement(it.value) })
    is List<*> -> JsonArray(value.map { asElement(it) })
    is Number -> JsonPrimitive(value)
    is Boolean -> JsonPrimitive(value)
    else -> JsonPrimitive(value.toString())
}
