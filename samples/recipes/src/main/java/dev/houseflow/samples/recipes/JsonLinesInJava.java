package dev.houseflow.samples.recipes;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;

/** Lines of JSON out: one for each row, to pass on. */
public final class JsonLinesInJava {
    public static void main(String[] args) {
        try (ClickHouseAsyncClient ch =
                        ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build();
                RowStream<String> lines = ch.lines("SELECT number AS n, 'x' AS name FROM numbers(2)")) {
            lines.stream().forEach(System.out::println);
        }
    }
}

// Prints:
// {"n":0,"name":"x"}
// {"n":1,"name":"x"}
