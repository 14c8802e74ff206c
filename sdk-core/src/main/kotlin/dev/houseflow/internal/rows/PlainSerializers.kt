@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.Column
import dev.houseflow.ColumnBuilder
import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.builtins.ListSerializer
import kotlinx.serialization.builtins.MapSerializer
import kotlinx.serialization.builtins.serializer
import kotlinx.serialization.descriptors.SerialDescriptor

/**
 * Values of nullable properties, for the serializers that would ask a decoder for one primitive, or
 * give an encoder one.
 */
internal object PlainSerializers {
    private val LONG = Long.serializer()
    private val INT = Int.serializer()
    private val DOUBLE = Double.serializer()
    private val FLOAT = Float.serializer()
    private val SHORT = Short.serializer()
    private val BOOLEAN = Boolean.serializer()
    private val STRING = String.serializer()

    fun isText(serializer: Any): Boolean = serializer === STRING

    fun knows(serializer: Any): Boolean = serializer === STRING || serializer === LONG || serializer === DOUBLE ||
        serializer === INT || serializer === BOOLEAN || serializer === SHORT || serializer === FLOAT

    private val ALL = listOf(LONG, INT, DOUBLE, FLOAT, SHORT, BOOLEAN, STRING)
    private val LIST = ListSerializer(STRING).javaClass
    private val MAP = MapSerializer(STRING, STRING).javaClass

    /**
     * The serializer of the elements of the list that [deserializer] makes, when this [knows] it;
     * `null` also for what makes no plain list.
     */
    fun ofElements(deserializer: DeserializationStrategy<*>): KSerializer<*>? =
        if (deserializer.javaClass === LIST) ofPart(deserializer.descriptor, 0) else null

    /** The serializers of the keys and the values of a map, likewise. */
    fun ofEntries(deserializer: DeserializationStrategy<*>): Pair<KSerializer<*>, KSerializer<*>>? {
        if (deserializer.javaClass !== MAP) return null
        val key = ofPart(deserializer.descriptor, 0) ?: return null
        return key to (ofPart(deserializer.descriptor, 1) ?: return null)
    }

    /** No other serializer can have the very descriptor of one of these. */
    private fun ofPart(descriptor: SerialDescriptor, index: Int): KSerializer<*>? =
        ALL.find { it.descriptor === descriptor.getElementDescriptor(index) }

    /** The value, which is not NULL, of a serializer that this [knows]. */
    @Suppress("UNCHECKED_CAST")
    fun <T> read(deserializer: DeserializationStrategy<T>, column: Column, row: Int): T = when {
        deserializer === STRING -> FastColumnAccess.text(column, row)
        deserializer === LONG -> column.getLong(row)
        deserializer === DOUBLE -> column.getDouble(row)
        deserializer === INT -> column.getInt(row)
        deserializer === BOOLEAN -> column.getBoolean(row)
        deserializer === SHORT -> column.getShort(row)
        else -> column.getFloat(row)
    } as T

    /** Appends [value], of a serializer that this [knows]. */
    fun write(builder: ColumnBuilder, value: Any): Unit = when (value) {
        is String -> builder.appendString(value)
        is Long -> builder.appendLong(value)
        is Double -> builder.appendDouble(value)
        is Int -> builder.appendInt(value)
        is Boolean -> builder.appendBoolean(value)
        is Short -> builder.appendShort(value)
        else -> builder.appendFloat(value as Float)
    }
}
