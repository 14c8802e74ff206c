package dev.houseflow.internal.compress

import dev.houseflow.ConfigurationException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSource
import dev.houseflow.internal.wire.ReadLimits

/**
 * The bytes inside the compressed frames of [source], as ClickHouse sends them for `compress=1`.
 * Every checksum is verified; a stream that ends inside a frame fails with a `FormatException`.
 *
 * @param beforeFrame called where the next frame may begin, or the end is.
 */
@InternalHouseflowApi
public class FrameDecoder @JvmOverloads constructor(
    private val source: ByteSource,
    limits: ReadLimits = ReadLimits.DEFAULT,
    private val beforeFrame: (suspend () -> Unit)? = null,
) : ByteSource() {
    private val format = FrameFormat(limits)
    private var staged = ByteArray(FrameFormat.HEADER)

    /** Whether a frame came that only a library which is missing here could unpack. */
    public var lacksLibrary: Boolean = false
        private set

    override suspend fun refill(): Boolean {
        do {
            beforeFrame?.invoke()
            if (!source.fill()) return false
            nextFrame()
        } while (format.rawSize == 0)
        window(format.raw, 0, format.rawSize)
        return true
    }

    private suspend fun nextFrame() {
        val offset = source.offset
        val available = source.limit - source.position
        if (available >= FrameFormat.HEADER) {
            val total = format.frameSize(source.array, source.position, offset, source.limit)
            if (available >= total) {
                unpack(source.array, source.position, total, offset)
                source.position += total
                return
            }
        }
        stage(0, FrameFormat.HEADER, offset)
        val total = format.frameSize(staged, 0, offset)
        stage(FrameFormat.HEADER, total, offset)
        unpack(staged, 0, total, offset)
    }

    private fun unpack(bytes: ByteArray, at: Int, total: Int, offset: Long) {
        try {
            format.unpack(bytes, at, total, offset)
        } catch (e: ConfigurationException) {
            lacksLibrary = true
            throw e
        }
    }

    /**
     * Copies bytes `from until to` of the frame together; the array grows with what really arrives.
     */
    private suspend fun stage(from: Int, to: Int, offset: Long) {
        var at = from
        while (at < to) {
            if (!source.fill()) throw format.truncated(offset)
            val count = minOf(to - at, source.limit - source.position)
            if (staged.size < at + count) staged = staged.copyOf(minOf(to, maxOf(at + count, staged.size * 2)))
            System.arraycopy(source.array, source.position, staged, at, count)
            source.position += count
            at += count
        }
    }
}
