package dev.houseflow.internal.block

import dev.houseflow.BlockBuilder
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.codec.NativeBuilder
import dev.houseflow.internal.wire.ByteSink

/**
 * Writes blocks in ClickHouse's Native format without a protocol revision, as the body of an INSERT
 * is read.
 */
@InternalHouseflowApi
public object NativeWriter {
    /**
     * Appends all rows of [block] to [sink] as one block; a builder without rows writes nothing.
     * The builder keeps its rows.
     */
    @JvmStatic
    public fun write(block: BlockBuilder, sink: ByteSink) {
        if (block.rowCount == 0) return
        writeHead(block, sink)
        for (i in block.columns.indices) writeColumn(block, i, sink)
    }

    /** The beginning of a block that has rows; every column follows, in order. */
    @JvmStatic
    public fun writeHead(block: BlockBuilder, sink: ByteSink) {
        block.flushDeferred()
        sink.writeVarUInt(block.columns.size.toLong())
        sink.writeVarUInt(block.rowCount.toLong())
    }

    /** The column at [index], whole. */
    @JvmStatic
    public fun writeColumn(block: BlockBuilder, index: Int, sink: ByteSink) {
        val column = block.columns[index] as NativeBuilder
        sink.writeString(column.name)
        sink.writeString(column.type.toString())
        column.writePrefix(sink)
        column.writeData(sink)
    }
}
