package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.internal.wire.ByteSink

/*
 * Nothing: the type that has no values; in practice inside Nullable (of a bare NULL) and Array (of an empty one). One filler byte per row.
 *
 *     Nothing  three rows:   30 30 30
 */
internal fun nothingCodec(name: String, type: ClickHouseType): Codec = PlainCodec(
    name,
    type,
    { input, n ->
        input.skip(n)
        NothingColumn(name, type, n)
    },
) { NothingBuilder(name, type) }

/** All rows read as NULL. */
internal class NothingColumn(name: String, type: ClickHouseType, rows: Int) : Column(name, type, rows) {
    override fun isNull(row: Int): Boolean = true

    override fun get(row: Int): Any? = null
}

internal class NothingBuilder(name: String, type: ClickHouseType) : NativeBuilder(name, type) {
    private var count = 0

    override fun countRows(): Int = count

    override fun appendDefault() {
        count++
    }

    override fun append(value: Any?): Unit = when (value) {
        null -> throw refused("NULL by itself; Nullable(Nothing) does")
        else -> throw wrongClass(value)
    }

    override val takesBytes: Boolean get() = false

    override fun appendRowBinary(input: RowBinaryInput): Unit = appendDefault()

    override fun writeData(sink: ByteSink): Unit = repeat(count) { sink.writeByte(FILLER) }

    override val dataBytes: Long get() = count.toLong()

    override fun build(): Column = NothingColumn(name, type, count)

    override fun truncate(rows: Int) {
        count = rows
    }
}
