package dev.houseflow.coroutines.internal.response

import dev.houseflow.ConfigurationException
import dev.houseflow.FormatException
import dev.houseflow.internal.wire.ByteSource
import java.io.ByteArrayOutputStream

/**
 * Compressed frames, or packed data of another kind, as they are, for callers who asked for them,
 * with the exceptions that stand inside of them. What is no frames after all, or cannot be unpacked
 * here, passes unwatched.
 *
 * @param unpack unpacks frames and watches what is inside
 */
internal class PackedFrames(source: ByteSource, unpack: (ByteSource) -> ByteSource) : ByteSource() {
    private val packed = Taken(source)
    private val unpacked = unpack(packed)
    private var isWatched = true

    override suspend fun refill(): Boolean {
        while (isWatched && advance()) {
            val bytes = packed.take()
            if (bytes.isNotEmpty()) return handOut(bytes)
        }
        isWatched = false
        val rest = packed.take()
        if (rest.isNotEmpty()) return handOut(rest)
        if (!packed.fill()) return false
        packed.position = packed.limit
        return handOut(packed.take())
    }

    private fun handOut(bytes: ByteArray): Boolean {
        window(bytes, 0, bytes.size)
        return true
    }

    private suspend fun advance(): Boolean = try {
        unpacked.fill().also { unpacked.position = unpacked.limit }
    } catch (_: FormatException) {
        false
    } catch (_: ConfigurationException) {
        false
    }

    /** Passes [source] on, and keeps what its reader has taken of it. */
    private class Taken(private val source: ByteSource) : ByteSource() {
        private val kept = ByteArrayOutputStream()
        private var keptTo = 0

        override suspend fun refill(): Boolean {
            keep()
            if (!source.fill()) return false
            window(source.array, source.position, source.limit)
            keptTo = position
            source.position = source.limit
            return true
        }

        private fun keep() {
            kept.write(array, keptTo, position - keptTo)
            keptTo = position
        }

        /** What has been taken since the last call. */
        fun take(): ByteArray {
            keep()
            return kept.toByteArray().also { kept.reset() }
        }
    }
}
