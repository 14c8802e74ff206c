package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.wire.ByteRuns
import dev.houseflow.internal.wire.WireInput

/**
 * The states of `groupArray`: varuint number of values, then the values. Those of some types come
 * one after the other, those of others each behind its size as varuint; those of containers are in
 * a form of the server's own and are not read.
 */
internal object GroupArrayState {
    private val TOGETHER = setOf(
        "UInt8", "UInt16", "UInt32", "UInt64", "UInt128", "UInt256", "Int8", "Int16", "Int32", "Int64", "Int128", "Int256",
        "Float32", "Float64", "BFloat16", "Bool", "Date", "IPv4",
    )

    fun of(argument: ClickHouseType, codecs: Codecs): StateLayout? {
        val width = StateLayout.fixedWidth(argument)
        val text = argument is ClickHouseType.Named && argument.name == "String"
        val together = argument is ClickHouseType.Enum || argument is ClickHouseType.DateTime ||
            (argument is ClickHouseType.Named && argument.name in TOGETHER)
        if (!text && width == null) return null
        return StateLayout.of(codecs.of(ClickHouseType.Array(argument)), ByteArray(1)) { input, states, results ->
            val count = input.checkCount(StateLayout.copyVarUInt(input, states), "Elements of a state", input.limits.maxRows)
            input.take(count * RowBinaryInput.BYTES_PER_ELEMENT)
            val elements = (results as ArrayBuilder).elements
            for (i in 0 until count) {
                when {
                    width == null -> appendText(input, states, elements)

                    together -> StateLayout.appendCopied(input, states, width, elements)

                    else -> {
                        val size = StateLayout.copyVarUInt(input, states)
                        if (size != width.toLong()) throw input.fail("A value of $size bytes in a state, where its type has $width")
                        StateLayout.appendCopied(input, states, width, elements)
                    }
                }
            }
            results.endRow()
        }
    }

    private suspend fun appendText(input: WireInput, states: ByteRuns, elements: NativeBuilder) {
        val size = input.checkCount(StateLayout.copyVarUInt(input, states), "Bytes of a string", input.limits.maxStringBytes)
        val at = states.byteCount
        StateLayout.copy(input, states, size)
        elements.appendBytes(states.bytes.copyOfRange(at, at + size))
    }
}
