package dev.houseflow.embedded.internal.server;

import java.time.Duration;
import java.util.Map;

/**
 * What a server is started with.
 *
 * @param port the port to listen on, on 127.0.0.1; 0 for any that is free
 * @param users passwords by user name
 * @param engineDefaults what queries start with, of the settings that concern the HTTP side, by
 *     name
 * @param maxConnections how many clients may be connected at once
 * @param keepAlive how long a connection may lie idle between two requests
 * @param origins which hosts requests may be for, and which web pages they may come from
 * @param pages the pages of the web interface
 * @param displayName what {@code X-ClickHouse-Server-Display-Name} says
 * @param logRequests whether each request becomes a line of the log
 */
public record HttpServerConfig(
        int port,
        Map<String, String> users,
        Map<String, String> engineDefaults,
        int maxConnections,
        Duration keepAlive,
        OriginPolicy origins,
        WebPages pages,
        String displayName,
        boolean logRequests) {
    public HttpServerConfig {
        users = Map.copyOf(users);
        engineDefaults = Map.copyOf(engineDefaults);
    }

    @Override
    public String toString() {
        return "HttpServerConfig[port=" + port + ", users=" + users.keySet() + ", passwords=<hidden>]";
    }
}
