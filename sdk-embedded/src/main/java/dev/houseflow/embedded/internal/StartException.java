package dev.houseflow.embedded.internal;

/**
 * The server or its engine could not be started. The message says what happened, then what to do.
 */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
