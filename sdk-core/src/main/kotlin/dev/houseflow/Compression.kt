package dev.houseflow

/**
 * How the data of typed queries and inserts is compressed between client and server: ClickHouse's own checksummed frames
 * (`compress=1`, `decompress=1`), which any format may travel in.
 *
 * See "Compression" on the page "HTTP interface" of the ClickHouse manual.
 */
public enum class Compression {
    /** Nothing is compressed. The right choice on one machine, and for servers from before 2019, whose `compress=1` loses small results. */
    NONE,

    /** Fast, about two to one: the default. */
    LZ4,

    /**
     * Slower and smaller than [LZ4]. Inserts are compressed with it; answers come in the method that the server chooses
     * (its setting `network_compression_method`). Needs the library `com.github.luben:zstd-jni` beside Houseflow.
     */
    ZSTD,
}
