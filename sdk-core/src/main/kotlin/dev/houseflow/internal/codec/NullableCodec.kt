package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.WireInput
import java.time.Instant

/*
 * Nullable(T): one byte per row (1 is NULL), then a value of T for every row, also for the NULL ones.
 *
 *     Nullable(UInt16)  NULL, 5, 6:   01 00 00   0000 0500 0600
 */
internal class NullableCodec(name: String, type: ClickHouseType, @JvmField val inner: Codec) : Codec(name, type) {
    override suspend fun readPrefix(input: WireInput) = inner.readPrefix(input)

    override suspend fun read(input: WireInput, rows: Int): Column {
        val nulls = input.readBytes(rows)
        return NullableColumn(name, type, nulls, inner.read(input, rows))
    }

    override fun newBuilder(): NativeBuilder = NullableBuilder(name, type, inner.newBuilder())
}

/** A column whose rows may be NULL; every getter of a row that is not goes to [inner]. */
@InternalHouseflowApi
public class NullableColumn internal constructor(
    name: String,
    type: ClickHouseType,
    @JvmField internal val nulls: ByteArray,
    public val inner: Column,
) : DelegatingColumn(name, type, nulls.size) {
    override fun isNull(row: Int): Boolean = nulls[row].toInt() != 0

    override fun target(row: Int): Column? = if (nulls[row].toInt() != 0) null else inner

    override fun targetRow(row: Int): Int = row

    // What rows are mostly asked for, without asking target.

    override fun getBoolean(row: Int): Boolean = value(row, "Boolean").getBoolean(row)

    override fun getInt(row: Int): Int = value(row, "Int").getInt(row)

    override fun getLong(row: Int): Long = value(row, "Long").getLong(row)

    override fun getFloat(row: Int): Float = value(row, "Float").getFloat(row)

    override fun getDouble(row: Int): Double = value(row, "Double").getDouble(row)

    override fun getString(row: Int): String = value(row, "String").getString(row)

    override fun getInstant(row: Int): Instant = value(row, "Instant").getInstant(row)

    private fun value(row: Int, wanted: String): Column = if (nulls[row].toInt() == 0) inner else throw noConversion(row, wanted)
}

/**
 * Collects rows that may be NULL. Either `append*`, or [beginValue] and then one row into [inner].
 */
@InternalHouseflowApi
public class NullableBuilder internal constructor(
    name: String,
    type: ClickHouseType,
    private val innerBuilder: NativeBuilder,
) : NativeBuilder(name, type) {
    private var nulls = ByteArray(16)
    private var count = 0

    /** The builder of the values. */
    public val inner: NativeBuilder get() = innerBuilder

    /** Marks the next row as not NULL; the caller then appends its value to [inner]. */
    public fun beginValue() {
        mark(0)
    }

    /** Marks rows whose values [inner] has got already, as `marks[from until to]` says. */
    internal fun appendMarks(marks: ByteArray, from: Int, to: Int) {
        nulls = nulls.withRoom(count, to - from)
        System.arraycopy(marks, from, nulls, count, to - from)
        count += to - from
    }

    override fun countRows(): Int = count

    override fun appendNull() {
        innerBuilder.appendDefault()
        mark(1)
    }

    override fun appendDefault(): Unit = appendNull()

    override val defaultBytes: Long get() = innerBuilder.defaultBytes

    override fun append(value: Any?) {
        if (value == null) return appendNull()
        // The most frequent ones by name: calls whose target the processor need not guess.
        when (val inner = innerBuilder) {
            is Int64Builder -> inner.append(value)
            is DateTime64Builder -> inner.append(value)
            is TextBuilder -> inner.append(value)
            else -> inner.append(value)
        }
        mark(0)
    }

    override val takesLater: Boolean get() = innerBuilder.takesLater

    override fun appendAll(values: Array<Any?>, count: Int, nullIsDefault: Boolean) {
        innerBuilder.appendAll(values, count, nullIsDefault = true)
        for (i in 0 until count) mark(if (values[i] == null) 1 else 0)
    }

    override fun appendBoolean(value: Boolean): Unit = value { innerBuilder.appendBoolean(value) }

    override fun appendByte(value: Byte): Unit = value { innerBuilder.appendByte(value) }

    override fun appendShort(value: Short): Unit = value { innerBuilder.appendShort(value) }

    override fun appendInt(value: Int): Unit = value { innerBuilder.appendInt(value) }

    override fun appendLong(value: Long) {
        val inner = innerBuilder
        if (inner is Int64Builder) inner.appendLong(value) else inner.appendLong(value)
        mark(0)
    }

    override fun appendFloat(value: Float): Unit = value { innerBuilder.appendFloat(value) }

    override fun appendDouble(value: Double): Unit = value { innerBuilder.appendDouble(value) }

    override fun appendString(value: String) {
        val inner = innerBuilder
        if (inner is TextBuilder) inner.appendString(value) else inner.appendString(value)
        mark(0)
    }

    override fun appendBytes(value: ByteArray): Unit = value { innerBuilder.appendBytes(value) }

    override fun appendRowBinary(input: RowBinaryInput) {
        if (input.readByte() != 0) {
            input.takeDefault(this)
            appendNull()
        } else {
            value { innerBuilder.appendRowBinary(input) }
        }
    }

    override fun writePrefix(sink: ByteSink): Unit = innerBuilder.writePrefix(sink)

    override fun writeData(sink: ByteSink) {
        sink.writeBytes(nulls, 0, count)
        innerBuilder.writeData(sink)
    }

    override val dataBytes: Long get() = count + innerBuilder.dataBytes

    override fun build(): Column = NullableColumn(name, type, nulls.copyOf(count), innerBuilder.build())

    override fun truncate(rows: Int) {
        count = rows
        innerBuilder.truncate(rows)
    }

    private inline fun value(append: () -> Unit) {
        append()
        mark(0)
    }

    private fun mark(flag: Int) {
        if (count == nulls.size) grow()
        nulls[count++] = flag.toByte()
    }

    private fun grow() {
        nulls = nulls.copyOf(count * 2)
    }
}
