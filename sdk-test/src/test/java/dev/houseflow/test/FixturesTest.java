package dev.houseflow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.ConfigurationException;
import dev.houseflow.Format;
import dev.houseflow.QueryRequest;
import dev.houseflow.ServerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@HouseflowTest(statements = Trade.TABLE)
class FixturesTest {
    @Test
    void rowsOfAClass(TestDatabase database) {
        database.load("trades", List.of(Trade.ETH, Trade.BTC), Trade.class)
                .assertTable("trades")
                .hasRowCount(2)
                .hasRows(Trade.class, Trade.BTC, Trade.ETH)
                .contains(Trade.class, Trade.ETH)
                .hasColumns("id Int64", "symbol String", "price Float64");
        database.assertQuery("SELECT sum(price) FROM trades").hasRows(Double.class, 4.0);
        database.assertQuery("SELECT * FROM trades ORDER BY id DESC").hasRowsInOrder(Trade.class, Trade.BTC, Trade.ETH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trades.csv", "trades.csv.gz", "/dev/houseflow/test/trades.csv"})
    void aResource(String name, TestDatabase database) {
        database.loadResource("trades", FixturesTest.class, name);
        database.assertTable("trades").hasRows(Trade.class, Trade.ETH, Trade.BTC);
    }

    @ParameterizedTest
    @CsvSource({
        "trades.parquet, Parquet",
        "trades.csv, CSVWithNames",
        "trades.tsv, TabSeparatedWithNames",
        "trades.jsonl, JSONEachRow",
        "trades.NDJSON, JSONEachRow",
        "trades.arrow, Arrow",
        "trades.orc, ORC",
        "trades.avro, Avro",
        "trades.native, Native",
    })
    void aFile(String name, String format, TestDatabase database, @TempDir Path folder) {
        Path file = folder.resolve(name);
        String two = "SELECT toInt64(1) AS id, 'ETH' AS symbol, 1.5 AS price UNION ALL SELECT 2, 'BTC', 2.5";
        database.client()
                .download(QueryRequest.of(two), Format.of(format), file)
                .join();
        database.load("trades", file);
        database.assertTable("trades").hasRows(Trade.class, Trade.ETH, Trade.BTC);
    }

    @Test
    void aColumnThatTheTableDoesNotHaveIsAnError(TestDatabase database) {
        ServerException error = assertThrows(
                ServerException.class, () -> database.loadResource("trades", FixturesTest.class, "more.csv"));
        assertTrue(error.getMessage().contains("note"), error.getMessage());
        database.assertTable("trades").isEmpty();
    }

    @Test
    void whatCannotBeLoadedIsTold(TestDatabase database, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("trades.xls"), "x");
        String message = assertThrows(ConfigurationException.class, () -> database.load("trades", file))
                .getMessage();
        assertTrue(message.startsWith("The name trades.xls says no format. Name the file after one of .csv"), message);
        assertTrue(assertThrows(
                        ConfigurationException.class,
                        () -> database.loadResource("trades", FixturesTest.class, "none.csv"))
                .getMessage()
                .startsWith("There is no resource none.csv beside dev.houseflow.test.FixturesTest."));
    }

    @Test
    void whatIsMissingAndWhatIsTooMuchIsTold(TestDatabase database) {
        database.load("trades", List.of(Trade.ETH, Trade.ETH, Trade.BTC), Trade.class);
        RowsAssert trades = database.assertTable("trades");
        Trade other = new Trade(3, "SOL", 0.5);
        assertEquals(
                "table trades has other rows:\nmissing:\n  " + other + "\nnot expected:\n  " + Trade.ETH,
                failure(() -> trades.hasRows(Trade.class, Trade.ETH, Trade.BTC, other)));
        assertEquals("table trades lacks rows:\n  " + other, failure(() -> trades.contains(Trade.class, other)));
        assertEquals("table trades has 3 rows, not 0", failure(trades::isEmpty));
        assertEquals(
                "table trades has the columns\n  id Int64\n  symbol String\n  price Float64\nand not\n  id Int32",
                failure(() -> trades.hasColumns("id Int32")));
        RowsAssert ordered = database.assertQuery("SELECT id FROM trades ORDER BY id");
        assertEquals(
                "query SELECT id FROM trades ORDER BY id has these rows in another order:\n  1\n  1\n  2",
                failure(() -> ordered.hasRowsInOrder(Long.class, 2L, 1L, 1L)));
        List<Long> many = new ArrayList<>();
        for (long i = 100; i < 125; i++) many.add(i);
        assertTrue(failure(() -> ordered.hasRows(Long.class, many)).contains("\n  119\n  and 5 more\nnot expected:"));
    }

    @Test
    @SuppressWarnings("rawtypes")
    void rowsWithoutAClassAreCompared(TestDatabase database) {
        database.assertQuery("SELECT 1::UInt8 AS a, 'x' AS b").hasRows(Map.class, Map.of("a", (short) 1, "b", "x"));
    }

    private static String failure(org.junit.jupiter.api.function.Executable assertion) {
        return assertThrows(AssertionError.class, assertion).getMessage();
    }
}
