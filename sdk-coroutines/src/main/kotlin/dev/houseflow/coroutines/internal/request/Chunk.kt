package dev.houseflow.coroutines.internal.request

import dev.houseflow.BlockBuilder
import dev.houseflow.coroutines.internal.transport.BodySink
import dev.houseflow.internal.block.NativeWriter
import dev.houseflow.internal.block.flushDeferred
import dev.houseflow.internal.compress.FrameEncoder
import dev.houseflow.internal.wire.ByteSink

/** A part of the body of an insert. Until it has been written, what it is made of is left alone. */
internal interface Chunk {
    val isEmpty: Boolean

    /** How many bytes it had before it was compressed; less than 0 when it was not. */
    val rawBytes: Long

    /** Called once at most. */
    suspend fun write(sink: BodySink)
}

/** [bytes] as they are. */
internal class ArrayChunk(private val bytes: ByteArray) : Chunk {
    override val isEmpty: Boolean get() = bytes.isEmpty()
    override val rawBytes: Long get() = -1

    override suspend fun write(sink: BodySink) {
        sink.write(bytes, 0, bytes.size)
    }
}

/** What is in [source], which is empty afterwards. */
internal class BytesChunk(private val source: ByteSink, override val rawBytes: Long = -1) : Chunk {
    private val chunks = source.drain()

    override val isEmpty: Boolean get() = chunks.isEmpty()

    override suspend fun write(sink: BodySink) {
        for (chunk in chunks) sink.write(chunk.array, chunk.start, chunk.end)
        source.recycle(chunks)
    }
}

/**
 * Makes full builders into chunks, each when the one before has been written.
 *
 * @param chunks what chunks that are not compressed are written by; several makers can share it,
 * since one chunk is written at a time
 * @param keepsRows whether builders keep their rows, to be sent again if need be
 */
internal class BlockChunks(
    private val encoder: FrameEncoder?,
    private val chunks: ByteSink = ByteSink(zeroCopy = true),
    private val keepsRows: Boolean = false,
) {
    private val raw = ByteSink(zeroCopy = true)

    /** Copies: the encoder makes all frames in one array. */
    private val packed = ByteSink()

    /**
     * The rows of [block], which is empty when the chunk has been written unless it keeps them.
     * Refused values are told of here.
     */
    fun of(block: BlockBuilder): Chunk {
        block.flushDeferred()
        if (encoder == null) return ColumnsChunk(block, chunks, keepsRows)
        NativeWriter.write(block, raw)
        val rawBytes = raw.size
        encoder.write(raw, packed)
        // A block that stays behind in the encoder would reach the server only with the next one.
        encoder.flush(packed)
        if (!keepsRows) block.clear()
        return BytesChunk(packed, rawBytes)
    }
}

/**
 * A block that goes to the server column by column: texts from the builder itself, numbers by way
 * of arrays that stay in the nearest cache.
 */
private class ColumnsChunk(private val block: BlockBuilder, private val chunks: ByteSink, private val keepsRows: Boolean) : Chunk {
    override val isEmpty: Boolean = block.rowCount == 0
    override val rawBytes: Long get() = -1

    override suspend fun write(sink: BodySink) {
        NativeWriter.writeHead(block, chunks)
        for (i in block.columns.indices) {
            NativeWriter.writeColumn(block, i, chunks)
            val column = chunks.drain()
            for (chunk in column) sink.write(chunk.array, chunk.start, chunk.end)
            chunks.recycle(column)
        }
        if (!keepsRows) block.clear()
    }
}
