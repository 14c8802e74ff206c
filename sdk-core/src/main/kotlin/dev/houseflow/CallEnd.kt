package dev.houseflow

import java.time.Duration

/**
 * A call is over. Immutable.
 *
 * Bytes and rows that were sent and received are those of the last attempt.
 *
 * @property call the call.
 * @property outcome how it ended.
 * @property failure what it failed with; `null` unless [outcome] is [CallOutcome.FAILED].
 * @property attempts how many attempts there were; 0 when the call failed before anything was sent.
 * @property endpoint where the last attempt went, without user and password; `null` without one.
 * @property queryId the id of the last attempt, see [Attempt.queryId]; empty without one.
 * @property summary what the server said, in the head of its answer; `null` when no answer came.
 * @property receivedRows the rows of the result that were decoded; `null` for answers that are not
 * read as rows, such as raw ones.
 * @property duration the time from the call to its end; of a stream with that of its user.
 * @property connectionWait how long its attempts have waited for a connection in sum: for a free
 * place among `maxConnections`, and for a new connection to be made.
 * @property firstByte the time from the call to the first byte of the last attempt's answer; `null`
 * when none came.
 */
public class CallEnd @InternalHouseflowApi constructor(
    @get:JvmName("call") public val call: CallInfo,
    @get:JvmName("outcome") public val outcome: CallOutcome,
    @get:JvmName("failure") public val failure: Throwable?,
    @get:JvmName("attempts") public val attempts: Int,
    @get:JvmName("endpoint") public val endpoint: String?,
    @get:JvmName("queryId") public val queryId: String,
    @get:JvmName("summary") public val summary: QuerySummary?,
    private val progress: Progress?,
    private val traffic: Traffic,
    @get:JvmName("receivedRows") public val receivedRows: Long?,
    @get:JvmName("duration") public val duration: Duration,
    @get:JvmName("connectionWait") public val connectionWait: Duration,
    @get:JvmName("firstByte") public val firstByte: Duration?,
) {
    /** The bytes of bodies. */
    @InternalHouseflowApi
    public class Traffic(
        internal val sentBytes: Long,
        internal val sentPackedBytes: Long,
        internal val receivedBytes: Long,
        internal val receivedPackedBytes: Long,
    )

    /**
     * The server's code of the error, see [ServerException.code]; `null` when no server refused the
     * call.
     */
    @get:JvmName("errorCode")
    public val errorCode: Int? get() = (failure as? ServerException)?.code

    /**
     * Rows that the server has read from tables, as far as it said, see [QuerySummary.readRows]; 0
     * when it did not.
     */
    @get:JvmName("readRows")
    public val readRows: Long get() = maxOf(progress?.readRows ?: 0, summary?.readRows ?: 0)

    /** Bytes of these rows, uncompressed. */
    @get:JvmName("readBytes")
    public val readBytes: Long get() = maxOf(progress?.readBytes ?: 0, summary?.readBytes ?: 0)

    /**
     * Rows that the server has written, as far as it said, see [QuerySummary.writtenRows]; 0 when
     * it did not.
     */
    @get:JvmName("writtenRows")
    public val writtenRows: Long get() = maxOf(progress?.writtenRows ?: 0, summary?.writtenRows ?: 0)

    /** Bytes of these rows, uncompressed. */
    @get:JvmName("writtenBytes")
    public val writtenBytes: Long get() = maxOf(progress?.writtenBytes ?: 0, summary?.writtenBytes ?: 0)

    /**
     * The rows that an insert sent; `null` for anything else, for raw inserts, and for inserts that
     * failed.
     */
    @get:JvmName("sentRows")
    public val sentRows: Long? get() = summary?.sentRows

    /**
     * Bytes of the request's body before compression: of an insert its data, of a query its
     * statement.
     */
    @get:JvmName("sentBytes")
    public val sentBytes: Long get() = traffic.sentBytes

    /** The same as they went to the connection. */
    @get:JvmName("sentPackedBytes")
    public val sentPackedBytes: Long get() = traffic.sentPackedBytes

    /** Bytes of the answer's body that were read, after compression was undone. */
    @get:JvmName("receivedBytes")
    public val receivedBytes: Long get() = traffic.receivedBytes

    /** The same as they came from the connection. */
    @get:JvmName("receivedPackedBytes")
    public val receivedPackedBytes: Long get() = traffic.receivedPackedBytes

    /**
     * Holds no literal of the statement; the failure's message may, as far as the server quotes it.
     */
    override fun toString(): String {
        val how = if (failure == null) "$outcome" else "$outcome: $failure"
        return "CallEnd($call $how, $attempts attempts, last at $endpoint as $queryId, in $duration)"
    }
}
