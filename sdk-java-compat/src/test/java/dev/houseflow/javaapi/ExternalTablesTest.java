package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.ConfigurationException;
import dev.houseflow.ExternalTable;
import dev.houseflow.Format;
import dev.houseflow.FormatException;
import dev.houseflow.QueryRequest;
import dev.houseflow.ServerException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Servers.class)
class ExternalTablesTest {
    record Order(long id, String customerName, Instant at, List<String> tags, Map<String, Integer> amounts) {}

    record Total(String customer, long total) {}

    public static final class Price {
        private String item = "";
        private double price;

        public String getItem() {
            return item;
        }

        public void setItem(String item) {
            this.item = item;
        }

        public double getPrice() {
            return price;
        }

        public void setPrice(double price) {
            this.price = price;
        }
    }

    private static final String ORDERS = "id UInt64, customer_name LowCardinality(String), at DateTime64(3, 'UTC'), "
            + "tags Array(String), amounts Map(String, Int32)";

    private final ClickHouseAsyncClient ch = Servers.client();

    @AfterEach
    void close() {
        ch.close();
    }

    private static QueryRequest with(String sql, ExternalTable... tables) {
        QueryRequest.Builder builder = QueryRequest.builder(sql);
        for (ExternalTable table : tables) builder.externalTable(table);
        return builder.build();
    }

    private static List<Order> orders() {
        return List.of(
                new Order(1, "Ann", Instant.parse("2024-02-29T23:59:59.123Z"), List.of("a", "b"), Map.of("tea", 2)),
                new Order(2, "Bob", Instant.EPOCH, List.of(), Map.of()));
    }

    @Test
    void recordsComeBackAsTheyWere() {
        QueryRequest request =
                with("SELECT * FROM orders ORDER BY id", ExternalTables.of("orders", ORDERS, orders(), Order.class));
        assertEquals(orders(), ch.query(request, Order.class).join().rows());
        // Nothing is used up by a call.
        try (RowStream<Order> rows = ch.stream(request, Order.class)) {
            assertEquals(orders(), rows.stream().toList());
        }
    }

    @Test
    void beansAndTextsAreJoined() {
        Price price = new Price();
        price.setItem("tea");
        price.setPrice(1.5);
        QueryRequest request = with(
                "SELECT item AS customer, toInt64(sum(price * n)) AS total FROM prices INNER JOIN sold USING (item) GROUP BY item",
                ExternalTables.of("prices", "item String, price Float64", Set.of(price), Price.class),
                ExternalTable.of("sold", "item String, n UInt8", Format.CSV, "tea,4\nsalt,1\n"));
        assertEquals(
                List.of(new Total("tea", 6)),
                ch.query(request, Total.class).join().rows());
    }

    @Test
    void singleValuesFilterALargeTable() {
        List<Long> ids = LongStream.range(0, 100_000).map(i -> i * 2).boxed().toList();
        QueryRequest request = with(
                "SELECT toInt64(count()) FROM numbers(1000000) WHERE number IN (SELECT id FROM ids)",
                ExternalTables.of("ids", "id UInt64", ids, Long.class));
        assertEquals(List.of(100_000L), ch.query(request, Long.class).join().rows());
    }

    @Test
    void filesAndStreams(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("ids.csv"), "1\n2\n3\n");
        ExternalTable fromFile = ExternalTable.of("ids", "id UInt8", Format.CSV, file);
        assertEquals("6\n", text(with("SELECT sum(id) FROM ids", fromFile)));
        ExternalTable fromStream = ExternalTable.of(
                "ids", "UInt8", Format.CSV, new ByteArrayInputStream("4\n5\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals("9\n", text(with("SELECT sum(_1) FROM ids", fromStream)));
        assertInstanceOf(
                ConfigurationException.class,
                Futures.failure(ch.rawQuery(with("SELECT sum(_1) FROM ids", fromStream))));
        Path gone = directory.resolve("gone");
        assertInstanceOf(
                NoSuchFileException.class,
                Futures.failure(ch.execute(with("SELECT 1", ExternalTable.of("ids", "id UInt8", Format.CSV, gone)))));
    }

    private String text(QueryRequest request) {
        return new String(ch.rawQuery(request).join(), StandardCharsets.UTF_8);
    }

    @Test
    void whatDoesNotFitIsToldBeforeAnythingIsSent() {
        FormatException homeless = assertThrows(
                FormatException.class, () -> ExternalTables.of("orders", "id UInt64", orders(), Order.class));
        assertTrue(homeless.getMessage().contains("`customerName`"), homeless.getMessage());
        assertThrows(ConfigurationException.class, () -> ExternalTables.of("query", "id Int64", List.of(), Long.class));
        assertThrows(ConfigurationException.class, () -> ExternalTables.of("ids", "id Int64,", List.of(), Long.class));
        assertThrows(
                ConfigurationException.class,
                () -> ExternalTables.of("ids", "at DateTime", List.of(Instant.EPOCH), Instant.class));
        ExternalTable narrow = ExternalTables.of("ids", "id UInt8", List.of(300L), Long.class);
        assertInstanceOf(FormatException.class, Futures.failure(ch.execute(with("SELECT 1", narrow))));
    }

    @Test
    void theServersWordsArriveTyped() {
        ExternalTable bad = ExternalTable.of("ids", "id NoSuchType", Format.CSV, "1\n");
        ServerException failure =
                assertInstanceOf(ServerException.class, Futures.failure(ch.execute(with("SELECT 1", bad))));
        assertEquals(50, failure.code());
    }
}
