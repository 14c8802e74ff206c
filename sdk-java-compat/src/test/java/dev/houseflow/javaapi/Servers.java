package dev.houseflow.javaapi;

import dev.houseflow.embedded.EmbeddedClickHouse;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One embedded server for all test classes of this module. Each test class works in tables of its own. */
final class Servers implements BeforeAllCallback {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(Servers.class);

    private static volatile EmbeddedClickHouse server;

    /** The server's endpoint. Its only user is {@code tester} with the password {@code secret}. */
    static String endpoint() {
        return server.endpoint();
    }

    /** A client of the server. */
    static ClickHouseAsyncClient client() {
        return ClickHouseAsyncClient.builder(endpoint())
                .username("tester")
                .password("secret")
                .build();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(HERE).getOrComputeIfAbsent("server", key -> {
            server = EmbeddedClickHouse.builder().user("tester", "secret").start();
            return server; // Closed with the store, after the last test of all.
        });
    }
}
