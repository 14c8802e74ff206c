package dev.houseflow.javaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.ConfigurationException;
import dev.houseflow.QueryRequest;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Parameters of Java's own kinds of classes. */
@ExtendWith(Servers.class)
class ParametersTest {
    record Item(int number, @ClickHouseName("the name") String name, Optional<LocalDate> day) {}

    enum Side {
        @ClickHouseName("buy it")
        BUY,
        SELL
    }

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

    private final ClickHouseAsyncClient ch = Servers.client();

    @AfterEach
    void close() {
        ch.close();
    }

    private static String encoded(String type, Object value) {
        return QueryRequest.builder("SELECT {x:" + type + "}")
                .parameter("x", value)
                .build()
                .parameters()
                .get("x");
    }

    private static Price price() {
        Price price = new Price();
        price.setItem("it's");
        price.setPrice(0.5);
        return price;
    }

    @Test
    void recordsAreTuplesByOrderAndByName() {
        Item item = new Item(5, "it's", Optional.of(LocalDate.of(2024, 2, 29)));
        assertEquals("(5,'it\\'s','2024-02-29')", encoded("Tuple(UInt8, String, Date)", item));
        assertEquals(
                "[('2024-02-29','it\\'s',5)]",
                encoded("Array(Tuple(day Nullable(Date), `the name` String, number UInt8))", List.of(item)));
        assertEquals(
                "(5,'x',NULL)", encoded("Tuple(UInt8, String, Nullable(Date))", new Item(5, "x", Optional.empty())));
        assertThrows(ConfigurationException.class, () -> encoded("Tuple(UInt8, String)", item));
        assertThrows(
                ConfigurationException.class,
                () -> encoded("Tuple(UInt8, String, Nullable(Date))", new Item(300, "x", Optional.empty())));
    }

    @Test
    void beansAreTuplesByName() {
        assertEquals("('it\\'s',0.5)", encoded("Tuple(item String, price Float64)", price()));
        String refusal = assertThrows(ConfigurationException.class, () -> encoded("Tuple(String, Float64)", price()))
                .getMessage();
        assertTrue(refusal.contains("order of its members"), refusal);
    }

    @Test
    void recordsAndBeansAreJson() {
        QueryRequest request = QueryRequest.builder(
                        "SELECT {r:JSON}.`the name`, {b:JSON}.price, {m:JSON}.list[1].number")
                .parameter("r", new Item(5, "it's", Optional.empty()))
                .parameter("b", price())
                .parameter("m", Map.of("list", List.of(new Item(6, "x", Optional.empty()))))
                .build();
        assertEquals("it\\'s\t0.5\t6\n", new String(ch.rawQuery(request).join()));
    }

    @Test
    void enumsGoByTheNameThatClickHouseKnows() {
        assertEquals("buy it", encoded("Enum8('buy it' = 1, 'SELL' = 2)", Side.BUY));
        assertEquals("['SELL']", encoded("Array(String)", List.of(Side.SELL)));
    }

    @Test
    void datesOfOlderClassesAreMoments() {
        Instant moment = Instant.parse("2024-02-29T12:34:56.789Z");
        assertEquals(encoded("DateTime64(3)", moment), encoded("DateTime64(3)", Date.from(moment)));
        assertEquals(encoded("DateTime64(3)", moment), encoded("DateTime64(3)", Timestamp.from(moment)));
        assertEquals("2024-02-29", encoded("Date", java.sql.Date.valueOf("2024-02-29")));
        assertEquals("12:34:56", encoded("Time", java.sql.Time.valueOf("12:34:56")));
        assertThrows(ConfigurationException.class, () -> encoded("DateTime", Date.from(moment)));
    }
}
