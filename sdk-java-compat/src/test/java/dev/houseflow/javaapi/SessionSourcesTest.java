package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.ConfigurationException;
import dev.houseflow.Format;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An insert of a session whose rows come from the same session would wait for itself. */
@ExtendWith(Servers.class)
class SessionSourcesTest {
    private static final String NUMBERS = "SELECT number FROM numbers(3000000)";

    private ClickHouseAsyncClient ch;

    @BeforeEach
    void makeTable() {
        ch = Servers.client();
        ch.execute("DROP TABLE IF EXISTS session_sources").join();
        ch.execute("CREATE TABLE session_sources (n Int64) ENGINE MergeTree ORDER BY n")
                .join();
    }

    @AfterEach
    void close() {
        ch.close();
    }

    private static void isToldThatItIsBusy(CompletableFuture<?> call) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> call.get(60, TimeUnit.SECONDS));
        assertInstanceOf(ConfigurationException.class, failure.getCause());
        assertTrue(failure.getCause().getMessage().contains("still busy with the insert"), failure.toString());
    }

    @Test
    void rowsOfTheSameSessionAreRefused() {
        ClickHouseAsyncClient session = ch.session();
        try (RowStream<Long> rows = session.stream(NUMBERS, Long.class)) {
            isToldThatItIsBusy(session.insert("session_sources", () -> rows, Long.class));
        }
        assertEquals(1L, session.query("SELECT 1", Long.class).join().rows().get(0));
    }

    @Test
    void publishersOfTheSameSessionAreRefused() {
        ClickHouseAsyncClient session = ch.session();
        isToldThatItIsBusy(session.insert("session_sources", session.publish(NUMBERS, Long.class), Long.class));
        isToldThatItIsBusy(session.rawInsert("session_sources", Format.CSV, session.publishRaw(NUMBERS, Format.CSV)));
    }

    @Test
    void bytesOfTheSameSessionAreRefused() throws Exception {
        ClickHouseAsyncClient session = ch.session();
        try (InputStream bytes = session.rawStream(NUMBERS, Format.CSV)) {
            IOException failure = assertInstanceOf(
                    IOException.class, Futures.failure(session.rawInsert("session_sources", Format.CSV, bytes)));
            assertTrue(failure.getMessage().contains("still busy with the insert"), failure.getMessage());
            // With assertions on, coroutines copy exceptions that cross threads, and the first one is the cause of the
            // copy.
            Throwable cause = failure.getCause();
            assertInstanceOf(ConfigurationException.class, cause instanceof IOException ? cause.getCause() : cause);
        }
    }

    @Test
    void queriesOfTheSameSessionAreRefusedInAnIterator() {
        ClickHouseAsyncClient session = ch.session();
        Iterable<Long> asking = () -> LongStream.range(0, 3)
                .map(n -> session.query("SELECT " + n, Long.class).join().rows().get(0))
                .iterator();
        CompletableFuture<?> insert = session.insert("session_sources", asking, Long.class);
        ExecutionException failure = assertThrows(ExecutionException.class, () -> insert.get(60, TimeUnit.SECONDS));
        assertInstanceOf(ConfigurationException.class, failure.getCause().getCause());
    }

    @Test
    void otherSourcesGoInAsEver() throws Exception {
        ClickHouseAsyncClient session = ch.session();
        try (RowStream<Long> rows = ch.stream("SELECT number FROM numbers(200000)", Long.class);
                InputStream bytes = ch.rawStream("SELECT number FROM numbers(200000)", Format.CSV)) {
            Iterable<Long> iterable = () -> (Iterator<Long>) rows;
            assertEquals(
                    200_000,
                    session.insert("session_sources", iterable, Long.class)
                            .join()
                            .writtenRows());
            assertEquals(
                    200_000,
                    session.rawInsert("session_sources", Format.CSV, bytes)
                            .join()
                            .writtenRows());
        }
        assertEquals(
                2,
                session.insert("session_sources", List.of(1L, 2L), Long.class)
                        .join()
                        .writtenRows());
        assertEquals(
                3,
                session.insert("session_sources", ch.publish("SELECT number FROM numbers(3)", Long.class), Long.class)
                        .join()
                        .writtenRows());
    }
}
