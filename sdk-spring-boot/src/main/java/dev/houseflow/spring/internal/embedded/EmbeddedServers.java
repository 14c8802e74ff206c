package dev.houseflow.spring.internal.embedded;

import dev.houseflow.ClickHouseException;
import dev.houseflow.ClickHouseSql;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.spring.EmbeddedProperties;
import dev.houseflow.spring.HouseflowProperties;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;

/** The server that {@code houseflow.embedded.enabled} asks for. */
final class EmbeddedServers {
    private static final System.Logger LOG = System.getLogger("dev.houseflow.embedded");
    private static final String DEFAULT_USER = "default";

    private EmbeddedServers() {}

    /**
     * Starts it with the user and the database that the properties name, so that what connects to
     * it works.
     */
    static EmbeddedClickHouse start(HouseflowProperties properties) {
        EmbeddedProperties embedded = properties.getEmbedded();
        EmbeddedClickHouse.Builder builder = EmbeddedClickHouse.builder().port(embedded.getPort());
        String username = properties.getUsername() == null ? DEFAULT_USER : properties.getUsername();
        String password = properties.getPassword() == null ? "" : properties.getPassword();
        builder.user(username, password);
        if (embedded.getDataPath() != null) builder.dataPath(embedded.getDataPath());
        embedded.getSettings().forEach(builder::setting);
        if (embedded.isAllowFiles()) builder.allowFiles();
        if (embedded.isAllowNetwork()) builder.allowNetwork();
        if (embedded.isLogRequests()) builder.logRequests();
        builder.logListener(line -> LOG.log(Level.INFO, line));
        EmbeddedClickHouse server = builder.start();
        boolean ready = false;
        try {
            if (properties.getDatabase() != null) {
                createDatabase(server, username, password, properties.getDatabase());
            }
            ready = true;
            return server;
        } finally {
            if (!ready) server.close();
        }
    }

    private static void createDatabase(EmbeddedClickHouse server, String username, String password, String name) {
        try (ClickHouseAsyncClient client = ClickHouseAsyncClient.builder(server.endpoint())
                .username(username)
                .password(password)
                .build()) {
            client.execute("CREATE DATABASE IF NOT EXISTS " + ClickHouseSql.quoteName(name))
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ClickHouseException cause) throw cause;
            throw e;
        }
    }
}
