package dev.houseflow.samples.recipes;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.List;

/** Temporary tables: they live in a session, which is a client of its own. */
public final class TemporaryTablesInJava {
    public record Wanted(long id) {}

    public static void main(String[] args) {
        try (ClickHouseAsyncClient ch =
                        ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build();
                ClickHouseAsyncClient session = ch.session()) {
            session.execute("CREATE TEMPORARY TABLE wanted (id UInt64)").join();
            session.insert("wanted", List.of(new Wanted(3), new Wanted(4)), Wanted.class)
                    .join();
            String sql = "SELECT sum(number) FROM numbers(10) WHERE number IN (SELECT id FROM wanted)";
            System.out.println(session.query(sql, Long.class).join().rows());
        }
    }
}

// Prints:
// [7]
