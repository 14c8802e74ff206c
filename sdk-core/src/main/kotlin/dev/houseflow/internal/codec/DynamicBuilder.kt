package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSink

/**
 * Collects values of any type, each with the type that [JvmTypes] gives its class, or in the
 * builder that [alternative] gives for a type. Written as version 3, which every table takes
 * whatever its `max_types`.
 */
@InternalHouseflowApi
public class DynamicBuilder internal constructor(
    name: String,
    type: ClickHouseType,
    private val options: CodecOptions,
    private val depth: Int,
) : DiscriminatedBuilder(name, type) {
    private val known = ArrayList<NativeBuilder>()
    private val numbersByType = HashMap<String, Int>()

    /** Those of the types that came so far. */
    override val alternatives: List<NativeBuilder> get() = known

    /**
     * Marks the next row as one of [type]; the caller then appends its value to the builder that
     * comes back.
     */
    public fun alternative(type: ClickHouseType): NativeBuilder {
        val number = numberOf(type)
        mark(number)
        return alternatives[number]
    }

    /** The number of the alternative for [type], which is made if there is none. */
    internal fun numberOf(type: ClickHouseType): Int {
        val text = type.toString()
        return numbersByType[text] ?: known.size.also {
            known.add(Codecs(name, options, depth).of(type).newBuilder())
            numbersByType[text] = it
        }
    }

    override fun append(value: Any?) {
        if (value == null) return appendNull()
        val number = numberOf(JvmTypes.typeOf(value) ?: throw wrongClass(value))
        alternatives[number].append(value)
        mark(number)
    }

    override fun appendRowBinary(input: RowBinaryInput) {
        val type = BinaryTypes.read(input)
        if (type is ClickHouseType.Named && type.name == "Nothing") return appendNull()
        val number = numberOf(type)
        input.nested { alternatives[number].appendRowBinary(input) }
        mark(number)
    }

    override fun writePrefix(sink: ByteSink) {
        sink.writeLong(DynamicCodec.FLATTENED)
        sink.writeVarUInt(alternatives.size.toLong())
        for (alternative in alternatives) sink.writeString(alternative.type.toString())
        for (alternative in alternatives) alternative.writePrefix(sink)
    }

    override fun writeData(sink: ByteSink) {
        val types = alternatives.size
        for (row in 0 until size) {
            val number = if (number(row) < 0) types else number(row)
            when {
                types <= 0xff -> sink.writeByte(number)
                types <= 0xffff -> sink.writeShort(number)
                else -> sink.writeInt(number)
            }
        }
        for (alternative in alternatives) alternative.writeData(sink)
    }

    override fun truncate(rows: Int) {
        super.truncate(rows)
        if (rows == 0) {
            // The next block announces only the types that it holds.
            known.clear()
            numbersByType.clear()
        }
    }
}
