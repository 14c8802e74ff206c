package dev.houseflow

/** What a caller asked of a client. */
public enum class CallOperation {
    /** A statement whose result is passed over: `execute`. */
    EXECUTE,

    /** All rows of a result at once: `query`. */
    QUERY,

    /** Rows or blocks of a result while they come: `stream`, `rows`, `blocks`, `publish`. */
    STREAM,

    /**
     * Bytes or lines of a result: `rawQuery`, `rawResult`, `rawStream`, `lines`, `jsonRows`,
     * `download`.
     */
    RAW,

    /**
     * Rows, columns or bytes into a table: `insert`, `rawInsert`, and each batch of an inserter.
     */
    INSERT,

    /** A handler, or a query endpoint: HTTP as its caller says it. */
    HANDLER,

    /** Whether a server answers: `ping`, `replicasStatus`. */
    PING,

    /**
     * What the client asks a server by itself: the columns of a table before the first insert, say.
     * [CallInfo.parent] is the call that needs it.
     */
    INTERNAL,
}

/** How a call ended. */
public enum class CallOutcome {
    /** It gave what it was asked for. Of a stream: its user has had the last of it. */
    DONE,

    /** It failed: [CallEnd.failure] says with what. */
    FAILED,

    /**
     * Its caller ended it: the coroutine or the future was cancelled, or a stream was left or
     * closed before its user had the last of it.
     */
    CANCELLED,

    /**
     * A stream was forgotten: neither read to its end nor closed, and nothing refers to it any
     * more. The client has ended it.
     */
    ABANDONED,
}
