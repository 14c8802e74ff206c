package dev.houseflow.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.houseflow.QueryRequest;
import dev.houseflow.RetryPolicy;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tables of docs/observability.md are what exporters, registries and loggers get. */
@ExtendWith(Servers.class)
@Timeout(120)
class NamesTest {
    public record Numbered(long number) {}

    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private static List<String> section(String title) throws IOException {
        Path page = Path.of("docs/observability.md");
        if (!Files.exists(page)) page = Path.of("..").resolve(page);
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith("## ")) inside = line.equals("## " + title);
            if (inside) lines.add(line);
        }
        return lines;
    }

    /** The first name in each row of the section's table. */
    private static Set<String> table(String title, int column) throws IOException {
        return section(title).stream()
                .filter(it -> it.startsWith("| ") && it.contains("`"))
                .map(it -> {
                    Matcher name = NAME.matcher(it.split("\\|")[column]);
                    return name.find() ? name.group(1) : it;
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All names in a piece of text. */
    private static Set<String> names(String text) {
        return NAME.matcher(text).results().map(it -> it.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** One call of each kind: with rows, refused, made again, and slow. */
    private static void calls(Consumer<ClickHouseAsyncClient.Builder> configure) {
        ClickHouseAsyncClient.Builder builder =
                Harness.client(Servers.endpoint()).database("default");
        configure.accept(builder);
        try (ClickHouseAsyncClient ch = builder.build()) {
            ch.query("SELECT number FROM numbers(2) AS n CROSS JOIN system.one AS o", Numbered.class)
                    .join();
            assertThrows(CompletionException.class, () -> ch.execute("SELECT * FROM not_there")
                    .join());
        }
        try (Harness.Server server = new Harness.Server("503 Service Unavailable")) {
            ClickHouseAsyncClient.Builder retrying = Harness.client(server.endpoint())
                    .retry(RetryPolicy.builder()
                            .initialBackoff(Duration.ofMillis(1))
                            .build());
            configure.accept(retrying);
            try (ClickHouseAsyncClient ch = retrying.build()) {
                ch.execute("SELECT 1").join();
            }
        }
    }

    @Test
    void spansAndMetricsOfOpenTelemetry() throws Exception {
        try (Harness.Telemetry telemetry = new Harness.Telemetry();
                ClickHouseAsyncClient idle = Harness.client(Servers.endpoint()).build();
                OpenTelemetryPoolMetrics pool =
                        OpenTelemetryPoolMetrics.register(telemetry.api(), "main", idle::poolStats)) {
            calls(it -> it.callListener(OpenTelemetryCallListener.create(telemetry.api())));
            Set<String> attributes = new TreeSet<>();
            Set<String> events = new TreeSet<>();
            telemetry.spans().forEach(span -> {
                span.getAttributes().forEach((key, value) -> attributes.add(key.getKey()));
                span.getEvents().forEach(event -> events.add(event.getName()));
            });
            assertEquals(table("Spans", 1), attributes);
            assertEquals(Set.of("houseflow.retry"), events);
            Set<String> metrics = new TreeSet<>();
            telemetry.metrics().forEach(it -> metrics.add(it.getName()));
            assertEquals(table("Metrics", 1), metrics);
            Set<String> ofDurations = new TreeSet<>();
            telemetry
                    .metric("db.client.operation.duration")
                    .getHistogramData()
                    .getPoints()
                    .forEach(point -> point.getAttributes().forEach((key, value) -> ofDurations.add(key.getKey())));
            Set<String> expected = table("Spans", 1);
            expected.removeAll(Set.of(
                    "db.query.text",
                    "db.response.returned_rows",
                    "clickhouse.query_id",
                    "houseflow.attempts",
                    "houseflow.outcome"));
            assertEquals(expected, ofDurations);
            assertEquals("pool", pool == null ? "" : "pool");
        }
    }

    @Test
    void metersAndKeysOfMicrometer() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ObservationRegistry observations = ObservationRegistry.create();
        Set<String> high = new TreeSet<>();
        observations
                .observationConfig()
                .observationHandler(new DefaultMeterObservationHandler(meters))
                .observationHandler(new ObservationHandler<>() {
                    @Override
                    public void onStop(Observation.Context context) {
                        context.getHighCardinalityKeyValues().forEach(it -> high.add(it.getKey()));
                    }

                    @Override
                    public boolean supportsContext(Observation.Context context) {
                        return true;
                    }
                });
        try (ClickHouseAsyncClient idle = Harness.client(Servers.endpoint()).build()) {
            new PoolMeters("main", idle::poolStats).bindTo(meters);
            ObservationCallListener listener = new ObservationCallListener(observations);
            calls(it -> it.callListener(listener));
        }
        // A long task timer is there as long as it runs.
        Set<String> found = new TreeSet<>(Set.of("db.client.operation.active"));
        meters.getMeters().forEach(it -> found.add(it.getId().getName()));
        assertEquals(table("Observations", 1), found);
        String row = section("Observations").stream()
                .filter(it -> it.contains("timer, with the keys"))
                .findFirst()
                .orElseThrow();
        Set<String> keys = names(row.substring(row.indexOf("with the keys")));
        keys.remove("none");
        Set<String> tags = new TreeSet<>();
        meters.get("db.client.operation")
                .timers()
                .forEach(it -> it.getId().getTags().forEach(tag -> tags.add(tag.getKey())));
        assertEquals(keys, tags);
        String text = String.join(" ", section("Observations"));
        assertEquals(names(text.substring(text.indexOf("Keys of high cardinality"))), high);
    }

    @Test
    void linesOfTheLogger() throws Exception {
        Logger core = Logger.getLogger("dev.houseflow.streams");
        core.setLevel(java.util.logging.Level.OFF);
        try (Harness.Lines lines = new Harness.Lines(LoggingCallListener.LOGGER)) {
            LoggingCallListener listener =
                    LoggingCallListener.builder().slowCall(Duration.ZERO).build();
            calls(it -> it.callListener(listener));
            try (ClickHouseAsyncClient ch =
                    Harness.client(Servers.endpoint(), listener).build()) {
                forget(ch);
                Harness.await(() -> {
                    System.gc();
                    return lines.all().stream().anyMatch(it -> it.startsWith("WARN abandoned"));
                });
            }
            Set<String> found = lines.all().stream()
                    .map(it -> it.split(" ")[0] + " " + it.split(" ")[1])
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> documented = section("Log lines").stream()
                    .filter(it -> it.startsWith("| DEBUG") || it.startsWith("| WARN"))
                    .map(it -> Arrays.asList(it.split("\\|")))
                    .map(it -> it.get(1).trim() + " " + it.get(2).trim().replace("`", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(documented, found);
        } finally {
            core.setLevel(null);
        }
    }

    private static void forget(ClickHouseAsyncClient ch) {
        assertEquals(
                new Numbered(0),
                ch.stream(QueryRequest.of("SELECT number FROM numbers(100000000)"), Numbered.class)
                        .next());
    }
}
