package com.example.beans;

import dev.houseflow.QueryRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Inserts, queries, streams, cancels and closes; fails with an exception where something is not as it should be. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        ClickHouseAsyncClient ch = ClickHouseAsyncClient.builder(args[0]).username("default").build();
        try {
            ch.execute("CREATE OR REPLACE TABLE beans (id Int64, symbol String, price Decimal(18, 4), tags Array(String))"
                            + " ENGINE MergeTree ORDER BY id")
                    .join();
            insertAndQuery(ch);
            stream(ch);
            cancel(ch);
        } finally {
            ch.close();
        }
        expect(!ch.ping().join(), "A closed client answers a ping");
    }

    private static void insertAndQuery(ClickHouseAsyncClient ch) {
        List<Trade> trades = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            trades.add(new Trade(i, i % 2 == 0 ? "ETH" : "BTC", BigDecimal.valueOf(i, 4), Arrays.asList("a", "b" + i)));
        }
        ch.insert("beans", trades, Trade.class).join();
        QueryRequest request = QueryRequest.builder("SELECT * FROM beans WHERE symbol = {s:String} ORDER BY id")
                .parameter("s", "BTC")
                .build();
        List<Trade> found = ch.query(request, Trade.class).join().rows();
        expect(found.size() == 5_000, "There are " + found.size() + " rows");
        Trade last = found.get(4_999);
        expect(last.getId() == 9_999, "The last id is " + last.getId());
        expect(last.getPrice().equals(new BigDecimal("0.9999")), "The last price is " + last.getPrice());
        expect(last.getTags().equals(Arrays.asList("a", "b9999")), "The last tags are " + last.getTags());
    }

    private static void stream(ClickHouseAsyncClient ch) {
        try (RowStream<Trade> rows = ch.stream("SELECT * FROM beans ORDER BY id", Trade.class)) {
            long sum = rows.stream().limit(100).mapToLong(Trade::getId).sum();
            expect(sum == 4_950, "The sum is " + sum);
        }
    }

    private static void cancel(ClickHouseAsyncClient ch) throws InterruptedException {
        QueryRequest endless = QueryRequest.builder("SELECT count() FROM system.numbers").queryId("beans-endless").build();
        CompletableFuture<?> running = ch.query(endless, Long.class);
        awaitRunning(ch, 1);
        running.cancel(true);
        awaitRunning(ch, 0);
        QueryRequest left = QueryRequest.builder("SELECT number FROM system.numbers").queryId("beans-endless").build();
        try (RowStream<Long> rows = ch.stream(left, Long.class)) {
            Iterator<Long> numbers = rows.stream().iterator();
            expect(numbers.next() == 0, "The first number is another");
            awaitRunning(ch, 1);
        }
        awaitRunning(ch, 0);
    }

    /** Waits until the server runs as many queries of that id; the server's own list is what counts. */
    private static void awaitRunning(ClickHouseAsyncClient ch, long wanted) throws InterruptedException {
        String sql = "SELECT count() FROM system.processes WHERE query_id = 'beans-endless'";
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
