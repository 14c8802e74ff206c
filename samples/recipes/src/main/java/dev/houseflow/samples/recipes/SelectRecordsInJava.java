package dev.houseflow.samples.recipes;

import dev.houseflow.javaapi.ClickHouseAsyncClient;

/** Objects out: each row of a query as a record or a bean. */
public final class SelectRecordsInJava {
    public record Power(long n, String power) {}

    public static void main(String[] args) {
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            ch.query("SELECT number AS n, toString(pow(2, number)) AS power FROM numbers(3)", Power.class)
                    .thenAccept(result -> result.rows().forEach(System.out::println))
                    .join();
        }
    }
}

// Prints:
// Power[n=0, power=1]
// Power[n=1, power=2]
// Power[n=2, power=4]
