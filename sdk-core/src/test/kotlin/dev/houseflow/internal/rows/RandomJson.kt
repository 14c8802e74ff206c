package dev.houseflow.internal.rows

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.internal.codec.JsonPathsColumn
import dev.houseflow.internal.codec.SharedPaths
import dev.houseflow.internal.codec.VariantColumn
import kotlin.random.Random

/** JSON columns with any paths there can be: in any order, in each other's way, typed, NULL, or shared. */
internal class RandomJson(seed: Int) {
    private val random = Random(seed)

    fun column(): JsonPathsColumn {
        val rows = random.nextInt(1, 6)
        val paths = List(random.nextInt(0, 7)) { path() }.let { if (random.nextInt(4) == 0) it else it.distinct().sorted() }
        val typed = if (paths.isEmpty()) 0 else maxOf(0, random.nextInt(paths.size + 3) - 3)
        val columns = List(paths.size) { if (it < typed) typed(rows) else dynamic(List(rows * 2) { value() }.take(rows)) }
        val shared = if (random.nextInt(3) == 0) shared(rows) else null
        return JsonPathsColumn("doc", ClickHouseType.parse("JSON"), rows, typed, paths, columns, shared, escapedDots = random.nextBoolean())
    }

    private fun path(): String = List(random.nextInt(1, 4)) { NAMES.random(random) }.joinToString(".")

    /** The same kind of value in all rows, NULL in some of them, or of all kinds. */
    private fun dynamic(values: List<Any?>): Column {
        val first = values.first()
        val all = if (random.nextBoolean()) values.map { if (it?.javaClass == first?.javaClass) it else first } else values
        return block(column("x", "Dynamic", *all.toTypedArray())).columns[0]
    }

    private fun typed(rows: Int): Column = when (random.nextInt(5)) {
        0 -> block(column("x", "Nullable(Int32)", *Array(rows) { if (random.nextBoolean()) null else random.nextInt() }))
        1 -> block(column("x", "LowCardinality(String)", *Array(rows) { "l${random.nextInt(3)}" }))
        2 -> block(column("x", "Tuple(b UInt64, c Array(Bool))", *Array(rows) { listOf(random.nextLong(9), listOf(true, false)) }))
        3 -> block(column("x", "Map(String, Float32)", *Array(rows) { mapOf("b" to 1.5f, "c" to random.nextInt(9).toFloat()) }))
        else -> block(column("x", "UInt64", *Array(rows) { (if (random.nextBoolean()) ULong.MAX_VALUE else 7UL) }))
    }.columns[0]

    private fun shared(rows: Int): SharedPaths {
        val ends = IntArray(rows)
        var end = 0
        for (row in 0 until rows) {
            end += random.nextInt(3)
            ends[row] = end
        }
        val values = dynamicOf(List(end) { value() })
        return SharedPaths(
            ends,
            Array(end) { path() },
            IntArray(end) { values?.alternative(it) ?: -1 },
            IntArray(end) { values?.rowInAlternative(it) ?: 0 },
            values?.alternatives.orEmpty(),
        )
    }

    private fun dynamicOf(values: List<Any?>): VariantColumn? =
        if (values.isEmpty()) null else block(column("x", "Dynamic", *values.toTypedArray())).columns[0] as VariantColumn

    private fun value(): Any? = when (random.nextInt(12)) {
        0, 1 -> null
        2, 3 -> random.nextLong(-200, 200)
        4 -> random.nextLong()
        5 -> random.nextInt(100) / 8.0
        6 -> listOf(Double.NaN, 1e300, 3.0, 0.1).random(random)
        7 -> listOf("", "1", "tr\u00fce\n\"", "OPEN", "2.5").random(random)
        8 -> random.nextBoolean()
        9 -> List(random.nextInt(3)) { random.nextLong(5) }
        10 -> random.nextInt(9).toFloat() / 4
        else -> "text${random.nextInt(3)}"
    }

    private companion object {
        private val NAMES = listOf("a", "b", "c", "d%2Ee")
    }
}
