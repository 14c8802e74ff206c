package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.HandlerRequest;
import dev.houseflow.QueryRequest;
import dev.houseflow.Row;
import dev.houseflow.TransportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A stream that is neither read to its end nor closed gives its connection back once nothing refers to it. */
@ExtendWith(Servers.class)
@Timeout(120)
class ForgottenStreamsTest {
    /** More than what is read ahead. */
    private static final QueryRequest LONG = QueryRequest.of("SELECT number FROM numbers(100000000)");

    public record Numbered(long number) {}

    private final Logger logger = Logger.getLogger("dev.houseflow.streams");
    private final Queue<LogRecord> logged = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private static ClickHouseAsyncClient.Builder oneConnection() {
        return ClickHouseAsyncClient.builder(Servers.endpoint())
                .username("tester")
                .password("secret")
                .maxConnections(1);
    }

    private static final Map<String, Consumer<ClickHouseAsyncClient>> WAYS = Map.of(
            "rows", ch -> assertTrue(ch.rows(LONG).stream().findFirst().isPresent()),
            "stream",
                    ch -> assertEquals(0, ch.stream(LONG, Numbered.class).next().number()),
            "blocks", ch -> assertTrue(ch.blocks(LONG).hasNext()),
            "rawStream", ch -> readOne(ch.rawStream(LONG)),
            "handler",
                    ch -> assertEquals(
                            200, ch.streamHandler(handlerRequest()).head().status()),
            "handlerBody", ch -> readOne(ch.streamHandler(handlerRequest()).body()),
            "session", ch -> assertTrue(ch.session().rows(LONG).hasNext()),
            "publisher", ForgottenStreamsTest::subscribe);

    private static HandlerRequest handlerRequest() {
        return HandlerRequest.builder("/").parameter("query", LONG.sql()).build();
    }

    private static void readOne(java.io.InputStream stream) {
        try {
            assertTrue(stream.read() >= 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes one row of many, and asks for no more. */
    private static void subscribe(ClickHouseAsyncClient ch) {
        CompletableFuture<Row> first = new CompletableFuture<>();
        ch.publishRows(LONG).subscribe(new Subscriber<>() {
            private Subscription subscription;

            @Override
            public void onSubscribe(Subscription subscription) {
                this.subscription = subscription;
                subscription.request(1);
            }

            @Override
            public void onNext(Row row) {
                assertNotNull(subscription);
                first.complete(row);
            }

            @Override
            public void onError(Throwable failure) {
                first.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {}
        });
        first.join();
    }

    private static <T> T collectingGarbage(CompletableFuture<T> future) throws InterruptedException {
        while (!future.isDone()) {
            System.gc();
            Thread.sleep(20);
        }
        return future.join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows", "stream", "blocks", "rawStream", "handler", "handlerBody", "session", "publisher"})
    void theNextCallGetsItsConnection(String way) throws InterruptedException {
        try (ClickHouseAsyncClient ch =
                oneConnection().poolTimeout(Duration.ofMinutes(1)).build()) {
            for (int round = 0; round < 2; round++) {
                WAYS.get(way).accept(ch);
                collectingGarbage(ch.execute("SELECT 1"));
            }
        }
        assertEquals(2, logged.size());
        LogRecord first = logged.remove();
        assertTrue(first.getMessage().contains("neither read to its end nor closed"), first.getMessage());
        assertTrue(first.getMessage().contains("-Ddev.houseflow.traceStreams=true"), first.getMessage());
        assertNull(first.getThrown());
        // From the first leak on it is known where streams are made.
        StackTraceElement[] place = logged.remove().getThrown().getStackTrace();
        assertTrue(
                Arrays.stream(place)
                        .anyMatch(frame -> frame.getClassName().startsWith(ForgottenStreamsTest.class.getName())),
                Arrays.toString(place));
    }

    @Test
    void itIsLoggedWithTheIdOfItsQuery() throws InterruptedException {
        try (ClickHouseAsyncClient ch =
                oneConnection().poolTimeout(Duration.ofMinutes(1)).build()) {
            assertTrue(ch.rows(LONG.toBuilder().queryId("forgotten-1").build()).hasNext());
            collectingGarbage(ch.execute("SELECT 1"));
        }
        assertTrue(logged.remove().getMessage().contains("forgotten-1"));
    }

    @Test
    void aStreamThatIsHeldIsLeftAlone() throws InterruptedException {
        QueryRequest few = QueryRequest.of("SELECT number FROM numbers(3000000)");
        try (ClickHouseAsyncClient ch = oneConnection().build();
                RowStream<Row> rows = ch.rows(few)) {
            assertTrue(rows.hasNext());
            for (int i = 0; i < 150; i++) {
                System.gc();
                Thread.sleep(10);
            }
            long count = 0;
            for (; rows.hasNext(); rows.next()) count++;
            assertEquals(3_000_000, count);
        }
        assertTrue(logged.isEmpty());
    }

    @Test
    void streamsThatAreClosedOrReadAreNotToldOf() throws InterruptedException {
        try (ClickHouseAsyncClient ch = oneConnection().build()) {
            ch.rows(LONG).close();
            try (RowStream<Row> rows = ch.rows(LONG)) {
                assertTrue(rows.hasNext());
            }
            RowStream<Row> read = ch.rows("SELECT 1");
            while (read.hasNext()) read.next();
            for (int i = 0; i < 150; i++) {
                System.gc();
                Thread.sleep(10);
            }
            ch.execute("SELECT 1").join();
        }
        assertTrue(logged.isEmpty());
    }

    @Test
    void theErrorSaysWhatTakesTheConnections() {
        try (ClickHouseAsyncClient ch =
                        oneConnection().poolTimeout(Duration.ofMillis(50)).build();
                RowStream<Row> rows = ch.rows(LONG.toBuilder().queryId("held-1").build())) {
            assertTrue(rows.hasNext());
            Throwable failure = assertThrows(CompletionException.class, () -> ch.execute("SELECT 1")
                            .join())
                    .getCause();
            assertFalse(((TransportException) failure).mayHaveReachedServer());
            for (String part : List.of(
                    "poolTimeout", "within 50 ms", "1 of 1 are taken, by 1 stream", "stream held-1", "close streams")) {
                assertTrue(failure.getMessage().contains(part), failure.getMessage());
            }
            assertFalse(failure.getMessage().contains("numbers("), failure.getMessage());
        }
    }
}
