package dev.houseflow.embedded.internal.http;

import dev.houseflow.embedded.internal.Errors;

/** The status that goes with an error code, and the reason that goes with a status. */
public final class HttpStatus {
    private HttpStatus() {}

    /** The status by which a ClickHouse server reports the error {@code code}. */
    public static int ofErrorCode(int code) {
        return switch (code) {
            case Errors.REQUIRED_PASSWORD -> 401;
            // UNKNOWN_USER, WRONG_PASSWORD, AUTHENTICATION_FAILED, SET_NON_GRANTED_ROLE
            case 192, 193, Errors.AUTHENTICATION_FAILED, 512 -> 403;
            // BAD_ARGUMENTS, CANNOT_COMPILE_REGEXP, the CANNOT_PARSE family, DUPLICATE_COLUMN,
            // ILLEGAL_COLUMN, UNKNOWN_TYPE_OF_AST_NODE, THERE_IS_NO_COLUMN, TOO_DEEP_AST,
            // TOO_BIG_AST, UNEXPECTED_AST_STRUCTURE, SYNTAX_ERROR, INCORRECT_DATA, TYPE_MISMATCH,
            // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
            case Errors.BAD_ARGUMENTS, 427, 6, 25, 26, 27, 38, 41, 72, 376, 441, 675, 676 -> 400;
            case 15, 44, 8, 123, 167, 168, 223, 62, 117, 53, 321 -> 400;
            // UNKNOWN_TABLE, UNKNOWN_FUNCTION, UNKNOWN_IDENTIFIER, UNKNOWN_TYPE, UNKNOWN_STORAGE,
            // UNKNOWN_DATABASE, UNKNOWN_SETTING, UNKNOWN_DIRECTION_OF_SORTING,
            // UNKNOWN_AGGREGATE_FUNCTION, UNKNOWN_FORMAT, UNKNOWN_DATABASE_ENGINE,
            // UNKNOWN_TYPE_OF_QUERY, UNKNOWN_ROLE
            case 60, 46, 47, 50, 56, 81, 115, 152, 63, 73, 336, 78, 511 -> 404;
            // QUERY_IS_TOO_LARGE
            case 229 -> 413;
            case Errors.NOT_IMPLEMENTED -> 501;
            // SOCKET_TIMEOUT, CANNOT_OPEN_FILE, CANNOT_SCHEDULE_TASK
            case Errors.SOCKET_TIMEOUT, 76, 439 -> 503;
            case Errors.HTTP_LENGTH_REQUIRED -> 411;
            // TIMEOUT_EXCEEDED
            case 159 -> 408;
            default -> 500;
        };
    }

    public static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 204 -> "No Content";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 408 -> "Request Timeout";
            case 411 -> "Length Required";
            case 413 -> "Request Entity Too Large";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> "Unknown";
        };
    }
}
