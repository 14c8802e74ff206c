package dev.houseflow.testkit.codec

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.untyped.ColumnPart
import dev.houseflow.internal.untyped.ColumnParts
import dev.houseflow.internal.untyped.ListRows
import dev.houseflow.internal.untyped.ViewRows
import io.kotest.core.spec.style.FunSpec

/**
 * Reads every case of a folder of golden data and inserts it into the engine as an insert of rows
 * without a class does it: what was read can be written.
 */
class CopiedCorpusTest : FunSpec({
    val corpus = Corpus.atHand()
    val engine = Engine()
    afterSpec { engine.close() }
    for (case in corpus.cases) {
        test("${case.id}, by blocks") {
            insertAgain(engine, corpus, case) { block, rows ->
                copied(block, ColumnParts(), listOf(ColumnPart(block, rows.first, rows.last + 1)))
            }
        }
        test("${case.id}, by rows") {
            insertAgain(engine, corpus, case) { block, rows -> copied(block, ViewRows(), rows.map { block.row(it) }) }
        }
        // Of these the documented class does not say all.
        if (!case.hasMore()) {
            test("${case.id}, by lists") {
                insertAgain(engine, corpus, case) { block, rows -> copied(block, ListRows(), rows.map { block.row(it).toList() }) }
            }
        }
    }
})

private fun <T> copied(block: Block, adapter: RowAdapter<T>, rows: List<T>): BlockBuilder {
    val headers = block.columns.map { ColumnHeader(it.name, it.type) }
    val builder = newBlockBuilder(headers)
    val writer = adapter.writer(headers)
    if (headers.isEmpty()) return builder
    writer.bind(builder)
    for (row in rows) writer.write(row)
    return builder
}

private val MORE = listOf("AggregateFunction(", "Dynamic", "Variant", "Geometry", "Map(")

private fun Corpus.Case.hasMore(): Boolean = charset != Charsets.UTF_8 || types.any { type -> MORE.any { it in type } }
