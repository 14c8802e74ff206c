package dev.houseflow

import dev.houseflow.internal.http.escapeControls

/**
 * The one root of everything that Houseflow throws. Unchecked, so that neither Kotlin nor Java
 * callers are forced to catch it.
 *
 * A message says what happened, then what to do. One of more than 4 KiB is shown without its
 * middle, and says how much is left out; the properties of the exceptions hold all.
 * `CancellationException` is never wrapped into one of these.
 */
public abstract class ClickHouseException internal constructor(message: String, cause: Throwable? = null) :
    RuntimeException(message, cause) {
    /**
     * The statement whose call failed, its first 1,000 characters, also in the message. `null`
     * unless the client has `statementInErrors`, and for what runs no statement.
     */
    @get:JvmName("statement")
    public var statement: String? = null
        private set

    final override val message: String? get() = shortened(describe() + (statement?.let { " [statement: $it]" } ?: ""), MAX_MESSAGE)

    /** The message without the statement. */
    @InternalHouseflowApi
    protected open fun describe(): String = super.message.orEmpty()

    /** Says which statement failed. */
    @InternalHouseflowApi
    @JvmSynthetic
    public fun ofStatement(sql: String) {
        if (statement == null) statement = if (sql.length > MAX_STATEMENT) sql.take(MAX_STATEMENT) + "..." else sql
    }

    /**
     * Whether the same call may succeed when it is made again as it is: the server was overloaded,
     * restarting or could not be reached. A retried insert may write its rows twice unless
     * [TransportException.mayHaveReachedServer] is `false`, or the insert carries a deduplication
     * token, or is [InsertRequest.repeatable].
     */
    public open val isRetryable: Boolean get() = false

    private companion object {
        private const val MAX_STATEMENT = 1000
    }
}

/**
 * The server refused or gave up the query.
 *
 * @property code ClickHouse's error code, e.g. 60; 0 when the answer named none (a proxy's page,
 * say).
 * @property name ClickHouse's name of that code, e.g. `UNKNOWN_TABLE`; empty when the answer named
 * none. The set is open.
 * @property serverMessage the server's message, without code and name.
 * @property queryId the id of the query that failed, or `null` when none is known.
 * @property httpStatus the HTTP status; 200 when the query failed after the answer had begun.
 */
public open class ServerException @InternalHouseflowApi constructor(
    @get:JvmName("code") public val code: Int,
    @get:JvmName("name") public val name: String,
    @get:JvmName("serverMessage") public val serverMessage: String,
    @get:JvmName("queryId") public val queryId: String?,
    @get:JvmName("httpStatus") public val httpStatus: Int,
) : ClickHouseException(describe(code, name, serverMessage, queryId, httpStatus)) {
    override val isRetryable: Boolean
        get() = code in RETRYABLE_CODES || (code == 0 && httpStatus in RETRYABLE_STATUSES) || lostPeer

    /**
     * Such an error of the connection to another server; the one of data that ends too early does
     * not pass.
     */
    private val lostPeer: Boolean get() = code in LOST_CODES && "while receiving packet from" in serverMessage

    private companion object {
        /**
         * The table of docs/retries.md. TIMEOUT_EXCEEDED and memory limits are not here: the same
         * query would most likely meet them again.
         */
        private val RETRYABLE_CODES = setOf(
            3, // UNEXPECTED_END_OF_FILE: the server lost its own peer
            202, // TOO_MANY_SIMULTANEOUS_QUERIES
            203, // NO_FREE_CONNECTION
            209, // SOCKET_TIMEOUT
            210, // NETWORK_ERROR
            236, // ABORTED: the server is shutting down
            242, // TABLE_IS_READ_ONLY: its coordination service is away
            252, // TOO_MANY_PARTS
            279, // ALL_CONNECTION_TRIES_FAILED
            319, // UNKNOWN_STATUS_OF_INSERT
            425, // SYSTEM_ERROR
            999, // KEEPER_EXCEPTION
        )

        /** ATTEMPT_TO_READ_AFTER_EOF, CANNOT_READ_ALL_DATA. */
        private val LOST_CODES = setOf(32, 33)
        private val RETRYABLE_STATUSES = setOf(429, 502, 503, 504)

        private fun describe(code: Int, name: String, message: String, queryId: String?, httpStatus: Int): String = buildString {
            if (code != 0) append("Code: ").append(code).append(". ") else append("HTTP status ").append(httpStatus).append(". ")
            append(escapeControls(message))
            if (name.isNotEmpty()) append(" (").append(name).append(')')
            if (queryId != null) append(" [query id: ").append(queryId).append(']')
        }
    }
}

/**
 * The connection failed: it could not be made, was refused, reset, timed out, or the answer ended
 * before it was complete.
 *
 * @property mayHaveReachedServer `false` only when it is certain that the server never saw the
 * request, so that even an insert may be sent again.
 */
public class TransportException @InternalHouseflowApi constructor(
    message: String,
    @get:JvmName("mayHaveReachedServer") public val mayHaveReachedServer: Boolean,
    cause: Throwable? = null,
) : ClickHouseException(message, cause) {
    /**
     * The id of the query that the request carried, also in the message; `null` for what runs no
     * query.
     */
    @get:JvmName("queryId")
    public var queryId: String? = null
        private set

    /**
     * The option whose time was over, when one of the client's own limits ended the call:
     * `timeout`, `poolTimeout`, `connectTimeout`, `firstByteTimeout` or `silenceTimeout`. `null`
     * for everything else.
     */
    @get:JvmName("timeoutOption")
    public var timeoutOption: String? = null
        private set

    override val isRetryable: Boolean get() = true

    @InternalHouseflowApi
    override fun describe(): String = super.describe() + (queryId?.let { " [query id: $it]" } ?: "")

    /** Says whose time was over. */
    @InternalHouseflowApi
    @JvmSynthetic
    public fun ofTimeout(option: String): TransportException = apply { timeoutOption = option }

    /** Says which query this is about, unless that is known. */
    @InternalHouseflowApi
    @JvmSynthetic
    public fun ofQuery(id: String) {
        if (queryId == null && id.isNotEmpty()) queryId = id
    }
}

/**
 * Bytes or values do not fit the type they are said to have: a damaged answer, a value that would
 * overflow, a class that does not match the columns.
 *
 * @property column the column's name, or `null` when the failure is not inside a column.
 * @property type the ClickHouse type, or `null` when unknown.
 * @property byteOffset the offset in the uncompressed answer, from 0, or -1 when the failure
 * concerns a value and not bytes.
 */
public class FormatException
@InternalHouseflowApi @JvmOverloads
constructor(
    message: String,
    @get:JvmName("column") public val column: String? = null,
    @get:JvmName("type") public val type: String? = null,
    row: Int = -1,
    @get:JvmName("byteOffset") public val byteOffset: Long = -1,
    cause: Throwable? = null,
) : ClickHouseException(message, cause) {
    private var wholeRow: Long = row.toLong()
    private var isWhole = false

    /**
     * The row in the whole result or insert, from 0, or -1 when the failure concerns no single row.
     * A row beyond [Int.MAX_VALUE] is that here, and itself in the message.
     */
    @get:JvmName("row")
    public val row: Int get() = minOf(wholeRow, Int.MAX_VALUE.toLong()).toInt()

    /**
     * The block of the answer, from 0, that the bytes are in; -1 when the failure concerns a value
     * and not bytes.
     */
    @get:JvmName("block")
    public var block: Int = -1
        private set

    @InternalHouseflowApi
    override fun describe(): String {
        val place = buildList {
            if (column != null) add("column `${shortened(column, MAX_NAME)}`")
            if (type != null) add("type ${shortened(type, MAX_NAME)}")
            if (block >= 0) add("block $block")
            if (wholeRow >= 0) add("row $wholeRow")
            if (byteOffset >= 0) add("byte $byteOffset")
        }
        return if (place.isEmpty()) super.describe() else "${super.describe()} (${place.joinToString(", ")})"
    }

    /**
     * Says that [rows] rows stand before the block that [row] was counted in. Only the first call
     * counts.
     */
    @InternalHouseflowApi
    @JvmSynthetic
    public fun afterRows(rows: Long): FormatException = apply {
        if (isWhole) return@apply
        isWhole = true
        if (wholeRow >= 0) wholeRow += rows
    }

    /**
     * Says which row of its block a value is in, which what is inside of lists and maps does not
     * know.
     */
    @InternalHouseflowApi
    @JvmSynthetic
    public fun inRow(row: Int): FormatException = apply { if (!isWhole) wholeRow = row.toLong() }

    /** Says which block of the answer the bytes are in. */
    @InternalHouseflowApi
    @JvmSynthetic
    public fun inBlock(block: Int): FormatException = apply { if (byteOffset >= 0) this.block = block }
}

/** An option, a name or a combination of options cannot work; nothing was sent. */
public class ConfigurationException
@InternalHouseflowApi @JvmOverloads
constructor(message: String, cause: Throwable? = null) :
    ClickHouseException(message, cause)

/**
 * The server sent, or a table wants, a type whose bytes this version of Houseflow cannot read or
 * write.
 *
 * @property type the type as ClickHouse writes it.
 * @property column the column's name, or `null` when unknown.
 */
public class UnsupportedTypeException
@InternalHouseflowApi @JvmOverloads
constructor(
    message: String,
    @get:JvmName("type") public val type: String,
    @get:JvmName("column") public val column: String? = null,
) : ClickHouseException(message)

/** As many characters as a message may have, and a name in it. */
private const val MAX_MESSAGE: Int = 4096
private const val MAX_NAME = 512
private const val LEFT_OUT_NOTE = 64

/**
 * [text] without its middle when it has more than [most] characters: what to do stands at the end.
 */
private fun shortened(text: String, most: Int): String {
    if (text.length <= most) return text
    val last = (most - LEFT_OUT_NOTE) / 4
    val first = most - LEFT_OUT_NOTE - last
    return text.take(first) + "... (${text.length - first - last} characters are left out) ..." + text.takeLast(last)
}
