package dev.houseflow.internal.binding

import dev.houseflow.ClickHouseType
import dev.houseflow.InternalHouseflowApi

/**
 * Finds for every property of a class its column, or its element of a tuple, by the names of
 * [NameMatching] or by order. What does not match goes to [problems].
 */
@InternalHouseflowApi
public class StructMatching(
    private val shape: TypeShape.Struct,
    private val elements: List<ClickHouseType.Element>,
    private val path: BindingPath,
    private val problems: MutableList<String>,
) {
    private val properties = shape.properties

    /** By property: the number of its element, -1 where it has none. */
    public fun match(direction: Direction): IntArray {
        val isNamed = !shape.isByOrder && elements.all { it.name != null } && (elements.isNotEmpty() || path.isTop)
        return if (isNamed) byName(direction) else byOrder(direction)
    }

    private fun byName(direction: Direction): IntArray {
        val names = elements.map { it.name.orEmpty() }
        val taken = HashSet<Int>()
        val positions = IntArray(properties.size) { i ->
            val found = candidates(properties[i], names)
            if (found.size > 1) {
                problems += "${path.propertyText(properties[i])} may be any of ${found.joinToString { "column `${names[it]}`" }}: " +
                    "give one an alias (AS) so that one of them has the property's name"
            }
            taken += found
            found.firstOrNull() ?: -1
        }
        if (direction == Direction.READ) {
            missingColumns(positions, names.filterIndexed { i, _ -> i !in taken })
        } else {
            missingProperties(positions)
        }
        return positions
    }

    private fun candidates(property: TypeShape.Property, names: List<String>): List<Int> =
        if (property.columnName == null) {
            NameMatching.candidates(property.name, names)
        } else {
            names.indices.filter { names[it] == property.columnName }
        }

    private fun missingColumns(positions: IntArray, free: List<String>) {
        val nothingFits = positions.all { it < 0 }
        for (i in positions.indices) {
            val property = properties[i]
            if (positions[i] >= 0 || property.absence == TypeShape.Absence.DEFAULT) continue
            val near = NameMatching.nearest(property.columnOrName, free)
            if (property.absence == TypeShape.Absence.KEPT && near == null && !nothingFits) continue
            problems += "${path.propertyText(property)} has no ${path.element}: ${didYouMean(near)}" +
                shape.kind.orElse(if (path.isTop) "select it" else "add it to the tuple")
        }
    }

    private fun missingProperties(positions: IntArray) {
        val owners = IntArray(elements.size) { -1 }
        for (i in positions.indices.reversed()) if (positions[i] >= 0) owners[positions[i]] = i
        val unused = positions.indices.filter { positions[it] < 0 }.map { properties[it].columnOrName }
        for ((i, element) in elements.withIndex()) {
            val owner = properties.getOrNull(owners[i])
            if (owner == null) {
                val what = if (path.isTop) "or leave the column out of the insert" else "since a tuple is written whole"
                problems += "${path.elementText(element, i)} has no property in `${shape.label}`: " +
                    "${didYouMean(NameMatching.nearest(element.name.orEmpty(), unused))}add one, $what"
            } else if (!owner.isReadable) {
                problems += "${path.propertyText(owner)} cannot be read: give it a public getter"
            }
        }
        if (path.isTop) return
        val transient = if (shape.kind == StructKind.KOTLIN_CLASS) shape.kind.leaveOut else StructKind.BEAN.leaveOut
        for (name in unused) problems += "property `${path.path(name)}` has no element in ${path.column}: remove it, or $transient"
    }

    private fun didYouMean(near: String?): String = if (near == null) "" else "did you mean `$near`? "

    private fun byOrder(direction: Direction): IntArray {
        val count = properties.size
        val tooMany = direction == Direction.WRITE && count > elements.size
        val tooFew = (elements.size until count).any { properties[it].absence == TypeShape.Absence.NEEDED }
        if (!shape.kind.takesOrder) {
            problems += "${path.column} has elements without names, which only a record takes, in order: make `${shape.label}` a record, " +
                "or name the elements of the tuple"
        } else if (elements.size > count || tooMany || tooFew) {
            problems += "${path.column} has ${elements.size} elements, matched by order, but `${shape.label}` has $count " +
                "${shape.kind.parts}: " +
                if (path.isTop) "select as many columns" else "make them as many, or name the elements of the tuple"
        }
        return IntArray(count) { if (it < elements.size) it else -1 }
    }
}
