package dev.houseflow.embedded.internal;

/** The errors that this module itself raises, under ClickHouse's codes. */
public final class Errors {
    public static final int BAD_ARGUMENTS = 36;
    public static final int CHECKSUM_DOESNT_MATCH = 40;
    public static final int NOT_IMPLEMENTED = 48;
    public static final int LOGICAL_ERROR = 49;
    public static final int REQUIRED_PASSWORD = 194;
    public static final int TOO_MANY_SIMULTANEOUS_QUERIES = 202;
    public static final int SOCKET_TIMEOUT = 209;
    public static final int CANNOT_DECOMPRESS = 271;
    public static final int INVALID_SESSION_TIMEOUT = 374;
    public static final int ZLIB_INFLATE_FAILED = 354;
    public static final int HTTP_LENGTH_REQUIRED = 381;
    public static final int AUTHENTICATION_FAILED = 516;
    public static final int ZSTD_DECODER_FAILED = 561;
    public static final int SESSION_ID_EMPTY = 744;

    private Errors() {}

    public static EngineException badArguments(String message) {
        return new EngineException(BAD_ARGUMENTS, "BAD_ARGUMENTS", message);
    }

    public static EngineException notImplemented(String message) {
        return new EngineException(NOT_IMPLEMENTED, "NOT_IMPLEMENTED", message);
    }

    public static EngineException authenticationFailed(String message) {
        return new EngineException(AUTHENTICATION_FAILED, "AUTHENTICATION_FAILED", message);
    }

    public static EngineException logicalError(String message) {
        return new EngineException(LOGICAL_ERROR, "LOGICAL_ERROR", message);
    }

    public static EngineException syntax(String message) {
        return new EngineException(62, "SYNTAX_ERROR", message);
    }

    public static EngineException readonly(String message) {
        return new EngineException(164, "READONLY", message);
    }

    public static EngineException cancelled() {
        return new EngineException(394, "QUERY_WAS_CANCELLED", "Query was cancelled");
    }

    public static EngineException network(String message) {
        return new EngineException(210, "NETWORK_ERROR", message);
    }
}
