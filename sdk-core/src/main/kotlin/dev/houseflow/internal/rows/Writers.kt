package dev.houseflow.internal.rows

import dev.houseflow.internal.binding.Plan
import dev.houseflow.internal.binding.Target
import kotlinx.serialization.modules.SerializersModule

/** Makes the writers of a plan. */
internal class Writers(private val module: SerializersModule) {
    private val json by lazy(LazyThreadSafetyMode.NONE) { jsonOf(module) }

    fun of(plan: Plan): ValueWriter = when (plan) {
        is Plan.Scalar -> scalar(plan)
        is Plan.Enum -> EnumWriter(module)
        is Plan.Sequence -> SequenceWriter(of(plan.element), module)
        is Plan.Entries -> EntriesWriter(of(plan.key), of(plan.value), null, module)
        is Plan.EntryList -> EntriesWriter(null, null, struct(plan.entry), module)
        is Plan.Struct -> struct(plan)
        is Plan.Wrapper -> StructWriter(arrayOf(of(plan.child)), intArrayOf(0), module, whole = true)
        is Plan.TupleList -> TupleListWriter(plan.elements.map(::of), module)
        is Plan.TupleMap -> TupleMapWriter(plan.names, plan.elements.map(::of), module)
        is Plan.SealedWrite -> VariantWriter(
            plan,
            plan.homes.map {
                if (it.alternatives.size >
                    1
                ) {
                    choosing(it.laid)
                } else {
                    of(it.laid)
                }
            },
            module,
        )
        is Plan.Alternative -> AlternativeWriter(plan.alternative, of(plan.child), module)
        is Plan.Json -> JsonWriter(json)
        is Plan.Nothing -> NothingWriter(module)
        is Plan.Unchanged -> ConvertingWriter({ builder, value -> builder.append(value) }, module)
        is Plan.Sealed, is Plan.Dynamic -> throw IllegalStateException("A plan for reading only")
    }

    /**
     * For one value into a column where it chooses its alternative: a list is handed over whole.
     */
    private fun choosing(plan: Plan): ValueWriter = when (plan) {
        is Plan.Wrapper -> StructWriter(arrayOf(choosing(plan.child)), intArrayOf(0), module, whole = true)
        is Plan.Sequence -> ConvertingWriter({ builder, value -> builder.append(value) }, module)
        else -> of(plan)
    }

    fun struct(plan: Plan.Struct): StructWriter =
        StructWriter(Array(plan.children.size) { i -> plan.children[i]?.let(::of) }, plan.positions, module)

    private fun scalar(plan: Plan.Scalar): ValueWriter = when {
        plan.twin != null -> ConvertingWriter({ builder, value -> builder.append(plan.twin.toJava(value)) }, module)
        plan.target == Target.BYTES -> ConvertingWriter({ builder, value -> builder.appendBytes(value as ByteArray) }, module)
        plan.target.isUnsigned -> UnsignedWriter(module)
        else -> ScalarWriter(plan.target, module)
    }
}
