@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.binding

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.codec.AlternativeRanks
import dev.houseflow.internal.codec.expandedType
import dev.houseflow.internal.codec.sortedAlternatives
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.descriptors.PrimitiveKind
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.StructureKind

/** One step of a [Planner]: one resolved descriptor against one plain type. */
internal class Matching(
    private val planner: Planner,
    private val descriptor: SerialDescriptor,
    private val type: ClickHouseType,
    private val fullType: ClickHouseType,
    private val place: BindingPath,
) {
    fun plan(): Plan? {
        if (isNothing(type)) return Plan.Nothing
        if (type is ClickHouseType.AggregateFunction && isBytes()) return Plan.Scalar(Target.BYTES, null, Plan.EXACT)
        if (type is ClickHouseType.Unknown || type is ClickHouseType.AggregateFunction) return mismatch()
        if (isJson(descriptor) || type is ClickHouseType.Json) return json()
        if (type is ClickHouseType.Dynamic) return dynamic()
        if (type is ClickHouseType.Variant) return variant(type)
        val target = Target.of(descriptor)
        return when {
            target == Target.ENUM -> enum()
            target != null -> scalar(target)
            isBytes() && rankOf(Target.BYTES) != AlternativeRanks.NONE -> scalar(Target.BYTES)
            descriptor.kind == StructureKind.LIST -> list()
            descriptor.kind == StructureKind.MAP -> map()
            isStruct(descriptor) && type is ClickHouseType.Tuple -> planner.struct(descriptor, type.elements, place)
            else -> mismatch()
        }
    }

    private fun isBytes(): Boolean = Target.nameOf(descriptor) == "kotlin.ByteArray"

    private fun rankOf(target: Target): Int =
        if (planner.direction == Direction.WRITE) writeRank(target, type) else AlternativeRanks.rankOf(fit(target, type, Direction.READ))

    private fun scalar(target: Target): Plan? {
        val rank = rankOf(target)
        return if (rank == AlternativeRanks.NONE) mismatch() else Plan.Scalar(target, KotlinTwin.of(descriptor), rank)
    }

    private fun enum(): Plan? {
        val rank = rankOf(Target.ENUM)
        if (rank == AlternativeRanks.NONE) return mismatch()
        return Plan.Enum(descriptor, (type as? ClickHouseType.Enum)?.values.orEmpty(), rank)
    }

    /**
     * Whether the objects of [element] are plain values of the JVM, or lists of these, that columns
     * take as they are.
     */
    private fun isPlain(element: SerialDescriptor): Boolean = when (element.kind) {
        is PrimitiveKind -> element.serialName.removeSuffix("?") in PLAIN
        StructureKind.LIST -> Target.of(element) == null && isPlain(element.getElementDescriptor(0))
        else -> false
    }

    private fun list(): Plan? {
        val element = descriptor.getElementDescriptor(0)
        return when (type) {
            is ClickHouseType.Array -> planner.plan(element, type.element, place.elements())?.let { Plan.Sequence(it, isPlain(element)) }
            is ClickHouseType.QBit -> planner.plan(element, type.element, place.elements())?.let {
                // Its builder takes whole vectors only.
                if (planner.direction == Direction.READ) Plan.Sequence(it, isPlain = false) else Plan.Unchanged(it.rank)
            }
            is ClickHouseType.Map -> entryList(element, type)
            is ClickHouseType.Tuple -> if (isSet(descriptor)) mismatch() else tupleList(element, type)
            else -> mismatch()
        }
    }

    private fun entryList(element: SerialDescriptor, type: ClickHouseType.Map): Plan? {
        val entry = planner.resolve(element)?.descriptor
        if (entry == null || !isStruct(entry) || element.isNullable) return mismatch()
        val elements = listOf(ClickHouseType.Element(null, type.key), ClickHouseType.Element(null, type.value))
        return planner.struct(entry, elements, place.each("entry"))?.let { Plan.EntryList(it) }
    }

    private fun tupleList(element: SerialDescriptor, type: ClickHouseType.Tuple): Plan? {
        val plans = type.elements.mapIndexed { i, part -> planner.plan(element, part.type, place.elementOf(part, i)) }
        return if (null in plans) null else Plan.TupleList(plans.filterNotNull())
    }

    private fun map(): Plan? = when (type) {
        is ClickHouseType.Map -> entries(type)
        is ClickHouseType.Tuple -> tupleMap(type)
        else -> mismatch()
    }

    private fun entries(type: ClickHouseType.Map): Plan? {
        val key = planner.plan(descriptor.getElementDescriptor(0), type.key, place.each("key"))
        val value = planner.plan(descriptor.getElementDescriptor(1), type.value, place.each("value"))
        return if (key == null || value == null) null else Plan.Entries(key, value)
    }

    private fun tupleMap(type: ClickHouseType.Tuple): Plan? {
        val names = type.elements.mapNotNull { it.name }
        val key = planner.resolve(descriptor.getElementDescriptor(0))?.descriptor
        val byName = names.size == type.elements.size && names.isNotEmpty()
        if (!byName || key == null || Target.of(key) != Target.STRING) return mismatch()
        val value = descriptor.getElementDescriptor(1)
        val plans = type.elements.mapIndexed { i, part -> planner.plan(value, part.type, place.elementOf(part, i)) }
        return if (null in plans) null else Plan.TupleMap(names, plans.filterNotNull())
    }

    /**
     * Every class goes over a JSON column by way of kotlinx.serialization's own JSON; a text stays
     * one.
     */
    private fun json(): Plan? = when {
        type is ClickHouseType.Json && Target.of(descriptor) == Target.STRING -> scalar(Target.STRING)
        type is ClickHouseType.Json && Target.of(descriptor) != null -> mismatch()
        else -> Plan.Json
    }

    private fun variant(type: ClickHouseType.Variant): Plan? {
        val alternatives = sortedAlternatives(type)
        if (!isSealed(descriptor)) return valueOfVariant(alternatives) ?: mismatch(Mismatches.SEALED)
        return if (planner.direction == Direction.READ) readVariant(alternatives) else writeVariant(alternatives)
    }

    /**
     * A property that holds the values of one alternative, or of some; `null` when it holds those
     * of none.
     */
    private fun valueOfVariant(alternatives: List<ClickHouseType>): Plan? {
        val plans = alternatives.map { planner.attempt(descriptor, it, place) }
        if (plans.all { it == null }) return null
        if (planner.direction == Direction.READ) return Plan.Dynamic(descriptor, planner, place)
        val target = if (isBytes()) Target.BYTES else Target.of(descriptor)
        if (target != null) return openScalar(target)
        val best = plans.filterNotNull().minOf { it.rank }
        val equals = plans.indices.filter { plans[it]?.rank == best }
        if (equals.distinctBy { expandedType(alternatives[it]) }.size > 1) {
            return planner.problem(Mismatches.alternativesEquallyWell(equals.map { alternatives[it] }, place))
        }
        return Plan.Alternative(equals[0], plans[equals[0]]!!)
    }

    /** One value where each value says itself of what type it is. */
    private fun openScalar(target: Target): Plan =
        if (target == Target.ENUM) {
            Plan.Enum(descriptor, emptyMap(), Plan.CHECKED)
        } else {
            Plan.Scalar(target, KotlinTwin.of(descriptor), Plan.CHECKED)
        }

    private fun readVariant(alternatives: List<ClickHouseType>): Plan? {
        val shape = DescriptorShapes.sealed(descriptor)
        val chosen = DescriptorShapes.choice(planner, descriptor, place).chooseAll(alternatives, place, planner.problems)
        if (null in chosen) return null
        return Plan.Sealed(shape.label, chosen.map { shape.subclasses[it!!.subclass].typeName.orEmpty() }, chosen.map { it!!.laid })
    }

    private fun writeVariant(alternatives: List<ClickHouseType>): Plan? {
        val shape = DescriptorShapes.sealed(descriptor)
        val reading = DescriptorShapes.choice(Planner(planner.module, Direction.READ), descriptor, place)
        val homes = DescriptorShapes.choice(planner, descriptor, place).homes(alternatives, fullType, reading, place, planner.problems)
        if (homes.size < shape.subclasses.size) return null
        return Plan.SealedWrite(shape.subclasses.map { it.typeName.orEmpty() }, homes)
    }

    /**
     * What goes into a Dynamic chooses its own type: that of the value, or, of anything that has
     * parts, the types that JSON has.
     */
    private fun dynamic(): Plan? = when {
        planner.direction == Direction.READ -> Plan.Dynamic(descriptor, planner, place)
        isSealed(descriptor) -> mismatch("insert a `JsonElement`, or change the column to a Variant")
        else -> Target.of(descriptor)?.let(::openScalar) ?: Plan.Json
    }

    private fun mismatch(advice: String? = null): Plan? = planner.problem(Mismatches.ofType(fullType, place, advice))

    private companion object {
        private val PLAIN =
            setOf("Boolean", "Byte", "Short", "Int", "Long", "Float", "Double", "String").mapTo(HashSet()) { "kotlin.$it" }
    }
}
