package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.wire.ByteSink
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class LowCardinalityBuilderTest : FunSpec({
    fun builder(type: String) = newBlockBuilder(listOf(ColumnHeader("c", ClickHouseType.parse(type)))).column(0) as NativeBuilder

    fun texts(builder: NativeBuilder): List<String?> = builder.build().let { column ->
        List(column.size) { if (column.isNull(it)) null else column.getString(it) }
    }

    /** How many keys the dictionary has on the wire. */
    fun keys(builder: NativeBuilder): Int {
        val bytes = ByteSink().also { builder.writeData(it) }.toByteArray()
        return (0 until 4).sumOf { (bytes[8 + it].toInt() and 0xff) shl (8 * it) }
    }

    test("each block has a dictionary of its own, whatever the blocks before it had") {
        val builder = builder("LowCardinality(String)")
        for (first in listOf(0, 500, 100, 0, 20_000)) {
            val rows = List(3_000) { "text ${first + it % 700}" }
            rows.forEach(builder::appendString)
            texts(builder) shouldBe rows
            keys(builder) shouldBe 701
            builder.clear()
        }
    }

    test("more texts than are remembered for the next block") {
        val builder = builder("LowCardinality(String)")
        repeat(3) { block ->
            val rows = List(30_000) { "$block:${it % 25_000}" }
            rows.forEach(builder::appendString)
            (texts(builder) == rows) shouldBe true
            keys(builder) shouldBe 25_001
            builder.clear()
        }
    }

    test("long keys, of which the first are made with the first row only") {
        val one = "1".repeat(300)
        for (type in listOf("LowCardinality(FixedString(300))", "LowCardinality(Nullable(FixedString(300)))")) {
            val nullable = "Nullable" in type
            val builder = builder(type)
            builder.build().size shouldBe 0
            val zeros = "\u0000".repeat(300)
            repeat(3) { block ->
                // Whatever comes first: a text, its bytes, or no value at all.
                if (block == 0) builder.appendString(one)
                if (block == 1) builder.appendBytes(one.toByteArray())
                if (block == 2) builder.appendDefault()
                builder.appendString("")
                if (nullable) builder.appendNull()
                builder.appendString(one)
                val first = if (block < 2) one else zeros.takeUnless { nullable }
                texts(builder) shouldBe listOf(first, zeros) + (if (nullable) listOf(null) else emptyList()) + one
                keys(builder) shouldBe if (nullable) 3 else 2
                builder.clear()
            }
        }
    }

    test("a text is one key, whether it comes as String or as bytes") {
        for (type in listOf("LowCardinality(String)", "LowCardinality(Nullable(String))", "LowCardinality(FixedString(3))")) {
            val builder = builder(type)
            repeat(3) {
                builder.appendString("one")
                builder.appendBytes("one".toByteArray())
                builder.appendBytes("two".toByteArray())
                builder.appendString("two")
                builder.append("six")
                builder.append("one")
                builder.appendBytes("six".toByteArray())
                texts(builder) shouldBe listOf("one", "one", "two", "two", "six", "one", "six")
                keys(builder) shouldBe if ("Nullable" in type) 5 else 4
                builder.clear()
            }
        }
    }

    test("the default value is no further key, nor is NULL") {
        val builder = builder("LowCardinality(Nullable(String))")
        repeat(2) {
            builder.appendNull()
            builder.appendString("")
            builder.appendBytes(ByteArray(0))
            builder.append(null)
            texts(builder) shouldBe listOf(null, "", "", null)
            keys(builder) shouldBe 2
            builder.clear()
        }
    }
})
