package dev.houseflow.embedded.internal.server;

import dev.houseflow.embedded.internal.http.HttpExchange;
import java.util.regex.Pattern;

/**
 * What the log says of a request. Queries, parameters and all other header fields may hold secrets
 * and are left out.
 */
final class RequestLog {
    private static final String TRACEPARENT = "traceparent";
    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}");

    private RequestLog() {}

    /** The line for a request that has been answered, or whose client has left before. */
    static String line(HttpExchange exchange, long nanos) {
        StringBuilder line = new StringBuilder(exchange.head.method())
                .append(' ')
                .append(exchange.head.path())
                .append(", ")
                .append(exchange.writer.statusSent() ? "status " + exchange.writer.status() : "not answered")
                .append(", ")
                .append(nanos / 1_000_000)
                .append(" ms");
        String queryId = exchange.writer.header("X-ClickHouse-Query-Id");
        if (queryId != null) line.append(", query id ").append(queryId);
        String trace = exchange.head.header(TRACEPARENT);
        if (TRACE.matcher(trace).matches())
            line.append(", ").append(TRACEPARENT).append(' ').append(trace);
        return UNPRINTABLE.matcher(line).replaceAll("?");
    }
}
