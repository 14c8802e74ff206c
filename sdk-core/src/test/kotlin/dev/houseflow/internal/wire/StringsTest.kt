package dev.houseflow.internal.wire

import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.codec.readBlocks
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.io.ByteArrayInputStream
import java.nio.ByteBuffer
import kotlin.random.Random

/** Strings of every length that a prefix can have, out of windows that end anywhere. */
class StringsTest : FunSpec({
    val lengths = listOf(0, 1, 10, 126, 127, 128, 129, 130, 255, 16_382, 16_383, 16_384, 16_385, 16_386, 70_000, (1 shl 21) - 1, 1 shl 21)

    test("lengths of one to four bytes, out of windows of every kind") {
        val random = Random(3)
        val texts = (lengths + lengths.reversed() + List(2_000) { random.nextInt(0, 300) }).map { length -> "x".repeat(length) }
        for (window in listOf(7, 128, 129, 4_096, 65_521, 1 shl 23)) {
            withClue("windows of $window bytes") { readBack(texts, window) }
        }
    }

    test("letters beyond ASCII, in short strings, in long ones and in none") {
        val long = "a".repeat(200)
        for (texts in listOf(
            listOf("a", "ü", ""),
            listOf(long, "ü"),
            listOf(long, long + "漢字"),
            listOf(long, "b"),
            listOf("\uD83D\uDE80", "\uFFFD"),
        )) {
            readBack(texts, 64)
        }
    }

    test("what is no UTF-8 keeps its bytes, and says so as text") {
        for (prefix in listOf("", "y".repeat(200))) {
            val bytes = prefix.toByteArray() + byteArrayOf(-1, 0x41)
            val column = read(block(listOf("ok".toByteArray(), bytes)), 1 shl 16)
            column.getString(0) shouldBe "ok"
            column.getBytes(1) shouldBe bytes
            shouldThrow<FormatException> { column.getString(1) }.row shouldBe 1
        }
    }

    test("a length in more bytes than it needs") {
        for (padded in listOf(byteArrayOf(0x82.toByte(), 0), byteArrayOf(0x82.toByte(), 0x80.toByte(), 0))) {
            val head = block(emptyList(), rows = 3)
            val column = read(head + byteArrayOf(1, 0x61) + padded + byteArrayOf(0x62, 0x63) + byteArrayOf(1, 0x64), 1 shl 16)
            (0..2).map { column.getString(it) } shouldBe listOf("a", "bc", "d")
        }
    }

    test("blocks of one column differ in length and letters") {
        val random = Random(5)
        val blocks = listOf(1, 40, 3, 400, 0, 12).map { length -> List(500) { text(random, random.nextInt(0, length + 1)) } }
        val stream = blocks.map { texts -> block(texts.map { it.toByteArray() }) }.reduce(ByteArray::plus)
        val read = readBlocks(NativeReader(InputStreamSource(ByteArrayInputStream(stream), 1_000)))
        read.map { block -> List(block.rowCount) { block.column(0).getString(it) } } shouldBe blocks
    }

    test("text is the same whether somebody made any of the blocks before or not, and beside bytes") {
        val texts = listOf(listOf("a", "bc"), listOf("ü", "d"), listOf("e", ""), listOf("漢字", "x".repeat(200)), listOf("f", "g"))
        val stream = texts.map { block -> block(block.map { it.toByteArray() }) }.reduce(ByteArray::plus)
        for (firstMade in 0..texts.size) {
            val reader = NativeReader(ByteArraySource(stream))
            val columns = texts.indices.map { i ->
                val column = checkNotNull(runBlockingSource { reader.readBlock() }).column(0)
                texts[i].indices.map { row -> String(column.getBytes(row)) } shouldBe texts[i]
                if (i >= firstMade) texts[i].indices.map { row -> column.getString(row) } shouldBe texts[i]
                column
            }
            columns.map { column -> listOf(column.getString(0), column.getString(1)) } shouldBe texts
        }
    }

    test("limits on one string and on all of them") {
        val bytes = block(List(100) { ByteArray(100) })
        readBlocks(NativeReader(ByteArraySource(bytes), ReadLimits(maxStringBytes = 100))).single().rowCount shouldBe 100
        shouldThrow<FormatException> { readBlocks(NativeReader(ByteArraySource(bytes), ReadLimits(maxStringBytes = 99))) }.row shouldBe 0
        shouldThrow<FormatException> { readBlocks(NativeReader(ByteArraySource(bytes), ReadLimits(maxColumnBytes = 5_050))) }.row shouldBe
            50
    }
})

private fun text(random: Random, length: Int): String = String(
    CharArray(length) {
        if (random.nextInt(50) == 0) {
            'é'
        } else {
            'a' + random.nextInt(26)
        }
    },
)

private fun readBack(texts: List<String>, window: Int) {
    val column = read(block(texts.map { it.toByteArray() }), window)
    column.size shouldBe texts.size
    for (i in texts.indices) {
        // Not by shouldBe alone, whose message would hold megabytes.
        withClue("text $i") {
            (column.getString(i) == texts[i]) shouldBe true
            column.getBytes(i).contentEquals(texts[i].toByteArray()) shouldBe true
            (column.getByteBuffer(i) == ByteBuffer.wrap(texts[i].toByteArray())) shouldBe true
        }
    }
}

private fun block(strings: List<ByteArray>, rows: Int = strings.size): ByteArray = ByteSink().apply {
    writeVarUInt(1)
    writeVarUInt(rows.toLong())
    writeString("c")
    writeString("String")
    for (string in strings) {
        writeVarUInt(string.size.toLong())
        writeBytes(string)
    }
}.toByteArray()

private fun read(bytes: ByteArray, window: Int): Column =
    readBlocks(NativeReader(InputStreamSource(ByteArrayInputStream(bytes), window))).single().column(0)
