package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.Block;
import dev.houseflow.ConfigurationException;
import dev.houseflow.Format;
import dev.houseflow.FormatException;
import dev.houseflow.QueryRequest;
import dev.houseflow.Row;
import dev.houseflow.ServerException;
import dev.houseflow.TransportException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Servers.class)
class FailureTest {
    record Number(long number) {}

    record Named(String name) {}

    /** Some blocks of rows, then a failure. */
    private static final QueryRequest FAILS_LATE = QueryRequest.builder(
                    "SELECT toInt64(throwIf(number = 500000, 'too far')) + number AS number FROM numbers(1000000)")
            .setting("max_block_size", 1000)
            .setting("max_threads", 1)
            .build();

    private ClickHouseAsyncClient ch;

    @BeforeEach
    void connect() {
        ch = Servers.client();
    }

    @AfterEach
    void close() {
        ch.close();
    }

    private static ServerException serverFailure(Throwable failure) {
        return assertInstanceOf(ServerException.class, failure);
    }

    @Test
    void aWrongPassword() {
        try (ClickHouseAsyncClient stranger = ClickHouseAsyncClient.builder(Servers.endpoint())
                .username("tester")
                .password("guess")
                .build()) {
            ServerException failure = serverFailure(Futures.failure(stranger.execute("SELECT 1")));
            assertEquals(516, failure.code());
            assertEquals("AUTHENTICATION_FAILED", failure.name());
            assertFalse(failure.toString().contains("guess"));
        }
    }

    @Test
    void aClosedPort() {
        try (ClickHouseAsyncClient nobody =
                ClickHouseAsyncClient.builder("http://127.0.0.1:1").build()) {
            TransportException failure =
                    assertInstanceOf(TransportException.class, Futures.failure(nobody.query("SELECT 1", Long.class)));
            assertFalse(failure.mayHaveReachedServer());
            assertTrue(failure.isRetryable());
            try (RowStream<Long> rows = nobody.stream("SELECT 1", Long.class)) {
                assertThrows(TransportException.class, rows::hasNext);
            }
        }
    }

    @Test
    void anUnknownTable() {
        ServerException failure = serverFailure(Futures.failure(ch.query("SELECT * FROM nowhere", Number.class)));
        assertEquals(60, failure.code());
        assertEquals("UNKNOWN_TABLE", failure.name());
        assertTrue(failure.serverMessage().contains("nowhere"), failure.serverMessage());
        assertFalse(failure.queryId().isEmpty());
        assertEquals(
                60,
                serverFailure(Futures.failure(ch.insert("nowhere", List.of(new Number(1)), Number.class)))
                        .code());
    }

    @Test
    void aSyntaxError() {
        assertEquals(62, serverFailure(Futures.failure(ch.execute("SELEC 1"))).code());
        assertEquals(62, serverFailure(Futures.failure(ch.rawQuery("SELEC 1"))).code());
        try (RowStream<Number> rows = ch.stream("SELEC 1", Number.class)) {
            ServerException first = assertThrows(ServerException.class, rows::hasNext);
            assertEquals(62, first.code());
            assertSame(first, assertThrows(ServerException.class, rows::next));
        }
    }

    @Test
    void aFailingRowInMidStream() throws IOException {
        long seen = -1;
        try (RowStream<Number> rows = ch.stream(FAILS_LATE, Number.class)) {
            ServerException failure = null;
            try {
                while (rows.hasNext()) seen = rows.next().number();
            } catch (ServerException e) {
                failure = e;
            }
            assertEquals(395, serverFailure(failure).code());
            assertTrue(failure.serverMessage().contains("too far"), failure.serverMessage());
        }
        assertTrue(seen < 500_000, "a row after the failure: " + seen);

        assertEquals(
                395,
                serverFailure(Futures.failure(ch.query(FAILS_LATE, Number.class)))
                        .code());
        try (InputStream bytes = ch.rawStream(FAILS_LATE, Format.CSV)) {
            IOException failure = assertThrows(IOException.class, bytes::readAllBytes);
            assertEquals(395, serverFailure(failure.getCause()).code());
            assertEquals(failure.getCause().getMessage(), failure.getMessage());
            // And again: a reader that goes on must not take it for the end.
            assertSame(
                    failure.getCause(),
                    assertThrows(IOException.class, bytes::read).getCause());
        }
    }

    @Test
    void aStreamOfBytesThatFailsAtOnceOrIsClosed() throws IOException {
        try (InputStream bytes = ch.rawStream("SELEC 1")) {
            IOException failure = assertThrows(IOException.class, bytes::read);
            assertEquals(62, serverFailure(failure.getCause()).code());
        }
        InputStream begun = ch.rawStream("SELECT number FROM system.numbers", Format.CSV);
        assertEquals('0', begun.read());
        InputStream unread = ch.rawStream("SELECT 1", Format.CSV);
        for (InputStream bytes : List.of(begun, unread)) {
            bytes.close();
            bytes.close();
            for (Executable use : List.<Executable>of(
                    bytes::read,
                    () -> bytes.read(new byte[10]),
                    bytes::readAllBytes,
                    () -> bytes.skip(1),
                    bytes::available,
                    () -> bytes.transferTo(OutputStream.nullOutputStream()))) {
                IOException failure = assertThrows(IOException.class, use);
                assertInstanceOf(ConfigurationException.class, failure.getCause());
                assertTrue(failure.getMessage().contains("closed"), failure.getMessage());
            }
        }
    }

    @Test
    void rowsThatAreConsumedAlready() {
        try (RowStream<Number> rows = ch.stream("SELECT number FROM numbers(3)", Number.class)) {
            assertEquals(3, rows.stream().count());
            String message =
                    assertThrows(ConfigurationException.class, rows::stream).getMessage();
            assertTrue(message.contains("already consumed"), message);
        }
        try (RowStream<Row> rows = ch.rows("SELECT number FROM numbers(3)")) {
            assertEquals(0, rows.next().getLong("number"));
            assertEquals(1, rows.stream().limit(1).count());
            assertThrows(ConfigurationException.class, rows::stream);
            // What an iterator has left is no secret.
            assertEquals(2, rows.next().getLong("number"));
        }
        try (RowStream<Block> blocks = ch.blocks("SELECT 1 WHERE 0")) {
            // An empty result is one block without rows, which has its names and types.
            assertEquals(List.of(0), blocks.stream().map(Block::rowCount).toList());
            assertThrows(ConfigurationException.class, blocks::stream);
        }
    }

    @Test
    void aFailedDownloadLeavesNoFile(@TempDir Path folder) throws IOException {
        serverFailure(Futures.failure(ch.download(FAILS_LATE, Format.CSV, folder.resolve("out.csv"))));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void aClassThatDoesNotMatch() {
        FormatException failure =
                assertInstanceOf(FormatException.class, Futures.failure(ch.query("SELECT 1 AS x", Named.class)));
        assertTrue(failure.getMessage().contains("property `name: String` has no column"), failure.getMessage());
        try (RowStream<Number> rows = ch.stream("SELECT 'x' AS number", Number.class)) {
            assertThrows(FormatException.class, rows::hasNext);
        }
    }

    @Test
    void nullForAPrimitive() {
        FormatException failure = assertInstanceOf(
                FormatException.class,
                Futures.failure(
                        ch.query("SELECT if(number = 2, NULL, number) AS number FROM numbers(4)", Number.class)));
        assertEquals("number", failure.column());
        assertEquals(2, failure.row());
    }

    @Test
    void aClassThatCanBeNoRow() {
        assertInstanceOf(ConfigurationException.class, Futures.failure(ch.query("SELECT 1", Runnable.class)));
        assertThrows(ConfigurationException.class, () -> ch.stream("SELECT 1", Runnable.class));
        assertThrows(ConfigurationException.class, () -> ch.publish("SELECT 1", Runnable.class));
    }

    @Test
    void anEmptyStatement() {
        assertInstanceOf(ConfigurationException.class, Futures.failure(ch.execute(" ")));
    }

    @Test
    void joinWrapsOnce() {
        CompletionException wrapped = assertThrows(
                CompletionException.class, () -> ch.execute("SELEC 1").join());
        assertInstanceOf(ServerException.class, wrapped.getCause());
    }

    @Test
    void rowsThatFailWhileTheyAreInserted() {
        ch.execute("CREATE TABLE IF NOT EXISTS failing (number Int64) ENGINE Memory")
                .join();
        Iterable<Number> rows = () -> new Iterator<>() {
            private long next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Number next() {
                if (next == 10) throw new IllegalStateException("no more");
                return new Number(next++);
            }
        };
        Throwable failure = Futures.failure(ch.insert("failing", rows, Number.class));
        assertInstanceOf(IllegalStateException.class, failure);
        assertEquals(
                List.of(0L),
                ch.query("SELECT count() FROM failing", Long.class).join().rows());
    }

    @Test
    void aClosedClient() {
        ch.close();
        ch.close();
        assertInstanceOf(ConfigurationException.class, Futures.failure(ch.execute("SELECT 1")));
        assertFalse(ch.ping().join());
    }
}
