package dev.houseflow

import java.time.Duration

/**
 * The whole answer of a query in the format `JSON`, in memory: the rows, and what stands beside
 * them. It is how totals and extremes of a query are known, on servers of any age, since `Native`
 * carries neither. Immutable as far as the rows are.
 *
 * @property rows the rows (`data`), in the order in which the server sent them.
 * @property columns names and types of the columns (`meta`), in order; empty for a statement that
 * answers nothing.
 * @property totals the row of `WITH TOTALS`; `null` for a query without it.
 * @property extremes the lowest and the highest value of each column; `null` unless the setting
 * `extremes` is on.
 * @property rowsBeforeLimitAtLeast how many rows there are at least without the query's `LIMIT`;
 * `null` when the server does not say.
 * @property statistics what the query has cost; `null` when the server does not say.
 * @property summary what the server said in its headers.
 */
public class JsonResult<T> @InternalHouseflowApi constructor(
    @get:JvmName("rows") public val rows: List<T>,
    @get:JvmName("columns") public val columns: List<ResultColumn>,
    @get:JvmName("totals") public val totals: T?,
    @get:JvmName("extremes") public val extremes: JsonExtremes<T>?,
    @get:JvmName("rowsBeforeLimitAtLeast") public val rowsBeforeLimitAtLeast: Long?,
    @get:JvmName("statistics") public val statistics: JsonStatistics?,
    @get:JvmName("summary") public val summary: QuerySummary,
) {
    override fun toString(): String = "JsonResult(${rows.size} rows, query ${summary.queryId})"
}

/**
 * The extremes of a result, column by column: none of the two needs to be a row of it.
 *
 * @property min the lowest value of each column.
 * @property max the highest value of each column.
 */
public class JsonExtremes<T> @InternalHouseflowApi constructor(
    @get:JvmName("min") public val min: T,
    @get:JvmName("max") public val max: T,
) {
    override fun toString(): String = "JsonExtremes(min=$min, max=$max)"
}

/**
 * What a query has cost, as the format `JSON` tells it.
 *
 * @property elapsed the time that the server took.
 * @property rowsRead the rows that it read.
 * @property bytesRead the bytes that it read, uncompressed.
 */
public class JsonStatistics @InternalHouseflowApi constructor(
    @get:JvmName("elapsed") public val elapsed: Duration,
    @get:JvmName("rowsRead") public val rowsRead: Long,
    @get:JvmName("bytesRead") public val bytesRead: Long,
) {
    override fun toString(): String = "JsonStatistics($elapsed, $rowsRead rows, $bytesRead bytes)"
}
