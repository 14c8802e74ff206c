package dev.houseflow.samples.recipes;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.List;
import java.util.Map;

/** Arrays in: columns that a program has as arrays already, without an object for each row. */
public final class InsertArraysInJava {
    public static void main(String[] args) {
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            ch.execute(
                            "CREATE OR REPLACE TABLE samples (at UInt32, value Float64, unit String) ENGINE MergeTree ORDER BY at")
                    .join();
            Map<String, Object> columns = Map.of(
                    "at", new int[] {1, 2, 3}, "value", new double[] {0.5, 1.5, 2.5}, "unit", List.of("m", "m", "m"));
            System.out.println(ch.insertColumns("samples", columns).join().sentRows());
            System.out.println(ch.query("SELECT sum(value) FROM samples", Double.class)
                    .join()
                    .rows());
        }
    }
}

// Prints:
// 3
// [4.5]
