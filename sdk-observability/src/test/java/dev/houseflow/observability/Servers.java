package dev.houseflow.observability;

import dev.houseflow.embedded.EmbeddedClickHouse;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One embedded server for all test classes of this module. */
final class Servers implements BeforeAllCallback {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(Servers.class);

    private static volatile EmbeddedClickHouse server;

    static String endpoint() {
        return server.endpoint();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(HERE).getOrComputeIfAbsent("server", key -> {
            server = EmbeddedClickHouse.builder().user("tester", Harness.SECRET).start();
            return server;
        });
    }
}
