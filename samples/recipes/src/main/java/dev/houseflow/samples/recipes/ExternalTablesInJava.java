package dev.houseflow.samples.recipes;

import dev.houseflow.QueryRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.ExternalTables;
import java.util.List;

/** External tables: data that go with a query, to join with or to look up in. */
public final class ExternalTablesInJava {
    public record Named(long n, String name) {}

    public static void main(String[] args) {
        List<Named> names = List.of(new Named(2, "two"), new Named(4, "four"));
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            QueryRequest request = QueryRequest.builder(
                            "SELECT number AS n, name FROM numbers(10) AS t INNER JOIN names ON names.n = t.number ORDER BY n")
                    .externalTable(ExternalTables.of("names", "n UInt64, name String", names, Named.class))
                    .build();
            System.out.println(ch.query(request, Named.class).join().rows());
        }
    }
}

// Prints:
// [Named[n=2, name=two], Named[n=4, name=four]]
