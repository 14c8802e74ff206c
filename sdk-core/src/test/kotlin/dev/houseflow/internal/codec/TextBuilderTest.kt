package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.wire.ByteSink
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

/** Texts of every length and alphabet become the bytes that UTF-8 has for them, and half a character becomes an error. */
class TextBuilderTest : FunSpec({
    fun builder() = newBlockBuilder(listOf(ColumnHeader("c", ClickHouseType.parse("String")))).column(0) as NativeBuilder

    fun written(builder: NativeBuilder): List<Byte> = ByteSink().also { builder.writeData(it) }.toByteArray().toList()

    val lengths = listOf(0, 1, 2, 3, 4, 5, 10, 63, 64, 126, 127, 128, 129, 255, 256, 16_383, 16_384, 70_000)
    val alphabets = listOf("a", "?", "\u0000", "\u007f", "\u0080", "\u00ff", "\u0100", "\u2041", "\ufffd", "\ud83d\ude00")
    // 'A' stands in the low byte of U+2041: a builder that narrowed would take it for ASCII.
    val texts = lengths.flatMap { length -> alphabets.map { it.repeat(length) } } +
        lengths.filter {
            it > 0
        }.flatMap { length -> alphabets.flatMap { listOf("x".repeat(length - 1) + it, it + "x".repeat(length - 1)) } }

    test("every text stands on the wire as its length and its UTF-8") {
        val builder = builder()
        val expected = ByteSink()
        for (text in texts) {
            builder.appendString(text)
            expected.writeString(text)
        }
        builder.appendDefault()
        expected.writeString("")
        (written(builder) == expected.toByteArray().toList()) shouldBe true
        val column = builder.build()
        texts.forEachIndexed { row, text -> (column.getString(row) == text) shouldBe true }
        column.getString(texts.size) shouldBe ""
    }

    test("half a surrogate pair is refused wherever it stands, and leaves no trace") {
        val halves = listOf("\ud83d", "\ude00", "\ude00\ud83d", "?\ud83d", "\ud83d?", "\ud83d\ud83d\ude00")
        for (half in halves) {
            for (text in listOf(half, "x".repeat(200) + half, half + "x".repeat(200), "\u00e9" + half)) {
                val builder = builder()
                builder.appendString("before")
                shouldThrow<FormatException> { builder.appendString(text) }.message shouldContain "half a surrogate pair"
                builder.size shouldBe 1
                builder.appendString("after")
                written(builder) shouldBe ByteSink().also { it.writeString("before"); it.writeString("after") }.toByteArray().toList()
            }
        }
    }

    test("bytes that are no text are kept") {
        val builder = builder()
        builder.appendBytes(byteArrayOf(-1, 0, -128))
        builder.appendBytes(ByteArray(300) { it.toByte() })
        val column = builder.build()
        column.getBytes(0) shouldBe byteArrayOf(-1, 0, -128)
        column.getBytes(1) shouldBe ByteArray(300) { it.toByte() }
    }

    test("rows that are taken back leave no trace") {
        val builder = builder()
        for (text in listOf("one", "zwei".repeat(50), "trois")) builder.appendString(text)
        builder.truncate(2)
        builder.appendString("drei")
        val column = builder.build()
        List(column.size) { column.getString(it) } shouldBe listOf("one", "zwei".repeat(50), "drei")
        builder.clear()
        written(builder) shouldBe emptyList()
        builder.appendString("again")
        builder.build().getString(0) shouldBe "again"
    }
})
