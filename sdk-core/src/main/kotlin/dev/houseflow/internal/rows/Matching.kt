@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.ClickHouseType
import dev.houseflow.internal.codec.compareAsBytes
import kotlinx.serialization.ExperimentalSerializationApi
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
        if (type is ClickHouseType.AggregateFunction && isBytes()) return Plan.Scalar(Target.BYTES, null, Fit.EXACT)
        if (type is ClickHouseType.Unknown || type is ClickHouseType.AggregateFunction) return mismatch()
        if (isJson(descriptor) || type is ClickHouseType.Json) return json()
        if (type is ClickHouseType.Dynamic) return dynamic()
        if (type is ClickHouseType.Variant) return variant(type)
        val target = Target.of(descriptor)
        return when {
            target == Target.ENUM -> enum()
            target != null -> scalar(target)
            isBytes() && fit(Target.BYTES, type, planner.direction) != Fit.NONE -> scalar(Target.BYTES)
            descriptor.kind == StructureKind.LIST -> list()
            descriptor.kind == StructureKind.MAP -> map()
            isStruct(descriptor) && type is ClickHouseType.Tuple -> planner.struct(descriptor, type.elements, place)
            else -> mismatch()
        }
    }

    private fun isBytes(): Boolean = Target.nameOf(descriptor) == "kotlin.ByteArray"

    private fun scalar(target: Target): Plan? {
        val fit = fit(target, type, planner.direction)
        return if (fit == Fit.NONE) mismatch() else Plan.Scalar(target, KotlinTwin.of(descriptor), fit)
    }

    private fun enum(): Plan? {
        val fit = fit(Target.ENUM, type, planner.direction)
        return if (fit == Fit.NONE) mismatch() else Plan.Enum(descriptor, (type as? ClickHouseType.Enum)?.values.orEmpty(), fit)
    }

    private fun list(): Plan? {
        val element = descriptor.getElementDescriptor(0)
        return when (type) {
            is ClickHouseType.Array -> planner.plan(element, type.element, place.elements())?.let { Plan.Sequence(it) }
            is ClickHouseType.QBit -> planner.plan(element, type.element, place.elements())?.let {
                // Its builder takes whole vectors only.
                if (planner.direction == Direction.READ) Plan.Sequence(it) else Plan.IntegerKind(it.fit)
            }
            is ClickHouseType.Map -> entryList(element, type)
            else -> mismatch()
        }
    }

    private fun entryList(element: SerialDescriptor, type: ClickHouseType.Map): Plan? {
        val entry = planner.resolve(element)?.descriptor
        if (entry == null || !isStruct(entry) || element.isNullable) return mismatch()
        val elements = listOf(ClickHouseType.Element(null, type.key), ClickHouseType.Element(null, type.value))
        return planner.struct(entry, elements, place.each("entry"))?.let { Plan.EntryList(it) }
    }

    private fun map(): Plan? {
        if (type !is ClickHouseType.Map) return mismatch()
        val key = planner.plan(descriptor.getElementDescriptor(0), type.key, place.each("key"))
        val value = planner.plan(descriptor.getElementDescriptor(1), type.value, place.each("value"))
        return if (key == null || value == null) null else Plan.Entries(key, value)
    }

    /** Every class goes over a JSON column by way of kotlinx.serialization's own JSON; a text stays one. */
    private fun json(): Plan? = when {
        type is ClickHouseType.Json && Target.of(descriptor) == Target.STRING -> scalar(Target.STRING)
        type is ClickHouseType.Json && Target.of(descriptor) != null -> mismatch()
        else -> Plan.Json
    }

    private fun variant(type: ClickHouseType.Variant): Plan? {
        if (!isSealed(descriptor)) return mismatch("make it a sealed class with a subclass for each alternative, or a `JsonElement`")
        val alternatives = type.alternatives.sortedWith { a, b -> compareAsBytes(a.toString(), b.toString()) }
        val choice = SealedChoice(planner, descriptor, place)
        return if (planner.direction == Direction.READ) readVariant(choice, alternatives) else writeVariant(choice, alternatives)
    }

    private fun readVariant(choice: SealedChoice, alternatives: List<ClickHouseType>): Plan? {
        val chosen = alternatives.mapNotNull { alternative ->
            choice.choose(alternative) ?: planner.problem(
                "${place.column} may hold $alternative, which fits no subclass of `${plainLabelOf(
                    descriptor,
                )}`: add one with a single property" +
                    (kotlinTypeOf(alternative)?.let { " of type `$it`" } ?: "") + ", or one named @SerialName(\"$alternative\")",
            )
        }
        if (chosen.size < alternatives.size) return null
        return Plan.Sealed(
            plainLabelOf(descriptor),
            chosen.map {
                it.name
            },
            alternatives.indices.toList().toIntArray(),
            chosen.map { it.plan },
        )
    }

    private fun writeVariant(choice: SealedChoice, alternatives: List<ClickHouseType>): Plan? {
        val homes = choice.homes(alternatives)
        for (name in choice.names) {
            if (homes.none { it.name == name }) {
                planner.problem(
                    "subclass `${name.substringAfterLast('.')}` of ${place.property} fits no alternative of $fullType: change the column",
                )
            }
        }
        if (homes.size < choice.names.size) return null
        return Plan.Sealed(
            plainLabelOf(descriptor),
            homes.map {
                it.name
            },
            homes.map { it.alternative }.toIntArray(),
            homes.map { it.plan },
        )
    }

    /** What goes into a Dynamic chooses its own type: that of the value, or, of anything that has parts, the types that JSON has. */
    private fun dynamic(): Plan? = when {
        planner.direction == Direction.READ -> Plan.Dynamic(descriptor, planner, place)
        isSealed(descriptor) -> mismatch("insert a `JsonElement`, or change the column to a Variant")
        else -> {
            val target = Target.of(descriptor)
            when {
                target == Target.ENUM -> Plan.Enum(descriptor, emptyMap(), Fit.CHECKED)
                target != null -> Plan.Scalar(target, KotlinTwin.of(descriptor), Fit.CHECKED)
                else -> Plan.Json
            }
        }
    }

    fun mismatch(advice: String? = null): Plan? {
        val natural = kotlinTypeOf(fullType)
        val fix = advice ?: when {
            type is ClickHouseType.AggregateFunction ->
                "select finalizeAggregation(${place.sqlName}) for its value, or make it a `ByteArray` to keep the state"
            natural != null -> "make it `$natural`"
            type is ClickHouseType.Tuple -> "make it a class with a property for each element"
            else -> "convert the column in the query"
        }
        return planner.problem("${place.column} is $fullType but ${place.property} does not hold that: $fix")
    }
}
