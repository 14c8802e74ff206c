package dev.houseflow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.testkit.AvailableServers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.clickhouse.ClickHouseContainer;
import org.testcontainers.utility.DockerImageName;

/** The extension on a container, which its first test starts. */
@EnabledIf(value = "hasContainer", disabledReason = "no Docker engine with the image; .ci/docker-engine starts one")
class ContainerExtensionTest {
    private static final DockerImageName IMAGE =
            DockerImageName.parse(AvailableServers.IMAGE).asCompatibleSubstituteFor("clickhouse/clickhouse-server");

    // snippet: testing-container
    @RegisterExtension
    static final HouseflowExtension CLICK_HOUSE =
            HouseflowExtension.on(ContainerServers.of(new ClickHouseContainer(IMAGE)));
    // end

    static boolean hasContainer() {
        return AvailableServers.INSTANCE.isCi()
                || AvailableServers.INSTANCE.getTestcontainers().getUnavailableReason() == null;
    }

    @Test
    void testsRunInTheContainer(TestDatabase database, ClickHouseAsyncClient client) {
        assertEquals(
                List.of(database.name()),
                client.query("SELECT currentDatabase()", String.class).join().rows());
        assertEquals(
                "18.16.1",
                client.query("SELECT version()", String.class).join().rows().get(0));
    }
}
