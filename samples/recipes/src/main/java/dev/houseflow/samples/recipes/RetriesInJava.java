package dev.houseflow.samples.recipes;

import dev.houseflow.AttemptListener;
import dev.houseflow.RetryPolicy;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.time.Duration;
import java.util.List;

/** Retries: several servers; one that is down costs an attempt and not the call. */
public final class RetriesInJava {
    public static void main(String[] args) {
        try (ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(
                        List.of("http://127.0.0.1:1", RecipeServer.endpoint()))
                .retry(RetryPolicy.builder()
                        .maxAttempts(4)
                        .initialBackoff(Duration.ofMillis(50))
                        .build())
                .callListener((AttemptListener) attempt -> System.out.println(
                        "attempt " + attempt.number() + ": " + (attempt.failure() == null ? "good" : "failed")))
                .build()) {
            System.out.println(ch.query("SELECT 42", Integer.class).join().rows());
        }
    }
}

// Prints:
// attempt 1: failed
// attempt 2: good
// [42]
