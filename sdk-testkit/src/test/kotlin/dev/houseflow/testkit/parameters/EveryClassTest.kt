package dev.houseflow.testkit.parameters

import dev.houseflow.testkit.codec.Engine
import dev.houseflow.testkit.codec.EngineException
import dev.houseflow.testkit.codec.TypedTable
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeGreaterThan
import java.time.LocalDateTime

/**
 * Gives values of every class, with the ends of every range and one step beyond each, to every type that holds single values, as parameters
 * and as rows of an insert. A value that arrives is the same in both ways. One that an insert refuses is no parameter either.
 */
class EveryClassTest : FunSpec({
    val engine = Engine()
    afterSpec { engine.close() }

    for (type in TYPES) {
        test(type) {
            val values = EveryClass.values()
            val found = ArrayList<String>()
            val asked = Asked(engine, type, TypedTable.SETTINGS).apply { begin() }
            val pairs = values.map { it to EveryClass.inserted(type, it) }
            val goes = pairs.filter { (_, row) -> row != null && asked.insertRefusal(row) == null }
            val (taken, refused) = goes.partition { asked.refusal(it.first) == null }
            refused.filterNot { isBeyondClocks(it.second) }
                .mapTo(found) { "$type refuses what an insert takes: ${asked.refusal(it.first)}" }
            found += asked.differences(taken.map { it.first }, taken.map { it.second })
            for (wrap in WRAPPERS) {
                val around = Asked(engine, wrap.type(type), TypedTable.SETTINGS).apply { begin() }
                val (inside, outside) = taken.partition { around.refusal(wrap.value(it.first)) == null }
                outside.filterNot { isBareText(it.first) }.mapTo(found) { "${around.refusal(wrap.value(it.first))}" }
                found += around.differences(inside.map { wrap.value(it.first) }, inside.map { wrap.value(it.second) })
            }
            // What an insert does not take may only be a text of which the server has to say that it is none.
            for ((value, row) in pairs - goes.toSet()) {
                val goesAnyhow = asked.refusal(value) == null && !isServers(asked, value)
                if (goesAnyhow) found += "$type takes ${value.javaClass.name} $value, and not $row"
            }
            found.take(SHOWN).shouldBeEmpty()
            taken.size shouldBeGreaterThan 0
        }
    }
})

private const val SHOWN = 15

private val TYPES = listOf(8, 16, 32, 64, 128, 256).flatMap { listOf("Int$it", "UInt$it") } + listOf(
    "Bool", "Float32", "Float64", "BFloat16", "Decimal(9, 2)", "Decimal(18, 4)", "Decimal(38, 10)", "Decimal(76, 20)",
    "String", "FixedString(16)", "FixedString(3)", "Enum8('A' = 1, 'B' = -2, 'Z' = 5)", "Enum16('A' = 300, 'b' = 301)",
    "UUID", "IPv4", "IPv6",
    "Date", "Date32", "DateTime", "DateTime('UTC')", "DateTime('America/New_York')", "DateTime64(0)", "DateTime64(3)",
    "DateTime64(3, 'UTC')",
    "DateTime64(6, 'America/New_York')", "DateTime64(9)", "DateTime64(9, 'Asia/Kathmandu')", "Time", "Time64(0)",
    "Time64(3)", "Time64(9)",
) + listOf("Nanosecond", "Millisecond", "Second", "Minute", "Hour", "Day", "Week", "Month", "Quarter", "Year").map { "Interval$it" }

private class Wrapper(val type: (String) -> String, val value: (Any?) -> Any)

private val WRAPPERS = listOf(
    Wrapper({ "Nullable($it)" }, { it!! }),
    Wrapper({ "Array($it)" }, { listOf(it) }),
    Wrapper({ "Array(Nullable($it))" }, { listOf(null, it) }),
    Wrapper({ "Map(String, $it)" }, { mapOf("k" to it) }),
    Wrapper({ "Tuple(String, $it)" }, { listOf("a", it) }),
    Wrapper({ "Array(Tuple(a String, b $it))" }, { listOf("x" to it) }),
)

/** A text in a form that only the whole parameter may have: an array's elements have no such forms. */
private fun isBareText(value: Any) = value is CharSequence || value is Char

/** Wall clocks whose zone only the server knows are for years that all servers know. */
private fun isBeyondClocks(row: Any?) = row is LocalDateTime && row.year !in 1900..2299

/** Whether the server refuses [value], or takes it for what it says. */
private fun isServers(asked: Asked, value: Any): Boolean = EveryClass.isText(asked.type) || (isBareText(value) && isAsSaid(asked, value))

private fun isAsSaid(asked: Asked, value: Any): Boolean = try {
    asked.select(listOf(value), "TSV").decodeToString().trim() == value.toString().trim()
} catch (_: EngineException) {
    true
}
