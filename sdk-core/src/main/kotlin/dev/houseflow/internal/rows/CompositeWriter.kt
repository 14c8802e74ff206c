@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.BlockBuilder
import dev.houseflow.ColumnBuilder
import dev.houseflow.internal.codec.ArrayBuilder
import dev.houseflow.internal.codec.MapBuilder
import dev.houseflow.internal.codec.NativeBuilder
import dev.houseflow.internal.codec.TextBuilder
import dev.houseflow.internal.codec.TupleBuilder
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.SerializationStrategy
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.encoding.CompositeEncoder
import kotlinx.serialization.modules.SerializersModule

/**
 * Appends elements by index, each to [sink] or by [child]; `null` where an element goes nowhere.
 */
internal abstract class CompositeWriter(module: SerializersModule) : ValueWriter(module), CompositeEncoder {
    protected abstract fun sink(index: Int): ColumnBuilder?

    protected abstract fun child(index: Int): ValueWriter?

    override fun shouldEncodeElementDefault(descriptor: SerialDescriptor, index: Int): Boolean = true

    override fun endStructure(descriptor: SerialDescriptor) = Unit

    override fun encodeBooleanElement(descriptor: SerialDescriptor, index: Int, value: Boolean) {
        sink(index)?.appendBoolean(value)
    }

    override fun encodeByteElement(descriptor: SerialDescriptor, index: Int, value: Byte) {
        sink(index)?.appendByte(value)
    }

    override fun encodeShortElement(descriptor: SerialDescriptor, index: Int, value: Short) {
        sink(index)?.appendShort(value)
    }

    override fun encodeIntElement(descriptor: SerialDescriptor, index: Int, value: Int) {
        sink(index)?.appendInt(value)
    }

    override fun encodeLongElement(descriptor: SerialDescriptor, index: Int, value: Long) {
        sink(index)?.appendLong(value)
    }

    override fun encodeFloatElement(descriptor: SerialDescriptor, index: Int, value: Float) {
        sink(index)?.appendFloat(value)
    }

    override fun encodeDoubleElement(descriptor: SerialDescriptor, index: Int, value: Double) {
        sink(index)?.appendDouble(value)
    }

    override fun encodeCharElement(descriptor: SerialDescriptor, index: Int, value: Char) {
        child(index)?.encodeChar(value)
    }

    override fun encodeStringElement(descriptor: SerialDescriptor, index: Int, value: String) {
        child(index)?.encodeString(value)
    }

    override fun encodeInlineElement(descriptor: SerialDescriptor, index: Int): ValueWriter = child(index) ?: Nowhere(serializersModule)

    override fun <T> encodeSerializableElement(descriptor: SerialDescriptor, index: Int, serializer: SerializationStrategy<T>, value: T) {
        child(index)?.write(serializer, value)
    }

    override fun <T : Any> encodeNullableSerializableElement(
        descriptor: SerialDescriptor,
        index: Int,
        serializer: SerializationStrategy<T>,
        value: T?,
    ) {
        child(index)?.writeNullable(serializer, value)
    }
}

/**
 * Takes the one primitive inside a value class and forgets it: the column was left out of the
 * insert.
 */
private class Nowhere(module: SerializersModule) : ValueWriter(module) {
    override fun <T> encodeSerializableValue(serializer: SerializationStrategy<T>, value: T) = Unit

    override fun encodeNull() = Unit

    override fun encodeBoolean(value: Boolean) = Unit

    override fun encodeByte(value: Byte) = Unit

    override fun encodeShort(value: Short) = Unit

    override fun encodeInt(value: Int) = Unit

    override fun encodeLong(value: Long) = Unit

    override fun encodeFloat(value: Float) = Unit

    override fun encodeDouble(value: Double) = Unit

    override fun encodeChar(value: Char) = Unit

    override fun encodeString(value: String) = Unit

    override fun encodeEnum(enumDescriptor: SerialDescriptor, index: Int) = Unit
}

/** A class over the columns of an insert or over a Tuple. */
internal class StructWriter(
    private val children: Array<ValueWriter?>,
    private val positions: IntArray,
    module: SerializersModule,
    /** Whether the class has one property, which stands for the whole column. */
    private val whole: Boolean = false,
) : CompositeWriter(module) {
    /** What primitives go to at once; `null` also where values wait in one of [laters]. */
    private val sinks = arrayOfNulls<ColumnBuilder>(positions.size)

    /** What takes texts to look at later. */
    private val laters = arrayOfNulls<NativeBuilder>(positions.size)

    /** Serializers that only hand values on, which then go to [sinks] without them. */
    private val handingOn = arrayOfNulls<Any?>(positions.size)

    private val isScalar = BooleanArray(positions.size) { children[it] is ScalarWriter }

    private val takesText = BooleanArray(positions.size) { (children[it] as? ScalarWriter)?.takesText == true }

    /** Those that take texts as they are, at once. */
    private val texts = arrayOfNulls<TextBuilder>(positions.size)
    private var tuple: TupleBuilder? = null

    fun bind(block: BlockBuilder) {
        val waits = block.columns.count { it is NativeBuilder && it.takesLater } >= NativeBuilder.TEXTS_TO_WAIT
        bindParts({ block.columns[it] }) { child, column ->
            if (waits && child is ScalarWriter) child.bindToWait(column) else child.bind(column)
        }
    }

    override fun bind(builder: ColumnBuilder) {
        super.bind(builder)
        if (whole) {
            bindParts({ builder }, ValueWriter::bind)
        } else {
            val tuple = CompositeParts.ofTuple(builder)
            this.tuple = tuple
            bindParts({ tuple.elements[it] }, ValueWriter::bind)
        }
    }

    /** For the entries of a Map. */
    fun bindPair(keys: ColumnBuilder, values: ColumnBuilder, map: ColumnBuilder) {
        super.bind(map)
        bindParts({ if (it == 0) keys else values }, ValueWriter::bind)
    }

    private inline fun bindParts(part: (Int) -> ColumnBuilder, bind: (ValueWriter, ColumnBuilder) -> Unit) {
        for (i in positions.indices) {
            if (positions[i] < 0) continue
            val builder = part(positions[i])
            val child = children[i]
            if (child != null) bind(child, builder)
            val scalar = child as? ScalarWriter
            laters[i] = scalar?.later
            sinks[i] = builder
            texts[i] = if (takesText[i]) builder as? TextBuilder else null
        }
    }

    override fun sink(index: Int): ColumnBuilder? = sinks[index] ?: laters[index]?.also { it.flushDeferred() }

    override fun child(index: Int): ValueWriter? = children[index]

    override fun encodeIntElement(descriptor: SerialDescriptor, index: Int, value: Int) {
        FastAppend.appendInt(sinks[index] ?: sink(index) ?: return, value)
    }

    override fun encodeLongElement(descriptor: SerialDescriptor, index: Int, value: Long) {
        FastAppend.appendLong(sinks[index] ?: sink(index) ?: return, value)
    }

    override fun encodeDoubleElement(descriptor: SerialDescriptor, index: Int, value: Double) {
        FastAppend.appendDouble(sinks[index] ?: sink(index) ?: return, value)
    }

    override fun encodeStringElement(descriptor: SerialDescriptor, index: Int, value: String) {
        val later = laters[index]
        if (later != null) return appendDeferred(later, index, value)
        val text = texts[index]
        if (text != null) text.appendString(value) else children[index]?.encodeString(value)
    }

    private fun appendDeferred(builder: NativeBuilder, index: Int, text: String?) {
        sinks[index] = null
        builder.appendDeferred(text)
    }

    override fun <T> encodeSerializableElement(descriptor: SerialDescriptor, index: Int, serializer: SerializationStrategy<T>, value: T) {
        val sink = sinks[index]
        if (sink != null && serializer === handingOn[index]) FastAppend.append(sink, value) else writeByChild(index, serializer, value)
    }

    private fun <T> writeByChild(index: Int, serializer: SerializationStrategy<T>, value: T) {
        // Whatever the serializer does with its encoder goes by way of the child, which keeps the
        // order.
        if (laters[index] != null) sinks[index] = null
        val child = children[index] ?: return
        child.write(serializer, value)
        handingOn[index] = child.handsOn
    }

    override fun <T : Any> encodeNullableSerializableElement(
        descriptor: SerialDescriptor,
        index: Int,
        serializer: SerializationStrategy<T>,
        value: T?,
    ) {
        val later = laters[index]
        if (later != null && PlainSerializers.isText(serializer)) return appendDeferred(later, index, value as String?)
        val sink = sinks[index]
        when {
            sink != null && serializer === handingOn[index] -> FastAppend.append(sink, value)
            sink != null && isScalar[index] && PlainSerializers.knows(serializer) ->
                if (value == null) sink.appendNull() else PlainSerializers.write(sink, value)
            value != null -> writeByChild(index, serializer, value)
            later != null -> appendDeferred(later, index, null)
            else -> children[index]?.encodeNull()
        }
    }

    override fun beginStructure(descriptor: SerialDescriptor): CompositeEncoder {
        if (tuple != null) beginValue()
        return this
    }

    override fun endStructure(descriptor: SerialDescriptor) {
        tuple?.endRow()
    }
}

/** A list, a set or an array as an Array. */
internal class SequenceWriter(private val element: ValueWriter, module: SerializersModule) : CompositeWriter(module) {
    private lateinit var array: ArrayBuilder

    override fun bind(builder: ColumnBuilder) {
        super.bind(builder)
        array = CompositeParts.ofArray(builder)
        element.bind(array.elements)
    }

    override fun sink(index: Int): ColumnBuilder = array.elements

    override fun child(index: Int): ValueWriter = element

    override fun beginStructure(descriptor: SerialDescriptor): CompositeEncoder = this

    override fun endStructure(descriptor: SerialDescriptor): Unit = array.endRow()
}

/** A map, or a list of pairs, as a Map. [entry] is set for the list. */
internal class EntriesWriter(
    private val key: ValueWriter?,
    private val value: ValueWriter?,
    private val entry: StructWriter?,
    module: SerializersModule,
) : CompositeWriter(module) {
    private lateinit var map: MapBuilder

    override fun bind(builder: ColumnBuilder) {
        super.bind(builder)
        map = CompositeParts.ofMap(builder)
        key?.bind(map.keys)
        value?.bind(map.values)
        entry?.bindPair(map.keys, map.values, builder)
    }

    override fun sink(index: Int): ColumnBuilder = if (index and 1 == 0) map.keys else map.values

    override fun child(index: Int): ValueWriter? = entry ?: if (index and 1 == 0) key else value

    override fun beginStructure(descriptor: SerialDescriptor): CompositeEncoder = this

    override fun endStructure(descriptor: SerialDescriptor): Unit = map.endRow()
}
