package dev.houseflow.internal.compress

import dev.houseflow.ConfigurationException

/** ZSTD by zstd-jni, which is an optional dependency: docs/adr/0011 says why. */
internal object Zstd {
    /** ClickHouse's own default level of the ZSTD method. */
    private const val LEVEL = 1

    @JvmSynthetic
    fun maxCompressedLength(length: Int): Int = loaded { com.github.luben.zstd.Zstd.compressBound(length.toLong()).toInt() }

    @JvmSynthetic
    fun compress(from: ByteArray, start: Int, length: Int, to: ByteArray, at: Int): Int {
        val size = loaded { com.github.luben.zstd.Zstd.compressByteArray(to, at, to.size - at, from, start, length, LEVEL) }
        check(!com.github.luben.zstd.Zstd.isError(size)) { "zstd-jni failed: ${com.github.luben.zstd.Zstd.getErrorName(size)}" }
        return size.toInt()
    }

    /**
     * The number of bytes that came out, at most [length]; -1 when the bytes are no ZSTD frame or
     * hold more.
     */
    @JvmSynthetic
    fun decompress(from: ByteArray, start: Int, size: Int, to: ByteArray, length: Int): Int {
        val result = loaded {
            try {
                com.github.luben.zstd.Zstd.decompressByteArray(to, 0, length, from, start, size)
            } catch (_: RuntimeException) {
                // Some versions of the library throw an exception of their own in place of the
                // error's number.
                return -1
            }
        }
        return if (com.github.luben.zstd.Zstd.isError(result)) -1 else result.toInt()
    }

    inline fun <T> loaded(call: () -> T): T = try {
        call()
    } catch (e: LinkageError) {
        ZstdLibrary.doesNotLoad()
        throw ConfigurationException(
            "ZSTD needs the library com.github.luben:zstd-jni, which is not on the class path or does not load on this machine: " +
                "add it to the build (version 1.5.7 or later), or choose LZ4",
            e,
        )
    }
}
