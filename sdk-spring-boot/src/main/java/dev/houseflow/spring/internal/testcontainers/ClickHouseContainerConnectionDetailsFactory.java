package dev.houseflow.spring.internal.testcontainers;

import dev.houseflow.spring.HouseflowConnectionDetails;
import java.util.List;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.clickhouse.ClickHouseContainer;

/** Makes {@code @ServiceConnection} work for Testcontainers' ClickHouse. */
public class ClickHouseContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<ClickHouseContainer, HouseflowConnectionDetails> {
    private static final int HTTP_PORT = 8123;

    @Override
    protected HouseflowConnectionDetails getContainerConnectionDetails(
            ContainerConnectionSource<ClickHouseContainer> source) {
        return new Details(source);
    }

    private static final class Details extends ContainerConnectionDetails<ClickHouseContainer>
            implements HouseflowConnectionDetails {
        private Details(ContainerConnectionSource<ClickHouseContainer> source) {
            super(source);
        }

        @Override
        public List<String> getEndpoints() {
            ClickHouseContainer container = getContainer();
            return List.of("http://" + container.getHost() + ":" + container.getMappedPort(HTTP_PORT));
        }

        @Override
        public String getUsername() {
            return getContainer().getUsername();
        }

        @Override
        public String getPassword() {
            return getContainer().getPassword();
        }

        @Override
        public String getDatabase() {
            return getContainer().getDatabaseName();
        }

        /** The container speaks plain HTTP at that port. */
        @Override
        public SslBundle getSslBundle() {
            return null;
        }
    }
}
