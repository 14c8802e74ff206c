package dev.houseflow.internal.ddl

import dev.houseflow.ClickHouseType
import dev.houseflow.ConfigurationException
import dev.houseflow.internal.binding.NameMatching
import dev.houseflow.internal.binding.TypeShape

/** What the caller says about the column of one property; `null` leaves it to the class. */
internal class PropertyOptions {
    var type: String? = null
    var isNested = false
    var codec: String? = null
    var defaultKind: String? = null
    var defaultExpression: String? = null
    var comment: String? = null
    var ttl: String? = null
}

/**
 * What the caller says about the columns of a class: all of them, and those of single properties.
 */
internal class TableOptions(private val shape: TypeShape.Struct) {
    /** The type of decimals that say none; `null` refuses them. */
    var decimals: ClickHouseType? = null

    /** Whether enums are texts of a dictionary, and no enums of the server's. */
    var areEnumsTexts = false

    /** Whether `createdAt` is the column `created_at`. */
    var isSnakeCase = false

    /** The names of properties that keys use. */
    val keys = HashSet<String>()

    private val own = HashMap<String, PropertyOptions>()

    /** What is said about the property called [name]. */
    fun of(name: String): PropertyOptions? = own[name]

    /** The options of the property or column called [name], for the caller to set. */
    fun change(name: String): PropertyOptions = own.getOrPut(require(name).name) { PropertyOptions() }

    /** The property that [name] names, or whose column it names; `null` where there is none. */
    fun find(name: String): TypeShape.Property? =
        shape.properties.firstOrNull { it.name == name } ?: shape.properties.firstOrNull { columnOf(it) == name }

    fun require(name: String): TypeShape.Property = find(name) ?: throw ConfigurationException(
        "`${shape.label}` has no property `$name`: " +
            (NameMatching.nearest(name, shape.properties.map { it.name })?.let { "did you mean `$it`?" } ?: "name one that it has"),
    )

    /** The name of the column, or of the tuple's element, of [property]. */
    fun columnOf(property: TypeShape.Property): String =
        property.columnName ?: if (isSnakeCase) snakeCase(property.name) else property.name

    private companion object {
        /** [name] in snake case, or as it is where it could not be found again. */
        private fun snakeCase(name: String): String {
            val snake = buildString {
                for (c in name) if (c.isUpperCase()) append('_').append(c.lowercaseChar()) else append(c)
            }
            return if (NameMatching.camelCase(snake) == name) snake else name
        }
    }
}
