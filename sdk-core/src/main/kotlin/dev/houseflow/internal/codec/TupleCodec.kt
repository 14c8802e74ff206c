package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSink
import dev.houseflow.internal.wire.WireInput

/*
 * Tuple(T1, T2): all values of the first element, then all values of the second. The empty Tuple has one filler byte per row.
 *
 *     Tuple(UInt8, Bool)  (1,true), (2,false), (3,true):   01 02 03   01 00 01
 *     Tuple()             three rows:                      30 30 30
 */
internal class TupleCodec(
    name: String,
    type: ClickHouseType,
    @JvmField val elements: List<Codec>,
    @JvmField val names: List<String?>,
) : Codec(name, type) {
    override suspend fun readPrefix(input: WireInput) {
        for (element in elements) element.readPrefix(input)
    }

    override suspend fun read(input: WireInput, rows: Int): Column {
        if (elements.isEmpty()) input.skip(rows)
        val columns = ArrayList<Column>(elements.size)
        for (element in elements) columns.add(element.read(input, rows))
        return TupleColumn(name, type, rows, columns, names)
    }

    override fun newBuilder(): NativeBuilder = TupleBuilder(name, type, elements.map { it.newBuilder() }, names)
}

/** Tuples as one column per element. [elementNames] holds `null`s for an unnamed tuple. */
@InternalHouseflowApi
public class TupleColumn internal constructor(
    name: String,
    type: ClickHouseType,
    size: Int,
    public val elements: List<Column>,
    public val elementNames: List<String?>,
) : Column(name, type, size) {
    override fun get(row: Int): Any = getList(row)

    override fun getList(row: Int): List<Any?> {
        val list = ArrayList<Any?>(elements.size)
        for (i in elements.indices) list.add(elements[i].get(row))
        return list
    }

    override fun getMap(row: Int): Map<Any?, Any?> {
        val map = LinkedHashMap<Any?, Any?>(hashCapacity(elements.size))
        for (i in elements.indices) {
            val key = elementNames[i]
            if (key == null || key in map) throw noConversion(row, "Map")
            map[key] = elements[i].get(row)
        }
        return map
    }

    override fun getString(row: Int): String = textOf(this, row)
}

/**
 * Collects tuples: append one value to each of [elements], then [endRow]; or append a list, or a
 * map by element name.
 */
@InternalHouseflowApi
public open class TupleBuilder internal constructor(
    name: String,
    type: ClickHouseType,
    public val elements: List<NativeBuilder>,
    public val elementNames: List<String?>,
) : NativeBuilder(name, type) {
    private var count = 0

    /** Ends the row, into which every element must have got one value. */
    public open fun endRow() {
        count++
        for (element in elements) {
            if (element.size != count) {
                val found = element.size
                throw FormatException("An element of the tuple has $found values after $count rows", name, type.toString(), count - 1)
            }
        }
    }

    /** Ends [rows] rows, for which every element has got its values already. */
    internal fun endRows(rows: Int) {
        count += rows
    }

    override fun countRows(): Int = count

    override fun appendDefault() {
        for (element in elements) element.appendDefault()
        count++
    }

    override val defaultBytes: Long get() = elements.sumOf { it.defaultBytes }

    override fun append(value: Any?) {
        wholeRow {
            when (value) {
                null -> throw refused("NULL")
                is Map<*, *> -> appendByName(value)
                else -> appendInOrder(productParts(value) ?: listOfArray(value) ?: throw wrongClass(value))
            }
            endRow()
        }
    }

    private fun appendInOrder(values: List<*>) {
        if (values.size != elements.size) {
            val message = "${values.size} values for a tuple of ${elements.size}"
            throw FormatException(message, name, type.toString(), count)
        }
        for (i in elements.indices) elements[i].append(values[i])
    }

    private fun appendByName(values: Map<*, *>) {
        for (i in elements.indices) {
            val key = elementNames[i] ?: throw refused("a Map, because its elements have no names")
            if (key !in values) throw FormatException("The map has no value for the element `$key`", name, type.toString(), count)
            elements[i].append(values[key])
        }
        if (values.size != elements.size) {
            val surplus = values.keys.filter { it !in elementNames }
            throw FormatException("The tuple has no elements $surplus", name, type.toString(), count)
        }
    }

    override val takesBytes: Boolean get() = elements.any { it.takesBytes }

    override fun appendRowBinary(input: RowBinaryInput) {
        wholeRow {
            input.nested { for (element in elements) element.appendRowBinary(input) }
            endRow()
        }
    }

    override fun writePrefix(sink: ByteSink) {
        for (element in elements) element.writePrefix(sink)
    }

    override fun writeData(sink: ByteSink) {
        if (elements.isEmpty()) repeat(count) { sink.writeByte(FILLER) }
        for (element in elements) element.writeData(sink)
    }

    override val dataBytes: Long get() = if (elements.isEmpty()) count.toLong() else elements.sumOf { it.dataBytes }

    override fun build(): Column = TupleColumn(name, type, count, elements.map { it.build() }, elementNames)

    override fun truncate(rows: Int) {
        count = rows
        for (element in elements) element.truncate(rows)
    }
}

/**
 * The parts of what has an order: a list, a `Pair`, a `Triple`, a `Map.Entry`; `null` for anything
 * else.
 */
internal fun productParts(value: Any): List<Any?>? = when (value) {
    is List<*> -> value
    is Pair<*, *> -> listOf(value.first, value.second)
    is Triple<*, *, *> -> listOf(value.first, value.second, value.third)
    is Map.Entry<*, *> -> listOf(value.key, value.value)
    else -> null
}

/** What ClickHouse writes for a value that has no bytes of its own. */
internal const val FILLER: Int = 0x30
