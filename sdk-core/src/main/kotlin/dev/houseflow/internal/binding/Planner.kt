@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.binding

import dev.houseflow.ClickHouseType
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.internal.block.ColumnHeader
import dev.houseflow.internal.codec.isNullable
import dev.houseflow.internal.codec.plainType
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.SerialKind
import kotlinx.serialization.descriptors.getContextualDescriptor
import kotlinx.serialization.modules.SerializersModule

/** Which way the values go. */
@InternalHouseflowApi
public enum class Direction(internal val of: String) { READ("result"), WRITE("insert") }

/**
 * Matches a class with columns. Goes on after a mismatch, so that [problems] names all of them at
 * the end.
 */
internal class Planner(val module: SerializersModule, val direction: Direction) {
    val problems = ArrayList<String>()

    /** The plan of a class over all columns of a result or an insert. */
    fun rows(descriptor: SerialDescriptor, headers: List<ColumnHeader>): Plan.Struct? {
        val elements = headers.map { ClickHouseType.Element(it.name, it.type) }
        return struct(descriptor, elements, BindingPath.top(Language.KOTLIN))
    }

    /** The plan of a single value over a result of one column. */
    fun single(descriptor: SerialDescriptor, header: ColumnHeader): Plan? =
        plan(descriptor, header.type, BindingPath.single(header.name, labelOf(descriptor), Language.KOTLIN))

    /**
     * [type] may be nullable and low-cardinal still, [descriptor] inline, nullable or contextual.
     */
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
        val mark = problems.size
        val shape = DescriptorShapes.struct(descriptor)
        val positions = StructMatching(shape, elements, place, problems).match(direction)
        var rank = Plan.EXACT
        val children = List(descriptor.elementsCount) { i ->
            val element = elements.getOrNull(positions[i]) ?: return@List null
            val child = plan(descriptor.getElementDescriptor(i), element.type, place.inside(shape.properties[i], element, positions[i]))
            if (child != null) rank = maxOf(rank, child.rank)
            child
        }
        return if (problems.size > mark) null else Plan.Struct(descriptor, children, positions, rank)
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
