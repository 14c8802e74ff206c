package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.internal.wire.WireInput

/**
 * Reads one column of one type. A codec belongs to one column of one reader: it may keep what its
 * prefix said until the data comes.
 *
 * A column's bytes are all prefixes of its type tree, depth first, and then all data, depth first.
 */
internal abstract class Codec(@JvmField val name: String, @JvmField val type: ClickHouseType) {
    /**
     * Reads what stands before all data of the column: versions and lists of types. Most types have
     * nothing there.
     */
    open suspend fun readPrefix(input: WireInput) {}

    /** Reads the data of [rows] values. */
    abstract suspend fun read(input: WireInput, rows: Int): Column

    /** A builder for columns of this type. */
    abstract fun newBuilder(): NativeBuilder
}

/** A codec for a type that has no prefix and no inner types. */
internal class PlainCodec(
    name: String,
    type: ClickHouseType,
    private val reading: suspend (WireInput, Int) -> Column,
    private val building: () -> NativeBuilder,
) : Codec(name, type) {
    override suspend fun read(input: WireInput, rows: Int): Column = reading(input, rows)

    override fun newBuilder(): NativeBuilder = building()
}
