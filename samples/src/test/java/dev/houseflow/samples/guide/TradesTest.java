package dev.houseflow.samples.guide;

// snippet: testing-java
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.houseflow.embedded.EmbeddedClickHouse;
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TradesTest {
    public record Trade(long id, String symbol, double price) {}

    private static EmbeddedClickHouse server;
    private static ClickHouseAsyncClient ch;

    @BeforeAll
    static void start() {
        server = EmbeddedClickHouse.start();
        ch = ClickHouseAsyncClient.builder(server.endpoint()).build();
    }

    @AfterAll
    static void stop() {
        ch.close();
        server.close();
    }

    @BeforeEach
    void emptyTable() {
        ch.execute(
                        "CREATE OR REPLACE TABLE trades (id Int64, symbol String, price Float64) ENGINE MergeTree ORDER BY id")
                .join();
    }

    @Test
    void sumsPrices() {
        ch.insert("trades", List.of(new Trade(1, "ETH", 1.5), new Trade(2, "ETH", 2.5)), Trade.class)
                .join();
        assertEquals(
                List.of(4.0),
                ch.query("SELECT sum(price) FROM trades", Double.class).join().rows());
    }
}
// end
