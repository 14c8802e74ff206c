package dev.houseflow.samples.recipes;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;

/** Results larger than memory: a stream of rows; closing it early stops the query on the server. */
public final class StreamLargeResultInJava {
    public record Wave(long n, double height) {}

    public static void main(String[] args) {
        // A trillion rows would follow.
        String sql = "SELECT number AS n, sin(number) AS height FROM numbers(1000000000000)";
        try (ClickHouseAsyncClient ch =
                        ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build();
                RowStream<Wave> waves = ch.stream(sql, Wave.class)) {
            waves.stream().filter(wave -> wave.height() > 0.99).limit(3).forEach(wave -> System.out.println(wave.n()));
        }
    }
}

// Prints:
// 14
// 33
// 58
