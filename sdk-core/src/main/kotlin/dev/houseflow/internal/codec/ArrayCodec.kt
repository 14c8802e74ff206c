package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.WireInput

/*
 * Array(T): where the array of each row ends, counted over all rows, as u64; then all elements.
 *
 *     Array(UInt8)  [1,2], [], [3]:   0200000000000000 0200000000000000 0300000000000000   01 02 03
 */
internal class ArrayCodec(name: String, type: ClickHouseType, private val element: Codec) : Codec(name, type) {
    override suspend fun readPrefix(input: WireInput) = element.readPrefix(input)

    override suspend fun read(input: WireInput, rows: Int): Column {
        val ends = readEnds(input, rows)
        input.elementDepth++
        val elements = element.read(input, if (rows == 0) 0 else ends[rows - 1])
        input.elementDepth--
        return ArrayColumn(name, type, ends, elements)
    }

    override fun newBuilder(): NativeBuilder = ArrayBuilder(name, type, element.newBuilder())
}

/**
 * The ends of [rows] arrays or maps: they must not fall, and their total is bounded before anything
 * is made for the elements.
 */
internal suspend fun readEnds(input: WireInput, rows: Int): IntArray {
    val wide = input.readLongs(rows)
    input.take(rows * 4L)
    val ends = IntArray(rows)
    var last = 0L
    for (row in 0 until rows) {
        val end = wide[row]
        if (end < last) throw input.fail("An array ends at element $end, before its start at $last", row)
        if (end > input.limits.maxRows) {
            throw input.fail("The arrays of one block hold $end elements, and at most ${input.limits.maxRows} are accepted", row)
        }
        ends[row] = end.toInt()
        last = end
    }
    return ends
}

/**
 * Arrays as one column of all elements: those of a row are rows `start(row) until end(row)` of
 * [elements].
 */
@InternalHouseflowApi
public class ArrayColumn internal constructor(
    name: String,
    type: ClickHouseType,
    private val ends: IntArray,
    public val elements: Column,
) : Column(name, type, ends.size) {
    /** The first element of [row]. */
    public fun start(row: Int): Int = if (row == 0) 0 else ends[row - 1]

    /** One past the last element of [row]. */
    public fun end(row: Int): Int = ends[row]

    /** The first row that has another number of elements in [other]; -1 where there is none. */
    internal fun firstDifference(other: ArrayColumn): Int {
        for (row in ends.indices) if (ends[row] != other.ends[row]) return row
        return -1
    }

    /** Arrays of the same lengths, of other [elements]. */
    internal fun withElements(name: String, type: ClickHouseType, elements: Column): ArrayColumn = ArrayColumn(name, type, ends, elements)

    override fun get(row: Int): Any = getList(row)

    override fun getList(row: Int): List<Any?> {
        val start = start(row)
        val count = ends[row] - start
        val list = ArrayList<Any?>(count)
        val elements = this.elements
        if (elements is StringColumn) {
            for (i in start until start + count) list.add(elements.getString(i))
        } else {
            for (i in start until start + count) list.add(elements.get(i))
        }
        return list
    }

    override fun getString(row: Int): String = textOf(this, row)
}

/**
 * Collects arrays: append the elements of a row to [elements], then [endRow]; or append a whole
 * list.
 */
@InternalHouseflowApi
public open class ArrayBuilder internal constructor(
    name: String,
    type: ClickHouseType,
    public val elements: NativeBuilder,
) : NativeBuilder(name, type) {
    private val ends = Ends()

    /** Ends the row: its elements are what [elements] got since the last row. */
    public open fun endRow() {
        ends.add(elements.size)
    }

    /** Ends the row at the element [end], which is there already. */
    internal fun endRowAt(end: Int): Unit = ends.add(end)

    override fun countRows(): Int = ends.count

    override fun appendDefault(): Unit = endRow()

    override fun append(value: Any?) {
        wholeRow {
            appendElements(value ?: throw refused("NULL"))
            endRow()
        }
    }

    private fun appendElements(value: Any) {
        when (value) {
            is Iterable<*> -> for (item in value) elements.append(item)
            is Array<*> -> for (item in value) elements.append(item)
            is LongArray -> for (item in value) elements.appendLong(item)
            is IntArray -> for (item in value) elements.appendInt(item)
            is ShortArray -> for (item in value) elements.appendShort(item)
            is ByteArray -> for (item in value) elements.appendByte(item)
            is DoubleArray -> for (item in value) elements.appendDouble(item)
            is FloatArray -> for (item in value) elements.appendFloat(item)
            is BooleanArray -> for (item in value) elements.appendBoolean(item)
            else -> throw wrongClass(value)
        }
    }

    override fun appendRowBinary(input: RowBinaryInput) {
        wholeRow {
            input.nested {
                val count = input.readCount(if (elements.takesBytes) 1 else 0)
                input.take(count * RowBinaryInput.BYTES_PER_ELEMENT)
                repeat(count) { elements.appendRowBinary(input) }
            }
            endRow()
        }
    }

    override fun writePrefix(sink: ByteSink): Unit = elements.writePrefix(sink)

    override fun writeData(sink: ByteSink) {
        ends.write(sink)
        elements.writeData(sink)
    }

    override val dataBytes: Long get() = 8L * ends.count + elements.dataBytes

    override fun build(): Column = ArrayColumn(name, type, ends.toArray(), elements.build())

    override fun truncate(rows: Int) {
        ends.truncate(rows)
        elements.truncate(ends.last)
    }
}

/** The ends of arrays or maps while they are collected. */
internal class Ends {
    private var values = LongArray(16)

    @JvmField
    var count: Int = 0

    val last: Int get() = if (count == 0) 0 else values[count - 1].toInt()

    fun add(end: Int) {
        if (count == values.size) values = values.copyOf(count * 2)
        values[count++] = end.toLong()
    }

    fun truncate(rows: Int) {
        count = rows
    }

    fun write(sink: ByteSink) {
        sink.writeLongs(values, count)
    }

    fun toArray(): IntArray = IntArray(count) { values[it].toInt() }
}
