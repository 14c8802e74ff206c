package dev.houseflow.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.houseflow.QueryRequest;
import dev.houseflow.RetryPolicy;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The lines that a logger of SLF4J gets. */
@ExtendWith(Servers.class)
@Timeout(120)
class LoggingCallListenerTest {
    public record Numbered(long number) {}

    private final Harness.Lines lines = new Harness.Lines(LoggingCallListener.LOGGER);

    @AfterEach
    void close() {
        lines.close();
    }

    @Test
    void oneLineWhenACallStartsAndOneWhenItEnds() {
        try (ClickHouseAsyncClient ch =
                Harness.client(Servers.endpoint(), LoggingCallListener.create()).build()) {
            QueryRequest request = QueryRequest.builder("SELECT number FROM numbers(3) WHERE number < {n:UInt8}")
                    .parameter("n", 99)
                    .queryId("q1")
                    .build();
            ch.query(request, Numbered.class).join();
        }
        assertEquals(2, lines.all().size(), lines.all()::toString);
        assertEquals(
                "DEBUG start QUERY q1 (SELECT numbers): SELECT number FROM numbers(?) WHERE number < {n:UInt8}",
                lines.all().get(0));
        String end = lines.all().get(1);
        assertTrue(end.startsWith("DEBUG end QUERY q1 (SELECT numbers) DONE in "), end);
        assertTrue(end.contains(" 3 rows received"), end);
        assertTrue(end.contains(" at http://"), end);
    }

    @Test
    void failuresAreToldByTheirCodeAndNothingSecretIsShown() {
        try (ClickHouseAsyncClient ch =
                Harness.client(Servers.endpoint(), LoggingCallListener.create()).build()) {
            assertThrows(CompletionException.class, () -> ch.execute("SELECT '" + Harness.SECRET + "' FROM not_there")
                    .join());
            assertThrows(CompletionException.class, () -> ch.execute("SELECT toDate('" + Harness.SECRET + "')")
                    .join());
        }
        String all = String.join("\n", lines.all());
        assertTrue(all.contains("FAILED in"), all);
        assertTrue(all.contains("with code 60 UNKNOWN_TABLE (HTTP 404)"), all);
        assertFalse(all.contains(Harness.SECRET), all);
    }

    @Test
    void valuesAreShownOnRequestAndThePasswordNever() {
        try (ClickHouseAsyncClient ch = Harness.client(
                        Servers.endpoint(),
                        LoggingCallListener.builder().values(true).build())
                .build()) {
            assertThrows(CompletionException.class, () -> ch.execute("SELECT 'shown' FROM not_there")
                    .join());
        }
        String all = String.join("\n", lines.all());
        assertTrue(all.contains("SELECT 'shown' FROM not_there"), all);
        assertFalse(all.contains(Harness.SECRET), all);
    }

    @Test
    void retriesAndSlowCallsAreWarnings() {
        lines.level(Level.WARN);
        LoggingCallListener listener =
                LoggingCallListener.builder().slowCall(Duration.ZERO).build();
        try (Harness.Server server = new Harness.Server("503 Service Unavailable");
                ClickHouseAsyncClient ch = Harness.client(server.endpoint(), listener)
                        .retry(RetryPolicy.builder()
                                .initialBackoff(Duration.ofMillis(1))
                                .build())
                        .build()) {
            ch.execute("SELECT 1 FROM t").join();
        }
        List<String> all = lines.all();
        assertEquals(2, all.size(), all::toString);
        assertTrue(all.get(0).startsWith("WARN retry EXECUTE "), all::toString);
        assertTrue(all.get(0).contains("attempt 1 failed with code "), all::toString);
        assertTrue(all.get(1).startsWith("WARN slow EXECUTE "), all::toString);
        assertTrue(all.get(1).contains("2 attempts"), all::toString);
        assertTrue(all.get(1).endsWith(": SELECT ? FROM t"), all::toString);
    }

    @Test
    void aForgottenStreamIsAWarning() throws Exception {
        Logger core = Logger.getLogger("dev.houseflow.streams");
        core.setLevel(java.util.logging.Level.OFF);
        lines.level(Level.WARN);
        try (ClickHouseAsyncClient ch =
                Harness.client(Servers.endpoint(), LoggingCallListener.create()).build()) {
            forget(ch);
            Harness.await(() -> {
                System.gc();
                return !lines.all().isEmpty();
            });
        } finally {
            core.setLevel(null);
        }
        assertTrue(lines.all().get(0).startsWith("WARN abandoned STREAM "), lines.all()::toString);
    }

    private static void forget(ClickHouseAsyncClient ch) {
        assertEquals(
                new Numbered(0),
                ch.stream(QueryRequest.of("SELECT number FROM numbers(100000000)"), Numbered.class)
                        .next());
    }

    @Test
    void aQuietLoggerGetsNothing() {
        lines.level(Level.WARN);
        try (ClickHouseAsyncClient ch =
                Harness.client(Servers.endpoint(), LoggingCallListener.create()).build()) {
            ch.execute("SELECT 1").join();
        }
        assertTrue(lines.all().isEmpty(), lines.all()::toString);
    }
}
