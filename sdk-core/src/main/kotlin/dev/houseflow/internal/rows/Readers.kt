package dev.houseflow.internal.rows

import dev.houseflow.Column
import dev.houseflow.internal.binding.DescriptorShapes
import dev.houseflow.internal.binding.Plan
import dev.houseflow.internal.binding.Target
import dev.houseflow.internal.binding.isSealed
import dev.houseflow.internal.binding.plainLabelOf
import kotlinx.serialization.modules.SerializersModule

/** Makes the readers of a plan. */
internal class Readers(private val module: SerializersModule) {
    private val json by lazy(LazyThreadSafetyMode.NONE) { jsonOf(module) }

    fun of(plan: Plan): ValueReader = when (plan) {
        is Plan.Scalar -> scalar(plan)
        is Plan.Enum -> EnumReader(plan, module)
        is Plan.Sequence -> SequenceReader(of(plan.element), module)
        is Plan.Entries -> EntriesReader(of(plan.key), of(plan.value), module)
        is Plan.EntryList -> EntryListReader(struct(plan.entry), module)
        is Plan.Struct -> struct(plan)
        is Plan.Wrapper -> StructReader(arrayOf(of(plan.child)), intArrayOf(0), module, whole = true)
        is Plan.Sealed -> sealed(plan)
        is Plan.Dynamic -> dynamic(plan)
        is Plan.Json -> JsonReader(json)
        is Plan.Nothing -> NothingReader(module)
        is Plan.TupleList -> TupleListReader(plan.elements.map(::of), module)
        is Plan.TupleMap -> TupleMapReader(plan.names, plan.elements.map(::of), module)
        is Plan.SealedWrite, is Plan.Alternative, is Plan.Unchanged -> throw IllegalStateException("A plan for writing only")
    }

    fun struct(plan: Plan.Struct): StructReader =
        StructReader(Array(plan.children.size) { i -> plan.children[i]?.let(::of) }, plan.positions, module)

    private fun sealed(plan: Plan.Sealed): ValueReader {
        val alternatives = plan.children.mapIndexed { i, child -> Alternative(plan.names[i], of(child)) }
        return VariantReader({ i, _ -> alternatives[i] }, plan.label, module)
    }

    private fun dynamic(plan: Plan.Dynamic): ValueReader {
        val label = plainLabelOf(plan.descriptor)
        val planner = plan.planner
        if (!isSealed(plan.descriptor)) {
            return VariantReader({ _, type ->
                planner.attempt(plan.descriptor, type, plan.place)?.let { Alternative("", of(it)) }
            }, label, module)
        }
        val names = DescriptorShapes.sealed(plan.descriptor).subclasses.map { it.typeName.orEmpty() }
        val choice = DescriptorShapes.choice(planner, plan.descriptor, plan.place)
        return VariantReader({ _, type -> choice.choose(type)?.let { Alternative(names[it.subclass], of(it.laid)) } }, label, module)
    }

    private fun scalar(plan: Plan.Scalar): ValueReader = when {
        plan.twin != null -> ConvertingReader(plan.twin.read, module, plan.target)
        plan.target == Target.BYTES -> ConvertingReader(Column::getBytes, module, null)
        plan.target.isUnsigned -> UnsignedReader(plan.target, module)
        else -> ScalarReader(plan.target, module)
    }
}
