package dev.houseflow.samples.recipes;

import dev.houseflow.Row;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;

/** Rows without a class: by name, by index, as a map. */
public final class SelectRowsInJava {
    public static void main(String[] args) {
        String sql = "SELECT number AS id, ['x', 'y'] AS tags, toDate('2026-05-01') + number AS day FROM numbers(2)";
        try (ClickHouseAsyncClient ch =
                        ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build();
                RowStream<Row> rows = ch.rows(sql)) {
            while (rows.hasNext()) {
                Row row = rows.next();
                System.out.println(row.getLong("id") + " " + row.getList("tags") + " " + row.getLocalDate(2) + " "
                        + row.toMap().keySet());
            }
        }
    }
}

// Prints:
// 0 [x, y] 2026-05-01 [id, tags, day]
// 1 [x, y] 2026-05-02 [id, tags, day]
