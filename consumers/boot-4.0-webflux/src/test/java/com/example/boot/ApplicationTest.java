package com.example.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.houseflow.QueryRequest;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ActiveProfiles("test")
@ExtendWith(OutputCaptureExtension.class)
class ApplicationTest {
    private static final String TRADES =
            "CREATE OR REPLACE TABLE trades (id Int64, symbol String, price Float64) ENGINE MergeTree ORDER BY id";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLERS_SPAN = "00f067aa0ba902b7";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    private EmbeddedClickHouse server;

    @Autowired
    private ClickHouseAsyncClient clickHouse;

    private WebClient http;

    @BeforeEach
    void table(@Value("${local.server.port}") int port) {
        http = WebClient.create("http://127.0.0.1:" + port);
        clickHouse.execute(TRADES).join();
    }

    @Test
    void insertsAndQueries() {
        Flux<Trade> trades = Flux.range(0, 1_000).map(i -> new Trade(i, i % 2 == 0 ? "ETH" : "BTC", i / 2.0));
        http.post().uri("/trades").body(trades, Trade.class).retrieve().toBodilessEntity().block(PATIENCE);
        List<Trade> found =
                http.get().uri("/trades?symbol=BTC").retrieve().bodyToFlux(Trade.class).collectList().block(PATIENCE);
        assertThat(found).hasSize(500).startsWith(new Trade(1, "BTC", 0.5));
    }

    private ResponseEntity<String> health(WebClient of) {
        return of.get().uri("/actuator/health").exchangeToMono(answer -> answer.toEntity(String.class)).block(PATIENCE);
    }

    @Test
    void healthIsUpWithTheVersion() {
        ResponseEntity<String> health = health(http);
        assertThat(health.getStatusCode().value()).as(health.getBody()).isEqualTo(200);
        assertThat(health.getBody()).contains("\"houseflow\":{", "\"version\":\"26.");
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Tracing {
        @Bean
        InMemorySpanExporter exporter() {
            return InMemorySpanExporter.create();
        }
    }

    /** A second application, without what Spring Boot leaves out in tests. */
    private static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(Application.class, Tracing.class).profiles("test").run(arguments);
    }

    /** One on the same server. */
    private ConfigurableApplicationContext another(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0", "--houseflow.embedded.enabled=false", "--houseflow.endpoints=" + server.endpoint()));
        arguments.addAll(List.of(more));
        return start(arguments.toArray(String[]::new));
    }

    private static WebClient callers(ConfigurableApplicationContext application) {
        return WebClient.create("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port"));
    }

    @Test
    void healthIsDownWithTheReason() {
        try (ConfigurableApplicationContext second = another("--houseflow.password=wrong-marker-7f3a91")) {
            ResponseEntity<String> health = health(callers(second));
            assertThat(health.getStatusCode().value()).isEqualTo(503);
            assertThat(health.getBody()).contains("\"status\":\"DOWN\"", "\"code\":516", "ana");
        }
    }

    private static List<Trade> trades(WebClient of, String... header) {
        WebClient.RequestHeadersSpec<?> request = of.get().uri("/trades?symbol=ETH");
        if (header.length > 0) request.header(header[0], header[1]);
        return request.retrieve().bodyToFlux(Trade.class).collectList().block(PATIENCE);
    }

    @Test
    void callsAreMeasured() {
        try (ConfigurableApplicationContext second = another()) {
            assertThat(trades(callers(second))).isEmpty();
            String scraped =
                    callers(second).get().uri("/actuator/prometheus").retrieve().bodyToMono(String.class).block(PATIENCE);
            assertThat(scraped)
                    .containsPattern("db_client_operation_seconds_count\\{[^}]*db_operation_name=\"SELECT\"")
                    .contains("db_client_connection_");
        }
    }

    @Test
    void aTraceGoesThroughToTheServer(CapturedOutput printed) throws Exception {
        try (ConfigurableApplicationContext second = start("--server.port=0", "--houseflow.embedded.log-requests=true")) {
            second.getBean(ClickHouseAsyncClient.class).execute(TRADES).join();
            assertThat(trades(callers(second), "traceparent", "00-" + TRACE + "-" + CALLERS_SPAN + "-01")).isEmpty();
            assertThat(second.getBean(SdkTracerProvider.class).forceFlush().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
            assertWhole(second.getBean(InMemorySpanExporter.class), printed);
        }
    }

    /** From the caller's own span to the request that the server answers, each the child of the one before. */
    private static void assertWhole(InMemorySpanExporter exported, CapturedOutput printed) throws Exception {
        List<SpanData> spans = exported.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(TRACE))
                .toList();
        SpanData request = only(spans, "http get /trades");
        assertThat(request.getParentSpanId()).isEqualTo(CALLERS_SPAN);
        assertThat(request.getKind()).isEqualTo(SpanKind.SERVER);
        SpanData call = only(spans, "SELECT trades");
        assertThat(call.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(call.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(call.getAttributes().get(AttributeKey.stringKey("db.system.name"))).isEqualTo("clickhouse");
        String queryId = call.getAttributes().get(AttributeKey.stringKey("clickhouse.query_id"));
        await("the server's log has the call", () -> printed.getOut()
                .contains("query id " + queryId + ", traceparent 00-" + TRACE + "-" + call.getSpanId() + "-01"));
    }

    private static SpanData only(List<SpanData> spans, String name) {
        List<SpanData> found = spans.stream().filter(span -> span.getName().equals(name)).toList();
        assertThat(found).as("%s in %s", name, spans).hasSize(1);
        return found.get(0);
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 600; i++) {
            if (condition.getAsBoolean()) return;
            Thread.sleep(50);
        }
        throw new AssertionError("It does not come to it that " + what);
    }

    @Test
    void aCallerWhoLeavesEndsTheQuery() throws Exception {
        List<Trade> first = http.get().uri("/numbers?id=left").retrieve().bodyToFlux(Trade.class).take(3).collectList().block(PATIENCE);
        assertThat(first).extracting(Trade::id).containsExactly(0L, 1L, 2L);
        awaitRunning("left", 0);
    }

    @Test
    void aCancelledFutureEndsTheQuery() throws Exception {
        QueryRequest endless = QueryRequest.builder("SELECT count() FROM system.numbers").queryId("cancelled").build();
        CompletableFuture<?> running = clickHouse.query(endless, Long.class);
        awaitRunning("cancelled", 1);
        running.cancel(true);
        awaitRunning("cancelled", 0);
    }

    /** Waits until the server runs as many queries of that id; the server's own list is what counts. */
    private void awaitRunning(String id, long wanted) throws InterruptedException {
        QueryRequest request = QueryRequest.builder("SELECT count() FROM system.processes WHERE query_id = {id:String}")
                .parameter("id", id)
                .build();
        for (int i = 0; i < 200; i++) {
            if (clickHouse.query(request, Long.class).join().rows().equals(List.of(wanted))) return;
            Thread.sleep(50);
        }
        throw new AssertionError("The server does not come to " + wanted + " queries of the id " + id);
    }
}
