package dev.houseflow.internal.compress

import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSource
import net.jpountz.xxhash.StreamingXXHash32
import net.jpountz.xxhash.XXHashFactory

/**
 * The bytes inside the LZ4 frames of [source], as HTTP's content coding `lz4` has them: one frame
 * after the other, of linked or independent blocks. All checksums that a frame has are verified.
 *
 * @param broken makes the exception for a frame that is damaged or cut off, of what it is or does
 */
@InternalHouseflowApi
public class Lz4FrameDecoder(private val source: ByteSource, private val broken: (what: String) -> Throwable) : ByteSource() {
    private var frame: Frame? = null
    private var packed = ByteArray(0)
    private var begun = false

    override suspend fun refill(): Boolean {
        while (true) {
            val current = frame ?: begin() ?: return false
            val head = readInt()
            if (head == 0) {
                end(current)
            } else if (unpack(current, head and Int.MAX_VALUE, isRaw = head < 0)) {
                window(current.blocks.raw, current.blocks.start, current.blocks.end)
                return true
            }
        }
    }

    private class Frame(
        val blocks: Lz4Blocks,
        val maxBlock: Int,
        val blockChecksums: Boolean,
        val size: Long,
        val hash: StreamingXXHash32?,
    ) {
        var unpacked = 0L
    }

    /** Reads the head of the next frame; `null` when there is no more. */
    private suspend fun begin(): Frame? {
        while (true) {
            if (!source.fill()) {
                if (!begun) throw broken("is empty")
                return null
            }
            begun = true
            val magic = readInt()
            if (magic == MAGIC) break
            if (magic and SKIPPABLE_MASK != SKIPPABLE) throw broken("is not what it is said to be, lz4")
            skip(readInt().toLong() and 0xffffffffL)
        }
        val descriptor = ByteArray(MAX_DESCRIPTOR)
        read(descriptor, 0, 2)
        val flags = descriptor[0].toInt()
        val sizeCode = (descriptor[1].toInt() shr 4) and 7
        if ((flags shr 6) and 3 != 1 || sizeCode < LEAST_SIZE_CODE) throw broken("has a form that is not known")
        if (flags and DICTIONARY != 0) throw broken("needs a dictionary")
        val hasSize = flags and CONTENT_SIZE != 0
        if (hasSize) read(descriptor, 2, SIZE_BYTES)
        val length = if (hasSize) 2 + SIZE_BYTES else 2
        if (readByte() != (HASHES.hash32().hash(descriptor, 0, length, 0) ushr 8) and 0xff) throw broken("is damaged")
        val maxBlock = 1 shl (8 + 2 * sizeCode)
        return Frame(
            Lz4Blocks(maxBlock, linked = flags and INDEPENDENT == 0),
            maxBlock,
            flags and BLOCK_CHECKSUM != 0,
            if (hasSize) (0 until SIZE_BYTES).sumOf { (descriptor[2 + it].toLong() and 0xff) shl (8 * it) } else -1,
            if (flags and CONTENT_CHECKSUM != 0) HASHES.newStreamingHash32(0) else null,
        ).also { frame = it }
    }

    /** `false` when the block is empty. */
    private suspend fun unpack(frame: Frame, size: Int, isRaw: Boolean): Boolean {
        if (size > frame.maxBlock) throw broken("has a block of $size bytes, more than it may have")
        if (packed.size < size) packed = ByteArray(size)
        read(packed, 0, size)
        if (frame.blockChecksums && readInt() != HASHES.hash32().hash(packed, 0, size, 0)) throw broken("is damaged")
        val blocks = frame.blocks
        if (!(if (isRaw) blocks.take(packed, 0, size) else blocks.unpack(packed, 0, size))) throw broken("is damaged")
        val count = blocks.end - blocks.start
        frame.hash?.update(blocks.raw, blocks.start, count)
        frame.unpacked += count
        return count > 0
    }

    private suspend fun end(frame: Frame) {
        if (frame.hash != null && readInt() != frame.hash.value) throw broken("is damaged")
        if (frame.size >= 0 && frame.size != frame.unpacked) throw broken("holds ${frame.unpacked} bytes and says ${frame.size}")
        this.frame = null
    }

    private suspend fun readByte(): Int {
        if (!source.fill()) throw broken("ends before it is complete")
        return source.array[source.position++].toInt() and 0xff
    }

    private suspend fun readInt(): Int = readByte() or (readByte() shl 8) or (readByte() shl 16) or (readByte() shl 24)

    private suspend fun read(to: ByteArray, start: Int, count: Int) {
        var at = start
        while (at < start + count) {
            if (!source.fill()) throw broken("ends before it is complete")
            val some = minOf(start + count - at, source.limit - source.position)
            System.arraycopy(source.array, source.position, to, at, some)
            source.position += some
            at += some
        }
    }

    private suspend fun skip(count: Long) {
        var left = count
        while (left > 0) {
            if (!source.fill()) throw broken("ends before it is complete")
            val some = minOf(left, (source.limit - source.position).toLong()).toInt()
            source.position += some
            left -= some
        }
    }

    private companion object {
        private const val MAGIC = 0x184D2204
        private const val SKIPPABLE = 0x184D2A50
        private const val SKIPPABLE_MASK = -0x10
        private const val MAX_DESCRIPTOR = 10
        private const val SIZE_BYTES = 8
        private const val LEAST_SIZE_CODE = 4
        private const val DICTIONARY = 1
        private const val CONTENT_CHECKSUM = 4
        private const val CONTENT_SIZE = 8
        private const val BLOCK_CHECKSUM = 16
        private const val INDEPENDENT = 32
        private val HASHES: XXHashFactory = XXHashFactory.safeInstance()
    }
}
