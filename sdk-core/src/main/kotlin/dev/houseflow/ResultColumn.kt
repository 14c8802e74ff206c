package dev.houseflow

/**
 * One column of a result, or of an insert whose caller gives the types, without its values.
 * Immutable.
 *
 * @property name the column's name.
 * @property type its type.
 */
public class ResultColumn(
    @get:JvmName("name") public val name: String,
    @get:JvmName("type") public val type: ClickHouseType,
) {
    override fun equals(other: Any?): Boolean = other is ResultColumn && other.name == name && other.type == type

    override fun hashCode(): Int = name.hashCode() * 31 + type.hashCode()

    /** Name and type as in a statement: `` `name` Type ``. */
    override fun toString(): String = "`$name` $type"
}
