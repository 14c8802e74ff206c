package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.ConfigurationException;
import dev.houseflow.embedded.EmbeddedClickHouse;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How connections are made, as the options of the Java client say. */
class ConnectionOptionsTest {
    private static final EmbeddedClickHouse SERVER = EmbeddedClickHouse.start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void connectionsAreMadeAhead() {
        try (ClickHouseAsyncClient client = ClickHouseAsyncClient.builder(SERVER.endpoint())
                .maxConnections(4)
                .maxConnectsPerSecond(100)
                .build()) {
            assertEquals(3, client.warmUp(3).join());
            assertEquals(1, client.warmUp(4, Duration.ofSeconds(60)).join());
            assertEquals(4, client.poolStats().idleConnections());
            assertTrue(client.toString().contains("4 open, 4 idle, 0 calls waiting"), client.toString());
            assertEquals(
                    1, client.query("SELECT 1", Integer.class).join().rows().get(0));
            assertEquals(4, client.poolStats().openConnections());
            Throwable failure = assertThrows(
                            CompletionException.class, () -> client.warmUp(5).join())
                    .getCause();
            assertInstanceOf(ConfigurationException.class, failure);
            assertTrue(failure.getMessage().contains("maxConnections is 4"), failure.getMessage());
        }
    }

    private static void refused(String words, UnaryOperator<ClickHouseAsyncClient.Builder> options) {
        String message = assertThrows(
                        ConfigurationException.class, () -> options.apply(ClickHouseAsyncClient.builder("https://db"))
                                .build())
                .getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void whatCannotBeIsRefused() {
        refused("tlsProtocols names \"TLSv9\"", it -> it.tlsProtocols("TLSv9"));
        refused("tlsCipherSuites names \"NONE\"", it -> it.tlsCipherSuites("NONE"));
        refused("tlsServerName", it -> it.tlsServerName("no name"));
        refused("maxConnectsPerSecond is 0", it -> it.maxConnectsPerSecond(0));
        refused("socks5://host:port", it -> it.proxy("socks4://proxy:1080"));
        refused("maxConnectsPerSecond", it -> it.maxConnectsPerSecond(5)
                .connections(HttpConnections.builder().maxConnectsPerSecond(5).build()));
    }
}
