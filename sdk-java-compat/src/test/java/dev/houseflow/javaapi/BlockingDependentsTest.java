package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.houseflow.Format;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** What depends on a future, or subscribes to a publisher, may wait for other calls, however many of them do so at once. */
@ExtendWith(Servers.class)
class BlockingDependentsTest {
    /** More than there are processors, and fewer than the server takes at once. */
    private static final int CALLS = Math.min(40, 4 * Runtime.getRuntime().availableProcessors() + 4);

    /** Counted down by each, and waited for by each, so that all wait at the same time. */
    private final CountDownLatch all = new CountDownLatch(CALLS);

    private void meet() {
        all.countDown();
        try {
            all.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void inDependents(ClickHouseAsyncClient ch, long expected, Supplier<Long> work) throws Exception {
        List<CompletableFuture<Long>> futures = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            futures.add(ch.query("SELECT sleep(0.5)", Integer.class).thenApply(result -> {
                meet();
                return work.get();
            }));
        }
        CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0])).get(60, TimeUnit.SECONDS);
        for (CompletableFuture<Long> future : futures) assertEquals(expected, future.join());
    }

    @Test
    void pullRows() throws Exception {
        try (ClickHouseAsyncClient ch = Servers.client()) {
            inDependents(ch, 100_000, () -> {
                try (RowStream<Long> rows = ch.stream("SELECT number FROM numbers(100000)", Long.class)) {
                    return rows.stream().count();
                }
            });
        }
    }

    @Test
    void readBytes() throws Exception {
        try (ClickHouseAsyncClient ch = Servers.client()) {
            inDependents(ch, 100_000, () -> {
                try (InputStream in = ch.rawStream("SELECT 1 FROM numbers(50000)", Format.CSV)) {
                    return (long) in.readAllBytes().length;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void joinOtherCalls() throws Exception {
        try (ClickHouseAsyncClient ch = Servers.client()) {
            ch.execute("DROP TABLE IF EXISTS dependents").join();
            ch.execute("CREATE TABLE dependents (n Int64) ENGINE MergeTree ORDER BY n")
                    .join();
            inDependents(ch, 1, () -> {
                ch.insert("dependents", List.of(7L), Long.class).join();
                ch.rawInsert("dependents", Format.CSV, "8\n").join();
                return ch.query("SELECT min(n) = 7 FROM dependents", Long.class)
                        .join()
                        .rows()
                        .get(0);
            });
        }
    }

    @Test
    void subscribersJoinOtherCalls() throws Exception {
        try (ClickHouseAsyncClient ch = Servers.client()) {
            List<CompletableFuture<Long>> sums = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                CompletableFuture<Long> sum = new CompletableFuture<>();
                sums.add(sum);
                ch.publish("SELECT number FROM numbers(3)", Long.class).subscribe(new Subscriber<>() {
                    private long total;

                    @Override
                    public void onSubscribe(Subscription subscription) {
                        subscription.request(Long.MAX_VALUE);
                    }

                    @Override
                    public void onNext(Long number) {
                        if (number == 0) meet();
                        total += ch.query("SELECT " + number, Long.class)
                                .join()
                                .rows()
                                .get(0);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        sum.completeExceptionally(failure);
                    }

                    @Override
                    public void onComplete() {
                        sum.complete(total);
                    }
                });
            }
            CompletableFuture.allOf(sums.toArray(new CompletableFuture<?>[0])).get(60, TimeUnit.SECONDS);
            for (CompletableFuture<Long> sum : sums) assertEquals(3L, sum.join());
        }
    }
}
