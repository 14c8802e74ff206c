package com.example.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.houseflow.QueryRequest;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ActiveProfiles("test")
class ApplicationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    private EmbeddedClickHouse server;

    @Autowired
    private ClickHouseAsyncClient clickHouse;

    private WebClient http;

    @BeforeEach
    void table(@Value("${local.server.port}") int port) {
        http = WebClient.create("http://127.0.0.1:" + port);
        clickHouse.execute("CREATE OR REPLACE TABLE trades (id Int64, symbol String, price Float64) ENGINE MergeTree ORDER BY id").join();
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

    @Test
    void healthIsDownWithTheReason() {
        String[] wrong = {
            "--server.port=0", "--houseflow.embedded.enabled=false", "--houseflow.endpoints=" + server.endpoint(),
            "--houseflow.password=wrong-marker-7f3a91"
        };
        try (ConfigurableApplicationContext second = new SpringApplicationBuilder(Application.class).profiles("test").run(wrong)) {
            ResponseEntity<String> health =
                    health(WebClient.create("http://127.0.0.1:" + second.getEnvironment().getProperty("local.server.port")));
            assertThat(health.getStatusCode().value()).isEqualTo(503);
            assertThat(health.getBody()).contains("\"status\":\"DOWN\"", "\"code\":516", "ana");
        }
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
