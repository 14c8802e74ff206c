package dev.houseflow.samples.guide;

import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.samples.ReadmeJava.Trade;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The Java of docs/java.md. */
public final class JavaFutures {
    private JavaFutures() {}

    // snippet: java-service
    /** One client for the whole application: it is thread-safe and keeps its connections. */
    public static final class TradeService implements AutoCloseable {
        private final ClickHouseAsyncClient ch;

        public TradeService(String endpoint, String user, String password) {
            ch = ClickHouseAsyncClient.builder(endpoint)
                    .username(user)
                    .password(password)
                    .build();
        }

        public List<Trade> latest() {
            return ch.query("SELECT * FROM trades ORDER BY id DESC LIMIT 10", Trade.class)
                    .join()
                    .rows();
        }

        @Override
        public void close() {
            ch.close();
        }
    }
    // end

    // snippet: java-compose
    /** Two queries at once, and no thread that waits. */
    static CompletableFuture<String> overview(ClickHouseAsyncClient ch) {
        CompletableFuture<Long> count = ch.query("SELECT count() FROM trades", Long.class)
                .thenApply(r -> r.rows().get(0));
        CompletableFuture<List<String>> symbols = ch.query(
                        "SELECT DISTINCT symbol FROM trades ORDER BY symbol", String.class)
                .thenApply(r -> r.rows());
        return count.thenCombine(symbols, (n, names) -> n + " trades of " + names);
    }
    // end
}
