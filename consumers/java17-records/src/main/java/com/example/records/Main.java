package com.example.records;

import dev.houseflow.QueryRequest;
import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Inserts, queries, streams, publishes, cancels and closes; fails with an exception where something is not as it should be. */
public final class Main {
    /** A row. */
    public record Trade(long id, String symbol, Double price, Instant at, List<Stop> stops) {}

    /** An element of a row. */
    public record Stop(String city, int minutes) {}

    private Main() {}

    public static void main(String[] args) throws Exception {
        expect(Main.class.getModule().isNamed(), "This does not run on the module path");
        expect(ClickHouseAsyncClient.class.getModule().getName().equals("dev.houseflow.javaapi"), "The client is in another module");
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start();
                ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(server.endpoint()).build()) {
            ch.execute("CREATE TABLE trades (id Int64, symbol String, price Nullable(Float64), at DateTime64(3, 'UTC'),"
                            + " stops Array(Tuple(city String, minutes Int32))) ENGINE MergeTree ORDER BY id")
                    .join();
            insertAndQuery(ch);
            publish(ch);
            cancel(ch);
        }
    }

    private static void insertAndQuery(ClickHouseAsyncClient ch) {
        List<Trade> trades = LongStream.range(0, 10_000)
                .mapToObj(id -> new Trade(
                        id, "ETH", id % 3 == 0 ? null : id / 2.0, Instant.ofEpochMilli(id), List.of(new Stop("Ulm", (int) id))))
                .toList();
        ch.insert("trades", trades, Trade.class).join();
        QueryRequest request = QueryRequest.builder("SELECT * FROM trades WHERE id IN {ids:Array(Int64)} ORDER BY id")
                .parameter("ids", List.of(3L, 4L))
                .build();
        expect(ch.query(request, Trade.class).join().rows().equals(trades.subList(3, 5)), "Other rows come back");
        try (RowStream<Trade> rows = ch.stream("SELECT * FROM trades ORDER BY id", Trade.class)) {
            expect(rows.stream().limit(100).toList().equals(trades.subList(0, 100)), "Other rows are streamed");
        }
    }

    private static void publish(ClickHouseAsyncClient ch) throws InterruptedException {
        CountDownLatch completed = new CountDownLatch(1);
        AtomicLong sum = new AtomicLong();
        ch.publish("SELECT * FROM trades", Trade.class).subscribe(new Subscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Trade trade) {
                sum.addAndGet(trade.id());
            }

            @Override
            public void onError(Throwable failure) {
                failure.printStackTrace();
            }

            @Override
            public void onComplete() {
                completed.countDown();
            }
        });
        completed.await();
        expect(sum.get() == 49_995_000, "The sum of what was published is " + sum);
    }

    private static void cancel(ClickHouseAsyncClient ch) throws InterruptedException {
        QueryRequest endless = QueryRequest.builder("SELECT count() FROM system.numbers").queryId("endless").build();
        var running = ch.query(endless, Long.class);
        awaitRunning(ch, 1);
        running.cancel(true);
        awaitRunning(ch, 0);
    }

    /** Waits until the server runs as many queries of that id; the server's own list is what counts. */
    private static void awaitRunning(ClickHouseAsyncClient ch, long wanted) throws InterruptedException {
        String sql = "SELECT count() FROM system.processes WHERE query_id = 'endless'";
        for (int i = 0; i < 200; i++) {
            if (ch.query(sql, Long.class).join().rows().get(0) == wanted) return;
            Thread.sleep(50);
        }
        throw new AssertionError("The server does not come to " + wanted + " queries of this id");
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) throw new AssertionError(otherwise);
    }
}
