package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.wire.ByteSink
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe

/** What holds for the codec of every type, from one table of bytes. */
class GoldenBytesTest : FunSpec({
    for (golden in GOLDEN) {
        test("${golden.type}: reads the golden bytes") {
            val column = readBlocks(golden.block).single().column("c")
            column.type.toString() shouldBe golden.type
            List(column.size) { column.get(it) } shouldEqual golden.values
            for (row in 0 until column.size) column.isNull(row) shouldBe (golden.values[row] == null)
        }

        test("${golden.type}: reads them one byte at a time") {
            val column = readBlocks(OneByteSource(golden.block)).single().column("c")
            List(column.size) { column.get(it) } shouldEqual golden.values
        }

        test("${golden.type}: fails on every proper prefix") {
            for (length in 1 until golden.block.size) {
                val failure = withClue("first $length bytes") {
                    shouldThrow<FormatException> { readBlocks(golden.block.copyOf(length)) }
                }
                (failure.byteOffset in 0L..length.toLong()) shouldBe true
            }
        }

        test("${golden.type}: writes the values again") {
            val builder = newBlockBuilder(listOf(ColumnHeader("c", ClickHouseType.parse(golden.type))))
            for (value in golden.values) {
                // A bare NULL fits Nullable(Nothing) and nothing more: append takes it like every other value.
                builder.columns[0].append(value)
            }
            val bytes = writeBlock(builder)
            if (golden.canonical) bytes.toList() shouldBe golden.block.toList()
            val again = readBlocks(bytes).single().columns[0]
            List(again.size) { comparable(again.get(it)) } shouldEqual golden.values.map { comparable(it) }
            val built = (builder.columns[0] as NativeBuilder).build()
            List(built.size) { comparable(built.get(it)) } shouldEqual golden.values.map { comparable(it) }
        }

        test("${golden.type}: takes the last row back") {
            val builder = newBlockBuilder(listOf(ColumnHeader("c", ClickHouseType.parse(golden.type)))).columns[0] as NativeBuilder
            for (value in golden.values) builder.append(value)
            builder.truncate(golden.values.size - 1)
            builder.append(golden.values.last())
            List(builder.size) { comparable(builder.build().get(it)) } shouldEqual golden.values.map { comparable(it) }
            builder.clear()
            builder.size shouldBe 0
            builder.build().size shouldBe 0
        }

        test("${golden.type}: has a default and an empty column") {
            val headers = listOf(ColumnHeader("c", ClickHouseType.parse(golden.type)))
            val builder = newBlockBuilder(headers)
            writeBlock(builder).toList().shouldBeEmpty()
            builder.columns[0].appendDefault()
            readBlocks(writeBlock(builder)).single().columns[0].size shouldBe 1
            val empty = ByteSink().apply {
                writeVarUInt(1)
                writeVarUInt(0)
                writeString("c")
                writeString(golden.type)
            }
            readBlocks(empty.toByteArray()).single().columns[0].size shouldBe 0
        }

        for (outer in outerTypes(golden)) {
            test("${golden.type}: inside $outer") {
                val wrapped = outer.replace("?", golden.type)
                val builder = newBlockBuilder(listOf(ColumnHeader("c", ClickHouseType.parse(wrapped))))
                val values = wrap(outer, golden.values)
                for (value in values) builder.columns[0].append(value)
                val bytes = writeBlock(builder)
                val column = readBlocks(OneByteSource(bytes)).single().columns[0]
                List(column.size) { comparable(column.get(it)) } shouldEqual values.map { comparable(it) }
                for (length in 1 until bytes.size step 7) {
                    shouldThrow<FormatException> { readBlocks(bytes.copyOf(length)) }
                }
            }
        }
    }
})

/** By `equals`, for which NaN is NaN; Kotest's own comparison goes by `==` of numbers. */
private infix fun List<Any?>.shouldEqual(expected: List<Any?>) {
    withClue("expected $expected, found $this") { (this == expected) shouldBe true }
}

/** Dynamic gives a value the type of its own class, so a Short comes back as Int16 and a decimal with another precision: same number. */
private fun comparable(value: Any?): Any? = when (value) {
    is Byte, is Short, is Int, is Long -> (value as Number).toLong().toString()
    is java.math.BigInteger -> value.toString()
    is List<*> -> value.map { comparable(it) }
    is Map<*, *> -> value.entries.associate { comparable(it.key) to comparable(it.value) }
    else -> value
}

private val NEVER_NULLABLE = Regex("^(Nullable|Array|Map|Nested|Variant|Dynamic|LowCardinality|Ring|Geometry|Tuple\\(\\)).*")

private fun outerTypes(golden: Golden): List<String> = buildList {
    add("Array(?)")
    add("Map(UInt8, ?)")
    add("Tuple(x UInt8, y ?)")
    add("Array(Tuple(Map(String, ?)))")
    if (!NEVER_NULLABLE.matches(golden.type)) add("Nullable(?)")
}

private fun wrap(outer: String, values: List<Any?>): List<Any?> = when (outer) {
    "Array(?)" -> listOf(values, emptyList(), values.take(1))
    "Map(UInt8, ?)" -> listOf(values.withIndex().associate { it.index to it.value }, emptyMap<Any, Any>())
    "Tuple(x UInt8, y ?)" -> values.map { listOf(7, it) }
    "Array(Tuple(Map(String, ?)))" -> listOf(listOf(listOf(mapOf("k" to values[0]))), emptyList<Any>())
    else -> values + listOf(null)
}
