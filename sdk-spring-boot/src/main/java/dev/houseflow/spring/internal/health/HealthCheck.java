package dev.houseflow.spring.internal.health;

import dev.houseflow.HealthStatus;
import dev.houseflow.ServerException;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.spring.internal.clients.NamedClients;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What both versions of Spring Boot ask of a client, and tell of the answer. */
record HealthCheck(ClickHouseAsyncClient client, Duration timeout) {
    /** Never fails. */
    CompletableFuture<HealthStatus> run() {
        return client.health(timeout);
    }

    /** What is told: the version of a server that is well, and what is wrong with another. */
    static Map<String, Object> details(HealthStatus status) {
        Map<String, Object> details = new LinkedHashMap<>();
        if (status.serverVersion() != null) details.put("version", status.serverVersion());
        if (!status.ok()) {
            details.put("error", status.details());
            if (status.failure() instanceof ServerException server) details.put("code", server.code());
        }
        details.put("elapsed", status.elapsed().toMillis() + " ms");
        return details;
    }

    /** The checks of some clients, by the names of these; of one alone without a name. */
    static Map<String, HealthCheck> of(Map<String, ClickHouseAsyncClient> beans, Duration timeout) {
        Map<String, HealthCheck> checks = new LinkedHashMap<>();
        beans.forEach((bean, client) -> checks.put(NamedClients.nameOf(bean), new HealthCheck(client, timeout)));
        return checks;
    }
}
