package dev.houseflow.samples.guide;

import dev.houseflow.QueryResult;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import dev.houseflow.samples.ReadmeJava.Trade;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The Java of docs/streaming.md. */
public final class JavaStreaming {
    private JavaStreaming() {}

    static void dearTrades(ClickHouseAsyncClient ch, Consumer<String> write) {
        // snippet: streaming-rows-java
        try (RowStream<Trade> trades = ch.stream("SELECT * FROM trades ORDER BY id", Trade.class)) {
            while (trades.hasNext()) {
                Trade trade = trades.next();
                if (trade.price() > 1) write.accept(trade.id() + "," + trade.symbol() + "," + trade.price());
            }
        }
        // end
    }

    static List<Trade> firstTen(ClickHouseAsyncClient ch) {
        // snippet: streaming-limit-java
        List<Trade> firstTen;
        try (RowStream<Trade> trades = ch.stream("SELECT * FROM trades ORDER BY id", Trade.class)) {
            firstTen = trades.stream().limit(10).toList();
        }
        // end
        return firstTen;
    }

    // snippet: streaming-publisher-java
    /** Takes a hundred trades at a time, and stops the query after the thousandth. */
    static final class Reader implements Subscriber<Trade> {
        private final CompletableFuture<Long> done = new CompletableFuture<>();
        private Subscription subscription;
        private long count;

        @Override
        public void onSubscribe(Subscription s) {
            subscription = s;
            s.request(100);
        }

        @Override
        public void onNext(Trade trade) {
            if (++count == 1000) {
                subscription.cancel();
                done.complete(count);
            } else if (count % 100 == 0) {
                subscription.request(100);
            }
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            done.complete(count);
        }
    }

    static long read(ClickHouseAsyncClient ch) {
        Reader reader = new Reader();
        ch.publish("SELECT * FROM trades ORDER BY id", Trade.class).subscribe(reader);
        return reader.done.join();
    }
    // end

    static CompletableFuture<QueryResult<Double>> cancelled(ClickHouseAsyncClient ch, Runnable begun) {
        // snippet: streaming-cancel-java
        CompletableFuture<QueryResult<Double>> slow =
                ch.query("SELECT sum(sqrt(number)) FROM numbers(1000000000000)", Double.class);
        begun.run();
        slow.cancel(true);
        // end
        return slow;
    }
}
