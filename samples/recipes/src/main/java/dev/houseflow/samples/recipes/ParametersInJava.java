package dev.houseflow.samples.recipes;

import dev.houseflow.QueryRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Parameters: values, arrays and maps go beside the statement, so that no quote in them can end it. */
public final class ParametersInJava {
    public static void main(String[] args) {
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            QueryRequest request = QueryRequest.builder("SELECT {name:String} AS name, {day:Date} + 1 AS next, "
                            + "has({ids:Array(UInt64)}, 5) AS has, {prices:Map(String, Float64)}['tea'] AS tea")
                    .parameter("name", "O'Hara; DROP TABLE x --")
                    .parameter("day", LocalDate.of(2026, 5, 1))
                    .parameter("ids", List.of(3, 5))
                    .parameter("prices", Map.of("tea", 1.5))
                    .build();
            System.out.println(ch.query(request, Map.class).join().rows());
        }
    }
}

// Prints:
// [{name=O'Hara; DROP TABLE x --, next=2026-05-02, has=1, tea=1.5}]
