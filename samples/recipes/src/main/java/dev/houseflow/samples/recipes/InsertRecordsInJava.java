package dev.houseflow.samples.recipes;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.List;
import java.util.Optional;

/** Objects in: records and beans into a table, the columns found by their names. */
public final class InsertRecordsInJava {
    public record User(long id, String firstName, Optional<String> note) {}

    public static void main(String[] args) {
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(RecipeServer.endpoint()).build()) {
            ch.execute(
                            "CREATE OR REPLACE TABLE users (id UInt64, first_name String, note Nullable(String)) ENGINE MergeTree ORDER BY id")
                    .join();
            List<User> users = List.of(new User(1, "Ana", Optional.empty()), new User(2, "Bo", Optional.of("new")));
            System.out.println(ch.insert("users", users, User.class).join().writtenRows() + " rows written");
            ch.query("SELECT * FROM users ORDER BY id", User.class)
                    .join()
                    .rows()
                    .forEach(System.out::println);
        }
    }
}

// Prints:
// 2 rows written
// User[id=1, firstName=Ana, note=Optional.empty]
// User[id=2, firstName=Bo, note=Optional[new]]
