package dev.houseflow.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The log of requests: what it tells of each, and what it never tells. */
class RequestLogTest {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String MARKER = "marker-5c1d";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Queue<String> log = new ConcurrentLinkedQueue<>();

    private int post(EmbeddedClickHouse server, String target, String sql, String traceparent) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.endpoint() + target))
                .header("X-ClickHouse-User", "ana")
                .header("X-ClickHouse-Key", MARKER)
                .header("traceparent", traceparent)
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private void awaitLine(String pattern) throws Exception {
        Waiting.until("the log has " + pattern, () -> log.stream().anyMatch(line -> line.matches(pattern)));
    }

    @Test
    void tellsWhichRequestsCameAndNothingSecret() throws Exception {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.builder()
                .user("ana", MARKER)
                .logRequests()
                .logListener(log::add)
                .start()) {
            assertEquals(200, post(server, "/?query_id=first&param_p=" + MARKER, "SELECT '" + MARKER + "'", TRACE));
            awaitLine("POST /, status 200, \\d+ ms, query id first, traceparent " + TRACE);
            assertEquals(404, post(server, "/?query_id=second", "SELECT * FROM nothing", TRACE));
            awaitLine("POST /, status 404, \\d+ ms, query id second, traceparent " + TRACE);
            assertEquals(200, post(server, "/?query_id=a%0Ab", "SELECT 1", MARKER));
            awaitLine("POST /, status 200, \\d+ ms, query id ab");
            assertEquals(404, post(server, "/nowhere?password=" + MARKER, "SELECT 1", TRACE));
            awaitLine("POST /nowhere, status 404, \\d+ ms, traceparent " + TRACE);
        }
        assertFalse(log.toString().contains(MARKER), log.toString());
    }

    @Test
    void isSilentUnlessAskedFor() throws Exception {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.builder()
                .user("ana", MARKER)
                .logListener(log::add)
                .start()) {
            assertEquals(200, post(server, "/", "SELECT 1", TRACE));
        }
        assertTrue(log.stream().noneMatch(line -> line.contains("status")), log.toString());
    }
}
