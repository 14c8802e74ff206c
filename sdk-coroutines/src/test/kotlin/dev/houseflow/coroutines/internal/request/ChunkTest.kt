package dev.houseflow.coroutines.internal.request

import dev.houseflow.BlockBuilder
import dev.houseflow.ClickHouseType
import dev.houseflow.FormatException
import dev.houseflow.coroutines.internal.handler.whole
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.NativeWriter
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.codec.NativeBuilder
import dev.houseflow.internal.compress.CompressionMethod
import dev.houseflow.internal.compress.FrameEncoder
import dev.houseflow.internal.compress.FrameInputStream
import dev.houseflow.internal.wire.ByteSink
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.io.ByteArrayOutputStream

class ChunkTest : FunSpec({
    val headers = listOf(
        "id" to "Int64",
        "name" to "String",
        "note" to "Nullable(String)",
        "kind" to "LowCardinality(String)",
        "tags" to "Array(Int64)",
    )
        .map { (name, type) -> ColumnHeader(name, ClickHouseType.parse(type)) }

    fun fill(block: BlockBuilder, rows: Int, salt: Int) {
        for (i in 0 until rows) {
            block.column(0).appendLong(i * 31L + salt)
            block.column(1).appendString("name of $i and $salt")
            if (i % 3 == 0) block.column(2).appendNull() else block.column(2).appendString("note $salt")
            block.column(3).appendString("kind ${i % 7}")
            block.column(4).append(listOf(i.toLong(), salt.toLong()))
        }
    }

    /** What a block is made of by itself, in an array of its own. */
    fun expected(rows: Int, salt: Int): ByteArray {
        val block = newBlockBuilder(headers).also { fill(it, rows, salt) }
        return ByteSink().also { NativeWriter.write(block, it) }.toByteArray()
    }

    suspend fun bytes(piece: Chunk): ByteArray =
        ByteArrayOutputStream().also { out -> piece.write { bytes, start, end -> out.write(bytes, start, end - start) } }.toByteArray()

    // From blocks smaller than any array that is passed on to such of several arrays per column, and back.
    val sizes = listOf(3, 70_000, 5_000, 40_000, 1)

    test("blocks go out column by column, as they would in one piece, one after the other from the same builder") {
        val pieces = BlockChunks(null)
        val block = newBlockBuilder(headers)
        for ((salt, rows) in sizes.withIndex()) {
            fill(block, rows, salt)
            val piece = pieces.of(block)
            piece.isEmpty shouldBe false
            val wanted = expected(rows, salt)
            bytes(piece).contentEquals(wanted) shouldBe true
            block.rowCount shouldBe 0
        }
        pieces.of(block).isEmpty shouldBe true
    }

    test("makers in turns share what their pieces are written by") {
        val chunks = ByteSink(zeroCopy = true)
        val makers = List(2) { BlockChunks(null, chunks) to newBlockBuilder(headers) }
        val made = makers.mapIndexed { salt, (pieces, block) -> pieces.of(block.also { fill(it, 50_000, salt) }) }
        made.forEachIndexed { salt, piece -> bytes(piece).contentEquals(expected(50_000, salt)) shouldBe true }
    }

    test("compressed blocks are whole frames, and the builder is free at once") {
        val pieces = BlockChunks(FrameEncoder(CompressionMethod.LZ4))
        val block = newBlockBuilder(headers)
        for ((salt, rows) in sizes.withIndex()) {
            fill(block, rows, salt)
            val piece = pieces.of(block)
            block.rowCount shouldBe 0
            val wanted = expected(rows, salt)
            FrameInputStream(bytes(piece).inputStream()).readBytes().contentEquals(wanted) shouldBe true
        }
    }

    test("values that waited are refused when the piece is made, before anything of it is sent") {
        val block = newBlockBuilder(listOf(ColumnHeader("name", ClickHouseType.parse("String"))))
        (block.column(0) as NativeBuilder).appendDeferred(null)
        shouldThrow<FormatException> { BlockChunks(null).of(block) }.column shouldBe "name"
    }
})
