@file:OptIn(ExperimentalSerializationApi::class)

package dev.houseflow.internal.binding

import dev.houseflow.ClickHouseType
import dev.houseflow.quoteIdentifier
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.descriptors.SerialDescriptor

/**
 * Where in the class and in the columns a plan is made, for messages.
 *
 * @property column how a message names the column or the part of it.
 * @property property how a message names the property or the part of it.
 * @property sqlName the same part of the column in SQL.
 * @property path the property's name with those it is inside of.
 * @property whole how an SQL expression for this part becomes one for the column; `null` where that gets too long for a message.
 */
internal class BindingPath(
    val column: String,
    val property: String,
    val sqlName: String,
    private val path: String,
    private val whole: ((String) -> String)?,
    val isTop: Boolean = false,
) {
    /** What one source of a property is called. */
    val element: String get() = if (isTop) "column" else "element in $column"

    fun path(name: String): String = if (path.isEmpty()) name else "$path.$name"

    /** [expression] as one more piece of advice. */
    fun sql(expression: String): String = if (whole == null) "" else " or use ${whole.invoke(expression)}"

    fun propertyText(descriptor: SerialDescriptor, i: Int): String =
        "property `${path(descriptor.getElementName(i))}: ${labelOf(descriptor.getElementDescriptor(i))}`"

    fun elementText(element: ClickHouseType.Element, i: Int): String = when {
        isTop -> "column `${element.name}`"
        element.name == null -> "element ${i + 1} of $column"
        else -> "element `${element.name}` of $column"
    }

    /** Element [i] of a class over [element] of a result or a tuple. */
    fun inside(descriptor: SerialDescriptor, i: Int, element: ClickHouseType.Element, position: Int): BindingPath = BindingPath(
        elementText(element, position),
        propertyText(descriptor, i),
        quoteIdentifier(element.name.orEmpty()),
        path(descriptor.getElementName(i)),
        if (isTop) { expression -> expression } else null,
    )

    /** Element [position] of a tuple that is no class but a list or a map. */
    fun elementOf(element: ClickHouseType.Element, position: Int): BindingPath =
        BindingPath(elementText(element, position), "each element of $property", quoteIdentifier(element.name.orEmpty()), path, null)

    /** The elements of an array. */
    fun elements(): BindingPath {
        val array = sqlName
        val outer = whole
        val mapped: ((String) -> String)? = if (outer == null) null else { expression -> outer("arrayMap(x -> $expression, $array)") }
        return BindingPath("each element of $column", "each element of $property", "x", path, if (array == "x") null else mapped)
    }

    /** The keys, values or entries of a map. */
    fun each(part: String): BindingPath = BindingPath("each $part of $column", "each $part of $property", "x", path, null)

    companion object {
        val TOP: BindingPath = BindingPath("the row", "the row", "", "", null, isTop = true)

        /** One value over one column. */
        fun single(
            column: String,
            label: String,
        ): BindingPath = BindingPath("column `$column`", "`$label`", quoteIdentifier(column), "", { it })
    }
}
