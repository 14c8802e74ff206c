package dev.houseflow.samples.guide;

import dev.houseflow.Compression;
import dev.houseflow.HealthStatus;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.HttpConnections;
import java.time.Duration;

/** The Java of docs/connections.md and docs/troubleshooting.md. */
public final class JavaConnections {
    private JavaConnections() {}

    static ClickHouseAsyncClient patientClient(String endpoint) {
        // snippet: connections-java
        return ClickHouseAsyncClient.builder(endpoint)
                .maxConnections(20)
                .connectTimeout(Duration.ofSeconds(3))
                .poolTimeout(Duration.ofSeconds(10))
                .firstByteTimeout(Duration.ofMinutes(1))
                .silenceTimeout(Duration.ofSeconds(30))
                .timeout(Duration.ofMinutes(5))
                .compression(Compression.NONE) // on one machine; otherwise leave it at LZ4
                .build();
        // end
    }

    static boolean shared(String endpoint) {
        // snippet: connections-shared-java
        try (HttpConnections pool =
                        HttpConnections.builder().maxConnections(100).build();
                ClickHouseAsyncClient reports = ClickHouseAsyncClient.builder(endpoint)
                        .connections(pool)
                        .setting("max_execution_time", 300)
                        .build();
                ClickHouseAsyncClient web = ClickHouseAsyncClient.builder(endpoint)
                        .connections(pool)
                        .timeout(Duration.ofSeconds(2))
                        .build()) {
            return reports.ping().join() && web.ping().join();
        }
        // end
    }

    static String report(ClickHouseAsyncClient ch) {
        // snippet: health-java
        HealthStatus health = ch.health().join();
        String report = health.ok()
                ? "ClickHouse " + health.serverVersion() + " in "
                        + health.elapsed().toMillis() + " ms"
                : health.details();
        // end
        return report;
    }

    static String warm(String endpoint) {
        // snippet: connections-warm-java
        try (ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(endpoint)
                .maxConnections(20)
                .maxConnectsPerSecond(10)
                .build()) {
            int opened = ch.warmUp(5).join();
            return opened + " opened: " + ch.poolStats();
        }
        // end
    }

    static ClickHouseAsyncClient named() {
        // snippet: connections-headers-java
        ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder("http://localhost:8123")
                .clientName("billing")
                .header("X-Tenant", "acme")
                .quotaKey("acme")
                .build();
        // end
        return ch;
    }
}
