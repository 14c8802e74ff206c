package dev.houseflow.internal.codec

import dev.houseflow.Column
import dev.houseflow.UnsupportedTypeException
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.rows.RandomJson
import dev.houseflow.internal.wire.ByteArraySource
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.Json
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.ObjectInputStream
import java.io.ObjectOutputStream
import java.util.IdentityHashMap

/** The quick ways to JSON values, by a plan of the block, beside the slow one, which makes a tree of each row's paths. */
class JsonPlanTest : FunSpec({
    test("columns of any paths") {
        var planned = 0
        repeat(4_000) { seed ->
            val column = RandomJson(seed).column()
            withClue("seed $seed") { check(column) }
            if (column.planOf(0) != null) planned++
        }
        planned shouldBeGreaterThan 1_000
    }

    for (layout in listOf("native", "native_flattened")) {
        test("columns of real engines, $layout") {
            val columns = IdentityHashMap<JsonPathsColumn, Boolean>()
            for (case in Corpus.atHand().cases) {
                if (!case.has(layout) || case.nonUtf8) continue
                val reader = NativeReader(ByteArraySource(case.bytes(layout)))
                val blocks = try {
                    readBlocks(reader)
                } catch (_: UnsupportedTypeException) {
                    continue
                }
                for (block in blocks) for (column in block.columns) collect(column, columns)
            }
            columns.keys.forEach(::check)
            columns.size shouldBeGreaterThan 3
        }
    }

    test("a map of many names, few of them in a row") {
        val names = Array(40) { "n$it" }
        val values = arrayOfNulls<Any?>(40)
        values.fill(JsonKeys.ABSENT)
        values[3] = null
        values[39] = "x"
        val map = JsonKeys(names).map(values, 2)
        map shouldBe mapOf("n3" to null, "n39" to "x")
        (mapOf("n3" to null, "n39" to "x") as Map<*, *>) shouldBe map
        map.hashCode() shouldBe mapOf("n3" to null, "n39" to "x").hashCode()
        map.toString() shouldBe "{n3=null, n39=x}"
        map.keys.toList() shouldBe listOf("n3", "n39")
        map.values.toList() shouldBe listOf(null, "x")
        map.containsKey("n3") shouldBe true
        map.containsKey("n4") shouldBe false
        map["n4"] shouldBe null
        map["n39"] shouldBe "x"
        ("n39" in map.keys) shouldBe true
        (5 in map.keys) shouldBe false
    }

    test("a map outlives the JVM as a map that every JVM has") {
        val map = JsonKeys(arrayOf("a", "b")).map(arrayOf(1L, listOf("x")), 2)
        val bytes = ByteArrayOutputStream().also { out -> ObjectOutputStream(out).use { it.writeObject(map) } }.toByteArray()
        val again = ObjectInputStream(ByteArrayInputStream(bytes)).use { it.readObject() }
        again shouldBe map
        again.javaClass shouldBe LinkedHashMap::class.java
    }
})

private fun check(column: JsonPathsColumn) {
    for (row in 0 until column.size) {
        val tree = column.tree(row)
        withClue("row $row") {
            ordered(column.getMap(row)) shouldBe ordered(valuesOf(tree))
            val text = buildString { appendTree(tree) }
            column.getString(row) shouldBe text
            val element = JsonElements.of(column, row)
            val parsed = Json.parseToJsonElement(text)
            element shouldBe parsed
            // Also in the order of its names.
            element.toString() shouldBe parsed.toString()
        }
    }
}

private fun valuesOf(tree: Map<*, *>): Map<Any?, Any?> =
    tree.mapValues { (_, node) -> if (node is JsonPathsColumn.Leaf) node.column.get(node.row) else valuesOf(node as Map<*, *>) }

/** With the order of the names, which does not count where maps are compared. */
private fun ordered(value: Any?): Any? = when (value) {
    is Map<*, *> -> value.entries.map { it.key to ordered(it.value) }
    is List<*> -> value.map { ordered(it) }
    else -> value
}

private fun StringBuilder.appendTree(tree: Map<*, *>) {
    append('{')
    tree.entries.forEachIndexed { i, (name, node) ->
        if (i > 0) append(',')
        JsonText.appendQuoted(this, name as String)
        append(':')
        if (node is JsonPathsColumn.Leaf) JsonText.appendValue(this, node.column, node.row) else appendTree(node as Map<*, *>)
    }
    append('}')
}

/** All JSON columns in [column], wherever they are. */
private fun collect(column: Column, into: IdentityHashMap<JsonPathsColumn, Boolean>) {
    when (column) {
        is JsonPathsColumn -> if (into.put(column, true) == null) {
            for (row in 0 until column.size) leaves(column.tree(row)).forEach { collect(it, into) }
        }

        is NullableColumn -> collect(column.inner, into)

        is ArrayColumn -> collect(column.elements, into)

        is MapColumn -> collect(column.values, into)

        is TupleColumn -> column.elements.forEach { collect(it, into) }

        is VariantColumn -> column.alternatives.forEach { collect(it, into) }

        else -> Unit
    }
}

private fun leaves(tree: Map<*, *>): List<Column> =
    tree.values.flatMap { if (it is JsonPathsColumn.Leaf) listOf(it.column) else leaves(it as Map<*, *>) }
