package dev.houseflow.internal.rows

import dev.houseflow.Block
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.block.NativeWriter
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.wire.ByteArraySource
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.runBlockingSource
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import kotlinx.serialization.Serializable
import java.lang.management.ManagementFactory

@Serializable
class FiveNumbers(val a: Long, val b: Int, val c: Double, val d: Short, val e: Long)

@Serializable
data class ThirtyColumns(
    val f0: Double,
    val f1: Double,
    val f2: Double,
    val f3: Double,
    val f4: Double,
    val f5: Double,
    val f6: Double,
    val f7: Double,
    val f8: Double,
    val f9: Double,
    val s0: String,
    val s1: String,
    val s2: String,
    val s3: String,
    val s4: String,
    val s5: String,
    val s6: String,
    val s7: String,
    val s8: String,
    val s9: String,
    val i0: Long,
    val i1: Long,
    val i2: Long,
    val i3: Long,
    val i4: Long,
    val i5: Long,
    val i6: Long,
    val i7: Long,
    val i8: Long,
    val i9: Long,
)

/** What a row costs is memory that can be counted, not time: the objects themselves when reading, and nothing when writing. */
class RowAllocationTest : FunSpec({
    val threads = ManagementFactory.getThreadMXBean() as com.sun.management.ThreadMXBean
    val rows = 100_000
    val columns = headers("a" to "Int64", "b" to "Int32", "c" to "Float64", "d" to "Int16", "e" to "Int64")

    fun allocated(body: () -> Unit): Long {
        val before = threads.currentThreadAllocatedBytes
        body()
        return threads.currentThreadAllocatedBytes - before
    }

    test("G3 reading a row of numbers allocates its object and nothing else, writing one allocates nothing") {
        val adapter = adapter<FiveNumbers>()
        val writer = adapter.writer(columns)
        val builder = newBlockBuilder(columns)
        writer.bind(builder)
        val row = FiveNumbers(1, 2, 3.0, 4, 5)
        fun writeAll() = repeat(rows) { writer.write(row) }
        // The first pass grows the arrays of the builders.
        writeAll()
        builder.clear()
        allocated { writeAll() } shouldBeLessThan rows.toLong()
        val block = roundTrip(builder)
        block.rowCount shouldBe rows
        val reader = adapter.reader(columns)
        reader.bind(block)
        var sum = 0L
        fun readAll() {
            for (row in 0 until rows) sum += reader.read(row).e
        }
        readAll()
        val objectSize = 8L + 8 + 8 + 4 + 2 + 16 + 7
        allocated { readAll() } shouldBeLessThan rows * objectSize
        sum shouldBe 10L * rows
    }

    test("G3 reading a data class of thirty columns allocates the object and its texts") {
        val names = List(10) { "f$it" to "Float64" } + List(10) { "s$it" to "String" } + List(10) { "i$it" to "Int64" }
        val headers = headers(*names.toTypedArray())
        val builder = newBlockBuilder(headers)
        for (row in 0 until WIDE_ROWS) {
            for (i in 0 until 10) {
                builder.columns[i].appendDouble(row / 3.0 + i)
                builder.columns[10 + i].appendString("letters%03d".format((row + i) % 1000))
                builder.columns[20 + i].appendLong(row.toLong() * i)
            }
        }
        val sink = ByteSink()
        NativeWriter.write(builder, sink)
        val bytes = sink.toByteArray()
        val reader = adapter<ThirtyColumns>().reader(headers)
        val kept = arrayOfNulls<ThirtyColumns>(WIDE_ROWS)
        fun decode(): Block = runBlockingSource { NativeReader(ByteArraySource(bytes)).readBlock() } ?: error("The block has vanished")
        fun readAll(block: Block) {
            reader.bind(block)
            for (row in 0 until WIDE_ROWS) kept[row] = reader.read(row)
        }
        readAll(decode())
        val texts = ByteArray(10) { 'a'.code.toByte() }
        // As this JVM lays objects out.
        val own = allocated {
            for (row in 0 until WIDE_ROWS) kept[row] = thirty(row) { String(texts, Charsets.ISO_8859_1) }
        }
        val block = decode()
        allocated { readAll(block) } shouldBeLessThan own * 12 / 10
        kept[5]?.s3 shouldBe "letters008"
        kept[5]?.i9 shouldBe 45
        // And with the block that the rows come from: its arrays as large as its values, with a tenth to spare.
        val arrays = WIDE_ROWS * (20L * 8 + 10 * (1 + 10 + 4))
        allocated { readAll(decode()) } shouldBeLessThan own * 12 / 10 + arrays * 11 / 10 + (1 shl 20)
    }
})

private const val WIDE_ROWS = 50_000

private fun thirty(row: Int, text: () -> String): ThirtyColumns {
    val f = row.toDouble()
    val i = row.toLong()
    return ThirtyColumns(
        f, f, f, f, f, f, f, f, f, f,
        text(), text(), text(), text(), text(), text(), text(), text(), text(), text(),
        i, i, i, i, i, i, i, i, i, i,
    )
}
