package dev.houseflow.internal.compress

import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSink
import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * Packs bytes into compressed frames, as ClickHouse takes them with `decompress=1`. [write]
 * collects up to [frameSize] raw bytes per frame; [flush] ends the frame at hand. Not thread-safe.
 */
@InternalHouseflowApi
public class FrameEncoder @JvmOverloads constructor(
    private val method: CompressionMethod,
    private val frameSize: Int = DEFAULT_FRAME_SIZE,
) {
    private val hash = CityHash128()
    private var pending = ByteArray(minOf(frameSize, 8192))
    private var pendingSize = 0
    private var frame = ByteArray(0)

    /** Adds `bytes[start until end]`; frames that became full go to [out]. */
    public fun write(bytes: ByteArray, start: Int, end: Int, out: ByteSink) {
        var at = start
        while (at < end) {
            if (pendingSize == 0 && end - at >= frameSize) {
                pack(bytes, at, frameSize, out)
                at += frameSize
                continue
            }
            val count = minOf(end - at, frameSize - pendingSize)
            if (pending.size < pendingSize + count) {
                pending = pending.copyOf(minOf(frameSize, maxOf(pendingSize + count, pending.size * 2)))
            }
            System.arraycopy(bytes, at, pending, pendingSize, count)
            pendingSize += count
            at += count
            if (pendingSize == frameSize) flush(out)
        }
    }

    /** Moves everything in [source] into frames in [out]; [source] is empty afterwards. */
    public fun write(source: ByteSink, out: ByteSink) {
        val chunks = source.drain()
        for (chunk in chunks) write(chunk.array, chunk.start, chunk.end, out)
        source.recycle(chunks)
    }

    /** Writes the frame at hand to [out]; nothing when it is empty. */
    public fun flush(out: ByteSink) {
        if (pendingSize == 0) return
        pack(pending, 0, pendingSize, out)
        pendingSize = 0
    }

    private fun pack(bytes: ByteArray, start: Int, length: Int, out: ByteSink) {
        val bound = when (method) {
            CompressionMethod.NONE -> length
            CompressionMethod.LZ4 -> Lz4.maxCompressedLength(length)
            CompressionMethod.ZSTD -> Zstd.maxCompressedLength(length)
        }
        if (frame.size < FrameFormat.HEADER + bound) frame = ByteArray(FrameFormat.HEADER + bound)
        val packed = when (method) {
            CompressionMethod.NONE -> length.also { System.arraycopy(bytes, start, frame, FrameFormat.HEADER, it) }
            CompressionMethod.LZ4 -> Lz4.compress(bytes, start, length, frame, FrameFormat.HEADER)
            CompressionMethod.ZSTD -> Zstd.compress(bytes, start, length, frame, FrameFormat.HEADER)
        }
        val buffer = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN)
        frame[16] = method.code.toByte()
        buffer.putInt(17, packed + 9)
        buffer.putInt(21, length)
        hash.hash(frame, 16, FrameFormat.HEADER + packed)
        buffer.putLong(0, hash.low)
        buffer.putLong(8, hash.high)
        out.writeBytes(frame, 0, FrameFormat.HEADER + packed)
    }

    public companion object {
        /** ClickHouse's own frames hold up to 1 MiB. */
        public const val DEFAULT_FRAME_SIZE: Int = 1 shl 20
    }
}
