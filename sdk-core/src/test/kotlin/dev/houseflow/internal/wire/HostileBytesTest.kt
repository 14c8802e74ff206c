package dev.houseflow.internal.wire

import dev.houseflow.Block
import dev.houseflow.FormatException
import dev.houseflow.UnsupportedTypeException
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.codec.Corpus
import dev.houseflow.internal.codec.GOLDEN
import dev.houseflow.internal.codec.OneByteSource
import dev.houseflow.internal.codec.readBlocks
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.lang.management.ManagementFactory
import kotlin.random.Random

/** Whatever the bytes are: blocks, or an error that says where; never another exception, never memory without bytes to fill it. */
class HostileBytesTest : FunSpec({
    val seeds = GOLDEN.map { it.block } + Corpus.atHand().cases.filter { it.rows < 100 }.map { it.bytes("native") }

    test("mutated golden bytes") {
        val random = Random(20260720)
        var broken = 0
        repeat(ITERATIONS) { round ->
            val bytes = mutate(seeds[round % seeds.size], seeds, random)
            withClue({ "round $round: ${bytes.joinToString("") { "%02x".format(it) }}" }) {
                if (!survives(bytes, round % 16 == 0)) broken++
            }
        }
        // Were most mutations harmless, the loop would test nothing.
        (broken > ITERATIONS / 4) shouldBeTrueOr "only $broken of $ITERATIONS mutations broke anything"
    }

    test("random bytes behind a good header") {
        val random = Random(7)
        for (golden in GOLDEN) {
            repeat(200) {
                val header = ByteSink().apply {
                    writeVarUInt(1)
                    writeVarUInt(random.nextLong(1, 20))
                    writeString("c")
                    writeString(golden.type)
                }
                withClue(golden.type) { survives(header.toByteArray() + random.nextBytes(random.nextInt(0, 300)), false) }
            }
        }
    }

    test("a lie about the number of rows allocates next to nothing") {
        for (golden in GOLDEN) {
            val bytes = ByteSink().apply {
                writeVarUInt(1)
                writeVarUInt((1L shl 28) - 1)
                writeString("c")
                writeString(golden.type)
                writeBytes(ByteArray(64))
            }.toByteArray()
            val before = allocated()
            survives(bytes, false)
            withClue(golden.type) { (allocated() - before) shouldBeLessThan (16L shl 20) }
        }
    }

    test("what has no bytes of its own takes next to nothing") {
        // A NULL of one byte, an empty state of one byte, a dictionary's default of none: each becomes a value of 1 MiB in its column.
        val megabyte = "16" + "808040"
        val values = mapOf(
            "Array(Nullable(FixedString))" to shared("1e23$megabyte" + "fa01" + "01".repeat(250)),
            "Array(Nullable(Tuple))" to shared("1e23" + "1f01$megabyte" + "fa01" + "01".repeat(250)),
            "Array(Nullable(QBit))" to shared("1e23" + "36" + "0e" + "808008" + "fa01" + "01".repeat(250)),
            "Array(JSON(a FixedString))" to shared("1e" + "30000000010161${megabyte}0000" + "fa01" + "00".repeat(250)),
            "Tuple of LowCardinality(FixedString)" to shared("1ffa01" + "2623$megabyte".repeat(250) + "01".repeat(250)),
            "any(FixedString)" to column("AggregateFunction(any, FixedString(1048576))", 250L, ByteArray(250)),
            "any(Nullable(FixedString))" to column("AggregateFunction(any, Nullable(FixedString(1048576)))", 250L, ByteArray(250)),
        )
        for ((what, bytes) in values) {
            val before = allocated()
            withClue(what) {
                shouldThrow<FormatException> { readBlocks(bytes) }.message.orEmpty().let {
                    it.contains("64 MiB") ||
                        it.contains("maxBlockBytes")
                } shouldBe
                    true
                (allocated() - before) shouldBeLessThan (400L shl 20)
            }
        }
        // Types alone take nothing either.
        val types = column("Tuple(" + (1..100).joinToString { "LowCardinality(FixedString(${(1 shl 24) - it}))" } + ")", 0L, ByteArray(0))
        val before = allocated()
        readBlocks(types).single().rowCount shouldBe 0
        (allocated() - before) shouldBeLessThan (16L shl 20)
    }

    test("lengths and counts that no bytes bear out are refused") {
        val long = shared("16" + "81808008" + "00")
        shouldThrow<FormatException> { readBlocks(long) }.message shouldContain "at most 16777216"
        // Version 3, no paths: such objects have no bytes at all.
        val empty = column("JSON", 1L shl 23, byteArrayOf(3, 0, 0, 0, 0, 0, 0, 0, 0))
        val reader = NativeReader(ByteArraySource(empty), ReadLimits.of(1L shl 30))
        shouldThrow<FormatException> { readBlocks(reader) }.message shouldContain "Objects without a path"
    }

    test("counts beyond the limits are refused before anything is made for them") {
        val tooManyRows = ByteSink().apply {
            writeVarUInt(1)
            writeVarUInt(1L shl 40)
        }
        shouldThrow<FormatException> { readBlocks(tooManyRows.toByteArray()) }.message shouldContain "at most"
        val longString = ByteSink().apply {
            writeVarUInt(1)
            writeVarUInt(1)
            writeString("c")
            writeString("String")
            writeVarUInt(Long.MAX_VALUE)
        }
        shouldThrow<FormatException> { readBlocks(longString.toByteArray()) }.message shouldContain "row 0"
    }

    test("types that nest without end are refused") {
        val depth = 100_000
        for (text in listOf("Array(".repeat(depth) + "UInt8" + ")".repeat(depth), "Nullable(".repeat(depth), "Tuple(a ".repeat(depth))) {
            val bytes = ByteSink().apply {
                writeVarUInt(1)
                writeVarUInt(1)
                writeString("c")
                writeString(text)
            }
            shouldThrow<FormatException> { readBlocks(bytes.toByteArray()) }.message shouldContain "deep"
        }
        val nested = ByteSink().apply {
            writeVarUInt(1)
            writeVarUInt(1)
            writeString("c")
            writeString("Dynamic")
            // Each Dynamic announces one more: the nesting is in the data, not in the name.
            repeat(depth) {
                writeLong(3)
                writeVarUInt(1)
                writeString("Dynamic")
            }
        }
        shouldThrow<FormatException> { readBlocks(nested.toByteArray()) }.message shouldContain "deep"
    }
})

private const val ITERATIONS = 30_000

private fun column(type: String, rows: Long, data: ByteArray): ByteArray = ByteSink().apply {
    writeVarUInt(1)
    writeVarUInt(rows)
    writeString("c")
    writeString(type)
    writeBytes(data)
}.toByteArray()

/** One row of Dynamic with the value [hex], a binary type and what follows it, among the types that have no column. */
private fun shared(hex: String): ByteArray {
    val value = hex(hex)
    val data = ByteSink().apply {
        writeLong(1)
        writeVarUInt(0)
        writeVarUInt(0)
        writeLong(0)
        writeByte(0)
        writeVarUInt(value.size.toLong())
        writeBytes(value)
    }
    return column("Dynamic", 1, data.toByteArray())
}

private fun hex(text: String): ByteArray = text.chunked(2).map { it.toInt(16).toByte() }.toByteArray()

private infix fun Boolean.shouldBeTrueOr(message: String) {
    if (!this) throw AssertionError(message)
}

/** `true` when the bytes gave blocks, all of whose values can be asked for or say why not. */
private fun survives(bytes: ByteArray, slowly: Boolean): Boolean = try {
    val blocks = if (slowly) readBlocks(OneByteSource(bytes)) else readBlocks(bytes)
    for (block in blocks) touch(block)
    true
} catch (_: FormatException) {
    false
} catch (_: UnsupportedTypeException) {
    false
}

private fun touch(block: Block) {
    for (column in block.columns) {
        for (row in 0 until minOf(column.size, 50)) {
            try {
                column.get(row)
                column.getString(row)
            } catch (_: FormatException) {
                continue
            }
        }
    }
}

private fun mutate(seed: ByteArray, seeds: List<ByteArray>, random: Random): ByteArray {
    var bytes = seed.copyOf()
    if (bytes.isEmpty()) return random.nextBytes(20)
    repeat(random.nextInt(1, 4)) {
        val at = random.nextInt(bytes.size)
        when (random.nextInt(6)) {
            0 -> bytes[at] = random.nextInt().toByte()

            1 -> bytes[at] = (bytes[at].toInt() xor (1 shl random.nextInt(8))).toByte()

            2 -> bytes = bytes.copyOf(at + 1)

            3 -> bytes = bytes.copyOfRange(0, at) + random.nextBytes(random.nextInt(1, 9)) + bytes.copyOfRange(at, bytes.size)

            4 -> bytes[at] = EDGES[random.nextInt(EDGES.size)]

            else -> {
                val other = seeds[random.nextInt(seeds.size)]
                if (other.isNotEmpty()) bytes = bytes.copyOfRange(0, at) + other.copyOfRange(random.nextInt(other.size), other.size)
            }
        }
        if (bytes.isEmpty()) return bytes
    }
    return bytes
}

private val EDGES = byteArrayOf(0, 1, -1, 127, -128, 0x30)

private fun allocated(): Long =
    (ManagementFactory.getThreadMXBean() as com.sun.management.ThreadMXBean).getThreadAllocatedBytes(Thread.currentThread().id)
