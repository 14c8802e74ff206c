package dev.houseflow.samples;

import dev.houseflow.AttemptListener;
import dev.houseflow.LoadBalancing;
import dev.houseflow.RetryPolicy;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.time.Duration;
import java.util.List;

/** The Java of docs/retries.md. */
final class JavaReplicas {
    private JavaReplicas() {}

    static ClickHouseAsyncClient replicas() {
        // snippet: retries-java
        return ClickHouseAsyncClient.builder(List.of("http://a:8123", "http://b:8123"))
                .loadBalancing(LoadBalancing.ROUND_ROBIN)
                .retry(RetryPolicy.builder()
                        .maxAttempts(5)
                        .maxBackoff(Duration.ofSeconds(2))
                        .build())
                .callListener((AttemptListener) attempt -> {
                    if (attempt.failure() != null) System.out.println(attempt);
                })
                .timeout(Duration.ofSeconds(30))
                .build();
        // end
    }
}
