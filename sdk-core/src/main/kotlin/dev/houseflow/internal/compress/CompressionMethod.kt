package dev.houseflow.internal.compress

import dev.houseflow.InternalHouseflowApi

/** How the body of one compressed frame is packed; [code] is its byte on the wire. */
@InternalHouseflowApi
public enum class CompressionMethod(public val code: Int) {
    /** Stored as it is; the frame only adds a checksum. */
    NONE(0x02),

    /** LZ4 block format. Pure Java where no native library can be loaded. */
    LZ4(0x82),

    /** Zstandard. Needs the optional dependency `com.github.luben:zstd-jni`. */
    ZSTD(0x90),
    ;

    internal companion object {
        /** The method of a frame, or `null` for a byte that is none. */
        @JvmSynthetic
        fun of(code: Int): CompressionMethod? = when (code) {
            0x02 -> NONE
            0x82 -> LZ4
            0x90 -> ZSTD
            else -> null
        }
    }
}
