package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.rows.block
import dev.houseflow.internal.rows.column
import dev.houseflow.internal.rows.headers
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlin.random.Random

class KeyTextsTest : FunSpec({
    fun maps(rows: List<Map<String, Long>>): MapColumn =
        block(column("m", "Map(String, Int64)", *rows.toTypedArray())).columns[0] as MapColumn

    test("keys of all lengths, few and many, alike at both ends, read in any order") {
        val random = Random(5)
        for (distinct in listOf(1, 3, 200, 5_000)) {
            val keys = List(distinct) { i ->
                "k".repeat(random.nextInt(70)) + i + (if (i % 3 == 0) "\u00e9" else "") + "z".repeat(random.nextInt(12))
            }
            val rows = List(2_000) { List(random.nextInt(5)) { keys.random(random) }.distinct().associateWith { random.nextLong() } }
            val column = maps(rows)
            List(rows.size) { column.getMap(it) } shouldBe rows
            for (row in rows.indices.shuffled(random)) {
                column.getMap(row).entries.toList() shouldBe rows[row].entries.toList()
                column.getList(row) shouldBe rows[row].entries.toList()
            }
        }
    }

    test("texts that begin alike, or differ in zero bytes only, are not the same") {
        val keys = listOf("", "\u0000", "\u0000\u0000", "a", "a\u0000", "12345678", "123456789") +
            listOf("1234567812345678", "1234567812345679", "12345678x2345678")
        val rows = List(50) { keys.associateWith { key -> key.length.toLong() } }
        val column = maps(rows)
        List(rows.size) { column.getMap(it) } shouldBe rows
    }

    test("a key that comes again is the same object") {
        val column =
            maps(
                listOf(
                    mapOf("views" to 1L, "a rather long name" to 2L),
                    mapOf("a rather long name" to 3L, "views" to 4L),
                    mapOf("the end" to 5L),
                ),
            )
        val first = column.getMap(0).keys.toList()
        val second = column.getMap(1).keys.toList()
        second[1] shouldBeSameInstanceAs first[0]
        second[0] shouldBeSameInstanceAs first[1]
        column.keyText(0) shouldBeSameInstanceAs first[0]
    }

    test("the first key that comes twice is named") {
        val builder = MapBuilder("m", ClickHouseType.parse("Map(String, Int64)"), builder("String"), builder("Int64"))
        for (key in listOf("a", "b", "c", "c", "b")) {
            builder.keys.append(key)
            builder.values.append(1L)
        }
        builder.endRow()
        val error = shouldThrow<FormatException> { builder.build().getMap(0) }
        error.message shouldContain "The map holds the key c more than once"
        error.row shouldBe 0
    }
})

private fun builder(type: String): NativeBuilder = newBlockBuilder(headers("x" to type)).columns[0] as NativeBuilder
