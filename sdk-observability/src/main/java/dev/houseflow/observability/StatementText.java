package dev.houseflow.observability;

import dev.houseflow.CallInfo;

/** What of a statement is shown. */
public enum StatementText {
    /** Nothing of it but its short form: what it does to which tables. */
    NONE,

    /**
     * The statement with a {@code ?} in place of each number and text, without comments and data.
     */
    SANITIZED,

    /**
     * The statement as it was written. It may hold values that others are not to see; the values of
     * parameters are never part of it.
     */
    AS_WRITTEN;

    /** The text of {@code call}, or {@code null} when there is none or none is shown. */
    String of(CallInfo call) {
        if (this == NONE) return null;
        return this == SANITIZED ? call.statementWithoutLiterals() : call.statement();
    }
}
