package dev.houseflow.internal.binding

import dev.houseflow.ClickHouseType
import dev.houseflow.Column
import dev.houseflow.FormatException
import dev.houseflow.InternalHouseflowApi
import dev.houseflow.quote
import dev.houseflow.quoteIdentifier

/**
 * Where in a class and in the columns a plan is made, for messages.
 *
 * @property column how a message names the column or the part of it.
 * @property property how a message names the property or the part of it.
 * @property sqlName the same part of the column in SQL.
 * @property path the property's name with those it is inside of.
 * @property whole how an SQL expression for this part becomes one for the column; `null` where that
 * gets too long for a message.
 */
@InternalHouseflowApi
public class BindingPath private constructor(
    internal val language: Language,
    public val column: String,
    public val property: String,
    public val sqlName: String,
    private val path: String,
    private val whole: ((String) -> String)?,
    internal val isTop: Boolean = false,
) {
    /** What one source of a property is called. */
    internal val element: String get() = if (isTop) "column" else "element in $column"

    internal fun path(name: String): String = if (path.isEmpty()) name else "$path.$name"

    /** [expression] as one more piece of advice. */
    internal fun sql(expression: String): String = if (whole == null) "" else " or use ${whole.invoke(expression)}"

    internal fun propertyText(property: TypeShape.Property): String = "property `${path(property.name)}: ${property.type}`"

    internal fun elementText(element: ClickHouseType.Element, i: Int): String = when {
        isTop -> "column `${element.name}`"
        element.name == null -> "element ${i + 1} of $column"
        else -> "element `${element.name}` of $column"
    }

    private fun elementSql(element: ClickHouseType.Element, i: Int): String {
        val name = element.name?.let { quoted(it, language) } ?: "${i + 1}"
        return if (isTop) name else "$sqlName.$name"
    }

    /** [property] over element [position] of a result or a tuple. */
    public fun inside(property: TypeShape.Property, element: ClickHouseType.Element, position: Int): BindingPath = BindingPath(
        language,
        elementText(element, position),
        propertyText(property),
        elementSql(element, position),
        path(property.name),
        if (isTop) { expression -> expression } else null,
    )

    /** Element [position] of a tuple that is no class but a list or a map. */
    public fun elementOf(element: ClickHouseType.Element, position: Int): BindingPath = BindingPath(
        language,
        elementText(element, position),
        language.parts("element", property),
        elementSql(element, position),
        path,
        null,
    )

    /** The elements of an array. */
    public fun elements(): BindingPath {
        val array = sqlName
        val outer = whole
        val mapped: ((String) -> String)? = if (outer == null) null else { expression -> outer("arrayMap(x -> $expression, $array)") }
        return part("element", if (array == "x") null else mapped)
    }

    /** The keys, values or entries of a map. */
    public fun each(part: String): BindingPath = part(part, null)

    private fun part(part: String, whole: ((String) -> String)?): BindingPath =
        BindingPath(language, language.parts(part, column), language.parts(part, property), "x", path, whole)

    /**
     * The value is NULL, and the property is of a primitive type; [nullable] is the one that holds
     * NULL too.
     */
    public fun refusesNull(column: Column, row: Int, nullable: String): FormatException = problem(
        column,
        row,
        "The value is NULL, which $property cannot hold: make it `$nullable` or an Optional, or use ifNull($sqlName, ...)",
    )

    public fun problem(column: Column, row: Int, message: String): FormatException =
        FormatException(message, column.name, column.type.toString(), row)

    @InternalHouseflowApi
    public companion object {
        /** The whole row. */
        @JvmStatic
        public fun top(language: Language): BindingPath = BindingPath(language, "the row", "the row", "", "", null, isTop = true)

        /** One value, of a type named [label], over one column. */
        @JvmStatic
        public fun single(column: String, label: String, language: Language): BindingPath =
            BindingPath(language, "column `$column`", "`$label`", quoted(column, language), "", { it })

        private fun quoted(name: String, language: Language): String =
            if (language == Language.KOTLIN) quoteIdentifier(name) else quote(name, '`')
    }
}
