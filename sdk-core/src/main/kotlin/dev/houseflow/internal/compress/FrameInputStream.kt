package dev.houseflow.internal.compress

import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ReadLimits
import java.io.InputStream

/**
 * The bytes inside the compressed frames of [source], for code that reads streams. Blocks like its
 * source, which it closes with itself. Damaged and truncated frames throw `FormatException`.
 */
@InternalHouseflowApi
public class FrameInputStream @JvmOverloads constructor(
    private val source: InputStream,
    limits: ReadLimits = ReadLimits.DEFAULT,
) : InputStream() {
    private val format = FrameFormat(limits)
    private var staged = ByteArray(FrameFormat.HEADER)
    private var position = 0
    private var offset = 0L

    override fun read(): Int = if (nextBytes()) format.raw[position++].toInt() and 0xff else -1

    override fun read(b: ByteArray, off: Int, len: Int): Int {
        if (len == 0) return 0
        if (!nextBytes()) return -1
        val count = minOf(len, format.rawSize - position)
        System.arraycopy(format.raw, position, b, off, count)
        position += count
        return count
    }

    override fun available(): Int = format.rawSize - position

    override fun close() {
        source.close()
    }

    private fun nextBytes(): Boolean {
        while (position == format.rawSize) {
            if (!stage(0, FrameFormat.HEADER)) return false
            val total = format.frameSize(staged, 0, offset)
            stage(FrameFormat.HEADER, total)
            format.unpack(staged, 0, total, offset)
            offset += total
            position = 0
        }
        return true
    }

    /** `false` when the source ends exactly at the start of a frame. */
    private fun stage(from: Int, to: Int): Boolean {
        var at = from
        while (at < to) {
            if (staged.size == at) staged = staged.copyOf(minOf(to, maxOf(at * 2, 8192)))
            val count = source.read(staged, at, minOf(to, staged.size) - at)
            if (count < 0) {
                if (at == 0) return false
                throw format.truncated(offset)
            }
            at += count
        }
        return true
    }
}
