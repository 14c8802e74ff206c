package dev.houseflow.shell;

import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Map;

/** The server that statements go to: that of a URL, or an embedded one, which it owns. */
final class Target implements AutoCloseable {
    private final EmbeddedClickHouse embedded;
    private final ClickHouseAsyncClient client;
    private final String name;

    private Target(EmbeddedClickHouse embedded, ClickHouseAsyncClient client, String name) {
        this.embedded = embedded;
        this.client = client;
        this.name = name;
    }

    /**
     * Starts or finds the server; nothing is asked of it yet.
     *
     * @param environment for CLICKHOUSE_USER and CLICKHOUSE_PASSWORD
     */
    static Target of(Options options, Map<String, String> environment) {
        if (options.url != null) {
            String userInfo = userInfo(options.url);
            return new Target(null, client(options, environment, userInfo), display(options.url));
        }
        // Files and networks are those that its user may use anyway; a password keeps others on
        // this machine away from them.
        String password = new BigInteger(128, new SecureRandom()).toString(36);
        EmbeddedClickHouse.Builder builder = EmbeddedClickHouse.builder()
                .user("default", password)
                .allowFiles()
                .allowNetwork();
        if (options.data != null) builder.dataPath(options.data);
        EmbeddedClickHouse server = builder.start();
        try {
            ClickHouseAsyncClient.Builder client = ClickHouseAsyncClient.builder(server.endpoint())
                    .username("default")
                    .password(password);
            configure(client, options);
            return new Target(server, client.build(), "the embedded engine");
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static ClickHouseAsyncClient client(Options options, Map<String, String> environment, String userInfo) {
        ClickHouseAsyncClient.Builder builder = ClickHouseAsyncClient.builder(options.url);
        String user = options.user != null || userInfo != null ? options.user : environment.get("CLICKHOUSE_USER");
        String password = options.password;
        if (password == null && (userInfo == null || !userInfo.contains(":"))) {
            password = environment.get("CLICKHOUSE_PASSWORD");
        }
        if (user != null) builder.username(user);
        if (password != null) builder.password(password);
        configure(builder, options);
        return builder.build();
    }

    private static void configure(ClickHouseAsyncClient.Builder builder, Options options) {
        options.settings.forEach(builder::setting);
        // In a session USE has to hold, which a database of each request would undo.
        if (!options.session && options.database != null) builder.database(options.database);
    }

    private static String userInfo(String url) {
        try {
            return URI.create(url).getRawUserInfo();
        } catch (IllegalArgumentException e) {
            // The client says what is wrong with it.
            return null;
        }
    }

    /** The URL without user and password. */
    private static String display(String url) {
        int begin = url.indexOf("://") + 3;
        return url.substring(0, begin) + url.substring(Math.max(begin, url.lastIndexOf('@') + 1));
    }

    ClickHouseAsyncClient client() {
        return client;
    }

    /** What to call it; never with a password. */
    String name() {
        return name;
    }

    @Override
    public void close() {
        client.close();
        if (embedded != null) embedded.close();
    }
}
