package dev.houseflow

/**
 * The whole result of a query, in memory. Immutable as far as [rows] are.
 *
 * @property rows the rows in the order in which the server sent them, which without `ORDER BY` is
 * any order.
 * @property summary what the server said about the query.
 * @property columns names and types of the columns, in order, also when there are no rows. Empty
 * where there are none, as of a statement that answers nothing, and where there are no rows and the
 * server could not say what they would be.
 */
public class QueryResult<T> @InternalHouseflowApi constructor(
    @get:JvmName("rows") public val rows: List<T>,
    @get:JvmName("summary") public val summary: QuerySummary,
    @get:JvmName("columns") public val columns: List<ResultColumn>,
) {
    override fun toString(): String = "QueryResult(${rows.size} rows, query ${summary.queryId})"
}
