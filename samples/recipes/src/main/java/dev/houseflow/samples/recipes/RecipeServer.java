package dev.houseflow.samples.recipes;

import dev.houseflow.embedded.EmbeddedClickHouse;

/**
 * The server that a recipe runs on: the one that the environment variable CLICKHOUSE_URL names, or an embedded one, which starts with the
 * first recipe and ends with the program. Your own program names its server instead, as in {@code ClickHouseClient("http://localhost:8123")}.
 */
public final class RecipeServer {
    private static EmbeddedClickHouse embedded;

    private RecipeServer() {}

    /** The server's endpoint, such as {@code http://127.0.0.1:8123}. */
    public static synchronized String endpoint() {
        String named = System.getenv("CLICKHOUSE_URL");
        if (named != null && !named.isEmpty()) return named;
        if (embedded == null) embedded = EmbeddedClickHouse.start();
        return embedded.endpoint();
    }
}
