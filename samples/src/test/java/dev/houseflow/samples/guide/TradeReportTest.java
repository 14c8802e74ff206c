package dev.houseflow.samples.guide;

// snippet: testing-junit
import dev.houseflow.javaapi.ClickHouseAsyncClient;
import dev.houseflow.test.HouseflowTest;
import dev.houseflow.test.TestDatabase;
import org.junit.jupiter.api.Test;

@HouseflowTest(statements = "CREATE TABLE trades (id Int64, symbol String, price Float64) ENGINE MergeTree ORDER BY id")
class TradeReportTest {
    public record Trade(long id, String symbol, double price) {}

    @Test
    void sumsPrices(TestDatabase database, ClickHouseAsyncClient ch) {
        database.loadResource("trades", TradeReportTest.class, "trades.csv");
        ch.execute("INSERT INTO trades VALUES (3, 'SOL', 0.5)").join(); // what is to be tested
        database.assertQuery("SELECT sum(price) FROM trades").hasRows(Double.class, 4.5);
        database.assertTable("trades").hasRowCount(3).contains(Trade.class, new Trade(1, "ETH", 1.5));
    }
}
// end
