package dev.houseflow.internal.wire

import dev.houseflow.FormatException
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.codec.GOLDEN
import dev.houseflow.internal.codec.readBlocks
import dev.houseflow.internal.compress.CompressionMethod
import dev.houseflow.internal.compress.FrameDecoder
import dev.houseflow.internal.compress.FrameEncoder
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.lang.management.ManagementFactory

/** A block takes no more memory than it may, whatever its types and however few packed bytes it comes in. */
class BlockBytesTest : FunSpec({
    val limits = ReadLimits.of(LIMIT)

    fun refused(what: String, source: ByteSource) {
        val before = allocated()
        withClue(what) {
            shouldThrow<FormatException> { readBlocks(NativeReader(source, limits)) }.message shouldContain "maxBlockBytes"
            // Arrays that grow are there twice for a moment, and each step of their growth counts here.
            (allocated() - before) shouldBeLessThan 4 * LIMIT
        }
    }

    test("blocks of few rows are read with the same limit") {
        for (golden in GOLDEN) {
            withClue(golden.type) {
                readBlocks(NativeReader(ByteArraySource(golden.block), limits)).single().rowCount shouldBe
                    golden.values.size
            }
        }
    }

    // Each is a good block, without an end for as long as anybody reads it.
    val blocks = listOf(
        Endless("UInt8", 250_000_000, 0),
        Endless("Bool", 250_000_000, 0),
        Endless("Enum8('a' = 0)", 250_000_000, 0),
        Endless("Date", 100_000_000, 0),
        Endless("DateTime64(3)", 100_000_000, 0),
        Endless("Decimal(76, 0)", 10_000_000, 0),
        Endless("UUID", 10_000_000, 0),
        Endless("IPv6", 10_000_000, 0),
        Endless("Float64", 10_000_000, 0),
        Endless("String", 1, 'a'.code) { writeVarUInt(900_000_000) },
        Endless("String", 100_000_000, 0),
        Endless("FixedString(1000000)", 400, 0),
        Endless("FixedString(1)", 200_000_000, 0),
        Endless("Nothing", 200_000_000, 0x30),
        Endless("Tuple()", 200_000_000, 0x30),
        Endless("Tuple(UInt8, Tuple())", 200_000_000, 0x30),
        Endless("Nullable(Nothing)", 60_000_000, 1),
        Endless("Nullable(UInt64)", 60_000_000, 1),
        Endless("Nullable(String)", 60_000_000, 1),
        Endless("Array(UInt8)", 30_000_000, 0),
        Endless("Array(UInt8)", 1, 0) { writeLong(200_000_000) },
        Endless("Array(Nothing)", 1, 0) { writeLong(200_000_000) },
        Endless("Array(String)", 1, 0) { writeLong(200_000_000) },
        Endless("Array(Array(Tuple()))", 1, 0) { writeLong(30_000_000) },
        Endless("Map(String, UInt8)", 30_000_000, 0),
        Endless("Nested(a UInt8)", 30_000_000, 0),
        Endless("LowCardinality(String)", 200_000_000, 0) {
            writeLong(1)
            writeLong(0x200)
            writeLong(1)
            writeByte(0)
            writeLong(200_000_000)
        },
        Endless("LowCardinality(FixedString(1000000))", 10, 0) {
            writeLong(1)
            writeLong(0x200)
            writeLong(500)
        },
        Endless("Variant(String, UInt8)", 200_000_000, 0xff) { writeLong(0) },
        Endless("Dynamic", 200_000_000, 0) {
            writeLong(3)
            writeVarUInt(0)
        },
        Endless("Dynamic", 1, 0) {
            writeLong(3)
            writeVarUInt(100_000)
            repeat(100_000) { writeString("UInt8") }
        },
        Endless("JSON", 100_000_000, 0) {
            writeLong(1)
        },
        Endless("JSON", 100_000_000, 0) {
            writeLong(2)
            writeVarUInt(0)
        },
        Endless("JSON", 1, 0) {
            writeLong(2)
            writeVarUInt(100_000)
            repeat(100_000) { writeString("p$it") }
            repeat(100_000) {
                writeLong(2)
                writeVarUInt(0)
                writeLong(0)
            }
        },
        Endless("AggregateFunction(count)", 100_000_000, 0),
        Endless("AggregateFunction(groupArray, UInt8)", 100_000_000, 0),
        Endless("AggregateFunction(groupArray, String)", 1, 0) { writeVarUInt(200_000_000) },
        Endless("AggregateFunction(any, FixedString(200))", 10_000_000, 0),
        Endless("AggregateFunction(any, Nullable(FixedString(200)))", 10_000_000, 0),
        Endless("QBit(Float32, 1024)", 100_000, 0),
        Endless("Point", 100_000_000, 0),
        Endless("Tuple(" + "UInt8, ".repeat(1_000_000) + "UInt8)", 1, 0),
    )
    for (block in blocks) {
        test("a block of ${block.rows} rows of ${block.type.take(40)} that takes too much") {
            refused(block.type.take(60), block.source())
        }
    }

    test("a hundred thousand columns, and one column of a name that is long") {
        val columns = ByteSink().apply {
            writeVarUInt(100_000)
            writeVarUInt(1)
            repeat(100_000) {
                writeString("c")
                writeString("UInt8")
                writeByte(0)
            }
        }
        refused("columns", ByteArraySource(columns.toByteArray()))
        val name = ByteSink().apply {
            writeVarUInt(1)
            writeVarUInt(1)
            writeVarUInt(60_000_000)
        }
        refused("name", PatternSource(name.toByteArray(), 'a'.code))
    }

    test("values in binary form whose types are larger than they are") {
        // A Tuple of 90,000 parts, each a type of one byte, as one value among those that have no column.
        val value = ByteSink().apply {
            writeByte(0x1f)
            writeVarUInt(90_000)
            writeBytes(ByteArray(180_000) { 1 })
        }.toByteArray()
        val dynamic = ByteSink().apply {
            writeVarUInt(1)
            writeVarUInt(1)
            writeString("c")
            writeString("Dynamic")
            writeLong(1)
            writeVarUInt(0)
            writeVarUInt(0)
            writeLong(0)
            writeByte(0)
            writeVarUInt(value.size.toLong())
            writeBytes(value)
        }
        refused("Tuple in Dynamic", ByteArraySource(dynamic.toByteArray()))
    }

    test("rows without a column") {
        val rows = ByteSink().apply {
            writeVarUInt(0)
            writeVarUInt((1L shl 28) - 1)
        }
        rows.size shouldBe 5
        shouldThrow<FormatException> { readBlocks(rows.toByteArray()) }.message shouldContain "without a column"
    }

    test("a frame of zeros takes no more than a block may, and 4 MiB always") {
        for (method in listOf(CompressionMethod.LZ4, CompressionMethod.ZSTD)) {
            for ((size, isRefused) in listOf((LIMIT + 1).toInt() to true, LIMIT.toInt() to false)) {
                val sink = ByteSink()
                val encoder = FrameEncoder(method, size)
                encoder.write(ByteArray(size), 0, size, sink)
                encoder.flush(sink)
                val frame = sink.toByteArray()
                val before = allocated()
                val failure = runCatching {
                    runBlockingSource { FrameDecoder(ByteArraySource(frame), limits).fill() }
                }.exceptionOrNull()
                withClue("$method, $size") {
                    (failure is FormatException) shouldBe isRefused
                    if (isRefused) (allocated() - before) shouldBeLessThan (1L shl 20)
                }
            }
        }
        ReadLimits.of(1000).maxFrameBytes shouldBe (4 shl 20)
        ReadLimits.of(Long.MAX_VALUE).maxFrameBytes shouldBe (128 shl 20)
    }
}) {
    private companion object {
        const val LIMIT = 8L shl 20

        fun allocated(): Long =
            (ManagementFactory.getThreadMXBean() as com.sun.management.ThreadMXBean).getThreadAllocatedBytes(Thread.currentThread().id)
    }
}

/** A block of one column: [begin] writes the first bytes of its data, and [filler] is all that follows. */
private class Endless(val type: String, val rows: Long, private val filler: Int, private val begin: ByteSink.() -> Unit = {}) {
    fun source(): ByteSource = PatternSource(
        ByteSink().apply {
            writeVarUInt(1)
            writeVarUInt(rows)
            writeString("c")
            writeString(type)
            begin()
        }.toByteArray(),
        filler,
    )
}

/** [first], and then one byte for ever. */
private class PatternSource(private val first: ByteArray, filler: Int) : ByteSource() {
    private val rest = ByteArray(65_536) { filler.toByte() }
    private var begun = false

    override suspend fun refill(): Boolean {
        if (begun) window(rest, 0, rest.size) else window(first, 0, first.size)
        begun = true
        return true
    }
}
