package dev.houseflow.coroutines.internal.stream

import dev.houseflow.Block
import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.ResultColumn
import dev.houseflow.coroutines.internal.response.NativeBlocks
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.RowAdapter
import dev.houseflow.internal.block.RowReader
import dev.houseflow.internal.prefetch.PrefetchingRows

/**
 * Makes the rows of the blocks of one result, one by one, when they are asked for: by the consumer,
 * while the next block is being decoded on another thread, and without ever holding more of them
 * than the consumer does. Not thread-safe.
 */
@InternalHouseflowApi
public class BlockRows<T>(private val adapter: RowAdapter<T>) {
    private var reader: RowReader<T>? = null
    private var rowsBefore = 0L

    /** The columns of the result; empty until there was a block. */
    public var columns: List<ResultColumn> = emptyList()
        private set

    /**
     * The rows of [block]; those of the block before it must have been taken. Throws when the
     * adapter's class does not match the result.
     */
    public fun of(block: Block): Iterator<T> {
        val reader = reader ?: newReader(NativeBlocks.headers(block))
        reader.bind(block)
        return Rows(reader, block, rowsBefore).also { rowsBefore += block.rowCount }
    }

    /** Checks the class against the columns of a result without rows. */
    internal fun check(headers: List<ColumnHeader>) {
        newReader(headers)
    }

    private fun newReader(headers: List<ColumnHeader>): RowReader<T> {
        columns = headers.map { ResultColumn(it.name, it.type) }
        return adapter.reader(headers).also { reader = it }
    }

    private class Rows<T>(private val reader: RowReader<T>, block: Block, private val before: Long) : PrefetchingRows<T>(block) {
        override fun read(row: Int): T = try {
            reader.read(row)
        } catch (e: FormatException) {
            throw e.afterRows(before)
        }
    }
}
