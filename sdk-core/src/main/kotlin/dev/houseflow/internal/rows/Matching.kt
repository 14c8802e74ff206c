@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import dev.houseflow.ClickHouseType
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.StructureKind

/** One step of a [Planner]: one resolved descriptor against one plain type. */
internal class Matching(
    private val planner: Planner,
    private val descriptor: SerialDescriptor,
    private val type: ClickHouseType,
    private val fullType: ClickHouseType,
    private val place: Place,
) {
    fun plan(): Plan? {
        if (type is ClickHouseType.Unknown || type is ClickHouseType.AggregateFunction) return mismatch()
        if (isJson(descriptor) || type is ClickHouseType.Json) return json()
        if (type is ClickHouseType.Dynamic) return Plan.Dynamic(descriptor, planner)
        if (type is ClickHouseType.Variant) return variant(type)
        val target = Target.of(descriptor)
        return when {
            target == Target.ENUM -> enum()
            target != null -> scalar(target)
            Target.nameOf(
                descriptor,
            ) == "kotlin.ByteArray" && fit(Target.BYTES, type, planner.direction) != Fit.NONE -> scalar(Target.BYTES)
            descriptor.kind == StructureKind.LIST -> list()
            descriptor.kind == StructureKind.MAP -> map()
            isStruct(descriptor) && type is ClickHouseType.Tuple -> planner.struct(descriptor, type.elements, place)
            else -> mismatch()
        }
    }

    private fun scalar(target: Target): Plan? {
        val fit = fit(target, type, planner.direction)
        return if (fit == Fit.NONE) mismatch() else Plan.Scalar(target, Twin.of(descriptor), fit)
    }

    private fun enum(): Plan? {
        val fit = fit(Target.ENUM, type, planner.direction)
        return if (fit == Fit.NONE) mismatch() else Plan.Enum(descriptor, (type as? ClickHouseType.Enum)?.values.orEmpty(), fit)
    }

    private fun list(): Plan? {
        val element = descriptor.getElementDescriptor(0)
        return when (type) {
            is ClickHouseType.Array -> planner.plan(element, type.element, place.elements())?.let { Plan.Sequence(it) }
            is ClickHouseType.QBit -> planner.plan(element, type.element, place.elements())?.let { Plan.Sequence(it) }
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
        else -> Plan.Json(type)
    }

    private fun variant(type: ClickHouseType.Variant): Plan? {
        if (!isSealed(descriptor)) return mismatch("make it a sealed class with a subclass for each alternative, or a `JsonElement`")
        val subclasses = SealedChoice(planner, descriptor, place)
        val mark = planner.problems.size
        val chosen = type.alternatives.map { alternative ->
            subclasses.choose(alternative) ?: planner.problem(
                "${place.column} may hold $alternative, which fits no subclass of `${labelOf(
                    descriptor,
                )}`: add one with a single property" +
                    (kotlinTypeOf(alternative)?.let { " of type `$it`" } ?: "") + ", or one named @SerialName(\"$alternative\")",
            )
        }
        if (planner.problems.size > mark) return null
        val found = chosen.filterNotNull()
        return Plan.Sealed(descriptor, found.map { it.name }, found.map { it.plan }, Fit.CHECKED)
    }

    fun mismatch(advice: String? = null): Plan? {
        val natural = kotlinTypeOf(fullType)
        val fix = advice ?: when {
            type is ClickHouseType.AggregateFunction -> "a state is no value: select finalizeAggregation(${place.sqlName})"
            natural != null -> "make it `$natural`"
            type is ClickHouseType.Tuple -> "make it a class with a property for each element"
            else -> "convert the column in the query"
        }
        return planner.problem("${place.column} is $fullType but ${place.property} does not hold that: $fix")
    }
}
