package dev.houseflow.internal

import dev.houseflow.BlockBuilder
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.codec.CodecOptions
import dev.houseflow.internal.codec.Codecs
import dev.houseflow.internal.codec.NativeBuilder
import dev.houseflow.internal.wire.ReadLimits
import java.time.ZoneId
import java.time.ZoneOffset

/**
 * An empty builder for blocks of these columns. [zone] is that of the server: what a `DateTime` without a zone takes wall clocks in.
 *
 * Throws an `UnsupportedTypeException` for a column whose type cannot be written.
 */
@InternalHouseflowApi
@JvmOverloads
public fun newBlockBuilder(headers: List<ColumnHeader>, zone: ZoneId = ZoneOffset.UTC): BlockBuilder {
    val options = CodecOptions(zone, ReadLimits.DEFAULT.maxDepth)
    return BlockBuilder(headers.map { Codecs(it.name, options).of(it.type).newBuilder() })
}

/** Takes back all rows from [rows] on, complete or not: after a row that failed half-way. */
@InternalHouseflowApi
public fun BlockBuilder.truncate(rows: Int) {
    // Also where the number is right already: a column may hold the beginning of a row.
    for (column in columns) (column as NativeBuilder).truncate(minOf(rows, column.size))
}
