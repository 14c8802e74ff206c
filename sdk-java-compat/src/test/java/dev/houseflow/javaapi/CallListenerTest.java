package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.Attempt;
import dev.houseflow.CallEnd;
import dev.houseflow.CallFirstByte;
import dev.houseflow.CallListener;
import dev.houseflow.CallOperation;
import dev.houseflow.CallOutcome;
import dev.houseflow.CallStart;
import dev.houseflow.Format;
import dev.houseflow.QueryRequest;
import dev.houseflow.ServerException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The events of calls of the Java client, in the ways in which they can end. */
@ExtendWith(Servers.class)
@Timeout(120)
class CallListenerTest {
    private static final QueryRequest LONG = QueryRequest.of("SELECT number FROM numbers(100000000)");

    public record Numbered(long number) {}

    /** The name of the caller that an event belongs to. */
    private static final ThreadLocal<String> CALLER = new ThreadLocal<>();

    private final List<String> order = new CopyOnWriteArrayList<>();
    private final List<CallEnd> ends = new CopyOnWriteArrayList<>();
    private final List<Object> callers = new CopyOnWriteArrayList<>();

    private final CallListener listener = new CallListener() {
        @Override
        public Object callerContext() {
            return CALLER.get();
        }

        @Override
        public void onStart(CallStart start) {
            if (start.call().operation() == CallOperation.INTERNAL) return;
            if (start.callerContext() != null) callers.add(start.callerContext());
            order.add("start " + start.call().operation());
        }

        @Override
        public void onFirstByte(CallFirstByte firstByte) {
            if (firstByte.call().operation() != CallOperation.INTERNAL) order.add("first byte");
        }

        @Override
        public void onAttempt(Attempt attempt) {
            if (attempt.call().operation() != CallOperation.INTERNAL)
                order.add("attempt " + (attempt.failure() == null ? "done" : "failed"));
        }

        @Override
        public void onEnd(CallEnd end) {
            if (end.call().operation() == CallOperation.INTERNAL) return;
            order.add("end " + end.outcome());
            ends.add(end);
        }
    };

    private ClickHouseAsyncClient ch;

    @BeforeEach
    void open() {
        ch = ClickHouseAsyncClient.builder(Servers.endpoint())
                .username("tester")
                .password("secret")
                .callListener(listener)
                .build();
    }

    @AfterEach
    void close() {
        ch.close();
    }

    private static List<String> well(String operation) {
        return List.of("start " + operation, "first byte", "attempt done", "end DONE");
    }

    /** The end of a stream may be told on another thread. */
    private CallEnd end(int number) throws InterruptedException {
        long start = System.nanoTime();
        while (ends.size() < number && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60)) Thread.sleep(5);
        assertEquals(number, ends.size(), () -> "ends of " + order);
        return ends.get(number - 1);
    }

    @Test
    void futures() throws Exception {
        ch.execute("SELECT 1").join();
        assertEquals(well("EXECUTE"), order);
        CallEnd end = end(1);
        assertNotNull(end.summary());
        assertEquals(end.summary().queryId(), end.queryId());
        assertEquals(Servers.endpoint() + "/", end.endpoint());
        ServerException failure =
                assertInstanceOf(ServerException.class, Futures.failure(ch.execute("SELECT nothing")));
        assertEquals(CallOutcome.FAILED, end(2).outcome());
        assertEquals(failure.code(), end(2).errorCode());
        assertSame(failure, end(2).failure());
        CompletableFuture<?> future = ch.query("SELECT sleep(3)", Long.class);
        Thread.sleep(200);
        assertTrue(future.cancel(true));
        assertEquals(CallOutcome.CANCELLED, end(3).outcome());
        assertNull(end(3).failure());
    }

    @Test
    void rowStreamsThatAreReadClosedAndForgotten() throws Exception {
        try (RowStream<Numbered> rows = ch.stream(QueryRequest.of("SELECT number FROM numbers(3)"), Numbered.class)) {
            assertEquals(3, rows.stream().count());
        }
        assertEquals(well("STREAM"), order);
        assertEquals(3L, end(1).receivedRows());
        try (RowStream<Numbered> rows = ch.stream(LONG, Numbered.class)) {
            assertEquals(new Numbered(0), rows.next());
        }
        assertEquals(CallOutcome.CANCELLED, end(2).outcome());
        Logger logger = Logger.getLogger("dev.houseflow.streams");
        logger.setLevel(Level.OFF);
        try {
            forget();
            long start = System.nanoTime();
            while (ends.size() < 3 && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60)) {
                System.gc();
                Thread.sleep(50);
            }
        } finally {
            logger.setLevel(null);
        }
        assertEquals(CallOutcome.ABANDONED, end(3).outcome());
    }

    private void forget() {
        assertEquals(new Numbered(0), ch.stream(LONG, Numbered.class).next());
    }

    @Test
    void publishersThatAreReadAndCancelled() throws Exception {
        CompletableFuture<Integer> all = new CompletableFuture<>();
        ch.publish(QueryRequest.of("SELECT number FROM numbers(5)"), Numbered.class)
                .subscribe(new Counting(Integer.MAX_VALUE, all));
        assertEquals(5, all.get(60, TimeUnit.SECONDS));
        assertEquals(CallOutcome.DONE, end(1).outcome());
        assertEquals(well("STREAM"), order);
        CompletableFuture<Integer> some = new CompletableFuture<>();
        ch.publish(LONG, Numbered.class).subscribe(new Counting(2, some));
        assertEquals(2, some.get(60, TimeUnit.SECONDS));
        assertEquals(CallOutcome.CANCELLED, end(2).outcome());
    }

    @Test
    void insertsOfAllKinds() throws Exception {
        ch.execute("CREATE TABLE listened (number Int64) ENGINE = Memory").join();
        order.clear();
        ch.insert("listened", List.of(new Numbered(1), new Numbered(2)), Numbered.class)
                .join();
        assertEquals(well("INSERT"), order);
        assertEquals(2L, end(2).sentRows());
        assertTrue(end(2).sentBytes() > 16);
        assertTrue(end(2).sentPackedBytes() > 0);
        assertEquals("listened", end(2).call().table());
        ch.rawInsert("listened", Format.CSV, "3\n").join();
        assertEquals(2, end(3).sentBytes());
        try (Inserter<Numbered> inserter =
                ch.inserter("listened", Numbered.class).build()) {
            inserter.add(new Numbered(4)).join();
        }
        assertEquals(1L, end(4).sentRows());
        order.clear();
        assertEquals(
                4L,
                ch.query("SELECT count() FROM listened", Long.class)
                        .join()
                        .rows()
                        .get(0));
        assertEquals("SELECT listened", end(5).call().summary());
        assertEquals(1L, end(5).receivedRows());
    }

    @Test
    void whatTheCallersThreadCarriesIsFoundThereForEachKindOfCall() throws Exception {
        ch.execute("CREATE TABLE carried (number Int64) ENGINE = Memory").join();
        CALLER.set("the caller");
        try {
            ch.execute("SELECT 1").join();
            ch.insert("carried", List.of(new Numbered(1)), Numbered.class).join();
            ch.ping().join();
            try (RowStream<Numbered> rows = ch.stream(LONG, Numbered.class)) {
                rows.next();
            }
            CompletableFuture<Integer> some = new CompletableFuture<>();
            ch.publish(LONG, Numbered.class).subscribe(new Counting(1, some));
            some.get(60, TimeUnit.SECONDS);
        } finally {
            CALLER.remove();
        }
        end(6);
        assertEquals(
                Arrays.asList("the caller", "the caller", "the caller", "the caller", "the caller"),
                new ArrayList<>(callers));
        assertFalse(order.isEmpty());
    }

    /** Takes so many rows and cancels. */
    private static final class Counting implements Subscriber<Numbered> {
        private final int most;
        private final CompletableFuture<Integer> result;
        private Subscription subscription;
        private int count;

        Counting(int most, CompletableFuture<Integer> result) {
            this.most = most;
            this.result = result;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            this.subscription = subscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Numbered row) {
            if (++count != most) return;
            subscription.cancel();
            result.complete(count);
        }

        @Override
        public void onError(Throwable failure) {
            result.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            result.complete(count);
        }
    }
}
