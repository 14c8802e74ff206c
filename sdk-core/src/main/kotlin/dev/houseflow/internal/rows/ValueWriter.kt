@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.ColumnBuilder
import dev.houseflow.FormatException
import dev.houseflow.internal.binding.ColumnSink
import dev.houseflow.internal.binding.Contextual
import dev.houseflow.internal.codec.NullableBuilder
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.SerializationStrategy
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.encoding.CompositeEncoder
import kotlinx.serialization.modules.SerializersModule

/**
 * Appends one position of a class to [builder]. Made once per insert, gets its builder once per
 * block.
 */
internal abstract class ValueWriter(final override val serializersModule: SerializersModule) : ColumnSink {
    final override lateinit var builder: ColumnBuilder
        private set

    /** Takes the builder of the next block, and passes its parts on. */
    open fun bind(builder: ColumnBuilder) {
        this.builder = builder
    }

    private val contextual = Contextual(serializersModule)

    /**
     * The serializer that was given last if it only hands values to [builder] as they are,
     * otherwise `null`.
     */
    val handsOn: Any? get() = contextual.handsOn

    open fun <T> write(serializer: SerializationStrategy<T>, value: T) {
        contextual.of(serializer).serialize(this, value)
    }

    fun <T : Any> writeNullable(serializer: SerializationStrategy<T>, value: T?) {
        if (value == null) {
            encodeNull()
        } else {
            write(serializer, value)
        }
    }

    fun failure(message: String): FormatException = FormatException(message, builder.name, builder.type.toString(), builder.size)

    private fun wrong(given: String): Nothing = throw failure(
        "A serializer gives $given where its descriptor promised something else: mend the serializer",
    )

    override fun encodeNull() {
        builder.appendNull()
    }

    override fun encodeNotNullMark() = Unit

    override fun encodeInline(descriptor: SerialDescriptor): ValueWriter = this

    override fun encodeBoolean(value: Boolean): Unit = wrong("a Boolean")

    override fun encodeByte(value: Byte): Unit = wrong("a Byte")

    override fun encodeShort(value: Short): Unit = wrong("a Short")

    override fun encodeInt(value: Int): Unit = wrong("an Int")

    override fun encodeLong(value: Long): Unit = wrong("a Long")

    override fun encodeFloat(value: Float): Unit = wrong("a Float")

    override fun encodeDouble(value: Double): Unit = wrong("a Double")

    override fun encodeChar(value: Char): Unit = wrong("a Char")

    override fun encodeString(value: String): Unit = wrong("a String")

    override fun encodeEnum(enumDescriptor: SerialDescriptor, index: Int): Unit = wrong("an enum")

    override fun beginStructure(descriptor: SerialDescriptor): CompositeEncoder = wrong("a structure")

    /** Marks the row of a Nullable composite as a value, whose parts then follow. */
    protected fun beginValue() {
        (builder as? NullableBuilder)?.beginValue()
    }
}
