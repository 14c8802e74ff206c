package dev.houseflow.samples;

import dev.houseflow.embedded.EmbeddedClickHouse;
import java.util.List;

/**
 * The server that a quickstart runs on: an embedded one of its own, or with {@code --url URL} any
 * other, whose user and password are those of CLICKHOUSE_USER and CLICKHOUSE_PASSWORD.
 */
public final class QuickstartServer implements AutoCloseable {
    private final EmbeddedClickHouse embedded;
    private final String url;

    private QuickstartServer(EmbeddedClickHouse embedded, String url) {
        this.embedded = embedded;
        this.url = url;
    }

    /** @param arguments those of the program */
    public static QuickstartServer of(String... arguments) {
        if (arguments.length == 0) {
            EmbeddedClickHouse started = EmbeddedClickHouse.start();
            return new QuickstartServer(started, started.endpoint());
        }
        if (arguments.length == 2 && arguments[0].equals("--url")) return new QuickstartServer(null, arguments[1]);
        System.err.println("Usage: quickstart [--url URL]");
        System.exit(2);
        throw new IllegalArgumentException(List.of(arguments).toString());
    }

    public String endpoint() {
        return url;
    }

    public String username() {
        return System.getenv().getOrDefault("CLICKHOUSE_USER", "default");
    }

    public String password() {
        return System.getenv().getOrDefault("CLICKHOUSE_PASSWORD", "");
    }

    @Override
    public void close() {
        if (embedded != null) embedded.close();
    }
}
