package dev.houseflow.internal.wire

import dev.houseflow.InternalHouseflowApi

/**
 * What a reader accepts before it calls an answer damaged. Lengths from the wire are checked
 * against these before anything is allocated, and arrays grow with the bytes that really arrive.
 *
 * @property maxColumns columns of one block.
 * @property maxRows rows of one block, and elements of all arrays of one column of a block.
 * @property maxStringBytes bytes of one value of String and its like.
 * @property maxColumnBytes bytes of all strings of one column of a block.
 * @property maxDepth how deeply types may nest.
 * @property maxBlockBytes what one block may take in memory: its columns, and 16 bytes for each
 * row.
 * @property maxFrameBytes bytes of one compressed frame, packed or raw.
 */
@InternalHouseflowApi
public class ReadLimits @JvmOverloads constructor(
    public val maxColumns: Int = 100_000,
    public val maxRows: Int = 1 shl 28,
    public val maxStringBytes: Int = 1 shl 30,
    public val maxColumnBytes: Int = Int.MAX_VALUE - 16,
    public val maxDepth: Int = 100,
    public val maxBlockBytes: Long = DEFAULT_BLOCK_BYTES,
    public val maxFrameBytes: Int = maxBlockBytes.coerceIn(LEAST_FRAME_BYTES, MOST_FRAME_BYTES).toInt(),
) {
    public companion object {
        private const val LEAST_FRAME_BYTES = 4L shl 20
        private const val MOST_FRAME_BYTES = 128L shl 20
        private const val USUAL_BLOCK_BYTES = 64L shl 20

        /**
         * An eighth of the JVM's largest heap, since a block may be used, one wait and one be made
         * at the same time, and arrays are copied as they grow. But 64 MiB, where that is no more
         * than a quarter: blocks of usual width fit.
         */
        @JvmField
        public val DEFAULT_BLOCK_BYTES: Long =
            Runtime.getRuntime().maxMemory().let { heap -> maxOf(heap / 8, minOf(USUAL_BLOCK_BYTES, heap / 4)) }

        /** The limits that fit every answer a server in its default settings can give. */
        @JvmField
        public val DEFAULT: ReadLimits = ReadLimits()

        /** These with [maxBlockBytes] in place of the default. */
        @JvmStatic
        public fun of(maxBlockBytes: Long): ReadLimits =
            if (maxBlockBytes == DEFAULT_BLOCK_BYTES) DEFAULT else ReadLimits(maxBlockBytes = maxBlockBytes)
    }
}
