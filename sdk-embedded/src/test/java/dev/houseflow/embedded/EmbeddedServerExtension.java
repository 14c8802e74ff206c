package dev.houseflow.embedded;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server with the real engine for all tests of a class. */
public final class EmbeddedServerExtension implements BeforeAllCallback, AfterAllCallback {
    private final UnaryOperator<EmbeddedClickHouse.Builder> options;
    private EmbeddedClickHouse server;

    /** A server with default options. */
    public EmbeddedServerExtension() {
        this(UnaryOperator.identity());
    }

    /** @param options what to add to the default ones */
    public EmbeddedServerExtension(UnaryOperator<EmbeddedClickHouse.Builder> options) {
        this.options = options;
    }

    public EmbeddedClickHouse server() {
        return server;
    }

    public int port() {
        return server.port();
    }

    public String endpoint() {
        return server.endpoint();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server = options.apply(EmbeddedClickHouse.builder()).start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        // Null when it did not start.
        if (server != null) server.close();
    }
}
