@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.Column
import dev.houseflow.internal.codec.ArrayColumn
import dev.houseflow.internal.codec.MapColumn
import dev.houseflow.internal.codec.hashCapacity
import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
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
        array = CompositeParts.ofArray(column)
        elements = array.elements
        element.bind(elements)
    }

    /**
     * The last list that was asked for, and the serializer of its elements when it is one that
     * needs no decoder.
     */
    private var asked: DeserializationStrategy<*>? = null
    private var known: KSerializer<*>? = null

    override fun <T> read(row: Int, deserializer: DeserializationStrategy<T>): T {
        if (asked !== deserializer) {
            asked = deserializer
            known = if (element is ScalarReader) PlainSerializers.ofElements(deserializer) else null
        }
        val known = this.known ?: return whole(row, super.read(row, deserializer))
        this.row = row
        // Just what the serializer of a list makes.
        @Suppress("UNCHECKED_CAST")
        return list(known, array.start(row), array.end(row)) as T
    }

    /** A set takes equal elements for one. */
    private fun <T> whole(row: Int, result: T): T {
        val count = array.end(row) - array.start(row)
        if (result is Set<*> && result.size < count) {
            throw failure(
                "Of $count elements only ${result.size} differ from each other: make the property a List, or select arrayDistinct(...)",
            )
        }
        return result
    }

    private fun list(known: KSerializer<*>, start: Int, end: Int): List<Any?> {
        val list = ArrayList<Any?>(end - start)
        val elements = this.elements
        if (PlainSerializers.isText(known)) {
            for (i in start until end) list.add(FastColumnAccess.text(elements, i))
        } else {
            for (i in start until end) list.add(PlainSerializers.read(known, elements, i))
        }
        return list
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
        map = CompositeParts.ofMap(column)
        key.bind(map.keys)
        value.bind(map.values)
    }

    /**
     * The last map that was asked for, and the serializers of its parts when it is one that needs
     * no decoder.
     */
    private var asked: DeserializationStrategy<*>? = null
    private var known: Pair<KSerializer<*>, KSerializer<*>>? = null

    override fun <T> read(row: Int, deserializer: DeserializationStrategy<T>): T {
        if (asked !== deserializer) {
            asked = deserializer
            known = if (key is ScalarReader && value is ScalarReader) PlainSerializers.ofEntries(deserializer) else null
        }
        val known = this.known

        // Just what the serializer of a map makes.
        @Suppress("UNCHECKED_CAST")
        val result = if (known == null) super.read(row, deserializer) else map(known, row) as T
        val count = map.end(row) - map.start(row)
        if (result is Map<*, *> && result.size < count) {
            throw failure("Of $count entries only ${result.size} have keys of their own: a List<Pair<K, V>> property keeps repeated keys")
        }
        return result
    }

    private fun map(known: Pair<KSerializer<*>, KSerializer<*>>, row: Int): Map<Any?, Any?> {
        this.row = row
        val start = map.start(row)
        val end = map.end(row)
        val entries = LinkedHashMap<Any?, Any?>(hashCapacity(end - start))
        val values = map.values
        for (i in start until end) {
            val name = if (PlainSerializers.isText(known.first)) map.keyText(i) else PlainSerializers.read(known.first, map.keys, i)
            entries[name] = PlainSerializers.read(known.second, values, i)
        }
        return entries
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
        map = CompositeParts.ofMap(column)
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
