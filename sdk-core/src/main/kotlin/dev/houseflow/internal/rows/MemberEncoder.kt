@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.HouseflowSerializersModule
import dev.houseflow.internal.binding.Target
import dev.houseflow.internal.binding.isByOrder
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.SerializationException
import kotlinx.serialization.SerializationStrategy
import kotlinx.serialization.descriptors.PolymorphicKind
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.StructureKind
import kotlinx.serialization.encoding.AbstractEncoder
import kotlinx.serialization.encoding.CompositeEncoder
import kotlinx.serialization.encoding.Encoder
import kotlinx.serialization.modules.SerializersModule

/**
 * Takes an object apart as its serializer does, into values as they are in the JVM: [Members] of
 * classes, lists, and lists of pairs for maps.
 */
internal class MemberEncoder private constructor(
    override val serializersModule: SerializersModule,
    private val take: (Any?) -> Unit,
) : AbstractEncoder() {
    private var unsigned: String? = null

    override fun <T> encodeSerializableValue(serializer: SerializationStrategy<T>, value: T) {
        // The classes that columns know go as they are, and not as the texts that their serializers
        // make of them.
        val parse = Target.of(serializer.descriptor)?.parse
        when {
            value == null || value is ByteArray -> take(value)
            parse == null -> serializer.serialize(this, value)
            value.javaClass.name.startsWith("java.") || value.javaClass.name.startsWith("kotlin.") -> take(value)
            else -> serializer.serialize(part(serializersModule) { take(if (it is String) parse(it) else it) }, value)
        }
    }

    override fun encodeNull(): Unit = take(null)

    override fun encodeValue(value: Any): Unit = take(value)

    override fun encodeByte(value: Byte): Unit = take(if (unsigned == "kotlin.UByte") value.toUByte() else value)

    override fun encodeShort(value: Short): Unit = take(if (unsigned == "kotlin.UShort") value.toUShort() else value)

    override fun encodeInt(value: Int): Unit = take(if (unsigned == "kotlin.UInt") value.toUInt() else value)

    override fun encodeLong(value: Long): Unit = take(if (unsigned == "kotlin.ULong") value.toULong() else value)

    override fun encodeEnum(enumDescriptor: SerialDescriptor, index: Int): Unit = take(enumDescriptor.getElementName(index))

    override fun encodeInline(descriptor: SerialDescriptor): Encoder {
        unsigned = descriptor.serialName
        return this
    }

    override fun beginStructure(descriptor: SerialDescriptor): CompositeEncoder {
        if (descriptor.kind is PolymorphicKind) throw SerializationException("${descriptor.serialName} stands for several classes")
        return PartEncoder(serializersModule, descriptor, take)
    }

    companion object {
        /** What [serializer] makes of [value]. */
        fun <T> takeApart(serializer: SerializationStrategy<T>, value: T): Any? {
            var result: Any? = null
            part(HouseflowSerializersModule) { result = it }.encodeSerializableValue(serializer, value)
            return result
        }

        fun part(module: SerializersModule, take: (Any?) -> Unit) = MemberEncoder(module, take)
    }
}

/** Collects the parts of one structure, and hands them on together. */
private class PartEncoder(
    override val serializersModule: SerializersModule,
    private val structure: SerialDescriptor,
    private val take: (Any?) -> Unit,
) : AbstractEncoder() {
    private val isClass = structure.kind != StructureKind.LIST && structure.kind != StructureKind.MAP
    private val names = ArrayList<String>()
    private val values = ArrayList<Any?>()
    private var part = MemberEncoder.part(serializersModule) { values.add(it) }

    override fun encodeElement(descriptor: SerialDescriptor, index: Int): Boolean {
        if (isClass) names.add(descriptor.getElementName(index))
        part = MemberEncoder.part(serializersModule) { values.add(it) }
        return true
    }

    override fun shouldEncodeElementDefault(descriptor: SerialDescriptor, index: Int): Boolean = true

    override fun <T> encodeSerializableValue(serializer: SerializationStrategy<T>, value: T): Unit =
        part.encodeSerializableValue(serializer, value)

    override fun encodeNull(): Unit = part.encodeNull()

    override fun encodeValue(value: Any): Unit = part.encodeValue(value)

    override fun encodeEnum(enumDescriptor: SerialDescriptor, index: Int): Unit = part.encodeEnum(enumDescriptor, index)

    override fun encodeInline(descriptor: SerialDescriptor): Encoder = part.encodeInline(descriptor)

    override fun beginStructure(descriptor: SerialDescriptor): CompositeEncoder = part.beginStructure(descriptor)

    override fun endStructure(descriptor: SerialDescriptor) {
        take(
            when {
                isByOrder(structure) -> values
                isClass -> Members(names, values)
                descriptor.kind == StructureKind.MAP -> List(values.size / 2) { values[it * 2] to values[it * 2 + 1] }
                else -> values
            },
        )
    }
}
