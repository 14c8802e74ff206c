@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.binding.Getter
import dev.houseflow.internal.binding.Plan
import dev.houseflow.internal.binding.Target
import dev.houseflow.internal.binding.fit
import dev.houseflow.internal.binding.plainLabelOf
import dev.houseflow.internal.codec.UInt64Column
import dev.houseflow.internal.codec.plainType
import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.SerialKind
import kotlinx.serialization.modules.SerializersModule

/**
 * One value; which of the methods is called is the serializer's choice, whether the column can
 * answer was checked by the plan.
 */
internal class ScalarReader(private val target: Target, module: SerializersModule) : ValueReader(module) {
    override fun decodeBoolean(): Boolean = column.getBoolean(row)

    override fun decodeByte(): Byte = column.getByte(row)

    override fun decodeShort(): Short = column.getShort(row)

    override fun decodeInt(): Int = column.getInt(row)

    override fun decodeLong(): Long = column.getLong(row)

    override fun decodeFloat(): Float = column.getFloat(row)

    override fun decodeDouble(): Double = column.getDouble(row)

    override fun decodeString(): String = if (target.parse == null) column.getString(row) else target.text(column, row)

    override fun decodeChar(): Char {
        val text = column.getString(row)
        val letters = if (text.length == 1) text else unpadded(text, column)
        if (letters.length != 1) {
            throw failure("A Char needs a text of one character, and this one has ${text.length}: make the property a String")
        }
        return letters[0]
    }
}

/** Kotlin's unsigned numbers, whose serializers ask for the signed number of the same bits. */
internal class UnsignedReader(private val target: Target, module: SerializersModule) : ValueReader(module) {
    /** The bits of a UInt64 column, which are a ULong's own. */
    private var bits: LongArray? = null

    override fun bind(column: Column) {
        super.bind(column)
        bits = (CompositeParts.plain(column) as? UInt64Column)?.values
    }

    override fun decodeByte(): Byte = checked(0xFF).toByte()

    override fun decodeShort(): Short = checked(0xFFFF).toShort()

    override fun decodeInt(): Int = checked(0xFFFF_FFFF).toInt()

    override fun decodeLong(): Long {
        val bits = bits
        if (bits != null && !column.isNull(row)) return bits[row]
        val value = column.getBigInteger(row)
        if (value.signum() < 0 || value.bitLength() > 64) throw overflow(value)
        return value.toLong()
    }

    private fun checked(max: Long): Long {
        val value = column.getLong(row)
        if (value < 0 || value > max) throw overflow(value)
        return value
    }

    private fun overflow(value: Number) = failure("$value does not fit into ${target.label}: make the property wider or signed")
}

/** [text] without the zero bytes that fill up a FixedString. */
@InternalHouseflowApi
public fun unpadded(text: String, column: Column): String =
    if (plainType(column.type) is ClickHouseType.FixedString) text.trimEnd('\u0000') else text

/** Rows that are all NULL, under a property of any type. */
internal class NothingReader(module: SerializersModule) : ValueReader(module) {
    override fun <T> decodeSerializableValue(
        deserializer: DeserializationStrategy<T>,
    ): T = throw failure("This is NULL: make the property nullable")
}

/** An enum class by the names of its constants. */
internal class EnumReader(private val plan: Plan.Enum, module: SerializersModule) : ValueReader(module) {
    private val firstCode: Int = plan.values.values.minOrNull() ?: 0

    /** Of an Enum type: the constant of each code from [firstCode] on, -1 for none. */
    private val ordinals: IntArray = IntArray(if (plan.values.isEmpty()) 0 else plan.values.values.max() - firstCode + 1) { -1 }.also {
        for ((name, code) in plan.values) it[code - firstCode] = plan.descriptor.getElementIndex(name)
    }

    override fun decodeEnum(enumDescriptor: SerialDescriptor): Int {
        if (ordinals.isNotEmpty()) {
            val code = column.getInt(row) - firstCode
            if (code in ordinals.indices && ordinals[code] >= 0) return ordinals[code]
        }
        return byName(enumDescriptor)
    }

    private fun byName(enumDescriptor: SerialDescriptor): Int {
        val name = unpadded(column.getString(row), column)
        val ordinal = enumDescriptor.getElementIndex(name)
        if (ordinal < 0) {
            throw failure(
                "`$name` is no constant of `${plainLabelOf(plan.descriptor)}`, which has ${namesOf(enumDescriptor)}: " +
                    "add it (@SerialName gives a constant another name), or make the property a String",
            )
        }
        return ordinal
    }

    private fun namesOf(descriptor: SerialDescriptor): String {
        val names = List(minOf(descriptor.elementsCount, SHOWN)) { "`${descriptor.getElementName(it)}`" }
        return names.joinToString(", ") + if (descriptor.elementsCount > SHOWN) ", ..." else ""
    }

    private companion object {
        private const val SHOWN = 20
    }
}

/** A value that goes around its serializer, which would want text or single bytes. */
internal class ConvertingReader(private val convert: Getter<Any>, module: SerializersModule, private val text: Target?) :
    ValueReader(module) {
    /** The last serializer that stands for the value itself, with nothing around it. */
    private var plain: DeserializationStrategy<*>? = null

    @Suppress("UNCHECKED_CAST")
    override fun <T> read(row: Int, deserializer: DeserializationStrategy<T>): T {
        this.row = row
        if (deserializer === plain) return convert.get(column, row) as T
        val descriptor = deserializer.descriptor
        if (!descriptor.isNullable && !descriptor.isInline && descriptor.kind != SerialKind.CONTEXTUAL) plain = deserializer
        return if (deserializer.descriptor.isNullable) deserializer.deserialize(this) else decodeSerializableValue(deserializer)
    }

    /** A value class around the value has to run itself, and comes back here for what it holds. */
    @Suppress("UNCHECKED_CAST")
    override fun <T> decodeSerializableValue(deserializer: DeserializationStrategy<T>): T =
        if (deserializer.descriptor.isInline || deserializer.descriptor.kind == SerialKind.CONTEXTUAL) {
            deserializer.deserialize(this)
        } else {
            convert.get(column, row) as T
        }

    override fun decodeString(): String = text?.text(column, row) ?: column.getString(row)
}
