package dev.houseflow

/**
 * The whole result of a query, in memory. Immutable as far as [rows] are.
 *
 * @property rows the rows in the order in which the server sent them, which without `ORDER BY` is any order.
 * @property summary what the server said about the query.
 */
public class QueryResult<T> @InternalHouseflowApi constructor(
    @get:JvmName("rows") public val rows: List<T>,
    @get:JvmName("summary") public val summary: QuerySummary,
) {
    override fun toString(): String = "QueryResult(${rows.size} rows, query ${summary.queryId})"
}
