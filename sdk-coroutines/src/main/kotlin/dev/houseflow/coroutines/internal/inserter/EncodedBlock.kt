package dev.houseflow.coroutines.internal.inserter

import dev.houseflow.BlockBuilder
import dev.houseflow.Compression
import dev.houseflow.coroutines.internal.transport.TransportBody
import dev.houseflow.internal.block.NativeWriter
import dev.houseflow.internal.compress.CompressionMethod
import dev.houseflow.internal.compress.FrameEncoder
import dev.houseflow.internal.wire.ByteSink

/**
 * A batch as it goes over the wire: the same bytes however often it is sent. [rawBytes] are those
 * before compression.
 */
internal class EncodedBlock(private val chunks: List<ByteSink.Chunk>, val rawBytes: Long) {
    /**
     * Whether an attempt has got to the last of the bytes. Before that no server can have the
     * block: it is read whole or not at all.
     */
    @Volatile
    var wasSent = false

    val body: TransportBody = TransportBody.Stream { sink ->
        for (i in 0 until chunks.lastIndex) sink.write(chunks[i].array, chunks[i].start, chunks[i].end)
        val last = chunks.last()
        val tail = maxOf(last.start, last.end - TAIL)
        if (tail > last.start) sink.write(last.array, last.start, tail)
        wasSent = true
        sink.write(last.array, tail, last.end)
    }

    companion object {
        /**
         * So few bytes are worth a packet of their own: all that is known of an upload is whether
         * it has got to them.
         */
        private const val TAIL = 1024

        /**
         * The rows of [block], which must not be used any more: its arrays are part of the result.
         */
        fun of(block: BlockBuilder, compression: Compression): EncodedBlock {
            val raw = ByteSink(zeroCopy = true)
            NativeWriter.write(block, raw)
            val size = raw.size
            val method = when (compression) {
                Compression.NONE -> return EncodedBlock(raw.drain(), size)
                Compression.LZ4 -> CompressionMethod.LZ4
                Compression.ZSTD -> CompressionMethod.ZSTD
            }
            val packed = ByteSink()
            val encoder = FrameEncoder(method)
            encoder.write(raw, packed)
            encoder.flush(packed)
            return EncodedBlock(packed.drain(), size)
        }
    }
}
