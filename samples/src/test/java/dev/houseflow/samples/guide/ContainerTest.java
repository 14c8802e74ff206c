package dev.houseflow.samples.guide;

// snippet: container-java
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.houseflow.Compression;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.clickhouse.ClickHouseContainer;
import org.testcontainers.utility.DockerImageName;

@EnabledIf("dev.houseflow.samples.guide.ContainerImage#isThere")
class ContainerTest {
    private static final String IMAGE =
            System.getenv("CLICKHOUSE_IMAGE"); // clickhouse/clickhouse-server:26.3 or another

    public record Trade(long id, String symbol, double price) {}

    private static ClickHouseContainer server;
    private static ClickHouseAsyncClient ch;

    @BeforeAll
    static void start() {
        server = new ClickHouseContainer(
                DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("clickhouse/clickhouse-server"));
        server.start();
        ch = ClickHouseAsyncClient.builder("http://" + server.getHost() + ":" + server.getMappedPort(8123))
                .username(server.getUsername())
                .password(server.getPassword())
                .compression(Compression.NONE) // it is on this machine
                .build();
    }

    @AfterAll
    static void stop() {
        ch.close();
        server.stop();
    }

    @Test
    void sumsPrices() {
        ch.execute("CREATE TABLE trades (id Int64, symbol String, price Float64) ENGINE = MergeTree ORDER BY id")
                .join();
        ch.insert("trades", List.of(new Trade(1, "ETH", 1.5), new Trade(2, "ETH", 2.5)), Trade.class)
                .join();
        assertEquals(
                List.of(4.0),
                ch.query("SELECT sum(price) FROM trades", Double.class).join().rows());
    }
}
// end
