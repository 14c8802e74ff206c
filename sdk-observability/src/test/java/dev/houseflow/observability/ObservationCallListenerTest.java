package dev.houseflow.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.houseflow.RetryPolicy;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Observations of Micrometer, and its meters as Prometheus scrapes them. */
@ExtendWith(Servers.class)
@Timeout(120)
class ObservationCallListenerTest {
    public record Numbered(long number) {}

    private final ObservationRegistry observations = ObservationRegistry.create();
    private final List<CallObservationContext> stopped = new CopyOnWriteArrayList<>();
    private final List<String> events = new CopyOnWriteArrayList<>();

    private final ObservationHandler<CallObservationContext> recorder = new ObservationHandler<>() {
        @Override
        public void onStart(CallObservationContext context) {
            // As tracing does.
            context.getSetter().set(context.getCarrier(), "X-Trace", "of " + context.getName());
        }

        @Override
        public void onEvent(Observation.Event event, CallObservationContext context) {
            events.add(event.getName());
        }

        @Override
        public void onStop(CallObservationContext context) {
            stopped.add(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof CallObservationContext;
        }
    };

    @Test
    void timersAndGaugesAreScrapedOverHttp() throws Exception {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(registry));
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/metrics", exchange -> {
            byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        http.start();
        try (ClickHouseAsyncClient ch = Harness.client(Servers.endpoint(), new ObservationCallListener(observations))
                .build()) {
            new PoolMeters("main", ch::poolStats).bindTo(registry);
            ch.query("SELECT number FROM numbers(3)", Numbered.class).join();
            assertThrows(CompletionException.class, () -> ch.execute("SELECT 'hush-4711' FROM not_there")
                    .join());
            URI address = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/metrics");
            String scraped = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            List<String> counts = scraped.lines()
                    .filter(it -> it.startsWith("db_client_operation_seconds_count"))
                    .toList();
            assertEquals(2, counts.size(), scraped);
            assertTrue(
                    counts.stream().anyMatch(it -> it.contains("houseflow_outcome=\"done\"") && it.endsWith(" 1")),
                    scraped);
            assertTrue(
                    counts.stream()
                            .anyMatch(it -> it.contains("db_response_status_code=\"60\"")
                                    && it.contains("db_collection_name=\"not_there\"")),
                    scraped);
            assertTrue(
                    scraped.contains(
                            "db_client_connection_count{db_client_connection_pool_name=\"main\",db_client_connection_state=\"idle\"} 1.0"),
                    scraped);
            assertTrue(scraped.contains("db_client_connection_pending_requests{"), scraped);
            assertTrue(scraped.contains("houseflow_calls_in_flight{"), scraped);
            assertFalse(scraped.contains(Harness.SECRET));
        } finally {
            http.stop(0);
        }
    }

    @Test
    void anObservationKnowsTheCallAndSendsItsHeaders() {
        observations.observationConfig().observationHandler(recorder);
        Observation parent = Observation.start("the caller", observations);
        try (Harness.Server server = new Harness.Server("503 Service Unavailable");
                ClickHouseAsyncClient ch = Harness.client(server.endpoint(), new ObservationCallListener(observations))
                        .retry(RetryPolicy.builder()
                                .initialBackoff(Duration.ofMillis(1))
                                .build())
                        .build()) {
            parent.scoped(() -> {
                ch.execute("SELECT 1 FROM t").join();
            });
            CallObservationContext context = stopped.get(0);
            assertEquals("SELECT t", context.getContextualName());
            assertSame(parent.getContextView(), context.getParentObservation().getContextView());
            assertEquals(2, context.end().attempts());
            assertEquals(List.of("houseflow.retry"), events);
            assertEquals(
                    "SELECT ? FROM t",
                    context.getHighCardinalityKeyValue("db.query.text").getValue());
            assertEquals(List.of("of db.client.operation", "of db.client.operation"), sent(server));
        }
    }

    private static List<String> sent(Harness.Server server) {
        List<String> headers = new ArrayList<>();
        server.seen.forEach(request -> headers.add(request.field("X-Trace")));
        return headers;
    }

    @Test
    void aRegistryWithoutHandlersIsLeftAlone() {
        try (ClickHouseAsyncClient ch = Harness.client(Servers.endpoint(), new ObservationCallListener(observations))
                .build()) {
            ch.execute("SELECT 1").join();
        }
        assertTrue(stopped.isEmpty());
    }

    @Test
    void anotherConventionNamesThem() {
        observations.observationConfig().observationHandler(recorder);
        CallObservationConvention own = new DefaultCallObservationConvention(StatementText.NONE) {
            @Override
            public String getName() {
                return "sql";
            }
        };
        try (ClickHouseAsyncClient ch = Harness.client(
                        Servers.endpoint(), new ObservationCallListener(observations, own))
                .build()) {
            ch.execute("SELECT 1").join();
        }
        assertEquals("sql", stopped.get(0).getName());
        assertEquals(null, stopped.get(0).getHighCardinalityKeyValue("db.query.text"));
    }
}
