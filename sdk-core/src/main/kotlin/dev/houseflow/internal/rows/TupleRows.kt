@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.Column
import dev.houseflow.ColumnBuilder
import dev.houseflow.internal.codec.TupleBuilder
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.encoding.CompositeDecoder
import kotlinx.serialization.encoding.CompositeEncoder
import kotlinx.serialization.modules.SerializersModule

/** A Tuple as a list or an array, in order. */
internal class TupleListReader(private val elements: List<ValueReader>, module: SerializersModule) : ElementReader(module) {
    private var parts: List<Column> = emptyList()

    override fun bind(column: Column) {
        super.bind(column)
        parts = CompositeParts.ofTuple(column)
        for (i in parts.indices) elements[i].bind(parts[i])
    }

    override fun beginStructure(descriptor: SerialDescriptor): CompositeDecoder = this

    override fun decodeCollectionSize(descriptor: SerialDescriptor): Int = parts.size

    override fun source(index: Int): Column = parts[index]

    override fun position(index: Int): Int = row

    override fun child(index: Int): ValueReader = elements[index]
}

/**
 * A Tuple as a map by the [names] of its elements: 0, 2, 4... are the names, 1, 3, 5... their
 * values.
 */
internal class TupleMapReader(private val names: List<String>, private val elements: List<ValueReader>, module: SerializersModule) :
    ElementReader(module) {
    private var parts: List<Column> = emptyList()
    private val name = NameReader(module)

    override fun bind(column: Column) {
        super.bind(column)
        name.bind(column)
        parts = CompositeParts.ofTuple(column)
        for (i in parts.indices) elements[i].bind(parts[i])
    }

    override fun beginStructure(descriptor: SerialDescriptor): CompositeDecoder = this

    override fun decodeCollectionSize(descriptor: SerialDescriptor): Int = parts.size

    override fun source(index: Int): Column = if (index and 1 == 0) column else parts[index shr 1]

    override fun position(index: Int): Int = row

    override fun child(index: Int): ValueReader {
        if (index and 1 != 0) return elements[index shr 1]
        name.name = names[index shr 1]
        return name
    }
}

/** Gives a name as if it were the value of a column. */
private class NameReader(module: SerializersModule) : ValueReader(module) {
    var name: String = ""

    override fun decodeString(): String = name
}

/** A list or an array as a Tuple, in order. */
internal class TupleListWriter(private val elements: List<ValueWriter>, module: SerializersModule) : CompositeWriter(module) {
    private lateinit var tuple: TupleBuilder

    override fun bind(builder: ColumnBuilder) {
        super.bind(builder)
        tuple = CompositeParts.ofTuple(builder)
        for (i in elements.indices) elements[i].bind(tuple.elements[i])
    }

    override fun beginCollection(descriptor: SerialDescriptor, collectionSize: Int): CompositeEncoder {
        if (collectionSize != elements.size) throw failure("$collectionSize values for a tuple of ${elements.size}")
        beginValue()
        return this
    }

    override fun sink(index: Int): ColumnBuilder = tuple.elements[index]

    override fun child(index: Int): ValueWriter = elements[index]

    override fun endStructure(descriptor: SerialDescriptor): Unit = tuple.endRow()
}

/** A map as a Tuple, by the [names] of its elements, all of which it has to have. */
internal class TupleMapWriter(private val names: List<String>, private val elements: List<ValueWriter>, module: SerializersModule) :
    CompositeWriter(module) {
    private lateinit var tuple: TupleBuilder
    private val name = NameWriter(module)
    private val present = BooleanArray(names.size)

    override fun bind(builder: ColumnBuilder) {
        super.bind(builder)
        name.bind(builder)
        tuple = CompositeParts.ofTuple(builder)
        for (i in elements.indices) elements[i].bind(tuple.elements[i])
    }

    override fun beginStructure(descriptor: SerialDescriptor): CompositeEncoder {
        present.fill(false)
        beginValue()
        return this
    }

    override fun sink(index: Int): ColumnBuilder = tuple.elements[position()]

    override fun child(index: Int): ValueWriter = if (index and 1 == 0) name else elements[position()]

    private fun position(): Int {
        val position = names.indexOf(name.name)
        if (position < 0) throw failure("The tuple has no element `${name.name}`")
        if (present[position]) throw failure("The map has two values for the element `${name.name}`")
        present[position] = true
        return position
    }

    override fun endStructure(descriptor: SerialDescriptor) {
        val missing = present.indexOf(false)
        if (missing >= 0) throw failure("The map has no value for the element `${names[missing]}`")
        tuple.endRow()
    }
}

/** Takes a name as if it were a value for a column. */
private class NameWriter(module: SerializersModule) : ValueWriter(module) {
    var name: String = ""
        private set

    override fun encodeString(value: String) {
        name = value
    }
}
