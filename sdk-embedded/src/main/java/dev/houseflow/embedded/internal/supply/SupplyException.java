package dev.houseflow.embedded.internal.supply;

import java.io.IOException;

/** A package could not be fetched or is not what was asked for. The message says why, not yet what to do. */
public final class SupplyException extends IOException {
    private static final long serialVersionUID = 1L;

    public SupplyException(String message) {
        super(message);
    }

    public SupplyException(String message, Throwable cause) {
        super(message, cause);
    }
}
