package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.Attempt;
import dev.houseflow.AttemptListener;
import dev.houseflow.ConfigurationException;
import dev.houseflow.LoadBalancing;
import dev.houseflow.RetryPolicy;
import dev.houseflow.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Servers.class)
class RetryTest {
    /** Nobody listens on the port of this service. */
    private static final String DEAD = "http://joe:guess@127.0.0.1:1";

    private final List<Attempt> attempts = new CopyOnWriteArrayList<>();

    private ClickHouseAsyncClient.Builder builder(String... endpoints) {
        return ClickHouseAsyncClient.builder(List.of(endpoints))
                .username("tester")
                .password("secret")
                .callListener((AttemptListener) attempts::add);
    }

    @Test
    void aDeadEndpointIsPassedOver() {
        try (ClickHouseAsyncClient ch = builder(DEAD, Servers.endpoint())
                .loadBalancing(LoadBalancing.FIRST_ALIVE)
                .build()) {
            assertEquals(
                    List.of(42L),
                    ch.query("SELECT toInt64(42)", Long.class).join().rows());
            assertEquals(
                    List.of(43L),
                    ch.query("SELECT toInt64(43)", Long.class).join().rows());
            assertTrue(ch.ping().join());
            assertFalse(ch.toString().contains("guess"));
        }
        assertEquals(3, attempts.size());
        Attempt first = attempts.get(0);
        assertEquals(1, first.number());
        assertEquals("http://127.0.0.1:1/", first.endpoint());
        assertInstanceOf(TransportException.class, first.failure());
        assertEquals(Duration.ZERO, first.delayBeforeNext());
        Attempt second = attempts.get(1);
        assertEquals(first.queryId() + "-2", second.queryId());
        assertNull(second.failure());
        assertNull(second.delayBeforeNext());
    }

    @Test
    void withoutRetriesTheFirstFailureCounts() {
        try (ClickHouseAsyncClient ch =
                builder(DEAD, Servers.endpoint()).retry(RetryPolicy.NONE).build()) {
            assertInstanceOf(TransportException.class, Futures.failure(ch.execute("SELECT 1")));
            // The endpoint is known to be away now.
            ch.execute("SELECT 1").join();
        }
        assertEquals(2, attempts.size());
    }

    @Test
    void whatCannotWorkIsRefused() {
        assertThrows(ConfigurationException.class, () -> ClickHouseAsyncClient.builder(List.of())
                .build());
        assertThrows(
                ConfigurationException.class,
                () -> RetryPolicy.builder().maxAttempts(0).build());
        assertThrows(ConfigurationException.class, () -> RetryPolicy.builder()
                .initialBackoff(Duration.ofSeconds(-1))
                .build());
        assertThrows(
                ConfigurationException.class,
                () -> RetryPolicy.builder().maxBackoff(Duration.ofMillis(99)).build());
        assertEquals(
                "RetryPolicy(3 attempts, backoff PT0.1S to PT5S)",
                RetryPolicy.builder().build().toString());
    }
}
