package dev.houseflow.internal.codec

import dev.houseflow.Block
import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.UnsupportedTypeException
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.wire.ByteArraySource
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.JsonArray

/**
 * Reads every blob of a folder of golden data, compares each value with the engine's own rendering, writes the values again and compares
 * once more. `tools/corpus PATH` runs it on any folder; without `-Dcorpus.dir` it reads the project's own golden files.
 */
class CorpusTest : FunSpec({
    val corpus = Corpus.atHand()
    var passed = 0
    afterSpec { println("$passed passed, ${corpus.cases.size - passed} failed") }
    for (case in corpus.cases) {
        test(case.id) {
            for ((layout, revision) in LAYOUTS) {
                if (case.has(layout)) withClue(layout) { check(case, layout, revision) }
            }
            passed++
        }
    }
})

private val LAYOUTS = listOf(
    "native" to 0,
    "native_rev54405" to 54405,
    "native_rev54488" to 54488,
    "native_bintypes" to 0,
    "native_flattened" to 0,
    "native_jsonstring" to 0,
)

private fun check(case: Corpus.Case, layout: String, revision: Int) {
    val bytes = case.bytes(layout)
    val reader = NativeReader(
        ByteArraySource(bytes),
        revision = revision,
        binaryTypes = layout == "native_bintypes",
        escapedDots = case.settings["json_type_escape_dots_in_keys"] == "1",
    )
    val blocks = try {
        readBlocks(reader)
    } catch (e: UnsupportedTypeException) {
        // States that no client can read are refused by name; where one can, the values have to be right.
        if (case.opaque) return
        throw e
    }
    if (layout == "native") {
        case.blocks?.let { blocks.map { block -> block.rowCount } shouldBe it }
        if (blocks.isNotEmpty()) blocks[0].columns.map { it.type.toString() } shouldBe case.nativeTypes
    }
    compare(case, layout, blocks)
    for (block in blocks) {
        val again = writeBlock(copyOf(block))
        withClue("written again") { compareBlock(case, layout, readBlocks(again).single(), block) }
    }
    if (layout == "native" && case.nativeTypes.none { it.contains(NOT_DETERMINISTIC) }) {
        withClue("bytes") {
            val sink = blocks.map { writeBlock(copyOf(it)) }.fold(ByteArray(0)) { all, part -> all + part }
            sink.contentEquals(bytes) shouldBe true
        }
    }
}

/** Dictionaries and lists of types have no order of their own, and anything may stand under NULL. */
private val NOT_DETERMINISTIC = Regex("LowCardinality|Dynamic|JSON|Nullable")

private fun compare(case: Corpus.Case, layout: String, blocks: List<Block>) {
    blocks.sumOf { it.rowCount } shouldBe case.rows
    // Only JSON as text obeys the settings in which the two renderings differ.
    val renderings = if (layout == "native_jsonstring") listOf("expected", "expected_default") else listOf("expected")
    val differences = ArrayList<String>()
    for (rendering in renderings.filter { case.has(it) }) {
        differences.add("$rendering: " + (differenceOf(case, blocks, case.expected(rendering, layout != "native_jsonstring")) ?: return))
    }
    withClue(differences.joinToString("\n")) { differences.isEmpty() shouldBe true }
}

private fun differenceOf(case: Corpus.Case, blocks: List<Block>, rows: List<JsonArray>): String? {
    val values = ExpectedValue(case.nonUtf8)
    var at = 0
    for (block in blocks) {
        for (row in 0 until block.rowCount) {
            val expected = rows[at++]
            for (i in block.columns.indices) {
                val column = block.columns[i]
                val lostZone = (column.type as? ClickHouseType.DateTime)?.zone == null
                val zone = if (lostZone) ExpectedValue.zoneOf(case.types[i]) else null
                values.difference(expected[i], column, row, zone)?.let { return "row ${at - 1}, `${column.name}` ${column.type}: $it" }
            }
        }
    }
    return null
}

/** The text of every value is the same in both. */
private fun compareBlock(case: Corpus.Case, layout: String, found: Block, expected: Block) {
    found.rowCount shouldBe expected.rowCount
    for (i in expected.columns.indices) {
        val wanted = expected.columns[i]
        val column = found.columns[i]
        column.type shouldBe wanted.type
        for (row in 0 until expected.rowCount) {
            withClue("${case.id} $layout `${wanted.name}` ${wanted.type} row $row") { same(column, row, wanted, row) shouldBe true }
        }
    }
}

private fun same(a: Column, i: Int, b: Column, j: Int): Boolean = when {
    a.isNull(i) || b.isNull(j) -> a.isNull(i) == b.isNull(j)
    a is JsonColumn && b is JsonColumn -> JsonText.parse(a.getString(i)) == JsonText.parse(b.getString(j))
    a is StateColumn && b is StateColumn -> a.getBytes(i).contentEquals(b.getBytes(j))
    a is DelegatingColumn -> same(a.target(i)!!, a.targetRow(i), b, j)
    b is DelegatingColumn -> same(a, i, b.target(j)!!, b.targetRow(j))
    a is StringColumn || a is FixedStringColumn -> a.getBytes(i).contentEquals(b.getBytes(j))
    a is ArrayColumn && b is ArrayColumn -> sameRun(a.elements, a.start(i), a.end(i), b.elements, b.start(j), b.end(j))
    a is MapColumn && b is MapColumn -> sameRun(a.keys, a.start(i), a.end(i), b.keys, b.start(j), b.end(j)) &&
        sameRun(a.values, a.start(i), a.end(i), b.values, b.start(j), b.end(j))
    a is TupleColumn && b is TupleColumn -> a.elements.indices.all { same(a.elements[it], i, b.elements[it], j) }
    else -> a.getString(i) == b.getString(j)
}

private fun sameRun(a: Column, from: Int, to: Int, b: Column, start: Int, end: Int): Boolean =
    to - from == end - start && (0 until to - from).all { same(a, from + it, b, start + it) }
