package dev.houseflow.samples.recipes;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.concurrent.CompletableFuture;

/** Cancelling: a query ends on the server when its future is cancelled. */
public final class CancellingInJava {
    public static void main(String[] args) throws InterruptedException {
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            CompletableFuture<?> slow =
                    ch.query("SELECT max(sipHash64(number)) FROM numbers(1000000000000)", Long.class);
            while (running(ch) < 2) Thread.sleep(20); // this one sees itself as well
            slow.cancel(true);
            while (running(ch) > 1) Thread.sleep(20);
            System.out.println("ended on the server");
        }
    }

    private static long running(ClickHouseAsyncClient ch) {
        String sql = "SELECT count() FROM system.processes WHERE query LIKE '%sipHash64(number%'";
        return ch.query(sql, Long.class).join().rows().get(0);
    }
}

// Prints:
// ended on the server
