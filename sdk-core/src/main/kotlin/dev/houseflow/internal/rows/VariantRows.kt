@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.ColumnBuilder
import dev.houseflow.internal.binding.Plan
import dev.houseflow.internal.binding.isSealed
import dev.houseflow.internal.codec.VariantBuilder
import dev.houseflow.internal.codec.VariantColumn
import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.SerializationStrategy
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.encoding.CompositeDecoder
import kotlinx.serialization.encoding.CompositeEncoder
import kotlinx.serialization.modules.SerializersModule

/** What reads one alternative; [name] is the subclass that it becomes, for a sealed class. */
internal class Alternative(val name: String, val reader: ValueReader)

/**
 * Values of several types. The alternatives of a Variant are the same in every block, those of a
 * Dynamic differ: so they are asked for when a block is bound, and one that nothing reads is an
 * error only when a value of it comes.
 *
 * @param chosen the reader of an alternative by its number and type, or `null`.
 * @param label the property's type, for messages.
 */
internal class VariantReader(
    private val chosen: (Int, ClickHouseType) -> Alternative?,
    private val label: String,
    module: SerializersModule,
) : ElementReader(module) {
    private lateinit var variant: VariantColumn
    private var alternatives: Array<Alternative?> = emptyArray()
    private var current = 0

    override fun bind(column: Column) {
        super.bind(column)
        variant = CompositeParts.plain(column) as VariantColumn
        alternatives = Array(variant.alternatives.size) { i ->
            val part = variant.alternatives[i]
            if (part.size == 0) null else chosen(i, part.type)?.also { it.reader.bind(part) }
        }
    }

    /** Moves to the alternative of the row. */
    private fun alternative(): Alternative {
        current = variant.alternative(row)
        if (current < 0) throw failure("A ${column.type} may always hold NULL, and this one does: make the property `$label?`")
        return alternatives[current]
            ?: throw failure(
                "This value is a ${variant.alternatives[current].type}, which `$label` has no place for: use a JsonElement for values of all types",
            )
    }

    private fun value(): ValueReader = alternative().reader.at(variant.rowInAlternative(row))

    override fun <T> read(row: Int, deserializer: DeserializationStrategy<T>): T {
        this.row = row
        if (deserializer.descriptor.isNullable || isSealed(deserializer.descriptor)) return deserializer.deserialize(this)
        return decodeSerializableValue(deserializer)
    }

    override fun <T> decodeSerializableValue(deserializer: DeserializationStrategy<T>): T =
        if (isSealed(deserializer.descriptor)) {
            deserializer.deserialize(this)
        } else {
            alternative().reader.read(variant.rowInAlternative(row), deserializer)
        }

    /**
     * A sealed class asks for two elements: the name of the subclass, which the alternative tells,
     * and the object.
     */
    override fun beginStructure(descriptor: SerialDescriptor): CompositeDecoder {
        alternative()
        return this
    }

    override fun decodeStringElement(descriptor: SerialDescriptor, index: Int): String = alternatives[current]?.name.orEmpty()

    override fun source(index: Int): Column = variant.alternatives[current]

    override fun position(index: Int): Int = variant.rowInAlternative(row)

    override fun child(index: Int): ValueReader = alternatives[current]?.reader ?: this

    override fun decodeBoolean(): Boolean = value().decodeBoolean()

    override fun decodeByte(): Byte = value().decodeByte()

    override fun decodeShort(): Short = value().decodeShort()

    override fun decodeInt(): Int = value().decodeInt()

    override fun decodeLong(): Long = value().decodeLong()

    override fun decodeFloat(): Float = value().decodeFloat()

    override fun decodeDouble(): Double = value().decodeDouble()

    override fun decodeChar(): Char = value().decodeChar()

    override fun decodeString(): String = value().decodeString()
}

/** A sealed class into a Variant; [children] are the writers of its subclasses. */
internal class VariantWriter(
    private val plan: Plan.SealedWrite,
    private val children: List<ValueWriter>,
    module: SerializersModule,
) : CompositeWriter(module) {
    private lateinit var variant: VariantBuilder
    private var subclass = 0

    /** By subclass: which alternatives its values may go to, where they are several. */
    private var among: List<BooleanArray?> = emptyList()

    override fun bind(builder: ColumnBuilder) {
        super.bind(builder)
        variant = CompositeParts.plain(builder) as VariantBuilder
        among = plan.homes.map { home ->
            if (home.alternatives.size == 1) null else BooleanArray(variant.alternatives.size) { it in home.alternatives }
        }
        for ((i, home) in plan.homes.withIndex()) {
            children[i].bind(if (among[i] == null) variant.alternatives[home.alternatives[0]] else variant)
        }
    }

    override fun beginStructure(descriptor: SerialDescriptor): CompositeEncoder = this

    override fun encodeStringElement(descriptor: SerialDescriptor, index: Int, value: String) {
        subclass = plan.names.indexOf(value)
        if (subclass < 0) throw failure("`$value` was no subclass when the insert began")
    }

    override fun <T> encodeSerializableElement(descriptor: SerialDescriptor, index: Int, serializer: SerializationStrategy<T>, value: T) {
        variant.among = among[subclass]
        if (variant.among == null) variant.alternative(plan.homes[subclass].alternatives[0])
        children[subclass].write(serializer, value)
        variant.among = null
    }

    override fun sink(index: Int): ColumnBuilder = builder

    override fun child(index: Int): ValueWriter = children[subclass]
}

/** What is no sealed class into the one [alternative] of a Variant that it fits. */
internal class AlternativeWriter(private val alternative: Int, private val child: ValueWriter, module: SerializersModule) :
    ValueWriter(module) {
    private lateinit var variant: VariantBuilder

    override fun bind(builder: ColumnBuilder) {
        super.bind(builder)
        variant = CompositeParts.plain(builder) as VariantBuilder
        child.bind(variant.alternatives[alternative])
    }

    override fun <T> write(serializer: SerializationStrategy<T>, value: T) {
        if (serializer.descriptor.isNullable) serializer.serialize(this, value) else encodeSerializableValue(serializer, value)
    }

    override fun <T> encodeSerializableValue(serializer: SerializationStrategy<T>, value: T) {
        variant.alternative(alternative)
        child.write(serializer, value)
    }
}
