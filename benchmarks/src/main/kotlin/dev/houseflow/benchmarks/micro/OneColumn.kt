package dev.houseflow.benchmarks.micro

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.benchmarks.clients.Reading
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.block.NativeWriter
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.wire.ByteArraySource
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.runBlockingSource

/**
 * A block of one column in memory, for measuring its codec without a client. Reading suspends,
 * which Java cannot call.
 */
@OptIn(InternalHouseflowApi::class)
internal class OneColumn(private val bytes: ByteArray) {
    private val values: List<Any?>
    private val builder: BlockBuilder
    private val other: BlockBuilder
    private val sink = ByteSink()

    init {
        val column = read().column(0)
        values = List(column.size) { column.get(it) }
        val header = listOf(ColumnHeader(column.name, column.type))
        builder = newBlockBuilder(header)
        other = newBlockBuilder(header)
        values.forEach(builder.column(0)::append)
    }

    /** Decodes the column. */
    fun read(): Block = runBlockingSource { checkNotNull(NativeReader(ByteArraySource(bytes)).readBlock()) }

    /** Collects the values, as objects, in a builder. */
    fun append(): BlockBuilder {
        other.clear()
        val column = other.column(0)
        for (value in values) column.append(value)
        return other
    }

    /** Encodes the collected values, and returns how many bytes they take. */
    fun write(): Long {
        NativeWriter.write(builder, sink)
        return sink.drain().sumOf { (it.end - it.start).toLong() }
    }
}
