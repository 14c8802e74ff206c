package dev.houseflow.internal.block

import dev.houseflow.Block
import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.internal.codec.readBlocks
import dev.houseflow.internal.wire.ByteArraySource
import dev.houseflow.internal.wire.ByteSink
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

/** The layouts are those that ClickHouse 26.7 takes. */
class CustomSerializationTest : FunSpec({
    test("a byte 0 says that the values come as always") {
        values("UInt8", 2, "00 0709") shouldBe listOf(7, 9)
        values("LowCardinality(String)", 1, "00 0100000000000000 0006000000000000 0200000000000000 000178 0100000000000000 01") shouldBe
            listOf("x")
    }

    test("sparse values of all kinds of width") {
        val places = "02 01 8180808080808080 40"
        values("UInt8", 6, "01 01 $places 0709") shouldBe listOf(0, 0, 7, 0, 9, 0)
        values("Int64", 6, "01 01 $places ffffffffffffffff 0900000000000000") shouldBe listOf(0L, 0L, -1L, 0L, 9L, 0L)
        values("String", 6, "01 01 $places 0161 026262") shouldBe listOf("", "", "a", "", "bb", "")
        values("FixedString(2)", 6, "01 01 $places 6161 6200") shouldBe
            listOf("\u0000\u0000", "\u0000\u0000", "aa", "\u0000\u0000", "b\u0000", "\u0000\u0000")
        values("Decimal(9, 2)", 6, "01 01 $places 96000000 01000000").map { it.toString() } shouldBe
            listOf("0.00", "0.00", "1.50", "0.00", "0.01", "0.00")
        values("Enum8('a' = -1, 'z' = 0)", 6, "01 01 $places ff ff") shouldBe listOf("z", "z", "a", "z", "a", "z")
        values("SimpleAggregateFunction(sum, UInt16)", 6, "01 01 $places 0700 0900") shouldBe listOf(0, 0, 7, 0, 9, 0)
    }

    test("sparse values at both ends, none at all, and nothing else") {
        values("UInt8", 3, "01 01 00 01 8080808080808080 40 0709") shouldBe listOf(7, 0, 9)
        values("UInt8", 3, "01 01 8380808080808080 40") shouldBe listOf(0, 0, 0)
        values("UInt8", 2, "01 01 00 00 8080808080808080 40 0709") shouldBe listOf(7, 9)
    }

    test("NULL is the default of a sparse Nullable") {
        values("Nullable(UInt8)", 4, "01 01 01 01 8080808080808080 40 0500") shouldBe listOf(null, 5, null, 0)
        values("Nullable(String)", 3, "01 01 01 8180808080808080 40 0161") shouldBe listOf(null, "a", null)
    }

    test("replicated values") {
        values("String", 3, "01 04 03 01 000100 02 0161 0162") shouldBe listOf("a", "b", "a")
        values("UInt16", 3, "01 04 03 02 0100 0000 0100 02 0500 0600") shouldBe listOf(6, 5, 6)
        values("UInt8", 2, "01 04 02 04 00000000 00000000 01 07") shouldBe listOf(7, 7)
        values("UInt8", 1, "01 04 01 08 0000000000000000 01 07") shouldBe listOf(7)
        values("Nullable(UInt8)", 3, "01 04 03 01 010001 02 0100 0005") shouldBe listOf(5, null, 5)
    }

    test("a tuple says the kinds of its elements, those of inner tuples among them") {
        val kinds = "01 00 01 00 00 04"
        val column = values(
            "Tuple(UInt8, Tuple(UInt8, String))",
            2,
            "$kinds 00 8180808080808080 40 07   0102   02 01 0000 01 0178",
        )
        column shouldBe listOf(listOf(7, listOf(1, "x")), listOf(0, listOf(2, "x")))
        values("Point", 2, "01 00 01 00 8280808080808080 40 000000000000f03f 0000000000000040") shouldBe
            listOf(listOf(0.0, 1.0), listOf(0.0, 2.0))
    }

    test("columns in forms of their own stand beside plain ones, and change from block to block") {
        val sparse = "00 02 02 01 61 05 55496e7438 01 01 01 8080808080808080 40 07   01 62 05 55496e7438 00 0809"
        val plain = "00 02 02 01 61 05 55496e7438 00 0102   01 62 05 55496e7438 00 0304"
        val blocks = readBlocks(NativeReader(ByteArraySource(hex(sparse + plain + sparse)), revision = 54488))
        blocks.map { block -> block.columns.map { column -> (0..1).map { column.getInt(it) } } } shouldBe listOf(
            listOf(listOf(0, 7), listOf(8, 9)),
            listOf(listOf(1, 2), listOf(3, 4)),
            listOf(listOf(0, 7), listOf(8, 9)),
        )
    }

    test("a column without rows has its kinds, and nothing else") {
        val block = read("UInt8", 0, "01 01")
        block.columns.single().size shouldBe 0
    }

    test("a form that is not known is refused by name of column and type, with the way out") {
        for (data in listOf("01 02", "01 03", "01 05", "01 63")) {
            val failure = shouldThrow<FormatException> { read("UInt8", 1, "$data 07") }
            failure.column shouldBe "a"
            failure.type shouldBe "UInt8"
            failure.message.orEmpty() shouldContain "client_protocol_version"
        }
        shouldThrow<FormatException> { read("Array(UInt8)", 1, "01 04 01 01 00 01 0100000000000000 07") }.message.orEmpty() shouldContain
            "54453"
    }

    test("damaged places are refused") {
        // More rows than the block has, fewer, none at all, a value behind the last row.
        for (places in listOf("8480808080808080 40", "8280808080808080 40", "04 8080808080808080 40", "00 00 00 00")) {
            shouldThrow<FormatException> { read("UInt8", 3, "01 01 $places 07070707") }
        }
        for (replicated in listOf("02 01 000000 01 07", "03 03 000000 01 07", "03 01 000100 01 07", "03 08 ${"ff".repeat(24)} 01 07")) {
            shouldThrow<FormatException> { read("UInt8", 3, "01 04 $replicated") }
        }
    }

    test("every part of a block that is cut off is told") {
        val whole = block("Tuple(Nullable(UInt16), String)", 2, "01 00 01 04 01 8080808080808080 40 0500 02 01 0001 02 0161 026262")
        readBlocks(NativeReader(ByteArraySource(whole), revision = 54454)).single().columns.single().getList(1) shouldBe listOf(5, "bb")
        for (length in 1 until whole.size) {
            withClue("$length bytes") {
                shouldThrow<FormatException> { readBlocks(NativeReader(ByteArraySource(whole.copyOf(length)), revision = 54454)) }
            }
        }
    }

    test("a few bytes do not ask for any amount of memory") {
        // 2^28 rows of 32 bytes, without a single value.
        val failure = shouldThrow<FormatException> { read("UInt256", 1 shl 28, "01 01 ${varUInt((1L shl 28) or (1L shl 62))}") }
        failure.message.orEmpty() shouldContain "max_block_size"
        // One long text, for each of many rows.
        val text = "41".repeat(1 shl 20)
        val rows = 1000
        shouldThrow<FormatException> { read("String", rows, "01 04 ${varUInt(rows.toLong())} 01 ${"00".repeat(rows)} 01 808040 $text") }
    }

    test("revisions that are known, and those that are not") {
        Revision.of(null) shouldBe 0
        Revision.of("54453") shouldBe 54453
        Revision.of("54488") shouldBe 54488
        for (text in listOf("54489", "-1", "", "latest", "99999999999")) {
            shouldThrow<ConfigurationException> { Revision.of(text) }.message.orEmpty() shouldContain "54488"
        }
    }
})

private fun values(type: String, rows: Int, data: String): List<Any?> = read(type, rows, data).columns.single().let { column ->
    (0 until rows).map { column.get(it) }
}

private fun read(type: String, rows: Int, data: String): Block =
    readBlocks(NativeReader(ByteArraySource(block(type, rows, data)), revision = 54454)).single()

/** A block of one column called "a". */
private fun block(type: String, rows: Int, data: String): ByteArray = ByteSink().apply {
    writeByte(0)
    writeVarUInt(1)
    writeVarUInt(rows.toLong())
    writeString("a")
    writeString(type)
    writeBytes(hex(data))
}.toByteArray()

private fun varUInt(value: Long): String =
    ByteSink().apply { writeVarUInt(value) }.toByteArray().joinToString("") { "%02x".format(it) }

private fun hex(text: String): ByteArray = text.filterNot { it == ' ' }.chunked(2).map { it.toInt(16).toByte() }.toByteArray()
