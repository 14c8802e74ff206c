package dev.houseflow.samples.recipes;

import dev.houseflow.InsertMode;
import dev.houseflow.InsertRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.List;

/** Deduplication: a batch that is sent twice with the same token is written once. */
public final class DeduplicationInJava {
    public record Payment(int id, long cents) {}

    public static void main(String[] args) {
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            ch.execute("CREATE OR REPLACE TABLE payments (id UInt32, cents Int64) ENGINE MergeTree ORDER BY id "
                            + "SETTINGS non_replicated_deduplication_window = 100")
                    .join();
            InsertRequest request = InsertRequest.builder("payments")
                    .setting("insert_deduplication_token", "payments of 2026-05-01")
                    .insertMode(InsertMode.SYNCHRONOUS)
                    .build();
            for (int i = 0; i < 2; i++)
                ch.insert(request, List.of(new Payment(1, 1990)), Payment.class).join();
            System.out.println(
                    ch.query("SELECT count() FROM payments", Long.class).join().rows());
        }
    }
}

// Prints:
// [1]
