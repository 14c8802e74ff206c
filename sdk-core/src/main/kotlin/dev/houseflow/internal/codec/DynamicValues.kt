package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.internal.wire.BlockBudget
import dev.houseflow.internal.wire.ReadLimits

/**
 * Collects values that each bring their own type (a binary type, then the value in RowBinary form)
 * into one builder per type: the shared part of Dynamic and of JSON.
 */
internal class DynamicValues(
    private val name: String,
    private val options: CodecOptions,
    private val depth: Int,
    private val limits: ReadLimits,
    private val budget: BlockBudget,
) {
    private val builders = ArrayList<NativeBuilder>()
    private val numbers = HashMap<String, Int>()

    /** Numbers of types that are one byte, which most are: found without making their text. */
    private val numbersByCode = IntArray(0x80) { -1 }

    /** Where the last value went. */
    @JvmField
    var lastNumber: Int = -1

    @JvmField
    var lastRow: Int = -1

    /**
     * Appends the value in `bytes[start until end]`; `false` when it is NULL. Fails unless the
     * value ends where the bytes do.
     */
    fun append(bytes: ByteArray, start: Int, end: Int): Boolean {
        val input = RowBinaryInput(bytes, start, end, limits, name, budget)
        val appended = append(input)
        if (input.left != 0) throw input.fail("${input.left} bytes are left over after it")
        return appended
    }

    /** The same for a value at the front of [input]. */
    fun append(input: RowBinaryInput): Boolean {
        input.need(1)
        input.take(BYTES_PER_VALUE)
        val code = input.bytes[input.position].toInt() and 0xff
        if (code == 0) {
            input.position++
            return false
        }
        var number = if (code < 0x80) numbersByCode[code] else -1
        if (number >= 0) {
            input.position++
        } else {
            val type = BinaryTypes.read(input)
            number = numberOf(type)
            if (BinaryTypes.isOneByte(code)) numbersByCode[code] = number
        }
        val builder = builders[number]
        input.nested { builder.appendRowBinary(input) }
        lastNumber = number
        lastRow = builder.size - 1
        return true
    }

    private fun numberOf(type: ClickHouseType): Int {
        val text = type.toString()
        return numbers[text] ?: builders.size.also {
            builders.add(Codecs(name, options, depth).of(type).newBuilder())
            numbers[text] = it
        }
    }

    fun build(): List<Column> = builders.map { it.build() }

    private companion object {
        /** What a builder may take for a value beyond its bytes. */
        private const val BYTES_PER_VALUE = 32L
    }
}
