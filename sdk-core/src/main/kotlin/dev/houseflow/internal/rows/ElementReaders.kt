@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.Column
import dev.houseflow.internal.codec.ArrayColumn
import dev.houseflow.internal.codec.MapColumn
import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.encoding.CompositeDecoder
import kotlinx.serialization.modules.SerializersModule

/** Reads elements by index, each from [source] at [position] by [child]. */
internal abstract class ElementReader(module: SerializersModule) : ValueReader(module), CompositeDecoder {
    protected abstract fun source(index: Int): Column

    protected abstract fun position(index: Int): Int

    protected abstract fun child(index: Int): ValueReader

    override fun endStructure(descriptor: SerialDescriptor) = Unit

    override fun decodeSequentially(): Boolean = true

    override fun decodeElementIndex(descriptor: SerialDescriptor): Int = CompositeDecoder.DECODE_DONE

    override fun decodeBooleanElement(descriptor: SerialDescriptor, index: Int): Boolean {
        val reader = child(index)
        return if (reader is ScalarReader) source(index).getBoolean(position(index)) else reader.at(position(index)).decodeBoolean()
    }

    override fun decodeByteElement(descriptor: SerialDescriptor, index: Int): Byte {
        val reader = child(index)
        return if (reader is ScalarReader) source(index).getByte(position(index)) else reader.at(position(index)).decodeByte()
    }

    override fun decodeShortElement(descriptor: SerialDescriptor, index: Int): Short {
        val reader = child(index)
        return if (reader is ScalarReader) source(index).getShort(position(index)) else reader.at(position(index)).decodeShort()
    }

    override fun decodeIntElement(descriptor: SerialDescriptor, index: Int): Int {
        val reader = child(index)
        return if (reader is ScalarReader) source(index).getInt(position(index)) else reader.at(position(index)).decodeInt()
    }

    override fun decodeLongElement(descriptor: SerialDescriptor, index: Int): Long {
        val reader = child(index)
        return if (reader is ScalarReader) source(index).getLong(position(index)) else reader.at(position(index)).decodeLong()
    }

    override fun decodeFloatElement(descriptor: SerialDescriptor, index: Int): Float {
        val reader = child(index)
        return if (reader is ScalarReader) source(index).getFloat(position(index)) else reader.at(position(index)).decodeFloat()
    }

    override fun decodeDoubleElement(descriptor: SerialDescriptor, index: Int): Double {
        val reader = child(index)
        return if (reader is ScalarReader) source(index).getDouble(position(index)) else reader.at(position(index)).decodeDouble()
    }

    override fun decodeStringElement(descriptor: SerialDescriptor, index: Int): String {
        val reader = child(index)
        return if (reader is ScalarReader) source(index).getString(position(index)) else reader.at(position(index)).decodeString()
    }

    override fun decodeCharElement(descriptor: SerialDescriptor, index: Int): Char = child(index).at(position(index)).decodeChar()

    override fun decodeInlineElement(descriptor: SerialDescriptor, index: Int): ValueReader = child(index).at(position(index))

    override fun <T> decodeSerializableElement(
        descriptor: SerialDescriptor,
        index: Int,
        deserializer: DeserializationStrategy<T>,
        previousValue: T?,
    ): T = child(index).read(position(index), deserializer)

    override fun <T : Any> decodeNullableSerializableElement(
        descriptor: SerialDescriptor,
        index: Int,
        deserializer: DeserializationStrategy<T?>,
        previousValue: T?,
    ): T? = child(index).readNullable(position(index), deserializer)
}

/** An Array as a list, a set or an array. */
internal class SequenceReader(private val element: ValueReader, module: SerializersModule) : ElementReader(module) {
    private lateinit var array: ArrayColumn
    private lateinit var elements: Column
    private var start = 0

    override fun bind(column: Column) {
        super.bind(column)
        array = Parts.ofArray(column)
        elements = array.elements
        element.bind(elements)
    }

    override fun beginStructure(descriptor: SerialDescriptor): CompositeDecoder {
        start = array.start(row)
        return this
    }

    override fun decodeCollectionSize(descriptor: SerialDescriptor): Int = array.end(row) - start

    override fun source(index: Int): Column = elements

    override fun position(index: Int): Int = start + index

    override fun child(index: Int): ValueReader = element
}

/** A Map as a map: elements 0, 2, 4... are the keys, 1, 3, 5... their values. */
internal class EntriesReader(
    private val key: ValueReader,
    private val value: ValueReader,
    module: SerializersModule,
) : ElementReader(module) {
    private lateinit var map: MapColumn
    private var start = 0

    override fun bind(column: Column) {
        super.bind(column)
        map = Parts.ofMap(column)
        key.bind(map.keys)
        value.bind(map.values)
    }

    override fun <T> read(row: Int, deserializer: DeserializationStrategy<T>): T {
        val result = super.read(row, deserializer)
        val count = map.end(row) - map.start(row)
        if (result is Map<*, *> && result.size < count) {
            throw failure("Of $count entries only ${result.size} have keys of their own: a List<Pair<K, V>> property keeps repeated keys")
        }
        return result
    }

    override fun beginStructure(descriptor: SerialDescriptor): CompositeDecoder {
        start = map.start(row)
        return this
    }

    override fun decodeCollectionSize(descriptor: SerialDescriptor): Int = map.end(row) - start

    override fun source(index: Int): Column = if (index and 1 == 0) map.keys else map.values

    override fun position(index: Int): Int = start + (index shr 1)

    override fun child(index: Int): ValueReader = if (index and 1 == 0) key else value
}

/** A Map as a list of classes of two properties. */
internal class EntryListReader(private val entry: StructReader, module: SerializersModule) : ElementReader(module) {
    private lateinit var map: MapColumn
    private var start = 0

    override fun bind(column: Column) {
        super.bind(column)
        map = Parts.ofMap(column)
        entry.bindPair(map.keys, map.values, column)
    }

    override fun beginStructure(descriptor: SerialDescriptor): CompositeDecoder {
        start = map.start(row)
        return this
    }

    override fun decodeCollectionSize(descriptor: SerialDescriptor): Int = map.end(row) - start

    override fun source(index: Int): Column = column

    override fun position(index: Int): Int = start + index

    override fun child(index: Int): ValueReader = entry
}
