package dev.houseflow.internal.codec

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.wire.ByteRuns
import dev.houseflow.internal.wire.WireInput

/**
 * How the states of one aggregate function lie in the stream, for the functions whose layout is
 * known and stable: `count`: varuint. `sum`: the sum, widened. `avg` of numbers to 64 bit: sum of
 * 64 bits, varuint count. `min`, `max`, `any`, `anyLast`: u8 whether there is a value, then the
 * value; of a String i32 length with a zero byte at the end, -1 for none. `groupArray`: see there.
 */
internal class StateLayout private constructor(
    /** The codec of what the function results in. */
    @JvmField val results: Codec,
    /** The state that saw no value. */
    @JvmField val empty: ByteArray,
    private val reading: suspend (WireInput, ByteRuns, NativeBuilder) -> Unit,
) {
    /** Reads one state: its bytes go to [states], its result to [results]. */
    suspend fun read(input: WireInput, states: ByteRuns, results: NativeBuilder) {
        reading(input, states, results)
    }

    /**
     * The layout over a Nullable argument: u8 whether a value was seen, and only then the state.
     */
    private fun orNull(codecs: Codecs): StateLayout {
        val inner = this
        val nullable = codecs.of(ClickHouseType.Nullable(results.type))
        return StateLayout(nullable, ByteArray(1)) { input, states, results ->
            val at = states.byteCount
            copy(input, states, 1)
            if (states.bytes[at].toInt() == 0) {
                takeDefault(input, results)
                results.appendNull()
            } else {
                results as NullableBuilder
                inner.read(input, states, results.inner)
                results.beginValue()
            }
        }
    }

    internal companion object {
        /** The layout of [type], or `null` when it is not known. */
        fun of(type: ClickHouseType.AggregateFunction, codecs: Codecs): StateLayout? {
            if (type.version != null && type.version != 0) return null
            if (type.function == "count") return count(codecs)
            val argument = type.arguments.singleOrNull() ?: return null
            val inner = (argument as? ClickHouseType.Nullable)?.inner ?: argument
            // NULLs are left out of an array, so its state is the same with and without Nullable.
            if (type.function == "groupArray") return GroupArrayState.of(inner, codecs)
            val layout = when (type.function) {
                "sum" -> sum(inner, codecs)
                "avg" -> average(inner, codecs)
                "min", "max", "any", "anyLast" -> single(inner, codecs)
                else -> null
            }
            return if (argument is ClickHouseType.Nullable) layout?.orNull(codecs) else layout
        }

        /** Makes a layout; for the file of another family of functions. */
        fun of(results: Codec, empty: ByteArray, reading: suspend (WireInput, ByteRuns, NativeBuilder) -> Unit): StateLayout =
            StateLayout(results, empty, reading)

        private fun named(name: String) = ClickHouseType.Named(name)

        private fun count(codecs: Codecs) = StateLayout(codecs.of(named("UInt64")), ByteArray(1)) { input, states, results ->
            results.appendLong(copyVarUInt(input, states))
        }

        private fun sum(argument: ClickHouseType, codecs: Codecs): StateLayout? {
            val result = when (argument) {
                is ClickHouseType.Named -> when (argument.name) {
                    "UInt8", "UInt16", "UInt32", "UInt64", "Bool" -> named("UInt64")
                    "Int8", "Int16", "Int32", "Int64" -> named("Int64")
                    "Int128", "Int256", "UInt128", "UInt256" -> argument
                    "Float32", "Float64", "BFloat16" -> named("Float64")
                    else -> return null
                }

                is ClickHouseType.Decimal -> ClickHouseType.Decimal(if (argument.precision <= 38) 38 else 76, argument.scale)

                else -> return null
            }
            val width = fixedWidth(result) ?: return null
            return StateLayout(codecs.of(result), ByteArray(width)) { input, states, results ->
                appendCopied(input, states, width, results)
            }
        }

        private fun average(argument: ClickHouseType, codecs: Codecs): StateLayout? {
            val name = (argument as? ClickHouseType.Named)?.name ?: return null
            val floating = name == "Float32" || name == "Float64" || name == "BFloat16"
            if (!floating && name !in AVERAGED) return null
            return StateLayout(codecs.of(named("Float64")), ByteArray(9)) { input, states, results ->
                val at = states.byteCount
                copy(input, states, 8)
                val sum = wideNumber(states.bytes, at, 8, signed = floating || name.startsWith("Int"))
                val total = if (floating) Double.fromBits(sum.toLong()) else sum.toDouble()
                results.appendDouble(total / copyVarUInt(input, states).toDouble())
            }
        }

        private val AVERAGED = setOf("UInt8", "UInt16", "UInt32", "UInt64", "Int8", "Int16", "Int32", "Int64")

        private fun single(argument: ClickHouseType, codecs: Codecs): StateLayout? {
            if (argument is ClickHouseType.Named && argument.name == "String") return singleString(codecs)
            val width = fixedWidth(argument) ?: return null
            return StateLayout(codecs.of(argument), ByteArray(1)) { input, states, results ->
                val at = states.byteCount
                copy(input, states, 1)
                if (states.bytes[at].toInt() != 0) {
                    appendCopied(input, states, width, results)
                } else {
                    takeDefault(input, results)
                    results.appendDefault()
                }
            }
        }

        private fun takeDefault(input: WireInput, results: NativeBuilder) {
            input.takeDefault(results.defaultBytes)
        }

        private fun singleString(codecs: Codecs): StateLayout {
            val empty = byteArrayOf(-1, -1, -1, -1)
            return StateLayout(codecs.of(named("String")), empty) { input, states, results ->
                val at = states.byteCount
                copy(input, states, 4)
                val size = wideNumber(states.bytes, at, 4, signed = true).toInt()
                if (size > input.limits.maxStringBytes || size < -1) throw input.fail("A state with a string of $size bytes")
                copy(input, states, maxOf(size, 0))
                val end = maxOf(states.byteCount - 1, at + 4)
                results.appendBytes(states.bytes.copyOfRange(at + 4, end))
            }
        }

        /** Bytes of a value that always has as many; `null` for other types. */
        fun fixedWidth(type: ClickHouseType): Int? = when (type) {
            is ClickHouseType.Named -> when (type.name) {
                "UInt8", "Int8", "Bool" -> 1
                "UInt16", "Int16", "Date", "BFloat16" -> 2
                "UInt32", "Int32", "Float32", "Date32", "IPv4", "Time" -> 4
                "UInt64", "Int64", "Float64" -> 8
                "UInt128", "Int128", "UUID", "IPv6" -> 16
                "UInt256", "Int256" -> 32
                else -> if (IntervalUnit.of(type.name) != null) 8 else null
            }

            is ClickHouseType.Enum -> type.bits / 8

            is ClickHouseType.DateTime -> 4

            is ClickHouseType.DateTime64, is ClickHouseType.Time64 -> 8

            is ClickHouseType.FixedString -> type.length

            is ClickHouseType.Decimal -> decimalBytes(type.precision)

            else -> null
        }

        suspend fun copy(input: WireInput, states: ByteRuns, count: Int) {
            val bytes = input.readBytes(count)
            // Once as a part of the state, and once in its result.
            input.take(count * 2L)
            if (states.byteCount.toLong() + count > input.limits.maxColumnBytes) throw input.fail("States of more than 2 GiB in one block")
            states.add(bytes, 0, count)
        }

        suspend fun copyVarUInt(input: WireInput, states: ByteRuns): Long {
            var result = 0L
            var shift = 0
            while (true) {
                copy(input, states, 1)
                val byte = states.bytes[states.byteCount - 1].toInt()
                result = result or ((byte and 0x7f).toLong() shl shift)
                if (byte >= 0) return result
                shift += 7
                if (shift > 56) throw input.fail("A variable-length number runs over 63 bits")
            }
        }

        /**
         * Copies a value whose bytes are the same in RowBinary form, and appends it to [results].
         */
        suspend fun appendCopied(input: WireInput, states: ByteRuns, width: Int, results: NativeBuilder) {
            val at = states.byteCount
            copy(input, states, width)
            results.appendRowBinary(RowBinaryInput(states.bytes, at, at + width, input.limits, input.column, input.budget))
        }
    }
}
