package dev.houseflow.internal.block

import dev.houseflow.FormatException
import dev.houseflow.internal.codec.Codec
import dev.houseflow.internal.codec.TupleCodec
import dev.houseflow.internal.wire.WireInput

/*
 * From revision 54454 on, a byte behind the type of a column says whether its data comes in a form
 * of its own. If so, a tree of kinds says in which: one byte for the column, and for a Tuple the
 * kinds of its elements after it.
 *
 *     0  all values, one after the other
 *     1  sparse: where the values are that are no defaults, then these values
 *     4  replicated: for each row which one of the values it has, then these values
 */
internal class CustomSerialization private constructor(private val kind: Int, private val elements: List<CustomSerialization>) {
    /** What reads data that comes in this form, for [codec], which reads the plain one. */
    fun codec(codec: Codec, input: WireInput): Codec = when (kind) {
        PLAIN -> if (codec is TupleCodec) tuple(codec, input) else codec
        SPARSE -> SparseCodec(codec, values(codec, input))
        REPLICATED -> ReplicatedCodec(codec, values(codec, input))
        else -> throw unknown("The serialization kind $kind", input)
    }

    private fun tuple(codec: TupleCodec, input: WireInput): Codec =
        TupleCodec(codec.name, codec.type, elements.indices.map { elements[it].codec(codec.elements[it], input) }, codec.names)

    private fun values(codec: Codec, input: WireInput): PackedValues =
        PackedValues.of(codec) ?: throw unknown("The serialization kind $kind of ${codec.type}", input)

    private fun unknown(what: String, input: WireInput): FormatException = input.fail(
        "$what cannot be read here: leave the setting client_protocol_version out, or give at most ${Revision.LAST_PLAIN}",
    )

    companion object {
        private const val PLAIN = 0
        private const val SPARSE = 1
        private const val REPLICATED = 4

        /** Reads the kinds of the column that [codec] is for. */
        suspend fun read(input: WireInput, codec: Codec): CustomSerialization {
            val kind = input.readByte()
            val elements = if (codec is TupleCodec) codec.elements.map { read(input, it) } else emptyList()
            return CustomSerialization(kind, elements)
        }
    }
}
