package dev.houseflow.samples.recipes;

import dev.houseflow.InsertMode;
import dev.houseflow.InsertRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.List;

/** Asynchronous inserts: the server collects small inserts of many clients and writes them together. */
public final class AsyncInsertsInJava {
    public record Click(int id, String page) {}

    public static void main(String[] args) {
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            ch.execute("CREATE OR REPLACE TABLE clicks (id UInt32, page String) ENGINE MergeTree ORDER BY id")
                    .join();
            InsertRequest request = InsertRequest.builder("clicks")
                    .insertMode(InsertMode.ASYNCHRONOUS_WAIT)
                    .build();
            ch.insert(request, List.of(new Click(1, "/home"), new Click(2, "/cart")), Click.class)
                    .join();
            System.out.println(ch.query("SELECT * FROM clicks ORDER BY id", Click.class)
                    .join()
                    .rows());
        }
    }
}

// Prints:
// [Click[id=1, page=/home], Click[id=2, page=/cart]]
