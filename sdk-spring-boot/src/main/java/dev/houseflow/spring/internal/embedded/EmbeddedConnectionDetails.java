package dev.houseflow.spring.internal.embedded;

import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.spring.HouseflowConnectionDetails;
import dev.houseflow.spring.HouseflowProperties;
import java.util.List;

/**
 * An embedded server that is a bean; as whom one connects, and to which database, the properties
 * say.
 */
final class EmbeddedConnectionDetails implements HouseflowConnectionDetails {
    private final EmbeddedClickHouse server;
    private final HouseflowProperties properties;

    EmbeddedConnectionDetails(EmbeddedClickHouse server, HouseflowProperties properties) {
        this.server = server;
        this.properties = properties;
    }

    @Override
    public List<String> getEndpoints() {
        return List.of(server.endpoint());
    }

    @Override
    public String getUsername() {
        return properties.getUsername();
    }

    @Override
    public String getPassword() {
        return properties.getPassword();
    }

    @Override
    public String getDatabase() {
        return properties.getDatabase();
    }
}
