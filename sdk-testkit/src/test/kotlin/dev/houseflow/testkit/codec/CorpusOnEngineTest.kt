package dev.houseflow.testkit.codec

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.UnsupportedTypeException
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.wire.ByteArraySource
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.testkit.copyOf
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/**
 * Reads every case of a folder of golden data, inserts what the SDK makes of it into the engine, and compares the engine's rendering with the
 * one it gave for its own bytes. `tools/corpus PATH` runs it on any folder; without `-Dcorpus.dir` it takes the project's own golden files.
 */
class CorpusOnEngineTest : FunSpec({
    val corpus = Corpus.atHand()
    val engine = Engine()
    afterSpec { engine.close() }
    for (case in corpus.cases) test(case.id) { insertAgain(engine, corpus, case) }
})

/**
 * What [copy] makes of the rows of a block goes into the engine, which has to render it as it did
 * its own.
 */
internal fun insertAgain(engine: Engine, corpus: Corpus, case: Corpus.Case, copy: (Block, IntRange) -> BlockBuilder = ::copyOf) {
    val reader = NativeReader(ByteArraySource(case.native), escapedDots = case.settings["json_type_escape_dots_in_keys"] == "1")
    val blocks = try {
        readBlocks(reader)
    } catch (e: UnsupportedTypeException) {
        // States that only the server can read are refused by name, so nothing is there to insert.
        if (case.opaque) return
        throw e
    }
    blocks.sumOf { it.rowCount } shouldBe case.rows
    val whole = written(blocks.map { copy(it, 0 until it.rowCount) })
    val names = case.names.ifEmpty { blocks.firstOrNull()?.columns?.map { it.name }.orEmpty() }
    // A table has columns, and no two of one name: nobody can insert these.
    if (case.reinsert == null && (names.isEmpty() || names.toSet().size < names.size)) return

    // The types are given as they are: a Nested must not fall apart into arrays.
    val settings = case.settings + ("flatten_nested" to "0")
    val columns = names.indices.joinToString(", ") { "${quoted(names[it])} ${case.types[it]}" }
    engine.run("DROP TABLE IF EXISTS again")
    val refusal = refusalOf {
        engine.run("CREATE TABLE again ($columns) ENGINE = Memory", settings)
        if (whole.isNotEmpty()) engine.insert("again", whole, settings)
    }
    if (refusal != null) {
        // What the engine does not take from itself it need not take from us.
        val expected = if (case.reinsert == null) {
            NO_TABLE_TAKES_IT
        } else {
            Regex("Code: (\\d+)").find(case.reinsert)?.groupValues?.get(1)?.toInt()
        }
        if (refusal.code != expected) throw refusal
        return
    }
    val different = differenceOf(engine, corpus, case, names) ?: return
    // Bytes that lose something by themselves, as the engine found when it inserted its own.
    if (case.reinsert.orEmpty().startsWith("rows differ")) return
    if (case.types.any { "JSON" in it || "Dynamic" in it }) {
        // The server types the texts of JSON by those before them in the block: rows that came there one by one have to go there so again.
        engine.run("TRUNCATE TABLE again")
        for (block in blocks) {
            for (row in 0 until block.rowCount) engine.insert("again", written(listOf(copy(block, row until row + 1))), settings)
        }
        differenceOf(engine, corpus, case, names) ?: return
    }
    throw AssertionError(different)
}

private fun written(builders: List<BlockBuilder>): ByteArray = ByteSink().also { sink -> builders.forEach { sink.write(it) } }.toByteArray()

/** The first row that is not as the manifest has it; `null` when there is none. */
private fun differenceOf(engine: Engine, corpus: Corpus, case: Corpus.Case, names: List<String>): String? {
    val settings = case.settings + ("flatten_nested" to "0") + corpus.renderSettings
    val found = case.linesOf(engine.run("${select(case, names)} FORMAT JSONCompactEachRow", settings))
    val expected = case.expected
    if (found.size != expected.size) return "found ${found.size} rows, expected ${expected.size}"
    val different = found.indices.firstOrNull { !sameRow(found[it], expected[it]) } ?: return null
    return "row $different of ${case.types}: found ${found[different]}, expected ${expected[different]}"
}

/** The number of the error for a type that no column of a table may have. */
private const val NO_TABLE_TAKES_IT = 370

private fun refusalOf(action: () -> Unit): EngineException? = try {
    action()
    null
} catch (e: EngineException) {
    e
}

/** The query for the expected rows, with the table in the place of the query that the bytes came from. */
private fun select(case: Corpus.Case, names: List<String>): String {
    val expectedSql = case.expectedSql
    if (expectedSql != null && "(${case.sql})" in expectedSql) return expectedSql.replace("(${case.sql})", "again")
    val columns = names.indices.map { i ->
        val name = quoted(names[i])
        val type = case.types[i]
        when {
            // Neither prints as what it means: a state never, a vector of the engine not when it holds NaN.
            type.startsWith("AggregateFunction(") -> "finalizeAggregation($name)"

            type.startsWith("QBit(") && expectedSql != null -> "$name::Array(${type.removePrefix("QBit(").substringBefore(',')})"

            else -> name
        }
    }
    return "SELECT ${columns.joinToString(", ")} FROM again"
}
