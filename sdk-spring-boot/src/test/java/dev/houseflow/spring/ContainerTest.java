package dev.houseflow.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.testkit.AvailableServers;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.testcontainers.clickhouse.ClickHouseContainer;
import org.testcontainers.utility.DockerImageName;

class ContainerTest {
    private static final DockerImageName IMAGE =
            DockerImageName.parse(AvailableServers.IMAGE).asCompatibleSubstituteFor("clickhouse/clickhouse-server");

    // snippet: spring-container
    @Configuration(proxyBeanMethods = false)
    static class Container {
        @Bean
        @ServiceConnection
        ClickHouseContainer clickHouse() {
            return new ClickHouseContainer(IMAGE);
        }
    }
    // end

    @Test
    void aContainerIsAServiceConnection() {
        String absent = AvailableServers.INSTANCE.getTestcontainers().getUnavailableReason();
        if (!AvailableServers.INSTANCE.isCi()) Assumptions.assumeTrue(absent == null, absent);
        try (ConfigurableApplicationContext context = Started.with(List.of(Container.class))) {
            assertThat(context.getBean(ClickHouseAsyncClient.class)
                            .query("SELECT version()", String.class)
                            .join()
                            .rows()
                            .get(0))
                    .startsWith("18.16.");
        }
    }
}
