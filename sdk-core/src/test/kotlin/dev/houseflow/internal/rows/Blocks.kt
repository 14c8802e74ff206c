package dev.houseflow.internal.rows

import dev.houseflow.Block
import dev.houseflow.BlockBuilder
import dev.houseflow.ClickHouseType
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.block.NativeReader
import dev.houseflow.internal.block.NativeWriter
import dev.houseflow.internal.block.newBlockBuilder
import dev.houseflow.internal.wire.ByteArraySource
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.runBlockingSource
import kotlinx.serialization.modules.EmptySerializersModule
import kotlinx.serialization.modules.SerializersModule
import kotlinx.serialization.serializer

/** `"id" to "Int64"` as headers. */
fun headers(
    vararg columns: Pair<String, String>,
): List<ColumnHeader> = columns.map { ColumnHeader(it.first, ClickHouseType.parse(it.second)) }

class Values(val name: String, val type: String, val values: List<Any?>)

fun column(name: String, type: String, vararg values: Any?): Values = Values(name, type, values.toList())

/** A block as it comes out of the reader after it went through the writer. */
fun block(vararg columns: Values): Block {
    val builder = newBlockBuilder(columns.map { ColumnHeader(it.name, ClickHouseType.parse(it.type)) })
    columns.forEachIndexed { i, column -> column.values.forEach { builder.columns[i].append(it) } }
    return roundTrip(builder)
}

fun roundTrip(builder: BlockBuilder): Block {
    val sink = ByteSink()
    NativeWriter.write(builder, sink)
    return runBlockingSource { NativeReader(ByteArraySource(sink.toByteArray())).readBlock() } ?: error("The block has vanished")
}

inline fun <reified T> adapter(module: SerializersModule = EmptySerializersModule()): SerializerRowAdapter<T> =
    SerializerRowAdapter(serializer<T>(), module)

/** All rows of the block as objects. */
inline fun <reified T> read(block: Block, module: SerializersModule = EmptySerializersModule()): List<T> {
    val reader = adapter<T>(module).reader(block.columns.map { ColumnHeader(it.name, it.type) })
    reader.bind(block)
    return List(block.rowCount) { reader.read(it) }
}

/** Writes the rows, sends them through the codec. */
inline fun <reified T> write(headers: List<ColumnHeader>, vararg rows: T, module: SerializersModule = EmptySerializersModule()): Block {
    val writer = adapter<T>(module).writer(headers)
    val builder = newBlockBuilder(headers)
    writer.bind(builder)
    rows.forEach { writer.write(it) }
    return roundTrip(builder)
}
