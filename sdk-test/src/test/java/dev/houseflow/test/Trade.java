package dev.houseflow.test;

/** The row of the tests here. */
public record Trade(long id, String symbol, double price) {
    static final String TABLE =
            "CREATE TABLE trades (id Int64, symbol String, price Float64) ENGINE MergeTree ORDER BY id";
    static final Trade ETH = new Trade(1, "ETH", 1.5);
    static final Trade BTC = new Trade(2, "BTC", 2.5);
}
