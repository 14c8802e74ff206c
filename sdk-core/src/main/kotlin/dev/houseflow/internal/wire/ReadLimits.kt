package dev.houseflow.internal.wire

import dev.houseflow.InternalHouseflowApi

/**
 * What a reader accepts before it calls an answer damaged. Lengths from the wire are checked against these before anything is allocated,
 * and arrays grow with the bytes that really arrive.
 *
 * @property maxColumns columns of one block.
 * @property maxRows rows of one block, and elements of all arrays of one column of a block.
 * @property maxStringBytes bytes of one value of String and its like.
 * @property maxColumnBytes bytes of all strings of one column of a block.
 * @property maxDepth how deeply types may nest.
 * @property maxFrameBytes bytes of one compressed frame, packed or raw.
 */
@InternalHouseflowApi
public class ReadLimits @JvmOverloads constructor(
    public val maxColumns: Int = 100_000,
    public val maxRows: Int = 1 shl 28,
    public val maxStringBytes: Int = 1 shl 30,
    public val maxColumnBytes: Int = Int.MAX_VALUE - 16,
    public val maxDepth: Int = 100,
    public val maxFrameBytes: Int = 128 shl 20,
) {
    public companion object {
        /** The limits that fit every answer a server in its default settings can give. */
        @JvmField
        public val DEFAULT: ReadLimits = ReadLimits()
    }
}
