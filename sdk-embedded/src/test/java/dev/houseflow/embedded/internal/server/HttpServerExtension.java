package dev.houseflow.embedded.internal.server;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server in front of a scripted executor, and a client that is connected to it, for one test. */
final class HttpServerExtension implements BeforeEachCallback, AfterEachCallback {
    private final String[] users;
    private ScriptedExecutor executor = ScriptedExecutor.echo();
    private OriginPolicy origins = ScriptedExecutor.NO_ORIGINS;
    private HttpServer server;
    private RawClient client;

    /** @param users a name and its password, or nothing for the user {@code default} */
    HttpServerExtension(String... users) {
        this.users = users;
    }

    HttpServerExtension with(ScriptedExecutor queries) {
        executor = queries;
        return this;
    }

    HttpServerExtension with(OriginPolicy policy) {
        origins = policy;
        return this;
    }

    ScriptedExecutor executor() {
        return executor;
    }

    HttpServer server() {
        return server;
    }

    RawClient client() {
        return client;
    }

    /** Ends the server, and starts one whose queries do something else. */
    void restart(ScriptedExecutor next) throws IOException {
        stop();
        executor = next;
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        start();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        stop();
    }

    private void start() throws IOException {
        server = executor.serve(origins, users);
        client = new RawClient(server.port());
    }

    private void stop() throws IOException {
        client.close();
        server.close();
    }
}
