package dev.houseflow.internal.wire

import dev.houseflow.BlockBuilder
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.codec.NativeBuilder
import dev.houseflow.internal.settle

/** Writes blocks in ClickHouse's Native format without a protocol revision, as the body of an INSERT is read. */
@InternalHouseflowApi
public object NativeWriter {
    /** Appends all rows of [block] to [sink] as one block; a builder without rows writes nothing. The builder keeps its rows. */
    @JvmStatic
    public fun write(block: BlockBuilder, sink: ByteSink) {
        val rows = block.rowCount
        if (rows == 0) return
        block.settle()
        sink.writeVarUInt(block.columns.size.toLong())
        sink.writeVarUInt(rows.toLong())
        for (column in block.columns) {
            column as NativeBuilder
            sink.writeString(column.name)
            sink.writeString(column.type.toString())
            column.writePrefix(sink)
            column.writeData(sink)
        }
    }
}
