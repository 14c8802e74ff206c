package dev.houseflow.internal.compress

import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSink
import java.io.OutputStream

/**
 * Packs what is written into compressed frames on [target], for code that writes streams. [flush]
 * ends the frame at hand; [close] flushes and closes [target].
 */
@InternalHouseflowApi
public class FrameOutputStream @JvmOverloads constructor(
    private val target: OutputStream,
    method: CompressionMethod,
    frameSize: Int = FrameEncoder.DEFAULT_FRAME_SIZE,
) : OutputStream() {
    private val encoder = FrameEncoder(method, frameSize)
    private val frames = ByteSink()
    private val single = ByteArray(1)

    override fun write(b: Int) {
        single[0] = b.toByte()
        write(single, 0, 1)
    }

    override fun write(b: ByteArray, off: Int, len: Int) {
        encoder.write(b, off, off + len, frames)
        forward()
    }

    override fun flush() {
        encoder.flush(frames)
        forward()
        target.flush()
    }

    override fun close() {
        target.use { flush() }
    }

    private fun forward() {
        if (frames.size == 0L) return
        for (chunk in frames.drain()) target.write(chunk.array, chunk.start, chunk.end - chunk.start)
    }
}
