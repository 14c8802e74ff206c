package dev.houseflow.internal.compress

import dev.houseflow.FormatException
import dev.houseflow.internal.http.escapeControls
import dev.houseflow.internal.wire.ReadLimits
import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * One compressed frame, as `compress=1` and `decompress=1` use it:
 *
 *     16 bytes  CityHash128 of all that follows, low half first
 *      1 byte   method: 02 none, 82 LZ4, 90 ZSTD
 *      4 bytes  compressed size, with these 9 bytes
 *      4 bytes  raw size
 *      ...      packed bytes
 *
 * This class checks and unpacks frames whose bytes are already in memory; those around it fetch the
 * bytes. Not thread-safe.
 */
internal class FrameFormat(private val limits: ReadLimits) {
    private val hash = CityHash128()
    private val words = Lz4DeltaDecoder()

    /** The unpacked bytes of the last frame: `raw[0 until rawSize]`. */
    @JvmField
    var raw: ByteArray = EMPTY

    @JvmField
    var rawSize: Int = 0

    /**
     * Checks the header at [at] and returns the size of the whole frame, checksum included.
     * [offset] is for the error only.
     */
    fun frameSize(bytes: ByteArray, at: Int, offset: Long, end: Int = at + HEADER): Int {
        val buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)
        val code = bytes[at + 16].toInt() and 0xff
        val method = CompressionMethod.of(code)
            ?: throw broken(
                "no known compression method (0x${Integer.toHexString(code)}); is the stream compressed at all? It reads " +
                    "\"${excerpt(bytes, at, end)}\"",
                offset,
            )
        val packed = buffer.getInt(at + 17).toLong() and 0xffffffffL
        val size = buffer.getInt(at + 21).toLong() and 0xffffffffL
        if (packed < 9) throw broken("a compressed size of $packed, below that of its header", offset)
        if (packed > limits.maxFrameBytes || size > limits.maxFrameBytes) {
            throw broken(
                "$packed compressed and $size raw bytes, more than the limit of ${limits.maxFrameBytes}; raise maxBlockBytes if the " +
                    "server is to be trusted",
                offset,
            )
        }
        val possible = when (method) {
            CompressionMethod.NONE -> size == packed - 9
            // No LZ4 byte can stand for more than 255 bytes.
            CompressionMethod.LZ4 -> size <= (packed - 9) * 255 + 64
            CompressionMethod.ZSTD -> true
        }
        if (!possible) throw broken("$size raw bytes in $packed compressed ones, which $method cannot do", offset)
        return 16 + packed.toInt()
    }

    /** Verifies and unpacks the frame at [at] whose [total] size came from [frameSize]. */
    fun unpack(bytes: ByteArray, at: Int, total: Int, offset: Long) {
        val buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)
        hash.hash(bytes, at + 16, at + total)
        if (hash.low != buffer.getLong(at) || hash.high != buffer.getLong(at + 8)) {
            throw broken("a checksum that does not match its bytes: they were damaged on the way", offset)
        }
        val size = buffer.getInt(at + 21)
        if (raw.size < size) raw = ByteArray(size)
        val start = at + HEADER
        val packed = total - HEADER
        val written = when (CompressionMethod.of(bytes[at + 16].toInt() and 0xff)) {
            CompressionMethod.LZ4 ->
                if (words.unpack(bytes, start, packed, raw, size)) size else Lz4.decompress(bytes, start, packed, raw, size)

            CompressionMethod.ZSTD -> Zstd.decompress(bytes, start, packed, raw, size)
            else -> packed.also { System.arraycopy(bytes, start, raw, 0, it) }
        }
        if (written != size) throw broken("packed bytes that do not unpack to $size bytes", offset)
        rawSize = size
    }

    /** What the frame begins with, as text. */
    private fun excerpt(bytes: ByteArray, at: Int, end: Int): String =
        escapeControls(String(bytes, at, minOf(end - at, MAX_EXCERPT), Charsets.UTF_8).replace('\n', ' '))

    fun truncated(offset: Long): FormatException =
        FormatException("The compressed stream ends inside of a frame: the answer is incomplete", byteOffset = offset)

    private fun broken(what: String, offset: Long) = FormatException("A compressed frame has $what", byteOffset = offset)

    companion object {
        const val HEADER = 25
        private const val MAX_EXCERPT = 200
        private val EMPTY = ByteArray(0)
    }
}
