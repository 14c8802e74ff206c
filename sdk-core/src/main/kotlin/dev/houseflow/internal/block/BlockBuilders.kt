package dev.houseflow.internal.block

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.UnsupportedTypeException
import dev.houseflow.internal.codec.CodecOptions
import dev.houseflow.internal.codec.Codecs
import dev.houseflow.internal.codec.ColumnCopier
import dev.houseflow.internal.codec.NativeBuilder
import dev.houseflow.internal.type.DefaultZone
import dev.houseflow.internal.wire.ReadLimits

/**
 * An empty builder for blocks of these columns. [zone] is that of the server: what a `DateTime`
 * without a zone takes wall clocks in.
 *
 * Throws an `UnsupportedTypeException` for a column whose type cannot be written.
 */
@InternalHouseflowApi
@JvmOverloads
public fun newBlockBuilder(headers: List<ColumnHeader>, zone: DefaultZone = DefaultZone.UTC): BlockBuilder {
    val options = CodecOptions(zone, ReadLimits.DEFAULT.maxDepth)
    return BlockBuilder(headers.map { Codecs(it.name, options).of(it.type).newBuilder() })
}

/**
 * A block of these columns without rows; `null` when it cannot be made, since the type of one of
 * them is not known.
 */
@InternalHouseflowApi
public fun emptyBlock(headers: List<ColumnHeader>): Block? = try {
    Block(newBlockBuilder(headers).columns.map { (it as NativeBuilder).build() }, 0)
} catch (_: UnsupportedTypeException) {
    null
}

/**
 * A block of these columns, with a list of [values] for each. Throws a `FormatException` for a
 * value that does not fit.
 */
@InternalHouseflowApi
public fun blockOf(headers: List<ColumnHeader>, values: List<List<Any?>>): Block {
    val builder = newBlockBuilder(headers)
    headers.indices.forEach { i -> values[i].forEach { builder.column(i).append(it) } }
    builder.flushDeferred()
    return Block(builder.columns.map { (it as NativeBuilder).build() }, builder.rowCount)
}

/**
 * Appends what the columns took to look at later; of several refused values it tells of the one in
 * the first row.
 */
@InternalHouseflowApi
public fun BlockBuilder.flushDeferred() {
    flushedDeferred(null)?.let { throw it }
}

/**
 * How many bytes the rows take in Native, or nearly, before compression. Looks at what the columns
 * took to look at later, as [flushDeferred] does.
 */
@InternalHouseflowApi
public fun BlockBuilder.dataBytes(): Long {
    flushDeferred()
    if (columns.isEmpty() || columns[0].size == 0) return 0
    var sum = 0L
    for (column in columns) sum += (column as NativeBuilder).dataBytes
    return sum
}

/**
 * [failure], unless one of the values that were still to be looked at is refused in an earlier row.
 */
@InternalHouseflowApi
public fun BlockBuilder.firstFailure(failure: FormatException): FormatException = flushedDeferred(failure) ?: failure

private fun BlockBuilder.flushedDeferred(failure: FormatException?): FormatException? {
    var first = failure
    for (column in columns) {
        try {
            (column as NativeBuilder).flushDeferred()
        } catch (e: FormatException) {
            if (first == null || e.row < first.row) first = e
        }
    }
    return first
}

/**
 * Takes back all rows from [rows] on, complete or not: after a row that failed half-way. Refused
 * values that waited take the rows from theirs on with them.
 */
@InternalHouseflowApi
public fun BlockBuilder.truncate(rows: Int) {
    flushedDeferred(null)
    var whole = rows
    for (column in columns) whole = minOf(whole, column.size)
    // Also where the number is right already: a column may hold the beginning of a row.
    for (column in columns) (column as NativeBuilder).truncate(whole)
}

/**
 * Appends all rows to [target], whose columns are of the same names and may be of other types:
 * values are converted by the rules of `append`, and one that does not fit throws a
 * `FormatException`, with some of the rows in [target] already.
 */
@InternalHouseflowApi
public fun BlockBuilder.copyTo(target: BlockBuilder) {
    flushDeferred()
    for (i in columns.indices) {
        val values = (columns[i] as NativeBuilder).build()
        ColumnCopier.of(values, target.columns[i] as NativeBuilder).copy(0, values.size)
    }
}
