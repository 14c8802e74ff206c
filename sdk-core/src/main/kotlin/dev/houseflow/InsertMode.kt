package dev.houseflow

/**
 * When a server writes the rows of an insert, and with that what the end of the call means.
 *
 * An asynchronous insert waits in the server's memory for others, and is written together with
 * them: after 200 ms or so, or when there is enough. That makes many small inserts cheap. See the
 * page "Asynchronous inserts" of the ClickHouse manual.
 *
 * A server counts no rows for asynchronous inserts: [QuerySummary.writtenRows] is `null` then.
 * [QuerySummary.sentRows] says what was sent.
 */
public enum class InsertMode {
    /**
     * As the server's settings say; nothing is sent about it. From 26.3 on that is asynchronous and
     * waited for unless an administrator says otherwise, before it is synchronous. The default.
     */
    SERVER_DEFAULT,

    /**
     * The call ends when the rows are in the table, and every error is one of this call. Any server
     * but for raw inserts before 21.11.
     */
    SYNCHRONOUS,

    /**
     * The call ends when the rows have been written together with others, so it takes as long as
     * the server waits for those. Every error is one of this call. Needs a server from 21.11; with
     * a deduplication token from 23.7.
     */
    ASYNCHRONOUS_WAIT,

    /**
     * The call ends as soon as the server has the rows in its memory. They cannot be read yet, an
     * error in writing them is not told, and they are lost when the server dies before. For rows
     * that one can do without. Needs a server from 21.11; with a deduplication token from 23.7.
     */
    ASYNCHRONOUS_NO_WAIT,
}
