package dev.houseflow.testkit.codec

import dev.houseflow.ClickHouseType
import io.kotest.core.spec.style.FunSpec
import kotlin.random.Random

/**
 * Random types nested to depth 4 and random values: written by the SDK into the engine, read back equal by the SDK, and printed by the engine
 * as the JVM prints them. A failure names its seed, which `-Dhouseflow.seed=N` sets; `-Dhouseflow.rounds=N` sets how many tables are made.
 */
class RandomTypesTest : FunSpec({
    val engine = Engine()
    afterSpec { engine.close() }

    test("columns of random types and values come back from the engine as they were, and print as the JVM prints them") {
        val seed = System.getProperty("houseflow.seed")?.toLong() ?: System.nanoTime()
        val rounds = System.getProperty("houseflow.rounds")?.toInt() ?: ROUNDS
        val table = TypedTable(engine)
        repeat(rounds) { round ->
            val random = Random(seed + round)
            val types = List(COLUMNS) { ClickHouseType.parse(RandomTypes(random).type(DEPTH)) }
            val values = RandomValues(random)
            val columns = types.map { type -> List(ROWS) { values.value(type) } }
            val what = "round $round of seed $seed (this round alone: -Dhouseflow.seed=${seed + round} -Dhouseflow.rounds=1)"
            val differences = try {
                table.differences(types, columns)
            } catch (e: Exception) {
                throw AssertionError("$what: ${alone(table, types, columns) ?: e}", e)
            }
            if (differences.isNotEmpty()) {
                throw AssertionError(
                    "$what: ${differences.size} values differ:\n${differences.take(20).joinToString("\n")}",
                )
            }
        }
    }
})

/** The first column that fails by itself, and how. */
private fun alone(
    table: TypedTable,
    types: List<ClickHouseType>,
    columns: List<List<Any?>>,
): String? = types.indices.firstNotNullOfOrNull { i ->
    runCatching { table.differences(listOf(types[i]), listOf(columns[i])) }.exceptionOrNull()?.let { "${types[i]}: $it" }
}

private const val ROUNDS = 150
private const val COLUMNS = 40
private const val ROWS = 6
private const val DEPTH = 4
