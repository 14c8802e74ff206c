package dev.houseflow.embedded.internal.download;

import java.io.IOException;

/**
 * A package could not be fetched or is not what was asked for. The message says why, not yet what
 * to do.
 */
public final class DownloadException extends IOException {
    private static final long serialVersionUID = 1L;

    public DownloadException(String message) {
        super(message);
    }

    public DownloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
