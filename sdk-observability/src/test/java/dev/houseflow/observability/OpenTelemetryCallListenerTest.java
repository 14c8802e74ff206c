package dev.houseflow.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.Format;
import dev.houseflow.PoolStats;
import dev.houseflow.QueryRequest;
import dev.houseflow.RetryPolicy;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import dev.houseflow.testkit.ScriptedServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Spans and metrics as OpenTelemetry's own SDK exports them. */
@ExtendWith(Servers.class)
@Timeout(120)
class OpenTelemetryCallListenerTest {
    public record Numbered(long number) {}

    private final Harness.Telemetry telemetry = new Harness.Telemetry();

    @AfterEach
    void close() {
        telemetry.close();
    }

    private ClickHouseAsyncClient.Builder client(String endpoint) {
        return Harness.client(endpoint, OpenTelemetryCallListener.create(telemetry.api()));
    }

    private static Map<String, Object> attributes(SpanData span) {
        Map<String, Object> all = new TreeMap<>();
        span.getAttributes().forEach((key, value) -> all.put(key.getKey(), value));
        return all;
    }

    @Test
    void aQueryIsASpanWithAllThatTheConventionsAskFor() {
        try (ClickHouseAsyncClient ch =
                client(Servers.endpoint()).database("default").build()) {
            QueryRequest request = QueryRequest.builder("SELECT number FROM system.numbers WHERE number != 7 LIMIT 3")
                    .queryId("traced")
                    .build();
            assertEquals(3, ch.query(request, Numbered.class).join().rows().size());
        }
        SpanData span = telemetry.span("SELECT system.numbers");
        assertEquals(SpanKind.CLIENT, span.getKind());
        assertEquals(StatusCode.UNSET, span.getStatus().getStatusCode());
        Map<String, Object> expected = new TreeMap<>();
        expected.put("db.system.name", "clickhouse");
        expected.put("db.operation.name", "SELECT");
        expected.put("db.collection.name", "system.numbers");
        expected.put("db.namespace", "default");
        expected.put("db.query.summary", "SELECT system.numbers");
        expected.put("db.query.text", "SELECT number FROM system.numbers WHERE number != ? LIMIT ?");
        expected.put("db.response.returned_rows", 3L);
        expected.put("server.address", "127.0.0.1");
        expected.put("server.port", Long.valueOf(Servers.endpoint().replaceAll(".*:", "")));
        expected.put("clickhouse.query_id", "traced");
        expected.put("houseflow.attempts", 1L);
        expected.put("houseflow.outcome", "done");
        Map<String, Object> found = attributes(span);
        found.put("server.address", String.valueOf(found.get("server.address")).replace("localhost", "127.0.0.1"));
        assertEquals(expected, found);
    }

    @Test
    void aFailureIsAnErrorWithTheServersCodeAndWithoutItsWords() {
        try (ClickHouseAsyncClient ch = client(Servers.endpoint()).build()) {
            assertThrows(
                    CompletionException.class, () -> ch.execute("SELECT '" + Harness.SECRET + "' FROM nothing_there")
                            .join());
        }
        SpanData span = telemetry.span("SELECT nothing_there");
        assertEquals(StatusCode.ERROR, span.getStatus().getStatusCode());
        assertEquals("UNKNOWN_TABLE", span.getStatus().getDescription());
        Map<String, Object> found = attributes(span);
        assertEquals("60", found.get("error.type"));
        assertEquals("60", found.get("db.response.status_code"));
        assertEquals("failed", found.get("houseflow.outcome"));
        assertFalse(telemetry.spans().toString().contains(Harness.SECRET));
        assertFalse(telemetry.metrics().toString().contains(Harness.SECRET));
    }

    @Test
    void spansAreChildrenOfTheCallersSpanOnWhateverThreadTheyRun() throws Exception {
        Span parent =
                telemetry.api().getTracer("test").spanBuilder("the caller").startSpan();
        try (ClickHouseAsyncClient ch = client(Servers.endpoint()).build();
                Scope scope = parent.makeCurrent()) {
            assertNotNull(scope);
            ch.execute("CREATE TABLE IF NOT EXISTS traced (number Int64) ENGINE = Memory")
                    .join();
            ch.insert("traced", List.of(new Numbered(1)), Numbered.class).join();
            try (RowStream<Numbered> rows =
                    ch.stream(QueryRequest.of("SELECT number FROM numbers(100000000)"), Numbered.class)) {
                rows.next();
            }
        }
        String insert = telemetry.span("INSERT traced").getSpanId();
        Harness.await(
                () -> telemetry.spans().stream().anyMatch(it -> it.getName().equals("SELECT numbers")));
        for (String name : List.of("CREATE traced", "INSERT traced", "SELECT numbers")) {
            assertEquals(
                    parent.getSpanContext().getSpanId(), telemetry.span(name).getParentSpanId(), name);
        }
        assertEquals(insert, telemetry.span("DESCRIBE traced").getParentSpanId());
        assertTrue(telemetry.spans().stream()
                .allMatch(it -> it.getTraceId().equals(parent.getSpanContext().getTraceId())));
        assertEquals("cancelled", attributes(telemetry.span("SELECT numbers")).get("houseflow.outcome"));
        assertEquals(
                StatusCode.UNSET, telemetry.span("SELECT numbers").getStatus().getStatusCode());
    }

    @Test
    void theServerIsToldTheSpanAndRetriesAreEventsOfIt() {
        try (Harness.Server server = new Harness.Server("503 Service Unavailable");
                ClickHouseAsyncClient ch = client(server.endpoint())
                        .retry(RetryPolicy.builder()
                                .initialBackoff(Duration.ofMillis(1))
                                .build())
                        .build()) {
            ch.execute("SELECT 1").join();
            ch.rawInsert("t", Format.CSV, "1\n").join();
            SpanData select = telemetry.span("SELECT");
            assertEquals(2L, attributes(select).get("houseflow.attempts"));
            assertEquals(1, select.getEvents().size());
            assertEquals("houseflow.retry", select.getEvents().get(0).getName());
            assertEquals(1L, select.getEvents().get(0).getAttributes().get(AttributeKey.longKey("houseflow.attempt")));
            SpanData insert = telemetry.span("INSERT t");
            assertEquals(
                    List.of(traceparent(select), traceparent(select), traceparent(insert)),
                    server.seen.stream().map(it -> it.field("traceparent")).toList());
            assertNotEquals(select.getTraceId(), insert.getTraceId());
        }
    }

    private static String traceparent(SpanData span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getSpanContext().getTraceFlags().asHex();
    }

    @Test
    void whatIsTurnedOffIsNotThere() {
        OpenTelemetryCallListener listener = OpenTelemetryCallListener.builder(telemetry.api())
                .statements(StatementText.NONE)
                .internalCalls(false)
                .propagation(false)
                .build();
        try (Harness.Server server = new Harness.Server();
                ClickHouseAsyncClient ch =
                        Harness.client(server.endpoint(), listener).build()) {
            ch.execute("SELECT 1").join();
            assertThrows(CompletionException.class, () -> ch.insert("t", List.of(new Numbered(1)), Numbered.class)
                    .join());
            ScriptedServer.Request first = server.seen.get(0);
            assertNull(first.field("traceparent"));
            assertTrue(server.seen.size() > 1);
        }
        assertEquals(2, telemetry.spans().size());
        assertFalse(attributes(telemetry.span("SELECT")).containsKey("db.query.text"));
    }

    @Test
    void statementsCanBeShownAsTheyWereWritten() {
        OpenTelemetryCallListener listener = OpenTelemetryCallListener.builder(telemetry.api())
                .statements(StatementText.AS_WRITTEN)
                .build();
        try (Harness.Server server = new Harness.Server();
                ClickHouseAsyncClient ch =
                        Harness.client(server.endpoint(), listener).build()) {
            ch.execute("SELECT 42 -- note").join();
        }
        assertEquals("SELECT 42 -- note", attributes(telemetry.span("SELECT")).get("db.query.text"));
    }

    @Test
    void durationsAndRowsAreHistograms() {
        try (ClickHouseAsyncClient ch = client(Servers.endpoint()).build()) {
            ch.query("SELECT number FROM numbers(5)", Numbered.class).join();
            ch.query("SELECT number FROM numbers(5)", Numbered.class).join();
        }
        MetricData durations = telemetry.metric("db.client.operation.duration");
        assertEquals("s", durations.getUnit());
        HistogramPointData point =
                durations.getHistogramData().getPoints().iterator().next();
        assertEquals(2, point.getCount());
        assertEquals(List.of(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0), point.getBoundaries());
        assertEquals("SELECT numbers", point.getAttributes().get(AttributeKey.stringKey("db.query.summary")));
        HistogramPointData rows = telemetry
                .metric("db.client.response.returned_rows")
                .getHistogramData()
                .getPoints()
                .iterator()
                .next();
        assertEquals(10.0, rows.getSum());
    }

    @Test
    void thePoolIsMeasuredUntilItsMetricsAreClosed() {
        try (ClickHouseAsyncClient ch =
                client(Servers.endpoint()).maxConnections(7).build()) {
            ch.execute("SELECT 1").join();
            PoolStats stats = ch.poolStats();
            assertEquals(7, stats.maxConnections());
            assertEquals(1, stats.openConnections(), stats::toString);
            try (OpenTelemetryPoolMetrics metrics =
                    OpenTelemetryPoolMetrics.register(telemetry.api(), "main", ch::poolStats)) {
                assertNotNull(metrics);
                assertEquals(
                        1,
                        telemetry.metric("db.client.connection.count").getLongSumData().getPoints().stream()
                                .filter(it -> "idle"
                                        .equals(it.getAttributes()
                                                .get(AttributeKey.stringKey("db.client.connection.state"))))
                                .findFirst()
                                .orElseThrow()
                                .getValue());
            }
            assertTrue(telemetry.metrics().stream().noneMatch(it -> it.getName().startsWith("db.client.connection")));
        }
    }
}
