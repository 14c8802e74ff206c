package dev.houseflow

/**
 * The session of a request with [RequestOptions.sessionCheck] is not there: it has expired, or
 * lives on another server. `SESSION_NOT_FOUND`, code 372.
 */
public class SessionNotFoundException @InternalHouseflowApi constructor(message: String, queryId: String?, httpStatus: Int) :
    ServerException(CODE, "SESSION_NOT_FOUND", message, queryId, httpStatus) {
    private companion object {
        private const val CODE = 372
    }
}
