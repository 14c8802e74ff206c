package dev.houseflow.test;

import dev.houseflow.test.TestServer.Address;
import org.testcontainers.clickhouse.ClickHouseContainer;

/**
 * Testcontainers' ClickHouse as a {@link TestServer}. Needs {@code
 * org.testcontainers:testcontainers-clickhouse} (up to 1.x {@code org.testcontainers:clickhouse},
 * 1.20 and later), which this library does not bring.
 */
public final class ContainerServers {
    private ContainerServers() {}

    /**
     * The server in {@code container}, as the user that the container was given. A container that
     * does not run is started by the first use; it stays the caller's to stop, and Testcontainers
     * stops it with the JVM.
     */
    public static TestServer of(ClickHouseContainer container) {
        return TestServer.lazy(() -> {
            container.start();
            return new Address(
                    "http://" + container.getHost() + ":" + container.getMappedPort(8123),
                    container.getUsername(),
                    container.getPassword(),
                    null);
        });
    }
}
