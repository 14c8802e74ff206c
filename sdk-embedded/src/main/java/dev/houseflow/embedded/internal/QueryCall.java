package dev.houseflow.embedded.internal;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What one HTTP request asks of the engine, free of HTTP.
 *
 * @param queryId the client's query id, or one that the front end made
 * @param roles roles to set, in order; empty means the user's own
 * @param database the current database, or {@code null} for the default one
 * @param readOnly whether the request may only read (a GET)
 * @param settings every setting of the request, by name, as text
 * @param parameters the values of {@code {name:Type}} placeholders, in ClickHouse's escaped form,
 *     as bytes
 * @param defaultFormat the format of an answer whose query names none
 * @param session the session to run in, or {@code null} for none
 * @param statement the query text, followed by its data where it is an INSERT; already decoded and
 *     decompressed. The executor reads it and does not close it.
 * @param ownStatement whether the server itself wrote the statement: then {@code readonly} does not
 *     concern it
 */
public record QueryCall(
        String queryId,
        List<String> roles,
        String database,
        boolean readOnly,
        Map<String, String> settings,
        Map<String, byte[]> parameters,
        String defaultFormat,
        Session session,
        InputStream statement,
        boolean ownStatement) {

    /**
     * @param id the client's session id
     * @param timeout how long the session is kept after its last query
     * @param mustExist whether an unknown id is an error (session_check)
     */
    public record Session(String id, Duration timeout, boolean mustExist) {}
}
