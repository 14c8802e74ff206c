package dev.houseflow

import java.time.Duration

/**
 * How far a query has come, as the server counts it in `X-ClickHouse-Progress`. Counters that the
 * server did not send are 0. Immutable.
 *
 * @property readRows rows read from tables so far.
 * @property readBytes bytes of these rows, uncompressed.
 * @property totalRowsToRead the server's estimate of all rows it will have to read; 0 when it does
 * not know.
 * @property writtenRows rows written so far by an insert.
 * @property writtenBytes bytes of these rows, uncompressed.
 * @property resultRows rows of the result so far.
 * @property resultBytes bytes of the result so far, uncompressed.
 * @property elapsed the time the server has spent on the query.
 * @property memoryUsage bytes of memory that the query holds on the server now.
 */
public class Progress @InternalHouseflowApi constructor(
    @get:JvmName("readRows") public val readRows: Long,
    @get:JvmName("readBytes") public val readBytes: Long,
    @get:JvmName("totalRowsToRead") public val totalRowsToRead: Long,
    @get:JvmName("writtenRows") public val writtenRows: Long,
    @get:JvmName("writtenBytes") public val writtenBytes: Long,
    @get:JvmName("resultRows") public val resultRows: Long,
    @get:JvmName("resultBytes") public val resultBytes: Long,
    @get:JvmName("elapsed") public val elapsed: Duration,
    @get:JvmName("memoryUsage") public val memoryUsage: Long,
) {
    override fun toString(): String =
        "Progress($readRows of $totalRowsToRead rows read, $writtenRows rows written, $resultRows rows in the result, $elapsed)"
}

/**
 * Told how far a query has come. Called from one thread at a time, and not after the call has
 * ended; what it throws ends the call.
 */
public fun interface ProgressListener {
    public fun onProgress(progress: Progress)
}
