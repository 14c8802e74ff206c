package dev.houseflow.embedded;

/**
 * The embedded server could not be supplied, started or used: its message says what happened, then
 * what to do. What a running server answers to a query is never one of these; that comes from the
 * client in use.
 */
public final class EmbeddedClickHouseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what happened, then what to do */
    public EmbeddedClickHouseException(String message) {
        super(message);
    }

    /**
     * @param message what happened, then what to do
     * @param cause what was caught
     */
    public EmbeddedClickHouseException(String message, Throwable cause) {
        super(message, cause);
    }
}
