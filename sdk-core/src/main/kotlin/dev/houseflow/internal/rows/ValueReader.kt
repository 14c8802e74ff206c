@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.internal.binding.ColumnValue
import dev.houseflow.internal.binding.Contextual
import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.encoding.CompositeDecoder
import kotlinx.serialization.modules.SerializersModule

/**
 * Reads one position of a class: a property, the elements of a list. It is made once per result,
 * gets its [column] once per block, and is moved from row to row; so a row costs no lookups and no
 * decoder objects.
 */
internal abstract class ValueReader(final override val serializersModule: SerializersModule) : ColumnValue {
    final override lateinit var column: Column
        private set

    final override var row: Int = 0

    private val contextual = Contextual(serializersModule)

    /** Takes the column of the next block, and passes its parts on. */
    open fun bind(column: Column) {
        this.column = column
    }

    open fun <T> read(row: Int, deserializer: DeserializationStrategy<T>): T {
        this.row = row
        return contextual.of(deserializer).deserialize(this)
    }

    /** What `decodeNullableSerializableElement` has to do, the same in every composite. */
    fun <T : Any> readNullable(row: Int, deserializer: DeserializationStrategy<T?>): T? =
        if (FastColumnAccess.isNull(column, row) && !deserializer.descriptor.isNullable) null else read(row, deserializer)

    /** What [deserializer] stands for, when it is a `@Contextual` one. */
    fun behind(deserializer: DeserializationStrategy<*>): DeserializationStrategy<*> = contextual.of(deserializer)

    fun at(row: Int): ValueReader {
        this.row = row
        return this
    }

    fun failure(message: String): FormatException = FormatException(message, column.name, column.type.toString(), row)

    private fun wrong(asked: String): Nothing = throw failure(
        "A serializer asks for $asked where its descriptor promised something else: mend the serializer",
    )

    override fun decodeNotNullMark(): Boolean = !column.isNull(row)

    override fun decodeNull(): Nothing? = null

    override fun decodeInline(descriptor: SerialDescriptor): ValueReader = this

    override fun decodeBoolean(): Boolean = wrong("a Boolean")

    override fun decodeByte(): Byte = wrong("a Byte")

    override fun decodeShort(): Short = wrong("a Short")

    override fun decodeInt(): Int = wrong("an Int")

    override fun decodeLong(): Long = wrong("a Long")

    override fun decodeFloat(): Float = wrong("a Float")

    override fun decodeDouble(): Double = wrong("a Double")

    override fun decodeChar(): Char = wrong("a Char")

    override fun decodeString(): String = wrong("a String")

    override fun decodeEnum(enumDescriptor: SerialDescriptor): Int = wrong("an enum")

    override fun beginStructure(descriptor: SerialDescriptor): CompositeDecoder = wrong("a structure")
}
