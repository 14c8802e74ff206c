package dev.houseflow.internal.prefetch

import dev.houseflow.Block
import dev.houseflow.ClickHouseType
import dev.houseflow.internal.codec.JsonPathsColumn
import dev.houseflow.internal.rows.block
import dev.houseflow.internal.rows.column
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class PrefetchTest : FunSpec({
    test("rows whose values have parts: none, some, very many, and rows that have nothing at the edges of what is looked at") {
        for (rows in listOf(1, 128, 129, 300)) {
            fun count(row: Int): Int = if (row == 200) {
                6_000
            } else if (row < 128) {
                row % 3
            } else {
                0
            }

            fun values(type: String, value: (Int) -> Any?) = column("x", type, *Array(rows) { value(it) })
            val columns = block(
                values("Array(String)") { row -> List(count(row)) { "tag $it" } },
                values("Array(Array(UInt16))") { row -> List(row % 2) { List(count(row)) { it } } },
                values("Map(String, Int64)") { row -> (0 until count(row)).associate { "key $it" to it.toLong() } },
                values("Tuple(Int64, Array(Nullable(String)))") { row ->
                    val texts = List(count(row)) { "x".takeUnless { _ -> it == 1 } }
                    listOf(row.toLong(), texts)
                },
                values("Array(Tuple())") { row -> List(count(row)) { emptyList<Any>() } },
            ).columns
            val paths = block(
                values("Int64") { it.toLong() },
                values("Dynamic") { "x$it" },
                values("Dynamic") { row -> row.takeIf { it % 2 != 0 } },
            ).columns
            val json = JsonPathsColumn("doc", ClickHouseType.parse("JSON"), rows, 1, listOf("id", "a.b", "a.c"), paths, null, false)
            val block = Block(columns + json, rows)
            block.rows().map { it.toList() } shouldBe List(rows) { row -> block.columns.map { it.get(row) } }
        }
    }
})
