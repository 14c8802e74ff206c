package dev.houseflow.internal.wire

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.block.NativeWriter
import dev.houseflow.internal.block.newBlockBuilder
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import java.lang.management.ManagementFactory

/** Numbers become arrays and nothing else: no object per value, no second copy. */
class AllocationTest : FunSpec({
    test("five numeric columns allocate their arrays and under one byte per row more") {
        val types = listOf("Int64", "UInt32", "Float64", "Int32", "UInt64")
        val builder = newBlockBuilder(types.mapIndexed { i, type -> ColumnHeader("c$i", ClickHouseType.parse(type)) })
        repeat(ROWS) { row ->
            for (column in builder.columns) {
                if (column.type.toString() == "Float64") column.appendDouble(row * 0.5) else column.appendLong(row.toLong())
            }
        }
        val sink = ByteSink()
        NativeWriter.write(builder, sink)
        val block = sink.toByteArray()

        // The windows of a real connection: a value straddles most of their ends.
        fun read(blocks: Int): Long {
            val reader = NativeReader(WindowSource(block, blocks, 65_521))
            var sum = 0L
            while (true) {
                val next = runBlockingSource { reader.readBlock() } ?: return sum
                val id = next.column(0)
                for (row in 0 until next.rowCount) sum += id.getLong(row)
            }
        }
        val expected = (ROWS - 1L) * ROWS / 2
        repeat(3) { read(8) }
        val threads = ManagementFactory.getThreadMXBean() as com.sun.management.ThreadMXBean
        val before = threads.getThreadAllocatedBytes(Thread.currentThread().id)
        val sum = read(BLOCKS)
        val used = threads.getThreadAllocatedBytes(Thread.currentThread().id) - before
        sum shouldBe expected * BLOCKS
        val rows = ROWS.toLong() * BLOCKS
        (used - rows * (8 + 4 + 8 + 4 + 8)) shouldBeLessThan rows
    }
})

private const val ROWS = 65_409
private const val BLOCKS = 77

/** The same bytes again and again, in windows of a fixed size. */
private class WindowSource(
    private val bytes: ByteArray,
    private val times: Int,
    private val size: Int,
) : dev.houseflow.internal.wire.ByteSource() {
    private var at = 0L

    override suspend fun refill(): Boolean {
        if (at == bytes.size.toLong() * times) return false
        val start = (at % bytes.size).toInt()
        val end = minOf(bytes.size, start + size)
        window(bytes, start, end)
        at += end - start
        return true
    }
}
