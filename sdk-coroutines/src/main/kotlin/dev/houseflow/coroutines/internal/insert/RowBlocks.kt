package dev.houseflow.coroutines.internal.insert

import dev.houseflow.FormatException
import dev.houseflow.coroutines.internal.request.BlockChunks
import dev.houseflow.coroutines.internal.request.BlockSizer
import dev.houseflow.internal.block.dataBytes

/**
 * Makes rows that come one by one into blocks, each of which is filled while the one before it is
 * sent.
 */
internal class RowFilling<T>(private val plan: InsertPlan<T>, private val sizer: BlockSizer, private val pipe: BlockPipe) {
    private var block = plan.builder
    private var inBlock = 0
    private var rowsBefore = 0L
    private var inRun = 0

    /** What the blocks of the run that have gone took. */
    private var runBytes = 0L
    private var isMeasured = false

    /** Appends [row], and says whether [cut] is to be called. */
    fun write(row: T): Boolean {
        try {
            plan.writer.write(row)
        } catch (e: FormatException) {
            throw e.afterRows(rowsBefore)
        }
        inBlock++
        inRun++
        return inRun == sizer.limit || BlockSizer.isDue(inBlock)
    }

    /** Ends the block if it is full. */
    suspend fun cut() {
        var bytes = bytes()
        if (BlockSizer.isDue(inBlock) && sizer.isLarge(bytes)) {
            next(bytes)
            bytes = 0
        }
        if (inRun < sizer.limit) return
        if (!isMeasured) {
            isMeasured = true
            sizer.sampled(runBytes + bytes)
            if (inRun < sizer.limit) return
        }
        if (inBlock > 0) next(bytes)
        sizer.ran(inRun, runBytes)
        sizer.nextRun()
        inRun = 0
        runBytes = 0
    }

    private suspend fun next(bytes: Long) {
        rowsBefore += inBlock
        runBytes += bytes
        inBlock = 0
        block = pipe.swap(block)
        plan.writer.bind(block)
    }

    suspend fun finish() {
        bytes()
        pipe.finish(block)
    }

    private fun bytes(): Long = try {
        block.dataBytes()
    } catch (e: FormatException) {
        throw e.afterRows(rowsBefore)
    }
}

/** Makes rows that are there already into blocks, in a builder of its own. */
internal class BlockMaker<T>(private val plan: InsertPlan<T>, private val sizer: BlockSizer, private val chunks: BlockChunks) :
    ParallelEncoder.Maker {
    /** How many rows the builder has, and their bytes. */
    private var filled = 0
    private var bytes = 0L

    /**
     * The bytes of the first [count] of [rows]. The builder keeps them for [make] if they are no
     * more than one block.
     */
    fun measure(rows: Array<Any?>, count: Int): Long {
        var before = 0L
        var from = 0
        while (true) {
            try {
                fill(rows, from, count)
            } catch (e: FormatException) {
                throw e.afterRows(from.toLong())
            }
            if (from == 0 && filled == count && !isFull()) return bytes
            before += bytes
            from += filled
            plan.builder.clear()
            filled = 0
            if (from == count) return before
        }
    }

    override fun make(rows: Array<Any?>, from: Int, to: Int): ParallelEncoder.Made {
        fill(rows, from, to)
        val made = filled
        filled = 0
        return ParallelEncoder.Made(chunks.of(plan.builder), made, bytes)
    }

    /** Goes on behind the rows that the builder has. */
    private fun fill(rows: Array<Any?>, from: Int, to: Int) {
        while (from + filled < to) {
            val end = minOf(filled + BlockSizer.STEP, to - from)
            plan.writer.writeAll(rows, from + filled, from + end)
            filled = end
            bytes = plan.builder.dataBytes()
            if (isFull()) return
        }
    }

    private fun isFull(): Boolean = BlockSizer.isDue(filled) && sizer.isLarge(bytes)
}
