@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.Block
import dev.houseflow.Column
import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.encoding.CompositeDecoder
import kotlinx.serialization.modules.SerializersModule

/**
 * A class. A primitive is read straight from the column of its element, everything else by the
 * reader of that element. When no element is absent, the generated code reads them in order without
 * asking for each index.
 *
 * What is known of the elements stands in arrays, one for each thing that is known: one object for
 * each element would cost a load more for each value.
 */
internal class StructReader(
    /** By element; `null` where the class keeps its default. */
    private val children: Array<ValueReader?>,
    /** Element to position in the source. */
    private val positions: IntArray,
    module: SerializersModule,
    /** Whether the class has one property, which stands for the whole column. */
    private val whole: Boolean = false,
) : ValueReader(module), CompositeDecoder {
    private val present: IntArray = positions.indices.filter { positions[it] >= 0 }.toIntArray()
    private val sequential: Boolean = present.size == positions.size

    /** The columns of single values, which primitives are read from without asking a reader. */
    private val direct = arrayOfNulls<Column>(positions.size)

    /** The values of those of them that hold nothing but values of the most frequent types. */
    private val longs = arrayOfNulls<LongArray>(positions.size)
    private val ints = arrayOfNulls<IntArray>(positions.size)
    private val doubles = arrayOfNulls<DoubleArray>(positions.size)
    private val floats = arrayOfNulls<FloatArray>(positions.size)

    /** Ways to properties that are objects, found when they are first asked for in a block. */
    private val ways = arrayOfNulls<FrequentTypeReader>(positions.size)
    private var next = 0

    fun bind(block: Block) = bindParts { block.columns[it] }

    override fun bind(column: Column) {
        super.bind(column)
        if (whole) {
            bindParts { column }
        } else {
            val parts = CompositeParts.ofTuple(column)
            bindParts { parts[it] }
        }
    }

    /**
     * For the entries of a Map. Only its parts have rows that count entries, so nothing may be
     * asked of [column] itself but its name.
     */
    fun bindPair(keys: Column, values: Column, column: Column) {
        super.bind(column)
        bindParts { if (it == 0) keys else values }
    }

    private inline fun bindParts(part: (Int) -> Column) {
        for (i in present) {
            val column = part(positions[i])
            val child = children[i]
            child?.bind(column)
            if (child !is ScalarReader) continue
            direct[i] = column
            ways[i] = null
            longs[i] = FastColumnAccess.longs(column)
            ints[i] = FastColumnAccess.ints(column)
            doubles[i] = FastColumnAccess.doubles(column)
            floats[i] = FastColumnAccess.floats(column)
        }
    }

    private fun childOf(i: Int): ValueReader = children[i] ?: throw IllegalStateException("Element $i has no column")

    override fun beginStructure(descriptor: SerialDescriptor): CompositeDecoder {
        next = 0
        return this
    }

    override fun endStructure(descriptor: SerialDescriptor) = Unit

    override fun decodeSequentially(): Boolean = sequential

    override fun decodeElementIndex(descriptor: SerialDescriptor): Int =
        if (next < present.size) present[next++] else CompositeDecoder.DECODE_DONE

    override fun decodeBooleanElement(descriptor: SerialDescriptor, index: Int): Boolean {
        val column = direct[index]
        return if (column != null) column.getBoolean(row) else childOf(index).at(row).decodeBoolean()
    }

    override fun decodeByteElement(descriptor: SerialDescriptor, index: Int): Byte {
        val column = direct[index]
        return if (column != null) column.getByte(row) else childOf(index).at(row).decodeByte()
    }

    override fun decodeShortElement(descriptor: SerialDescriptor, index: Int): Short {
        val column = direct[index]
        return if (column != null) column.getShort(row) else childOf(index).at(row).decodeShort()
    }

    override fun decodeIntElement(descriptor: SerialDescriptor, index: Int): Int {
        val values = ints[index]
        return if (values != null) values[row] else otherInt(index)
    }

    private fun otherInt(index: Int): Int {
        val column = direct[index]
        return if (column != null) column.getInt(row) else childOf(index).at(row).decodeInt()
    }

    override fun decodeLongElement(descriptor: SerialDescriptor, index: Int): Long {
        val values = longs[index]
        return if (values != null) values[row] else otherLong(index)
    }

    private fun otherLong(index: Int): Long {
        val column = direct[index]
        return if (column != null) column.getLong(row) else childOf(index).at(row).decodeLong()
    }

    override fun decodeFloatElement(descriptor: SerialDescriptor, index: Int): Float {
        val values = floats[index]
        return if (values != null) values[row] else otherFloat(index)
    }

    private fun otherFloat(index: Int): Float {
        val column = direct[index]
        return if (column != null) column.getFloat(row) else childOf(index).at(row).decodeFloat()
    }

    override fun decodeDoubleElement(descriptor: SerialDescriptor, index: Int): Double {
        val values = doubles[index]
        return if (values != null) values[row] else otherDouble(index)
    }

    private fun otherDouble(index: Int): Double {
        val column = direct[index]
        return if (column != null) column.getDouble(row) else childOf(index).at(row).decodeDouble()
    }

    override fun decodeCharElement(descriptor: SerialDescriptor, index: Int): Char = childOf(index).at(row).decodeChar()

    override fun decodeStringElement(descriptor: SerialDescriptor, index: Int): String {
        val column = direct[index]
        return if (column != null) FastColumnAccess.text(column, row) else childOf(index).at(row).decodeString()
    }

    override fun decodeInlineElement(descriptor: SerialDescriptor, index: Int): ValueReader = childOf(index).at(row)

    override fun <T> decodeSerializableElement(
        descriptor: SerialDescriptor,
        index: Int,
        deserializer: DeserializationStrategy<T>,
        previousValue: T?,
    ): T {
        val way = ways[index]

        @Suppress("UNCHECKED_CAST")
        val value = if (way != null && way.serializer === deserializer) way.read(row) as T? else null
        return value ?: other(index, deserializer)
    }

    private fun <T> other(index: Int, deserializer: DeserializationStrategy<T>): T {
        val child = childOf(index)
        findWay(index, deserializer)
        return child.read(row, deserializer)
    }

    override fun <T : Any> decodeNullableSerializableElement(
        descriptor: SerialDescriptor,
        index: Int,
        deserializer: DeserializationStrategy<T?>,
        previousValue: T?,
    ): T? {
        val way = ways[index]
        @Suppress("UNCHECKED_CAST")
        return if (way != null && way.serializer === deserializer) way.read(row) as T? else otherNullable(index, deserializer)
    }

    private fun <T : Any> otherNullable(index: Int, deserializer: DeserializationStrategy<T?>): T? {
        val column = direct[index]
        if (column == null) return childOf(index).readNullable(row, deserializer)
        findWay(index, deserializer)
        return if (PlainSerializers.knows(deserializer)) {
            if (FastColumnAccess.isNull(column, row)) null else PlainSerializers.read(deserializer, column, row)
        } else {
            childOf(index).readNullable(row, deserializer)
        }
    }

    /** Looked for once per block, so that what has none does not pay for it. */
    private fun findWay(index: Int, deserializer: DeserializationStrategy<*>) {
        val column = direct[index] ?: return
        if (ways[index] == null) ways[index] = FrequentTypeReader.of(column, deserializer, childOf(index).behind(deserializer))
    }
}
