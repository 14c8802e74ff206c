package dev.houseflow.internal.rows

import dev.houseflow.internal.newBlockBuilder
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import kotlinx.serialization.Serializable
import java.lang.management.ManagementFactory

@Serializable
class FiveNumbers(val a: Long, val b: Int, val c: Double, val d: Short, val e: Long)

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

    test("reading a row of numbers allocates its object and nothing else, writing one allocates nothing") {
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
})
