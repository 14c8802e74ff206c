@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.ColumnBuilder
import dev.houseflow.FormatException
import dev.houseflow.internal.binding.Target
import dev.houseflow.internal.codec.DiscriminatedBuilder
import dev.houseflow.internal.codec.EnumConstantName
import dev.houseflow.internal.codec.NativeBuilder
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.SerializationStrategy
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.SerialKind
import kotlinx.serialization.modules.SerializersModule

/** One value. The builder checks it against the range of the type. */
internal class ScalarWriter(private val target: Target, module: SerializersModule) : ValueWriter(module) {
    /** Whether a text goes to the column as it is. */
    val takesText: Boolean get() = target.parse == null

    /** The builder of a whole column that takes values to look at later. */
    var later: NativeBuilder? = null
        private set

    override fun bind(builder: ColumnBuilder) {
        super.bind(builder)
        later = null
    }

    /**
     * [bind] for a column of a block whose texts may wait: what is inside of composite ones is
     * counted on at once.
     */
    fun bindToWait(builder: ColumnBuilder) {
        bind(builder)
        later = (builder as? NativeBuilder)?.takeIf { takesText && it.takesLater }
    }

    /** The builder for a value that is written at once, after all that wait. */
    fun flushedDeferred(): ColumnBuilder {
        later?.flushDeferred()
        return builder
    }

    override fun appendImmutable(value: Any) {
        FastAppend.append(flushedDeferred(), value)
    }

    override fun encodeNull() {
        val later = later
        if (later == null) builder.appendNull() else later.appendDeferred(null)
    }

    override fun encodeBoolean(value: Boolean): Unit = flushedDeferred().appendBoolean(value)

    override fun encodeByte(value: Byte): Unit = flushedDeferred().appendByte(value)

    override fun encodeShort(value: Short): Unit = flushedDeferred().appendShort(value)

    override fun encodeInt(value: Int): Unit = flushedDeferred().appendInt(value)

    override fun encodeLong(value: Long): Unit = flushedDeferred().appendLong(value)

    override fun encodeFloat(value: Float): Unit = flushedDeferred().appendFloat(value)

    override fun encodeDouble(value: Double): Unit = flushedDeferred().appendDouble(value)

    override fun encodeChar(value: Char): Unit = flushedDeferred().appendString(value.toString())

    override fun encodeString(value: String) {
        val parse = target.parse
        if (parse == null) flushedDeferred().appendString(value) else flushedDeferred().append(parsed(value, parse))
    }

    private fun parsed(value: String, parse: (String) -> Any): Any = try {
        parse(value)
    } catch (e: RuntimeException) {
        val message = "`$value` is no ${target.label}: the property's serializer has to write ISO text"
        throw FormatException(message, builder.name, builder.type.toString(), builder.size, cause = e)
    }
}

/** Kotlin's unsigned numbers, which come as the signed number of the same bits. */
internal class UnsignedWriter(module: SerializersModule) : ValueWriter(module) {
    /**
     * Whether the class of a value says where it goes, so that none may become another one on the
     * way.
     */
    private var isOpen = false

    override fun bind(builder: ColumnBuilder) {
        super.bind(builder)
        isOpen = builder is DiscriminatedBuilder
    }

    override fun encodeByte(value: Byte): Unit =
        if (isOpen) builder.append(value.toUByte()) else builder.appendLong(value.toLong() and 0xFF)

    override fun encodeShort(value: Short): Unit =
        if (isOpen) builder.append(value.toUShort()) else builder.appendLong(value.toLong() and 0xFFFF)

    override fun encodeInt(value: Int): Unit =
        if (isOpen) builder.append(value.toUInt()) else builder.appendLong(value.toLong() and 0xFFFF_FFFF)

    override fun encodeLong(value: Long): Unit = if (isOpen || value < 0) builder.append(value.toULong()) else builder.appendLong(value)
}

/** NULL, under a property of any type, and nothing else. */
internal class NothingWriter(module: SerializersModule) : ValueWriter(module) {
    override fun <T> encodeSerializableValue(serializer: SerializationStrategy<T>, value: T): Unit = refuse()

    override fun <T> write(serializer: SerializationStrategy<T>, value: T): Unit =
        if (serializer.descriptor.isNullable) serializer.serialize(this, value) else refuse()

    private fun refuse(): Unit = throw failure("A column of this type takes NULL only")
}

/** An enum class by the names of its constants. */
internal class EnumWriter(module: SerializersModule) : ValueWriter(module) {
    private var isOpen = false

    override fun bind(builder: ColumnBuilder) {
        super.bind(builder)
        isOpen = builder is DiscriminatedBuilder
    }

    override fun encodeEnum(enumDescriptor: SerialDescriptor, index: Int) {
        val name = enumDescriptor.getElementName(index)
        if (isOpen) builder.append(EnumConstantName(name)) else builder.appendString(name)
    }
}

/** A value that goes around its serializer, which would give text or single bytes. */
internal class ConvertingWriter(private val append: (ColumnBuilder, Any) -> Unit, module: SerializersModule) : ValueWriter(module) {
    override fun <T> write(serializer: SerializationStrategy<T>, value: T) {
        if (serializer.descriptor.isNullable) serializer.serialize(this, value) else encodeSerializableValue(serializer, value)
    }

    /** A value class around the value has to run itself, and comes back here with what it holds. */
    override fun <T> encodeSerializableValue(serializer: SerializationStrategy<T>, value: T) {
        if (serializer.descriptor.isInline || serializer.descriptor.kind == SerialKind.CONTEXTUAL) {
            serializer.serialize(this, value)
        } else {
            append(builder, value as Any)
        }
    }
}
