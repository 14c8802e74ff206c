package dev.houseflow.internal.rows

import dev.houseflow.Column
import kotlinx.serialization.modules.SerializersModule

/** Makes the readers of a plan. */
internal class Readers(private val module: SerializersModule) {
    fun of(plan: Plan): ValueReader = when (plan) {
        is Plan.Scalar -> scalar(plan)
        is Plan.Enum -> EnumReader(plan, module)
        is Plan.Sequence -> SequenceReader(of(plan.element), module)
        is Plan.Entries -> EntriesReader(of(plan.key), of(plan.value), module)
        is Plan.EntryList -> EntryListReader(struct(plan.entry), module)
        is Plan.Struct -> struct(plan)
        is Plan.Wrapper -> StructReader(arrayOf(of(plan.child)), intArrayOf(0), module, whole = true)
        is Plan.Sealed, is Plan.Dynamic, is Plan.Json -> throw unsupported()
    }

    fun struct(plan: Plan.Struct): StructReader =
        StructReader(Array(plan.children.size) { i -> plan.children[i]?.let(::of) }, plan.positions, module)

    private fun scalar(plan: Plan.Scalar): ValueReader = when {
        plan.twin != null -> ConvertingReader(plan.twin.read, module, plan.target)
        plan.target == Target.BYTES -> ConvertingReader(Column::getBytes, module, null)
        plan.target.isUnsigned -> UnsignedReader(plan.target, module)
        else -> ScalarReader(plan.target, module)
    }
}
