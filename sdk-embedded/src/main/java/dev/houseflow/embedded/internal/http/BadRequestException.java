package dev.houseflow.embedded.internal.http;

/**
 * A request that is not HTTP as this server understands it: answered with a status of HTTP's own,
 * and the connection is closed.
 */
public final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    public BadRequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
