package dev.houseflow.testkit.parameters

import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.UnsupportedTypeException
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.wire.ByteArraySource
import dev.houseflow.testkit.codec.Corpus
import dev.houseflow.testkit.codec.Engine
import dev.houseflow.testkit.codec.readBlocks
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeGreaterThan

/**
 * Gives every value that `get` returned back as a parameter of its type, and compares with an insert of the same value: for every type and
 * nesting of the corpus.
 */
class CorpusParametersTest : FunSpec({
    val corpus = Corpus.whole()
    val engine = Engine()
    var compared = 0
    afterSpec { engine.close() }

    for (case in corpus.cases) {
        test(case.id) {
            val found = ArrayList<String>()
            for ((type, values) in valuesOf(case)) {
                val asked = Asked(engine, type, case.settings)
                if (!asked.begin()) continue
                compared += values.size
                // A few of many by themselves, and all of them in arrays.
                found += differences(asked, sample(values))
                if (values.size > MANY) found += Asked(engine, "Array($type)", case.settings).let { differences(it, values.chunked(CHUNK)) }
            }
            found.take(SHOWN).shouldBeEmpty()
        }
    }

    test("most values of the corpus were compared") { compared shouldBeGreaterThan corpus.cases.sumOf { it.rows } / 2 }
})

private const val SHOWN = 10
private const val MANY = 500
private const val CHUNK = 1_000

private fun sample(values: List<Any?>): List<Any?> = if (values.size <= MANY) {
    values
} else {
    values.filterIndexed { i, _ -> i % (values.size / MANY) == 0 }
}

private fun differences(asked: Asked, values: List<Any?>): List<String> {
    val found = ArrayList<String>()
    val (taken, refused) = values.partition { asked.refusal(it) == null }
    refused.filter { asked.insertRefusal(it) == null && !isGuess(asked.refusal(it)) }.mapTo(found) { "${asked.type}: ${asked.refusal(it)}" }
    val (both, only) = taken.partition { asked.insertRefusal(it) == null }
    only.mapTo(found) { "${asked.type} takes $it, of which an insert says ${asked.insertRefusal(it)}" }
    asked.begin()
    return found + asked.differences(both)
}

/** The values of the columns of each type in [case]. */
private fun valuesOf(case: Corpus.Case): List<Pair<String, List<Any?>>> {
    val reader = NativeReader(ByteArraySource(case.native), escapedDots = case.settings["json_type_escape_dots_in_keys"] == "1")
    val blocks = try {
        readBlocks(reader)
    } catch (e: UnsupportedTypeException) {
        if (case.opaque) return emptyList()
        throw e
    }
    return case.types.indices.groupBy { case.types[it] }.map { (type, columns) ->
        val values = columns.flatMap { i ->
            blocks.flatMap { block -> (0 until block.rowCount).mapNotNull { valueOf(block.columns[i], it) } }
        }
        type to values.map { it.value }.distinct()
    }
}

private class Value(val value: Any?)

/** What `get` gives; text that is no UTF-8, and maps that no map of Java can hold, have getters of their own. */
private fun valueOf(column: Column, row: Int): Value? {
    val getters = listOf<(Int) -> Any?>(column::get, column::getBytes, column::getList)
    for (get in getters) {
        try {
            return Value(get(row))
        } catch (_: FormatException) {
            continue
        }
    }
    return null
}

/** Whether values of several types stand in one place, which only a cast in the statement can tell apart. */
private fun isGuess(refusal: String?) = refusal != null && "here stand values of several types" in refusal
