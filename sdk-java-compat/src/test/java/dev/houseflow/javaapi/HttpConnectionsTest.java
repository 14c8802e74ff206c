package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Java classes for shared connections and for TLS. */
@ExtendWith(Servers.class)
class HttpConnectionsTest {
    private static ClickHouseAsyncClient client(HttpConnections connections) {
        return ClickHouseAsyncClient.builder(Servers.endpoint())
                .username("tester")
                .password("secret")
                .connections(connections)
                .build();
    }

    @Test
    void F2_clientsShareThemAndLeaveThemOpen() {
        HttpConnections shared = HttpConnections.builder()
                .maxConnections(4)
                .idleTimeout(Duration.ofSeconds(2))
                .maxConnectionAge(null)
                .readBufferSize(64 * 1024)
                .receiveBufferSize(64 * 1024)
                .sendBufferSize(null)
                .keepAlive(false)
                .tcpNoDelay(false)
                .build();
        assertTrue(shared.toString().contains("maxConnections=4"), shared.toString());
        client(shared).close();
        try (ClickHouseAsyncClient second = client(shared)) {
            assertEquals(
                    List.of(1), second.query("SELECT 1", Integer.class).join().rows());
            shared.close();
            assertThrows(
                    CompletionException.class, () -> second.execute("SELECT 1").join());
        }
        client(null).close();
    }

    @Test
    void F3_anOptionThatCannotWorkIsRefusedByName() {
        String message = assertThrows(
                        ConfigurationException.class,
                        () -> HttpConnections.builder().maxConnections(0).build())
                .getMessage();
        assertEquals("maxConnections is 0; give at least 1", message);
        try (HttpConnections shared = HttpConnections.builder().build()) {
            String both = assertThrows(
                            ConfigurationException.class, () -> ClickHouseAsyncClient.builder("http://localhost")
                                    .connections(shared)
                                    .keepAlive(false)
                                    .tcpNoDelay(false)
                                    .build())
                    .getMessage();
            assertTrue(both.contains("keepAlive, tcpNoDelay"), both);
        }
    }

    @Test
    void pemFilesWithoutACertificateAreRefused() {
        byte[] text = "no certificate".getBytes(StandardCharsets.UTF_8);
        PemSslContext.Builder builder = PemSslContext.builder();
        assertEquals("TLS", builder.build().getProtocol());
        assertThrows(ConfigurationException.class, () -> builder.trust(text));
        assertThrows(ConfigurationException.class, () -> builder.clientCertificate(text, text));
        Path none = Path.of("no-such-file.pem");
        String message = assertThrows(ConfigurationException.class, () -> builder.trust(none))
                .getMessage();
        assertTrue(message.contains("no-such-file.pem"), message);
        assertThrows(ConfigurationException.class, () -> builder.clientCertificate(none, none));
    }
}
