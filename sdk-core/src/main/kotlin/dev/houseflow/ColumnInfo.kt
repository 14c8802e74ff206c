package dev.houseflow

/**
 * One column of a table, or of the result of a query, as its server describes it. Immutable.
 *
 * Texts are `null` where there is nothing to say, and where the server does not say it: old ones
 * know fewer of them.
 *
 * @property name the column's name; one of a flattened `Nested` has a dot in it.
 * @property type its type. A type that this version does not know is a [ClickHouseType.Unknown].
 * @property defaultKind how a column gets its value when an insert gives none, in ClickHouse's
 * word: `DEFAULT`, `MATERIALIZED`, `ALIAS`, `EPHEMERAL`; `null` for the default value of its type.
 * @property defaultExpression the expression of [defaultKind].
 * @property comment the comment of the column.
 * @property codec how it is compressed, when that is said for it: `CODEC(Delta(8), ZSTD(1))`.
 * @property ttl the expression after which its values are replaced by their defaults.
 * @property inPrimaryKey whether the primary key uses the column; `null` where the server does not
 * say.
 * @property inSortingKey whether the sorting key (`ORDER BY` of the table) does.
 * @property inPartitionKey whether the partition key does.
 * @property inSamplingKey whether the sampling key does.
 */
public class ColumnInfo @InternalHouseflowApi constructor(
    @get:JvmName("name") public val name: String,
    @get:JvmName("type") public val type: ClickHouseType,
    @get:JvmName("defaultKind") public val defaultKind: String?,
    @get:JvmName("defaultExpression") public val defaultExpression: String?,
    @get:JvmName("comment") public val comment: String?,
    @get:JvmName("codec") public val codec: String?,
    @get:JvmName("ttl") public val ttl: String?,
    @get:JvmName("inPrimaryKey") public val inPrimaryKey: Boolean?,
    @get:JvmName("inSortingKey") public val inSortingKey: Boolean?,
    @get:JvmName("inPartitionKey") public val inPartitionKey: Boolean?,
    @get:JvmName("inSamplingKey") public val inSamplingKey: Boolean?,
) {
    /** Name, type and default as in a statement: `` `name` Type DEFAULT 1 ``. */
    override fun toString(): String = buildString {
        append(quote(name, '`')).append(' ').append(type)
        if (defaultKind != null) append(' ').append(defaultKind).append(' ').append(defaultExpression.orEmpty())
    }
}
