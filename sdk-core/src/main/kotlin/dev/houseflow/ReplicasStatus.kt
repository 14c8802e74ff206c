package dev.houseflow

/**
 * What a server says at `/replicas_status` about how far its replicated tables are behind.
 * Immutable.
 *
 * See "HTTP interface" in the ClickHouse manual, and the setting `min_relative_delay_to_close` of
 * its `MergeTree` tables.
 *
 * @property ok whether the server answered that no replica is too far behind.
 * @property details the text of the answer: `Ok.`, the tables that are too far behind, one per
 * line, or when asked to be verbose every replicated table with its delay in seconds. Where no
 * answer came, what went wrong.
 * @property httpStatus the status of the answer, 200 or 503 of a ClickHouse server; 0 when none
 * came.
 */
public class ReplicasStatus @InternalHouseflowApi constructor(
    @get:JvmName("ok") public val ok: Boolean,
    @get:JvmName("details") public val details: String,
    @get:JvmName("httpStatus") public val httpStatus: Int,
) {
    override fun toString(): String = "ReplicasStatus(${if (ok) "ok" else "not ok"}, $details)"
}
