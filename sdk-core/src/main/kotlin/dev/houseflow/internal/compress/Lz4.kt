package dev.houseflow.internal.compress

import net.jpountz.lz4.LZ4Compressor
import net.jpountz.lz4.LZ4Exception
import net.jpountz.lz4.LZ4Factory
import net.jpountz.lz4.LZ4SafeDecompressor

/**
 * LZ4 by lz4-java: its native library where one can be loaded, its pure Java code elsewhere
 * (Android, unknown processors).
 */
internal object Lz4 {
    private val factory: LZ4Factory = try {
        LZ4Factory.fastestInstance()
    } catch (_: Throwable) {
        // Class loaders and security settings can make the search itself fail; the plain Java code
        // needs nothing.
        LZ4Factory.safeInstance()
    }
    private val compressor: LZ4Compressor = factory.fastCompressor()
    private val decompressor: LZ4SafeDecompressor = factory.safeDecompressor()

    @JvmSynthetic
    fun maxCompressedLength(length: Int): Int = compressor.maxCompressedLength(length)

    @JvmSynthetic
    fun compress(from: ByteArray, start: Int, length: Int, to: ByteArray, at: Int): Int =
        compressor.compress(from, start, length, to, at, to.size - at)

    /**
     * The number of bytes that came out, at most [length]; -1 when the bytes are no LZ4 block or
     * hold more.
     */
    @JvmSynthetic
    fun decompress(from: ByteArray, start: Int, size: Int, to: ByteArray, length: Int): Int = try {
        decompressor.decompress(from, start, size, to, 0, length)
    } catch (_: LZ4Exception) {
        -1
    }
}
