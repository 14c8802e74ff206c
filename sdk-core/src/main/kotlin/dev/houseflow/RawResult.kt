package dev.houseflow

/**
 * The whole answer of a raw query, in memory.
 *
 * @property body its bytes, as the format has them. The array belongs to the caller.
 * @property summary what the server said with them: the query's id, its counters, which are final,
 * and all reply headers.
 */
public class RawResult @InternalHouseflowApi constructor(
    @get:JvmName("body") public val body: ByteArray,
    @get:JvmName("summary") public val summary: QuerySummary,
) {
    /**
     * The format of [body]: the one that was asked for, or else the server's choice; `null` when
     * there is no result set, or the server does not say.
     */
    @get:JvmName("format")
    public val format: Format? get() = summary.format

    /** The id under which the server ran the query. */
    @get:JvmName("queryId")
    public val queryId: String get() = summary.queryId

    /** The [body] as text in UTF-8. What is no UTF-8 becomes a replacement character. */
    public fun text(): String = String(body, Charsets.UTF_8)

    override fun toString(): String = "RawResult(${format ?: "no format named"}, ${body.size} bytes, $summary)"
}
