@file:OptIn(ExperimentalSerializationApi::class, InternalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.Column
import dev.houseflow.internal.codec.BoolColumn
import dev.houseflow.internal.codec.DelegatingColumn
import dev.houseflow.internal.codec.Float32Column
import dev.houseflow.internal.codec.Float64Column
import dev.houseflow.internal.codec.Int64Column
import dev.houseflow.internal.codec.IntegralColumn
import dev.houseflow.internal.codec.JsonElements
import dev.houseflow.internal.codec.JsonPlan
import dev.houseflow.internal.codec.StringColumn
import dev.houseflow.internal.codec.UInt64Column
import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.InternalSerializationApi
import kotlinx.serialization.builtins.serializer
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.StructureKind
import kotlinx.serialization.encoding.CompositeDecoder
import kotlinx.serialization.internal.GeneratedSerializer
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonNames
import kotlinx.serialization.json.JsonObject

/**
 * A class straight from the columns of a JSON object's paths: what kotlinx.serialization's JSON
 * would make of the object's text. Only values that need no conversion are read here; all others,
 * and everything that is an error, go there as an element. It is made once per place of a class and
 * laid over the [JsonPlan] of each block.
 */
internal class JsonObjectReader(private val json: Json, private val descriptor: SerialDescriptor) :
    ValueReader(json.serializersModule),
    CompositeDecoder {
    private val count = descriptor.elementsCount
    private var bound: JsonPlan? = null
    private val plan: JsonPlan get() = bound!!

    /** By property: its number in the plan, or -1, and its column, when it is no object. */
    private val numbers = IntArray(count)
    private val columns = arrayOfNulls<Column>(count)

    /** The values of those that are there in every row and of one of these types. */
    private val longs = arrayOfNulls<LongArray>(count)
    private val doubles = arrayOfNulls<DoubleArray>(count)

    /** The readers of inner objects, and of what. */
    private val readers = arrayOfNulls<JsonObjectReader>(count)
    private val serializers = arrayOfNulls<DeserializationStrategy<*>>(count)

    /** Whether every row of the block has every property. */
    private var isComplete = false
    private var next = 0

    fun <T> read(plan: JsonPlan, row: Int, deserializer: DeserializationStrategy<T>): T {
        if (bound !== plan) bind(plan)
        at(row)
        return deserializer.deserialize(this)
    }

    private fun bind(plan: JsonPlan) {
        bound = plan
        isComplete = true
        for (i in 0 until count) {
            val number = plan.keys.indexOf(descriptor.getElementName(i))
            val column = if (number < 0) null else plan.columns[number]
            numbers[i] = number
            columns[i] = column
            readers[i]?.bind(this.column)
            longs[i] = (column as? Int64Column)?.values
            doubles[i] = (column as? Float64Column)?.values
            if (number < 0 || !plan.always[number]) isComplete = false
        }
    }

    override fun beginStructure(descriptor: SerialDescriptor): CompositeDecoder {
        next = 0
        return this
    }

    override fun endStructure(descriptor: SerialDescriptor) = Unit

    override fun decodeSequentially(): Boolean = isComplete

    override fun decodeElementIndex(descriptor: SerialDescriptor): Int {
        while (next < count) {
            val i = next++
            if (numbers[i] >= 0 && plan.has(numbers[i], row)) return i
        }
        return CompositeDecoder.DECODE_DONE
    }

    override fun decodeBooleanElement(descriptor: SerialDescriptor, index: Int): Boolean {
        val column = find(index)
        return if (column is BoolColumn) column.getBoolean(foundRow) else converted(index, Boolean.serializer())
    }

    override fun decodeByteElement(descriptor: SerialDescriptor, index: Int): Byte {
        val value = whole(find(index))
        return if (isFound && value == value.toByte().toLong()) value.toByte() else converted(index, Byte.serializer())
    }

    override fun decodeShortElement(descriptor: SerialDescriptor, index: Int): Short {
        val value = whole(find(index))
        return if (isFound && value == value.toShort().toLong()) value.toShort() else converted(index, Short.serializer())
    }

    override fun decodeIntElement(descriptor: SerialDescriptor, index: Int): Int {
        val value = whole(find(index))
        return if (isFound && value == value.toInt().toLong()) value.toInt() else converted(index, Int.serializer())
    }

    override fun decodeLongElement(descriptor: SerialDescriptor, index: Int): Long {
        val values = longs[index]
        if (values != null) return values[row]
        val value = whole(find(index))
        return if (isFound) value else converted(index, Long.serializer())
    }

    override fun decodeFloatElement(descriptor: SerialDescriptor, index: Int): Float {
        val column = find(index)
        val value = when (column) {
            is Float32Column -> column.getFloat(foundRow)
            // The digits of a Float64 are rounded once more when they are read as a Float.
            is Float64Column -> Float.NaN
            else -> whole(column).toFloat()
        }
        return if (isFound && value.isFinite()) value else converted(index, Float.serializer())
    }

    override fun decodeDoubleElement(descriptor: SerialDescriptor, index: Int): Double {
        val values = doubles[index]
        val value: Double
        if (values != null) {
            value = values[row]
        } else {
            val column = find(index)
            value = if (column is Float64Column) column.values[foundRow] else whole(column).toDouble()
            if (!isFound) return converted(index, Double.serializer())
        }
        return if (value.isFinite()) value else converted(index, Double.serializer())
    }

    override fun decodeCharElement(descriptor: SerialDescriptor, index: Int): Char = converted(index, Char.serializer())

    override fun decodeStringElement(descriptor: SerialDescriptor, index: Int): String {
        val column = find(index)
        return if (column is StringColumn) column.getString(foundRow) else converted(index, String.serializer())
    }

    override fun decodeInlineElement(descriptor: SerialDescriptor, index: Int): ValueReader =
        throw failure("A class with a value class in it is not read without its serializer; please report this")

    override fun <T> decodeSerializableElement(
        descriptor: SerialDescriptor,
        index: Int,
        deserializer: DeserializationStrategy<T>,
        previousValue: T?,
    ): T {
        val inner = plan.objects[numbers[index]]
        val reader = if (inner == null) null else readerOf(index, deserializer)
        return if (reader != null) reader.read(inner!!, row, deserializer) else converted(index, deserializer)
    }

    override fun <T : Any> decodeNullableSerializableElement(
        descriptor: SerialDescriptor,
        index: Int,
        deserializer: DeserializationStrategy<T?>,
        previousValue: T?,
    ): T? {
        // One that is nullable itself decides what it makes of NULL.
        if (!deserializer.descriptor.isNullable && columns[index]?.isNull(row) == true) return null
        return decodeSerializableElement(descriptor, index, deserializer, previousValue)
    }

    private fun readerOf(index: Int, deserializer: DeserializationStrategy<*>): JsonObjectReader? {
        if (serializers[index] !== deserializer) {
            serializers[index] = deserializer
            readers[index] = of(deserializer, json)?.also { it.bind(column) }
        }
        return readers[index]
    }

    /** The value as kotlinx.serialization's JSON converts it, or refuses it. */
    private fun <T> converted(index: Int, deserializer: DeserializationStrategy<T>): T {
        val number = numbers[index]
        val column = columns[index]
        val element = if (column != null) JsonElements.of(column, row) else JsonElements.ofPlan(plan.objects[number]!!, row)
        return json.decodeFromJsonElement(deserializer, element ?: JsonObject(emptyMap()))
    }

    private var foundRow = 0
    private var isFound = false

    /**
     * The column that has the value in [foundRow], past all that only refer to it; `null` for NULL
     * and for an object.
     */
    private fun find(index: Int): Column? {
        var column = columns[index]
        var row = this.row
        while (column is DelegatingColumn) {
            val from = row
            row = column.targetRow(from)
            column = column.target(from)
        }
        foundRow = row
        isFound = column != null
        return column
    }

    /** The value of a column of whole numbers; otherwise nothing [isFound]. */
    private fun whole(column: Column?): Long {
        isFound = column is IntegralColumn && column !is BoolColumn && (column !is UInt64Column || column.values[foundRow] >= 0)
        return if (isFound) column!!.getLong(foundRow) else 0
    }

    companion object {
        /**
         * A reader for what [deserializer] makes, when that is a class whose code the compiler
         * wrote: code of others may insist on a decoder of JSON. `null` also where names have
         * alternatives, or values have value classes around them.
         */
        fun of(deserializer: DeserializationStrategy<*>, json: Json): JsonObjectReader? {
            val descriptor = deserializer.descriptor
            if (deserializer !is GeneratedSerializer<*> || descriptor.kind != StructureKind.CLASS || descriptor.isInline) return null
            for (i in 0 until descriptor.elementsCount) {
                if (descriptor.getElementDescriptor(i).isInline || descriptor.getElementAnnotations(i).any { it is JsonNames }) return null
            }
            return JsonObjectReader(json, descriptor)
        }
    }
}
