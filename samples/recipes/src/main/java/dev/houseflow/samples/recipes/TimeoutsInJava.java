package dev.houseflow.samples.recipes;

import dev.houseflow.QueryRequest;
import dev.houseflow.ServerException;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Timeouts: of the client for a call, of the server for a query, of a future. */
public final class TimeoutsInJava {
    public static void main(String[] args) {
        String slow = "SELECT max(sipHash64(number)) FROM numbers(1000000000000)";
        QueryRequest ofClient =
                QueryRequest.builder(slow).timeout(Duration.ofMillis(300)).build();
        QueryRequest ofServer =
                QueryRequest.builder(slow).setting("max_execution_time", 0.3).build();
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            System.out.println(
                    failure(ch.query(ofClient, Long.class)).getClass().getSimpleName());
            System.out.println(((ServerException) failure(ch.query(ofServer, Long.class))).name());
            CompletableFuture<?> ofFuture = ch.query(slow, Long.class).orTimeout(300, TimeUnit.MILLISECONDS);
            System.out.println(failure(ofFuture).getClass().getSimpleName());
        }
    }

    private static Throwable failure(CompletableFuture<?> future) {
        try {
            future.join();
            throw new IllegalStateException("The query ended by itself");
        } catch (CompletionException e) {
            return e.getCause();
        }
    }
}

// Prints:
// TransportException
// TIMEOUT_EXCEEDED
// TimeoutException
