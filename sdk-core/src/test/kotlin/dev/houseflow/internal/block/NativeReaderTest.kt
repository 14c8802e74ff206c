package dev.houseflow.internal.block

import dev.houseflow.FormatException
import dev.houseflow.UnsupportedTypeException
import dev.houseflow.internal.codec.readBlocks
import dev.houseflow.internal.type.DefaultZone
import dev.houseflow.internal.wire.ByteArraySource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.time.LocalDateTime
import java.time.ZoneId

class NativeReaderTest : FunSpec({
    test("no bytes are no blocks") {
        readBlocks(ByteArray(0)).shouldBeEmpty()
    }

    test("blocks may differ in columns and types") {
        val stream = hex("01 01 01 61 05 55496e7438 07") + hex("01 02 01 61 06 537472696e67 01 78 00") + hex("00 00")
        val blocks = readBlocks(stream)
        blocks.map { block -> block.columns.map { "${it.name} ${it.type}" } } shouldBe
            listOf(listOf("a UInt8"), listOf("a String"), emptyList())
        blocks.map { it.rowCount } shouldBe listOf(1, 2, 0)
        blocks[1].column("a").getString(0) shouldBe "x"
    }

    test("block info is read by its fields, whatever their number") {
        val block = "01 01 01 61 05 55496e7438 07"
        for (info in listOf("01 00 02 ffffffff 00", "01 00 02 ffffffff 03 00 00", "00", "03 02 01000000 02000000 01 01 00")) {
            val reader = NativeReader(ByteArraySource(hex("$info $block")), revision = 54405)
            readBlocks(reader).single().column("a").getInt(0) shouldBe 7
        }
        shouldThrow<FormatException> { readBlocks(NativeReader(ByteArraySource(hex("09 00 $block")), revision = 54405)) }
    }

    test("the first block tells whether the server heeds the revision that it was asked for") {
        val block = "01 01 01 61 05 55496e7438 07"
        for ((bytes, served) in listOf("01 00 02 ffffffff 00 $block" to 54405, block to 0)) {
            val reader = NativeReader(ByteArraySource(hex(bytes + bytes)), revision = 54405, revisionIsHeeded = false)
            reader.servedRevision shouldBe -1
            readBlocks(reader).map { it.column("a").getInt(0) } shouldBe listOf(7, 7)
            reader.servedRevision shouldBe served
        }
        // Two columns of no rows are no info, and neither are three columns.
        val empty =
            NativeReader(ByteArraySource(hex("02 00 01 61 05 55496e7438 01 62 05 55496e7438")), revision = 54453, revisionIsHeeded = false)
        readBlocks(empty).single().columns.map { it.name } shouldBe listOf("a", "b")
        empty.servedRevision shouldBe 0
        // No server leaves all fields of an info out, so these are rows without a column.
        val rows = NativeReader(ByteArraySource(hex("00 ffffff7f")), revision = 54453, revisionIsHeeded = false)
        shouldThrow<FormatException> { readBlocks(rows) }.message shouldContain "without a column"
    }

    test("types in binary form") {
        // Array(Nullable(UInt8)), Decimal(9, 2), DateTime('UTC')
        val stream = hex("03 01 01 61 1e2301 0100000000000000 00 05 01 62 190902 96000000 01 63 12 03555443 01000000")
        val block = readBlocks(NativeReader(ByteArraySource(stream), binaryTypes = true)).single()
        block.columns.map { it.type.toString() } shouldBe listOf("Array(Nullable(UInt8))", "Decimal(9, 2)", "DateTime('UTC')")
        block.columns.map { it.getString(0) } shouldBe listOf("[5]", "1.50", "1970-01-01 00:00:01")
    }

    test("a DateTime without a zone is shown in that of the server") {
        val stream = hex("01 01 01 61 08 4461746554696d65 00000000")
        val reader = NativeReader(ByteArraySource(stream), zone = DefaultZone.of(ZoneId.of("Asia/Tokyo")))
        readBlocks(reader).single().column("a").getLocalDateTime(0) shouldBe LocalDateTime.parse("1970-01-01T09:00:00")
    }

    test("an unknown type fails before its bytes are taken for something else") {
        val failure = shouldThrow<UnsupportedTypeException> { readBlocks(hex("01 01 01 61 03 466f6f 01020304")) }
        failure.type shouldBe "Foo"
        failure.column shouldBe "a"
        failure.message shouldContain "toString"
    }

    test("an error says column, type, row and byte") {
        val failure = shouldThrow<FormatException> { readBlocks(hex("01 03 04 6e616d65 06 537472696e67 01 78 05 79")) }
        failure.column shouldBe "name"
        failure.type shouldBe "String"
        failure.row shouldBe 1
        failure.byteOffset shouldBe 18L
    }
})

private fun hex(text: String): ByteArray = text.filterNot { it == ' ' }.chunked(2).map { it.toInt(16).toByte() }.toByteArray()
