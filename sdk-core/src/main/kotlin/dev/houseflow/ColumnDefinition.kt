package dev.houseflow

import dev.houseflow.internal.binding.TypeShape
import dev.houseflow.internal.ddl.TableText

/**
 * A column as a statement defines it, made from a property of a class: see [CreateTableRequest].
 * Immutable.
 *
 * @property name the column's name.
 * @property type its type.
 * @property defaultKind how it gets its value when an insert gives none, in ClickHouse's word:
 * `DEFAULT`, `MATERIALIZED`, `ALIAS`; `null` for the default value of its type.
 * @property defaultExpression the expression of [defaultKind].
 * @property comment its comment.
 * @property codec how it is compressed: `CODEC(Delta, ZSTD(1))`.
 * @property ttl the expression after which its values are replaced by their defaults.
 */
public class ColumnDefinition internal constructor(
    @get:JvmName("name") public val name: String,
    @get:JvmName("type") public val type: ClickHouseType,
    @get:JvmName("defaultKind") public val defaultKind: String? = null,
    @get:JvmName("defaultExpression") public val defaultExpression: String? = null,
    @get:JvmName("comment") public val comment: String? = null,
    @get:JvmName("codec") public val codec: String? = null,
    @get:JvmName("ttl") public val ttl: String? = null,
    internal val property: TypeShape.Property,
) {
    /** The definition as it stands in a statement. */
    public fun toSql(): String = TableText.column(this)

    /** [toSql]. */
    override fun toString(): String = toSql()
}
