package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.wire.ByteSink

/**
 * Collects values of any type, each with the type that [JvmTypes] gives its class, or in the builder that [alternative] gives for a type.
 * Written as version 3, which every table takes whatever its `max_types`.
 */
@InternalHouseflowApi
public class DynamicBuilder internal constructor(
    name: String,
    type: ClickHouseType,
    private val options: CodecOptions,
    private val depth: Int,
) : NativeBuilder(name, type) {
    private val alternatives = ArrayList<NativeBuilder>()
    private val numbersByType = HashMap<String, Int>()
    private var numbers = IntArray(16)
    private var count = 0

    /** Marks the next row as one of [type]; the caller then appends its value to the builder that comes back. */
    public fun alternative(type: ClickHouseType): NativeBuilder {
        val number = numberOf(type)
        mark(number)
        return alternatives[number]
    }

    private fun numberOf(type: ClickHouseType): Int {
        val text = type.toString()
        return numbersByType[text] ?: alternatives.size.also {
            alternatives.add(Codecs(name, options, depth).of(type).newBuilder())
            numbersByType[text] = it
        }
    }

    override fun countRows(): Int = count

    override fun appendDefault(): Unit = appendNull()

    override fun appendNull(): Unit = mark(-1)

    override fun append(value: Any?) {
        if (value == null) return appendNull()
        val number = numberOf(JvmTypes.typeOf(value) ?: throw wrongClass(value))
        alternatives[number].append(value)
        mark(number)
    }

    override fun appendBoolean(value: Boolean): Unit = append(value)

    override fun appendByte(value: Byte): Unit = append(value)

    override fun appendShort(value: Short): Unit = append(value)

    override fun appendInt(value: Int): Unit = append(value)

    override fun appendLong(value: Long): Unit = append(value)

    override fun appendFloat(value: Float): Unit = append(value)

    override fun appendDouble(value: Double): Unit = append(value)

    override fun appendString(value: String): Unit = append(value)

    override fun appendBytes(value: ByteArray): Unit = append(value)

    override fun appendRowBinary(input: ValueInput) {
        val type = BinaryTypes.read(input)
        if (type is ClickHouseType.Named && type.name == "Nothing") return appendNull()
        val number = numberOf(type)
        input.nested { alternatives[number].appendRowBinary(input) }
        mark(number)
    }

    private fun mark(number: Int) {
        if (count == numbers.size) numbers = numbers.copyOf(count * 2)
        numbers[count++] = number
    }

    override fun writePrefix(sink: ByteSink) {
        sink.writeLong(DynamicCodec.FLATTENED)
        sink.writeVarUInt(alternatives.size.toLong())
        for (alternative in alternatives) sink.writeString(alternative.type.toString())
        for (alternative in alternatives) alternative.writePrefix(sink)
    }

    override fun writeData(sink: ByteSink) {
        val types = alternatives.size
        for (row in 0 until count) {
            val number = if (numbers[row] < 0) types else numbers[row]
            when {
                types <= 0xff -> sink.writeByte(number)
                types <= 0xffff -> sink.writeShort(number)
                else -> sink.writeInt(number)
            }
        }
        for (alternative in alternatives) alternative.writeData(sink)
    }

    override fun build(): Column {
        val places = placesOfRows(numbers, count, alternatives.size)
        return VariantColumn(name, type, alternatives.map { it.build() }, numbers.copyOf(count), places)
    }

    override fun truncate(rows: Int) {
        val kept = IntArray(alternatives.size)
        for (row in 0 until rows) if (numbers[row] >= 0) kept[numbers[row]]++
        for (i in alternatives.indices) alternatives[i].truncate(kept[i])
        count = rows
        if (rows == 0) {
            // The next block announces only the types that it holds.
            alternatives.clear()
            numbersByType.clear()
        }
    }
}
