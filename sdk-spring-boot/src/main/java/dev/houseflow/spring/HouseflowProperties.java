package dev.houseflow.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The properties below {@code houseflow}: those of the default client, and of further ones by their
 * names. See docs/spring.md.
 */
@ConfigurationProperties("houseflow")
public class HouseflowProperties extends ClientProperties {
    /**
     * Further clients by name; one without endpoints uses the server and user of the default one.
     */
    private Map<String, ClientProperties> clients = new LinkedHashMap<>();

    @NestedConfigurationProperty
    private final EmbeddedProperties embedded = new EmbeddedProperties();

    @NestedConfigurationProperty
    private final HealthProperties health = new HealthProperties();

    @NestedConfigurationProperty
    private final LoggingProperties logging = new LoggingProperties();

    public Map<String, ClientProperties> getClients() {
        return clients;
    }

    public void setClients(Map<String, ClientProperties> clients) {
        this.clients = clients;
    }

    /** The embedded server for development and tests. */
    public EmbeddedProperties getEmbedded() {
        return embedded;
    }

    /** The health checks. */
    public HealthProperties getHealth() {
        return health;
    }

    /** Calls in the log. */
    public LoggingProperties getLogging() {
        return logging;
    }
}
