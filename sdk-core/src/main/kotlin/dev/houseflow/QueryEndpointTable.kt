package dev.houseflow

/**
 * The answer of a query endpoint of version 1: `{"data": {"columns": [...], "rows": [...]}}`.
 * Immutable.
 *
 * @property columns the columns, in their order.
 * @property rows the rows, each with as many values as there are columns, as JSON has them: `null`,
 * `Boolean`, `String`, `Long`, `BigInteger` and `BigDecimal` for numbers, `List` and `Map`.
 * ClickHouse writes 64-bit numbers as texts, unless it is told otherwise.
 */
public class QueryEndpointTable @InternalHouseflowApi constructor(
    @get:JvmName("columns") public val columns: List<QueryEndpointColumn>,
    @get:JvmName("rows") public val rows: List<List<Any?>>,
) {
    override fun toString(): String = "QueryEndpointTable(${columns.joinToString()}: ${rows.size} rows)"
}

/**
 * A column of a [QueryEndpointTable]. Immutable.
 *
 * @property name its name.
 * @property type its type, as ClickHouse writes it.
 */
public class QueryEndpointColumn @InternalHouseflowApi constructor(
    @get:JvmName("name") public val name: String,
    @get:JvmName("type") public val type: String,
) {
    override fun toString(): String = "$name $type"
}
