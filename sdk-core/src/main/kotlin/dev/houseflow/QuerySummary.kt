package dev.houseflow

import dev.houseflow.internal.http.Counters
import dev.houseflow.internal.http.firstValue
import dev.houseflow.internal.http.headerMap
import java.time.Duration

/**
 * What the server said about one answered request, from its reply headers. Immutable.
 *
 * The counters are those of `X-ClickHouse-Summary`. One that the server did not send is 0, or
 * `null` where it counts what was written. A server sends that header before the result, so for a
 * streamed result they say how far the query was when the first bytes came; they are final for
 * results that the server was told to finish first (`wait_end_of_query=1`). Servers from before
 * 2019 send none of them.
 *
 * See "Response headers" on the page "HTTP interface" of the ClickHouse manual.
 *
 * @property queryId the id under which the server ran the query: the server's word where it gives
 * one, else what the request carried.
 * @property headers all reply headers in the order of their values; names compare without regard to
 * case.
 */
public class QuerySummary
@InternalHouseflowApi @JvmOverloads
constructor(
    queryId: String?,
    private val fields: List<Pair<String, String>>,
    private val countsWrites: Boolean = true,
    sentRows: Long? = null,
) {
    /**
     * How many rows a typed insert has sent; `null` for anything else, raw inserts among it, which
     * send bytes.
     */
    @get:JvmName("sentRows")
    public val sentRows: Long? = sentRows

    @get:JvmName("headers")
    public val headers: Map<String, List<String>> by lazy(LazyThreadSafetyMode.PUBLICATION) { headerMap(fields) }

    @get:JvmName("queryId")
    public val queryId: String = header("X-ClickHouse-Query-Id") ?: queryId.orEmpty()

    private val counters by lazy(LazyThreadSafetyMode.PUBLICATION) { Counters.parse(header("X-ClickHouse-Summary")) }

    /** Rows read from tables. */
    @get:JvmName("readRows")
    public val readRows: Long get() = counters["read_rows"]

    /** Bytes read from tables, uncompressed. */
    @get:JvmName("readBytes")
    public val readBytes: Long get() = counters["read_bytes"]

    /**
     * Rows written by an insert, counting those that materialized views wrote; `null` when the
     * server did not say. Servers from before 2019 never do, and none does for asynchronous
     * inserts, which are the default from 26.3 on: see [InsertMode], and [sentRows] for what was
     * sent.
     */
    @get:JvmName("writtenRows")
    public val writtenRows: Long? get() = written("written_rows")

    /**
     * Bytes written by an insert, uncompressed; `null` when the server did not say, as for
     * [writtenRows].
     */
    @get:JvmName("writtenBytes")
    public val writtenBytes: Long? get() = written("written_bytes")

    /** The server's estimate of the rows to read; 0 when it made none. */
    @get:JvmName("totalRowsToRead")
    public val totalRowsToRead: Long get() = counters["total_rows_to_read"]

    /** Rows in the result. */
    @get:JvmName("resultRows")
    public val resultRows: Long get() = Counters.one(header("X-ClickHouse-Summary"), "result_rows")

    /** Bytes in the result, uncompressed. */
    @get:JvmName("resultBytes")
    public val resultBytes: Long get() = counters["result_bytes"]

    /** The time the server spent on the query. */
    @get:JvmName("elapsed")
    public val elapsed: Duration get() = Duration.ofNanos(counters["elapsed_ns"])

    /** Bytes of memory that the query held on the server. */
    @get:JvmName("memoryUsage")
    public val memoryUsage: Long get() = counters["memory_usage"]

    /**
     * The format of the answer, or `null` when there is no result set, as after `CREATE TABLE`, or
     * the server does not say.
     */
    @get:JvmName("format")
    public val format: Format? = header("X-ClickHouse-Format")?.let(::formatOf)

    /** The server's time zone, e.g. `Etc/UTC`, or `null` when it does not say. */
    @get:JvmName("timezone")
    public val timezone: String? get() = header("X-ClickHouse-Timezone")

    /** The server's own name, e.g. its host name, or `null` when it does not say. */
    @get:JvmName("serverDisplayName")
    public val serverDisplayName: String? get() = header("X-ClickHouse-Server-Display-Name")

    /** For rows that are to be written later, a server says 0. */
    private fun written(name: String): Long? = when {
        sentRows == 0L -> 0
        countsWrites || counters[name] > 0 -> counters.sent(name)
        else -> null
    }

    /** The same of an insert that has sent [rows] rows. */
    @InternalHouseflowApi
    @JvmSynthetic
    public fun withSentRows(rows: Long): QuerySummary = QuerySummary(queryId, fields, countsWrites, rows)

    /** The first value of the reply header [name], in any case, or `null`. */
    public fun header(name: String): String? = fields.firstValue(name)

    private fun formatOf(name: String): Format? =
        if (name == Format.NATIVE.name) Format.NATIVE else runCatching { Format.of(name) }.getOrNull()

    override fun toString(): String =
        "QuerySummary($queryId: $readRows rows read, ${writtenRows ?: "no word of"} rows written, $resultRows rows in the result, $elapsed)"
}
