package dev.houseflow.samples.recipes;

import dev.houseflow.InserterResult;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.Inserter;
import java.time.Duration;

/** Many small rows: an inserter collects single rows of many callers into batches, and says what became of them. */
public final class ManySmallRowsInJava {
    public record Login(int id, String name) {}

    public static void main(String[] args) {
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            ch.execute("CREATE OR REPLACE TABLE logins (id UInt32, name String) ENGINE MergeTree ORDER BY id")
                    .join();
            Inserter<Login> logins = ch.inserter("logins", Login.class)
                    .maxRows(10_000)
                    .maxDelay(Duration.ofSeconds(1))
                    .retryFor(Duration.ofMinutes(5))
                    .build();
            for (int id = 0; id < 1000; id++) logins.add(new Login(id, "ana")).join();
            InserterResult<Login> result = logins.closeAsync().join();
            System.out.println(result.writtenRows() + " of " + result.addedRows() + " rows are written");
        }
    }
}

// Prints:
// 1000 of 1000 rows are written
