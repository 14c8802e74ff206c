package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.wire.ByteSink

/*
 * Builders over one growing array of one primitive each. What the numbers mean is the business of the classes below them, which add the
 * `append*` methods and the column. Growing is apart, so that the JVM can afford to compile `add` into the code that writes a row, once for each
 * column.
 */

internal abstract class ByteValuesBuilder(name: String, type: ClickHouseType) :
    NativeBuilder(name, type), ArrayFilled {
    private var values = ByteArray(16)
    private var count = 0

    protected fun add(value: Byte) {
        if (count == values.size) grow()
        values[count++] = value
    }

    private fun grow() {
        values = values.copyOf(count * 2)
    }

    protected fun toArray(): ByteArray = values.copyOf(count)

    override fun appendArray(array: Any, from: Int, to: Int) {
        values = values.withRoom(count, to - from)
        System.arraycopy(array, from, values, count, to - from)
        count += to - from
    }

    override fun countRows(): Int = count

    override fun appendDefault(): Unit = add(0)

    override fun appendRowBinary(input: RowBinaryInput): Unit = add(input.readByte().toByte())

    override fun writeData(sink: ByteSink): Unit = sink.writeBytes(values, 0, count)

    override val dataBytes: Long get() = count.toLong()

    override fun lastKey(): KeyBytes = KeyBytes(byteArrayOf(values[count - 1]))

    override fun truncate(rows: Int) {
        count = rows
    }
}

internal abstract class ShortValuesBuilder(name: String, type: ClickHouseType) :
    NativeBuilder(name, type), ArrayFilled {
    private var values = ShortArray(16)
    private var count = 0

    protected fun add(value: Short) {
        if (count == values.size) grow()
        values[count++] = value
    }

    private fun grow() {
        values = values.copyOf(count * 2)
    }

    protected fun toArray(): ShortArray = values.copyOf(count)

    override fun appendArray(array: Any, from: Int, to: Int) {
        values = values.withRoom(count, to - from)
        System.arraycopy(array, from, values, count, to - from)
        count += to - from
    }

    override fun countRows(): Int = count

    override fun appendDefault(): Unit = add(0)

    override fun appendRowBinary(input: RowBinaryInput): Unit = add(input.readShort().toShort())

    override fun writeData(sink: ByteSink): Unit = sink.writeShorts(values, count)

    override val dataBytes: Long get() = 2L * count

    override fun lastKey(): KeyBytes = keyOf(values[count - 1].toLong(), 2)

    override fun truncate(rows: Int) {
        count = rows
    }
}

internal abstract class IntValuesBuilder(name: String, type: ClickHouseType) :
    NativeBuilder(name, type), ArrayFilled {
    private var values = IntArray(16)
    private var count = 0

    protected fun add(value: Int) {
        if (count == values.size) grow()
        values[count++] = value
    }

    private fun grow() {
        values = values.copyOf(count * 2)
    }

    protected fun toArray(): IntArray = values.copyOf(count)

    override fun appendArray(array: Any, from: Int, to: Int) {
        values = values.withRoom(count, to - from)
        if (array is FloatArray) {
            for (i in from until to) values[count + i - from] = array[i].toRawBits()
        } else {
            System.arraycopy(array, from, values, count, to - from)
        }
        count += to - from
    }

    override fun countRows(): Int = count

    override fun appendDefault(): Unit = add(0)

    override fun appendRowBinary(input: RowBinaryInput): Unit = add(input.readInt())

    override fun writeData(sink: ByteSink): Unit = sink.writeInts(values, count)

    override val dataBytes: Long get() = 4L * count

    override fun lastKey(): KeyBytes = keyOf(values[count - 1].toLong(), 4)

    override fun truncate(rows: Int) {
        count = rows
    }
}

internal abstract class LongValuesBuilder(name: String, type: ClickHouseType) :
    NativeBuilder(name, type), ArrayFilled {
    private var values = LongArray(16)
    private var count = 0

    protected fun add(value: Long) {
        if (count == values.size) grow()
        values[count++] = value
    }

    private fun grow() {
        values = values.copyOf(count * 2)
    }

    protected fun toArray(): LongArray = values.copyOf(count)

    override fun appendArray(array: Any, from: Int, to: Int) {
        values = values.withRoom(count, to - from)
        if (array is DoubleArray) {
            for (i in from until to) values[count + i - from] = array[i].toRawBits()
        } else {
            System.arraycopy(array, from, values, count, to - from)
        }
        count += to - from
    }

    override fun countRows(): Int = count

    override fun appendDefault(): Unit = add(0)

    override fun appendRowBinary(input: RowBinaryInput): Unit = add(input.readLong())

    override fun writeData(sink: ByteSink): Unit = sink.writeLongs(values, count)

    override val dataBytes: Long get() = 8L * count

    override fun lastKey(): KeyBytes = keyOf(values[count - 1], 8)

    override fun truncate(rows: Int) {
        count = rows
    }
}

/** Values of [width] bytes each, in one byte array: what has no primitive of its own. */
internal abstract class WideValuesBuilder(name: String, type: ClickHouseType, protected val width: Int) :
    NativeBuilder(name, type), ArrayFilled {
    private var values = ByteArray(minOf(width.toLong() * 4, FIRST_BYTES).toInt())
    private var count = 0

    /** Adds a row of zeros and answers where its bytes start in [bytes]. */
    protected fun addRow(): Int {
        reserve(1)
        val at = count * width
        values.fill(0, at, at + width)
        count++
        return at
    }

    private fun reserve(rows: Int) {
        val used = count.toLong() * width
        val needed = used + rows.toLong() * width
        if (needed > Int.MAX_VALUE - 16) throw refused("more than 2 GiB in one block")
        if (needed > values.size) values = values.copyOf(minOf(maxOf(used * 2, needed), Int.MAX_VALUE - 16L).toInt())
    }

    /** [array] has [width] bytes for each row. */
    override fun appendArray(array: Any, from: Int, to: Int) {
        reserve(to - from)
        System.arraycopy(array, from * width, values, count * width, (to - from) * width)
        count += to - from
    }

    protected val bytes: ByteArray get() = values

    protected fun toArray(): ByteArray = values.copyOf(count * width)

    override fun countRows(): Int = count

    override fun appendDefault() {
        addRow()
    }

    override val defaultBytes: Long get() = width.toLong()

    override fun appendRowBinary(input: RowBinaryInput) {
        input.need(width)
        val at = addRow()
        System.arraycopy(input.bytes, input.position, values, at, width)
        input.position += width
    }

    override fun writeData(sink: ByteSink): Unit = sink.writeBytes(values, 0, count * width)

    override val dataBytes: Long get() = count.toLong() * width

    override fun lastKey(): KeyBytes = KeyBytes(values.copyOfRange((count - 1) * width, count * width))

    override fun truncate(rows: Int) {
        count = rows
    }

    private companion object {
        /** The width may be a lie: what does not come is not made room for. */
        private const val FIRST_BYTES = 1024L
    }
}

private fun keyOf(value: Long, width: Int): KeyBytes = KeyBytes(ByteArray(width) { (value ushr (it * 8)).toByte() })
