package dev.houseflow.spring.internal.clients;

import dev.houseflow.spring.HouseflowConnectionDetails;
import dev.houseflow.spring.HouseflowProperties;
import java.util.List;
import org.springframework.boot.ssl.SslBundle;

/** What the properties say, where nothing else says where the server is. */
public final class PropertiesConnectionDetails implements HouseflowConnectionDetails {
    private static final List<String> HERE = List.of("http://localhost:8123");

    private final HouseflowProperties properties;
    private final SslBundle bundle;

    public PropertiesConnectionDetails(HouseflowProperties properties, SslBundle bundle) {
        this.properties = properties;
        this.bundle = bundle;
    }

    @Override
    public List<String> getEndpoints() {
        return properties.getEndpoints().isEmpty() ? HERE : properties.getEndpoints();
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

    @Override
    public SslBundle getSslBundle() {
        return bundle;
    }
}
