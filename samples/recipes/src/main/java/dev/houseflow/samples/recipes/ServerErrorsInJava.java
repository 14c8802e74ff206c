package dev.houseflow.samples.recipes;

import dev.houseflow.ServerException;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.concurrent.CompletionException;

/** Errors of the server: code, name, message and query id; what may be tried again says so. */
public final class ServerErrorsInJava {
    public static void main(String[] args) {
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            ch.query("SELECT * FROM nowhere", Long.class).join();
        } catch (CompletionException e) {
            ServerException refused = (ServerException) e.getCause();
            System.out.println(refused.code() + " " + refused.name() + ", retryable: " + refused.isRetryable());
        }
    }
}

// Prints:
// 60 UNKNOWN_TABLE, retryable: false
