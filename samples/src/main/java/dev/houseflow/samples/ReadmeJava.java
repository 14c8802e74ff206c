package dev.houseflow.samples;

import dev.houseflow.QueryRequest;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.javaapi.RowStream;
import java.util.List;

/** The Java of the README. */
public final class ReadmeJava {
    private ReadmeJava() {}

    // snippet: readme-java
    public record Trade(long id, String symbol, double price) {}

    static void firstTrades(String endpoint) {
        try (ClickHouseAsyncClient ch =
                ClickHouseAsyncClient.builder(endpoint).username("default").build()) {
            ch.insert("trades", List.of(new Trade(1, "ETH", 1.0), new Trade(2, "BTC", 2.0)), Trade.class)
                    .join();

            QueryRequest eth = QueryRequest.builder("SELECT * FROM trades WHERE symbol = {s:String}")
                    .parameter("s", "ETH")
                    .build();
            System.out.println(ch.query(eth, Trade.class).join().rows());

            try (RowStream<Trade> rows = ch.stream(eth, Trade.class)) {
                rows.stream().limit(10).forEach(System.out::println);
            }
        }
    }
    // end
}
