@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.binding

import dev.houseflow.ClickHouseType
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.descriptors.PolymorphicKind
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.SerialKind
import kotlinx.serialization.descriptors.StructureKind
import kotlinx.serialization.descriptors.capturedKClass

/** The shapes of Kotlin's classes, which their serial descriptors know. */
internal object DescriptorShapes {
    fun struct(descriptor: SerialDescriptor): TypeShape.Struct {
        val properties = List(descriptor.elementsCount) { i ->
            val absence = if (descriptor.isElementOptional(i)) TypeShape.Absence.DEFAULT else TypeShape.Absence.NEEDED
            TypeShape.Property(descriptor.getElementName(i), labelOf(descriptor.getElementDescriptor(i)), absence)
        }
        return TypeShape.Struct(labelOf(descriptor), StructKind.KOTLIN_CLASS, properties, isByOrder(descriptor))
    }

    fun sealed(descriptor: SerialDescriptor): TypeShape.Sealed =
        TypeShape.Sealed(
            plainLabelOf(descriptor),
            subclasses(descriptor).map { TypeShape.Subclass(it.serialName.substringAfterLast('.'), it.serialName) },
        )

    /** The subclasses of [sealed], in order. */
    fun subclasses(sealed: SerialDescriptor): List<SerialDescriptor> {
        val all = sealed.getElementDescriptor(1)
        return List(all.elementsCount) { all.getElementDescriptor(it) }
    }

    /**
     * Which subclass of [sealed] stands for which alternative, as [planner] lays them over columns.
     */
    fun choice(planner: Planner, sealed: SerialDescriptor, path: BindingPath): SealedChoice<Plan> {
        val subclasses = subclasses(sealed)
        return SealedChoice(sealed(sealed)) { i, alternative -> lay(planner, subclasses[i], alternative, path) }
    }

    private fun lay(planner: Planner, subclass: SerialDescriptor, alternative: ClickHouseType, path: BindingPath): Plan? {
        planner.attempt(subclass, alternative, path)?.let { return it }
        if (!isStruct(subclass) || subclass.elementsCount != 1) return null
        val child = planner.attempt(subclass.getElementDescriptor(0), alternative, path) ?: return null
        return Plan.Wrapper(subclass, child)
    }
}

internal fun isJson(descriptor: SerialDescriptor): Boolean = Target.nameOf(descriptor).startsWith("kotlinx.serialization.json.Json")

/** Kotlin's own tuples, whose names are not the user's. */
internal fun isByOrder(descriptor: SerialDescriptor): Boolean =
    when (Target.nameOf(descriptor)) {
        "kotlin.Pair", "kotlin.Triple", "kotlin.collections.Map.Entry" -> true
        else -> false
    }

internal fun isStruct(descriptor: SerialDescriptor): Boolean =
    descriptor.kind == StructureKind.CLASS || descriptor.kind == StructureKind.OBJECT

internal fun isSealed(descriptor: SerialDescriptor): Boolean = descriptor.kind == PolymorphicKind.SEALED

internal fun isSet(descriptor: SerialDescriptor): Boolean = Target.nameOf(descriptor).endsWith("Set")

/**
 * `Trade` of `com.example.Trade`, `List<Long?>`, `Double?`: the type as the source has it, as far
 * as a descriptor still knows.
 */
internal fun labelOf(descriptor: SerialDescriptor): String =
    if (descriptor.isNullable) "${plainLabelOf(descriptor)}?" else plainLabelOf(descriptor)

/** [labelOf] without the question mark of a nullable type. */
internal fun plainLabelOf(descriptor: SerialDescriptor): String {
    val name = Target.nameOf(descriptor)
    return when {
        descriptor.kind == StructureKind.LIST && isGenericList(name) ->
            "${simpleName(name)}<${labelOf(descriptor.getElementDescriptor(0))}>"
        descriptor.kind == StructureKind.MAP ->
            "Map<${labelOf(descriptor.getElementDescriptor(0))}, ${labelOf(descriptor.getElementDescriptor(1))}>"
        descriptor.kind == SerialKind.CONTEXTUAL -> descriptor.capturedKClass?.simpleName ?: simpleName(name)
        else -> simpleName(name)
    }
}

private fun isGenericList(name: String): Boolean = name.startsWith("kotlin.collections.") || name == "kotlin.Array"

private fun simpleName(name: String): String = when (name) {
    "kotlin.collections.ArrayList" -> "List"
    "kotlin.collections.LinkedHashSet", "kotlin.collections.HashSet" -> "Set"
    else -> name.substringAfterLast('.')
}
