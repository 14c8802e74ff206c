@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.binding

import dev.houseflow.ClickHouseType
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.codec.isNullable
import dev.houseflow.internal.codec.plainType
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.descriptors.PolymorphicKind
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.SerialKind
import kotlinx.serialization.descriptors.StructureKind
import kotlinx.serialization.descriptors.getContextualDescriptor
import kotlinx.serialization.modules.SerializersModule

/** Which way the values go. */
@InternalHouseflowApi
public enum class Direction(internal val of: String) { READ("result"), WRITE("insert") }

/**
 * Matches a class with columns. Goes on after a mismatch, so that [problems] names all of them at the end.
 */
internal class Planner(val module: SerializersModule, val direction: Direction) {
    val problems = ArrayList<String>()

    /** The plan of a class over all columns of a result or an insert. */
    fun rows(descriptor: SerialDescriptor, headers: List<ColumnHeader>): Plan.Struct? {
        val elements = headers.map { ClickHouseType.Element(it.name, it.type) }
        return struct(descriptor, elements, BindingPath.TOP)
    }

    /** The plan of a single value over a result of one column. */
    fun single(descriptor: SerialDescriptor, header: ColumnHeader): Plan? =
        plan(descriptor, header.type, BindingPath.single(header.name, labelOf(descriptor)))

    /** [type] may be nullable and low-cardinal still, [descriptor] inline, nullable or contextual. */
    fun plan(descriptor: SerialDescriptor, type: ClickHouseType, place: BindingPath): Plan? {
        val resolved = resolve(descriptor)
        if (resolved == null) {
            val name = plainLabelOf(descriptor)
            return problem(
                "${place.property} is @Contextual, and no serializer is registered for `$name`: add one to the SerializersModule",
            )
        }
        if (direction == Direction.READ && isNullable(type) && !resolved.nullable && !takesNull(resolved.descriptor)) {
            problems += "${place.column} is $type but ${place.property} is not nullable: " +
                "make it `${labelOf(descriptor)}?`" + place.sql(SqlHints.ifNull(place.sqlName, type))
        }
        return Matching(this, resolved.descriptor, plainType(type), type, place).plan()
    }

    /** Several plans for the same type, without a word about those that do not fit. */
    fun attempt(descriptor: SerialDescriptor, type: ClickHouseType, place: BindingPath): Plan? {
        val mark = problems.size
        val plan = plan(descriptor, type, place)
        val clean = problems.size == mark
        while (problems.size > mark) problems.removeAt(problems.size - 1)
        return if (clean) plan else null
    }

    /** The plan of a class over named or unnamed elements. */
    fun struct(descriptor: SerialDescriptor, elements: List<ClickHouseType.Element>, place: BindingPath): Plan.Struct? {
        val named = elements.isNotEmpty() && elements.all { it.name != null } && !isByOrder(descriptor)
        val mark = problems.size
        val positions = if (named) byName(descriptor, elements, place) else byOrder(descriptor, elements, place)
        var rank = Plan.EXACT
        val children = List(descriptor.elementsCount) { i ->
            val position = positions[i]
            if (position < 0) {
                null
            } else {
                val child =
                    plan(
                        descriptor.getElementDescriptor(i),
                        elements[position].type,
                        place.inside(descriptor, i, elements[position], position),
                    )
                if (child != null) rank = maxOf(rank, child.rank)
                child
            }
        }
        return if (problems.size > mark) null else Plan.Struct(descriptor, children, positions, rank)
    }

    private fun byName(descriptor: SerialDescriptor, elements: List<ClickHouseType.Element>, place: BindingPath): IntArray {
        val names = elements.map { it.name.orEmpty() }
        val taken = HashSet<Int>()
        val positions = IntArray(descriptor.elementsCount) { i ->
            val found = NameMatching.candidates(descriptor.getElementName(i), names)
            if (found.size > 1) {
                problems += "${place.propertyText(descriptor, i)} may be any of ${found.joinToString(", ") { "column `${names[it]}`" }}: " +
                    "give one an alias (AS) so that one of them has the property's name"
            }
            taken += found
            found.firstOrNull() ?: -1
        }
        val free = names.filterIndexed { i, _ -> i !in taken }
        if (direction ==
            Direction.READ
        ) {
            missingColumns(descriptor, positions, free, place)
        } else {
            missingProperties(descriptor, positions, elements, place)
        }
        return positions
    }

    private fun missingColumns(descriptor: SerialDescriptor, positions: IntArray, free: List<String>, place: BindingPath) {
        for (i in positions.indices) {
            if (positions[i] >= 0 || descriptor.isElementOptional(i)) continue
            val near = NameMatching.nearest(descriptor.getElementName(i), free)
            val what = if (place.isTop) "select it" else "add it to the tuple"
            problems += "${place.propertyText(descriptor, i)} has no ${place.element}: " +
                (if (near == null) "" else "did you mean `$near`? ") + "give it a default value or $what"
        }
    }

    private fun missingProperties(
        descriptor: SerialDescriptor,
        positions: IntArray,
        elements: List<ClickHouseType.Element>,
        place: BindingPath,
    ) {
        val unfilled = elements.indices.filter { it !in positions }
        val unused = positions.indices.filter { positions[it] < 0 }.map { descriptor.getElementName(it) }
        for (i in unfilled) {
            val near = NameMatching.nearest(elements[i].name.orEmpty(), unused)
            val what = if (place.isTop) "or leave the column out of the insert" else "since a tuple is written whole"
            problems += "${place.elementText(elements[i], i)} has no property in `${labelOf(descriptor)}`: " +
                (if (near == null) "" else "did you mean `$near`? ") + "add one, $what"
        }
        if (!place.isTop) {
            for (name in unused) {
                problems +=
                    "property `${place.path(name)}` has no element in ${place.column}: remove it, or mark it @Transient"
            }
        }
    }

    private fun byOrder(descriptor: SerialDescriptor, elements: List<ClickHouseType.Element>, place: BindingPath): IntArray {
        val count = descriptor.elementsCount
        val tooMany = direction == Direction.WRITE && count > elements.size
        val tooFew = (elements.size until count).any { !descriptor.isElementOptional(it) }
        if (elements.size > count || tooMany || tooFew) {
            problems +=
                "${place.column} has ${elements.size} elements, matched by order, but `${labelOf(descriptor)}` has $count properties: " +
                if (place.isTop) "select as many columns" else "make them as many, or name the elements of the tuple"
        }
        return IntArray(count) { if (it < elements.size) it else -1 }
    }

    fun problem(text: String): Nothing? {
        problems += text
        return null
    }

    /** What a descriptor is after contextual lookup and without value classes around it. */
    class Resolved(val descriptor: SerialDescriptor, val nullable: Boolean)

    fun resolve(descriptor: SerialDescriptor): Resolved? {
        var current = descriptor
        var nullable = current.isNullable
        while (true) {
            current = when {
                current.kind == SerialKind.CONTEXTUAL -> contextual(current) ?: return null
                current.isInline && Target.of(current)?.isUnsigned != true -> current.getElementDescriptor(0)
                else -> return Resolved(current, nullable)
            }
            nullable = nullable || current.isNullable
        }
    }

    private fun contextual(descriptor: SerialDescriptor): SerialDescriptor? = module.getContextualDescriptor(descriptor)

    private companion object {
        /** `JsonElement` has a null of its own. */
        private fun takesNull(descriptor: SerialDescriptor): Boolean = isJson(descriptor)
    }
}

internal fun isJson(descriptor: SerialDescriptor): Boolean = Target.nameOf(descriptor).startsWith("kotlinx.serialization.json.Json")

/** Kotlin's own tuples, whose names nobody chose. */
internal fun isByOrder(descriptor: SerialDescriptor): Boolean =
    when (Target.nameOf(descriptor)) {
        "kotlin.Pair", "kotlin.Triple", "kotlin.collections.Map.Entry" -> true
        else -> false
    }

internal fun isStruct(descriptor: SerialDescriptor): Boolean =
    descriptor.kind == StructureKind.CLASS || descriptor.kind == StructureKind.OBJECT

internal fun isSealed(descriptor: SerialDescriptor): Boolean = descriptor.kind == PolymorphicKind.SEALED

internal fun isSet(descriptor: SerialDescriptor): Boolean = Target.nameOf(descriptor).endsWith("Set")
