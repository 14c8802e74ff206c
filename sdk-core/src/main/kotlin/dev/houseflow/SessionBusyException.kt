package dev.houseflow

/**
 * The session runs another query, and it runs one at a time: `SESSION_IS_LOCKED`, code 373. The
 * server says so of another client's query. This client says so of its own, without asking the
 * server, where the request has [RequestOptions.failWhenSessionBusy]; [httpStatus] is 0 then.
 */
public class SessionBusyException @InternalHouseflowApi constructor(message: String, queryId: String?, httpStatus: Int) :
    ServerException(CODE, "SESSION_IS_LOCKED", message, queryId, httpStatus) {
    private companion object {
        private const val CODE = 373
    }
}
