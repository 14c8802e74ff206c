package dev.houseflow.observability;

import dev.houseflow.CallEnd;
import dev.houseflow.ServerException;
import java.net.URI;
import java.util.Locale;

/** How calls are named by the stable conventions of OpenTelemetry for clients of databases. */
final class CallNames {
    static final String SYSTEM = "clickhouse";
    static final String DURATION = "db.client.operation.duration";
    static final String RETURNED_ROWS = "db.client.response.returned_rows";
    static final String CONNECTIONS = "db.client.connection.count";
    static final String MAX_CONNECTIONS = "db.client.connection.max";
    static final String WAITING_CALLS = "db.client.connection.pending_requests";
    static final String CALLS_IN_FLIGHT = "houseflow.calls.in_flight";
    static final String POOL_NAME = "db.client.connection.pool.name";
    static final String STATE = "db.client.connection.state";

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private CallNames() {}

    /** {@code done}, {@code failed}, {@code cancelled} or {@code abandoned}. */
    static String outcome(CallEnd end) {
        return end.outcome().name().toLowerCase(Locale.ROOT);
    }

    /** The code of a server's error, or the class of another one: never a message. */
    static String errorType(Throwable failure) {
        if (failure == null) return null;
        return failure instanceof ServerException
                ? String.valueOf(((ServerException) failure).code())
                : failure.getClass().getName();
    }

    /** The host of {@code endpoint}, or {@code null}. */
    static String host(String endpoint) {
        if (endpoint == null) return null;
        String host = URI.create(endpoint).getHost();
        if (host == null) return null;
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    static int port(String endpoint) {
        URI uri = URI.create(endpoint);
        if (uri.getPort() >= 0) return uri.getPort();
        return "https".equals(uri.getScheme()) ? HTTPS : HTTP;
    }
}
