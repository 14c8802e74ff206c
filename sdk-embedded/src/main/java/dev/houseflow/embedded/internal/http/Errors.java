package dev.houseflow.embedded.internal.http;

import dev.houseflow.embedded.internal.EngineException;

/** The errors that the HTTP side itself raises, under ClickHouse's codes. */
final class Errors {
    static final int BAD_ARGUMENTS = 36;
    static final int CHECKSUM_DOESNT_MATCH = 40;
    static final int NOT_IMPLEMENTED = 48;
    static final int LOGICAL_ERROR = 49;
    static final int REQUIRED_PASSWORD = 194;
    static final int TOO_MANY_SIMULTANEOUS_QUERIES = 202;
    static final int SOCKET_TIMEOUT = 209;
    static final int CANNOT_DECOMPRESS = 271;
    static final int INVALID_SESSION_TIMEOUT = 374;
    static final int ZLIB_INFLATE_FAILED = 354;
    static final int HTTP_LENGTH_REQUIRED = 381;
    static final int AUTHENTICATION_FAILED = 516;
    static final int ZSTD_DECODER_FAILED = 561;
    static final int SESSION_ID_EMPTY = 744;

    private Errors() {}

    static EngineException badArguments(String message) {
        return new EngineException(BAD_ARGUMENTS, "BAD_ARGUMENTS", message);
    }

    static EngineException notImplemented(String message) {
        return new EngineException(NOT_IMPLEMENTED, "NOT_IMPLEMENTED", message);
    }

    static EngineException authenticationFailed(String message) {
        return new EngineException(AUTHENTICATION_FAILED, "AUTHENTICATION_FAILED", message);
    }

    static EngineException logicalError(String message) {
        return new EngineException(LOGICAL_ERROR, "LOGICAL_ERROR", message);
    }
}
