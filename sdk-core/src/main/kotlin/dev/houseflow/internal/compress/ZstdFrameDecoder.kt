package dev.houseflow.internal.compress

import com.github.luben.zstd.ZstdDecompressCtx
import dev.houseflow.internal.wire.ByteSource
import java.nio.Buffer
import java.nio.ByteBuffer

/** See [ZstdLibrary.decoder]. This class cannot be loaded where the library is missing. */
internal class ZstdFrameDecoder(
    private val source: ByteSource,
    private val broken: (what: String, cause: Throwable?) -> Throwable,
) : ByteSource(),
    AutoCloseable {
    private val context = ZstdDecompressCtx()
    private val packed: ByteBuffer = ByteBuffer.allocateDirect(WINDOW).also { (it as Buffer).limit(0) }
    private val raw: ByteBuffer = ByteBuffer.allocateDirect(WINDOW)
    private val out = ByteArray(WINDOW)
    private var begun = false

    /**
     * Whether the last frame has come to its end, and whether there may be more of it than there
     * was room for.
     */
    private var isComplete = false
    private var mayHoldMore = false

    override suspend fun refill(): Boolean {
        while (true) {
            if (!packed.hasRemaining() && !mayHoldMore && !next()) return false
            (raw as Buffer).clear()
            try {
                isComplete = context.decompressDirectByteBufferStream(raw, packed)
            } catch (e: RuntimeException) {
                throw broken("is damaged", e)
            }
            val count = raw.position()
            mayHoldMore = count == WINDOW && !isComplete
            if (count > 0) {
                (raw as Buffer).flip()
                raw.get(out, 0, count)
                window(out, 0, count)
                return true
            }
        }
    }

    /** Fetches packed bytes; `false` at the end, which has to be that of a frame. */
    private suspend fun next(): Boolean {
        if (!source.fill()) {
            if (!begun) throw broken("is empty", null)
            if (!isComplete) throw broken("ends before it is complete", null)
            return false
        }
        begun = true
        val count = minOf(WINDOW, source.limit - source.position)
        (packed as Buffer).clear()
        packed.put(source.array, source.position, count)
        (packed as Buffer).flip()
        source.position += count
        return true
    }

    override fun close() {
        context.close()
    }

    private companion object {
        private const val WINDOW = 64 * 1024
    }
}
