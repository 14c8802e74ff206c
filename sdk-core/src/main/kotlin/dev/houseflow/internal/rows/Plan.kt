@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.rows

import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.SerialKind
import kotlinx.serialization.descriptors.StructureKind
import kotlinx.serialization.descriptors.capturedKClass

/**
 * How one property is laid over one column: made once per result, by matching the class's descriptor with the types of the columns.
 * Readers and writers are made from it.
 *
 * @property fit how well, for the choice between a Variant's classes.
 */
internal sealed class Plan(val fit: Fit) {
    /** One value. [twin] is set when the property is Kotlin's own version of a JVM type. */
    class Scalar(val target: Target, val twin: KotlinTwin?, fit: Fit) : Plan(fit)

    /** One value by name; [values] are the names and codes of an Enum type, empty for String. */
    class Enum(val descriptor: SerialDescriptor, val values: Map<String, Int>, fit: Fit) : Plan(fit)

    /** An Array. */
    class Sequence(val element: Plan) : Plan(element.fit)

    /** A Map as a map. */
    class Entries(val key: Plan, val value: Plan) : Plan(maxOf(key.fit, value.fit))

    /** A Map as a list of pairs, which keeps repeated keys. */
    class EntryList(val entry: Struct) : Plan(entry.fit)

    /**
     * A class over a Tuple, or over the columns of a result: element i of the class is [children] i, read from source element
     * [positions] i; -1 where the class has its default.
     */
    class Struct(val descriptor: SerialDescriptor, val children: List<Plan?>, val positions: IntArray, fit: Fit) : Plan(fit)

    /** A class of one property over a whole column that is no Tuple: what a Variant's alternative usually is. */
    class Wrapper(val descriptor: SerialDescriptor, val child: Plan) : Plan(child.fit)

    /**
     * A sealed class over a Variant. For reading, [children] are by alternative; for writing, by subclass, each into its one of
     * [alternatives]. [names] are the subclasses that go with them.
     */
    class Sealed(val label: String, val names: List<String>, val alternatives: IntArray, val children: List<Plan>) : Plan(Fit.CHECKED)

    /** A sealed class, or one value, from a Dynamic, whose alternatives are known only from each block. */
    class Dynamic(val descriptor: SerialDescriptor, val planner: Planner, val place: BindingPath) : Plan(Fit.CHECKED)

    /** No value: every row is NULL, or there are no rows. */
    data object Nothing : Plan(Fit.EXACT)

    /** A value handed to the builder as it is. */
    class IntegerKind(fit: Fit) : Plan(fit)

    /** Anything at all over JSON, Dynamic or a type without a class of its own, by way of `JsonElement`. */
    data object Json : Plan(Fit.CHECKED)
}

/** `Trade` of `com.example.Trade`, `List<Long?>`, `Double?`: the type as the source has it, as far as a descriptor still knows. */
internal fun labelOf(
    descriptor: SerialDescriptor,
): String = if (descriptor.isNullable) "${plainLabelOf(descriptor)}?" else plainLabelOf(descriptor)

/** [labelOf] without the question mark of a nullable type. */
internal fun plainLabelOf(descriptor: SerialDescriptor): String {
    val name = Target.nameOf(descriptor)
    return when {
        descriptor.kind == StructureKind.LIST && isGenericList(
            name,
        ) -> "${simpleName(name)}<${labelOf(descriptor.getElementDescriptor(0))}>"
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
