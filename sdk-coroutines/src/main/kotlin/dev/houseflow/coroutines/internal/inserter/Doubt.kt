package dev.houseflow.coroutines.internal.inserter

import dev.houseflow.ServerException
import dev.houseflow.TransportException

/** Whether rows may be in the table though an attempt to insert them has failed. */
internal object Doubt {
    /**
     * What ClickHouse adds when a materialized view fails: the table itself has the rows by then.
     */
    private const val OF_VIEW = "while pushing to view"

    /** So a server tells of another one that it has lost. */
    private const val OF_PEER = "while receiving packet from"

    /**
     * Errors of before the first block is written: of the request, the user, the statement, the
     * table's columns, the block itself. A code that a server can also use in the midst of writing,
     * such as that of a memory limit, is not here.
     */
    private val BEFORE_WRITING = setOf(
        10, // NOT_FOUND_COLUMN_IN_BLOCK
        16, // NO_SUCH_COLUMN_IN_TABLE
        32, // ATTEMPT_TO_READ_AFTER_EOF
        33, // CANNOT_READ_ALL_DATA
        40, // CHECKSUM_DOESNT_MATCH
        44, // ILLEGAL_COLUMN
        46, // UNKNOWN_FUNCTION
        47, // UNKNOWN_IDENTIFIER
        48, // NOT_IMPLEMENTED
        50, // UNKNOWN_TYPE
        53, // TYPE_MISMATCH
        60, // UNKNOWN_TABLE
        62, // SYNTAX_ERROR
        73, // UNKNOWN_FORMAT
        81, // UNKNOWN_DATABASE
        115, // UNKNOWN_SETTING
        117, // INCORRECT_DATA
        164, // READONLY
        192, // UNKNOWN_USER
        193, // WRONG_PASSWORD
        194, // REQUIRED_PASSWORD
        195, // IP_ADDRESS_NOT_ALLOWED
        201, // QUOTA_EXCEEDED
        202, // TOO_MANY_SIMULTANEOUS_QUERIES
        216, // QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING
        252, // TOO_MANY_PARTS
        271, // CANNOT_DECOMPRESS
        291, // DATABASE_ACCESS_DENIED
        344, // SUPPORT_IS_DISABLED
        349, // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
        368, // BAD_CAST
        372, // SESSION_NOT_FOUND
        373, // SESSION_IS_LOCKED
        452, // SETTING_CONSTRAINT_VIOLATION
        469, // VIOLATED_CONSTRAINT
        497, // ACCESS_DENIED
        511, // UNKNOWN_ROLE
        516, // AUTHENTICATION_FAILED
    )

    /** Statuses by which a server of any kind says that it did not take the request. */
    private val REFUSING_STATUSES = setOf(400, 401, 403, 404, 405, 411, 413, 414, 415, 429, 431)

    /** Whether the rows of an attempt that failed with [failure] may be there. */
    fun mayHaveWritten(failure: Throwable): Boolean = when (failure) {
        is TransportException -> failure.mayHaveReachedServer
        is ServerException -> !refusesBeforeWriting(failure)
        // Callers who leave, damaged answers, what a listener throws: all of them after sending.
        else -> true
    }

    private fun refusesBeforeWriting(failure: ServerException): Boolean {
        if (failure.code == 0) return failure.httpStatus in REFUSING_STATUSES
        val message = failure.serverMessage
        return failure.code in BEFORE_WRITING && OF_VIEW !in message.lowercase() && OF_PEER !in message
    }
}
