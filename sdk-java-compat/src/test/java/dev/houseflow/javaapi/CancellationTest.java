package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.QueryRequest;
import dev.houseflow.QuerySummary;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a caller gives up ends on the server too. The queries would run for hours; the time limits only keep a broken build from hanging. */
@ExtendWith(Servers.class)
@Timeout(120)
class CancellationTest {
    private ClickHouseAsyncClient ch;

    @BeforeEach
    void connect() {
        ch = Servers.client();
    }

    @AfterEach
    void close() {
        ch.close();
    }

    /** A query without an end, which a look into {@code system.processes} finds by {@code mark}. */
    private static QueryRequest endless(String mark) {
        return QueryRequest.of("SELECT /* " + mark + " */ toString(sum(number)) FROM system.numbers");
    }

    private boolean isRunning(String mark) {
        String sql = "SELECT count() FROM system.processes WHERE query LIKE '%" + mark
                + "%' AND query NOT LIKE '%system.processes%'";
        return ch.query(sql, Long.class).join().rows().get(0) > 0;
    }

    private void awaitRunning(String mark, boolean running) throws InterruptedException {
        while (isRunning(mark) != running) Thread.sleep(20);
    }

    @Test
    void cancellingAFutureStopsTheQuery() throws InterruptedException {
        String mark = UUID.randomUUID().toString();
        CompletableFuture<QuerySummary> future = ch.execute(endless(mark));
        awaitRunning(mark, true);
        assertTrue(future.cancel(true));
        awaitRunning(mark, false);
        assertTrue(future.isCancelled());
    }

    @Test
    void cancellingADependentStageDoesNot() throws InterruptedException {
        String mark = UUID.randomUUID().toString();
        CompletableFuture<QuerySummary> future = ch.execute(endless(mark));
        CompletableFuture<String> stage = future.thenApply(QuerySummary::queryId);
        awaitRunning(mark, true);
        stage.cancel(true);
        assertTrue(isRunning(mark));
        assertFalse(future.isDone());
        future.cancel(true);
        awaitRunning(mark, false);
    }

    @Test
    void closingAStreamStopsTheQuery() throws InterruptedException {
        String mark = UUID.randomUUID().toString();
        QueryRequest request = QueryRequest.of("SELECT /* " + mark + " */ number FROM system.numbers");
        try (RowStream<Long> rows = ch.stream(request, Long.class)) {
            assertEquals(0L, rows.next());
            awaitRunning(mark, true);
        }
        awaitRunning(mark, false);
    }

    @Test
    void anInterruptEndsAWaitingStream() throws InterruptedException {
        String mark = UUID.randomUUID().toString();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            try (RowStream<String> rows = ch.stream(endless(mark), String.class)) {
                rows.hasNext();
            } catch (Throwable e) {
                thrown.set(e);
                stillInterrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        reader.start();
        awaitRunning(mark, true);
        reader.interrupt();
        reader.join();
        assertInstanceOf(CancellationException.class, thrown.get());
        assertTrue(stillInterrupted.get());
        awaitRunning(mark, false);
    }
}
