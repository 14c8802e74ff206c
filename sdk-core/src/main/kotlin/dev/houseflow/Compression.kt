package dev.houseflow

/**
 * How the data of typed queries and inserts is compressed between client and server: ClickHouse's
 * own checksummed frames (`compress=1`, `decompress=1`), which any format may travel in.
 *
 * See "Compression" on the page "HTTP interface" of the ClickHouse manual.
 */
public enum class Compression {
    /** Nothing is compressed. The right choice on one machine. */
    NONE,

    /**
     * Fast, about two to one: the default. Inserts are compressed with it; answers come in frames
     * of the server's choice, LZ4 up to 26.8 and ZSTD from 26.9 on. Without the library
     * `com.github.luben:zstd-jni` the client asks for LZ4, and for no compression where a server
     * can give answers in no frames that are readable here.
     */
    LZ4,

    /**
     * Slower and smaller than [LZ4]. Inserts are compressed with it, which needs the library
     * `com.github.luben:zstd-jni` beside Houseflow; answers come as with [LZ4].
     */
    ZSTD,
}
