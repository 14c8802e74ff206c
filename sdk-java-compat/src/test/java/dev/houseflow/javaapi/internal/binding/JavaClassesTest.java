package dev.houseflow.javaapi.internal.binding;

import static dev.houseflow.javaapi.internal.binding.Blocks.adapter;
import static dev.houseflow.javaapi.internal.binding.Blocks.block;
import static dev.houseflow.javaapi.internal.binding.Blocks.headers;
import static dev.houseflow.javaapi.internal.binding.Blocks.read;
import static dev.houseflow.javaapi.internal.binding.Blocks.roundTrip;
import static dev.houseflow.javaapi.internal.binding.Blocks.row;
import static dev.houseflow.javaapi.internal.binding.Blocks.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.Block;
import dev.houseflow.ConfigurationException;
import dev.houseflow.FormatException;
import dev.houseflow.internal.block.ColumnHeader;
import dev.houseflow.javaapi.ClickHouseName;
import java.beans.ConstructorProperties;
import java.math.BigDecimal;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** The shapes of classes that docs/java-types.md lists, beside records and beans. */
class JavaClassesTest {
    private static final List<ColumnHeader> TRADES =
            headers("id", "Int64", "symbol", "String", "unit_price", "Nullable(Float64)");

    /** All values by the constructor, whose annotation has their names. */
    public static final class Immutable {
        private final long id;
        private final String symbol;
        private final Double price;

        @ConstructorProperties({"id", "symbol", "unitPrice"})
        public Immutable(long id, String symbol, Double unitPrice) {
            this.id = id;
            this.symbol = symbol;
            this.price = unitPrice;
        }

        public long getId() {
            return id;
        }

        public String symbol() {
            return symbol;
        }

        public Double getUnitPrice() {
            return price;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Immutable same
                    && id == same.id
                    && symbol.equals(same.symbol)
                    && Objects.equals(price, same.price);
        }

        @Override
        public int hashCode() {
            return Objects.hash(id, symbol, price);
        }
    }

    @Test
    void constructorsWithNames() {
        assertEquals(
                List.of(new Immutable(1, "ETH", 1.5), new Immutable(2, "", null)),
                roundTrip(Immutable.class, TRADES, new Immutable(1, "ETH", 1.5), new Immutable(2, "", null)));
        String message = assertThrows(FormatException.class, () -> adapter(Immutable.class)
                        .reader(headers("id", "Int64", "symbl", "String")))
                .getMessage();
        assertTrue(
                message.contains("property `symbol: String` has no column: did you mean `symbl`? select it"), message);
    }

    /** Its parameters keep their names, since tests are compiled with {@code -parameters}. */
    public static final class Named {
        public final long id;
        public final String name;

        public Named(long id, @ClickHouseName("symbol") String name) {
            this.id = id;
            this.name = name;
        }
    }

    @Test
    void constructorsWhoseParametersHaveNames() {
        Block block = write(Named.class, headers("id", "Int64", "symbol", "String"), new Named(7, "x"));
        Named read = read(Named.class, headers("id", "Int64", "symbol", "String"), block)
                .get(0);
        assertEquals(7, read.id);
        assertEquals("x", read.name);
    }

    /** A builder makes it; callers do not reach the constructor. */
    public static final class Built {
        private final long id;
        private final String symbol;
        private final Double unitPrice;

        private Built(Builder builder) {
            id = builder.id;
            symbol = builder.symbol;
            unitPrice = builder.unitPrice;
        }

        public static Builder builder() {
            return new Builder();
        }

        public long id() {
            return id;
        }

        public String getSymbol() {
            return symbol;
        }

        public Double getUnitPrice() {
            return unitPrice;
        }

        public static final class Builder {
            private long id;
            private String symbol = "none";
            private Double unitPrice;

            public Builder id(long id) {
                this.id = id;
                return this;
            }

            public Builder withSymbol(String symbol) {
                this.symbol = symbol;
                return this;
            }

            public void setUnitPrice(Double unitPrice) {
                this.unitPrice = unitPrice;
            }

            public Builder copyOf(Built other) {
                return id(other.id);
            }

            public Built build() {
                if (id < 0) throw new IllegalStateException("id is " + id);
                return new Built(this);
            }
        }
    }

    @Test
    void builders() {
        Built one = Built.builder().id(5).withSymbol("ETH").build();
        Built read = roundTrip(Built.class, TRADES, one).get(0);
        assertEquals(5, read.id());
        assertEquals("ETH", read.getSymbol());
        assertEquals(null, read.getUnitPrice());
        List<ColumnHeader> some = headers("id", "Int64");
        assertEquals(
                "none", read(Built.class, some, block(some, row(1L))).get(0).getSymbol());
        String refused = assertThrows(FormatException.class, () -> read(Built.class, some, block(some, row(-1L))))
                .getMessage();
        assertTrue(refused.contains("id is -1"), refused);
        String message = assertThrows(FormatException.class, () -> adapter(Built.class)
                        .reader(headers("id", "Int64", "symbl", "String")))
                .getMessage();
        assertTrue(message.contains("did you mean `symbl`?"), message);
    }

    public static class Priced {
        public long getId() {
            return 3;
        }

        public boolean isOpen() {
            return true;
        }

        public List<String> getTags() {
            return List.of("a");
        }
    }

    @Test
    void gettersAreEnoughForInserts() {
        Block block =
                write(Priced.class, headers("id", "Int64", "open", "Bool", "tags", "Array(String)"), new Priced());
        assertEquals(3, block.column("id").getLong(0));
        assertEquals(true, block.column("open").getBoolean(0));
        assertEquals(List.of("a"), block.column("tags").getList(0));
        String message = assertThrows(ConfigurationException.class, () -> adapter(Priced.class)
                        .reader(headers("id", "Int64")))
                .getMessage();
        assertTrue(message.contains("can only be inserted"), message);
        assertTrue(message.contains("@ConstructorProperties"), message);
    }

    public static final class Opaque {
        public Opaque(int... parts) {}

        public Opaque(String text) {}
    }

    @Test
    void aClassOfNothingSaysWhatItLacks() {
        String message = assertThrows(ConfigurationException.class, () -> adapter(Opaque.class))
                .getMessage();
        assertTrue(message.contains("has nothing that columns could fill: make it a record"), message);
    }

    record Dates(Date at, Calendar zoned, java.sql.Date day, Timestamp stamp, Time time) {}

    private static final List<ColumnHeader> DATES = headers(
            "at",
            "DateTime64(3)",
            "zoned",
            "DateTime64(3, 'Asia/Tokyo')",
            "day",
            "Date32",
            "stamp",
            "DateTime64(9)",
            "time",
            "Time64(3)");

    @Test
    void datesOfOldKeepTheirValues() {
        Instant at = Instant.parse("2024-02-29T12:34:56.789Z");
        Instant fine = Instant.parse("2024-02-29T12:34:56.123456789Z");
        GregorianCalendar tokyo =
                GregorianCalendar.from(ZonedDateTime.parse("2024-02-29T12:34:56.789+09:00[Asia/Tokyo]"));
        java.sql.Date day = java.sql.Date.valueOf(LocalDate.of(1950, 12, 31));
        Time time = new Time(Time.valueOf("23:59:58").getTime() + 125);
        Dates dates = new Dates(Date.from(at), tokyo, day, Timestamp.from(fine), time);
        Dates read = roundTrip(Dates.class, DATES, dates).get(0);
        assertEquals(dates, read);
        assertEquals(TimeZone.getTimeZone("Asia/Tokyo"), read.zoned().getTimeZone());
        Block block = write(Dates.class, DATES, dates);
        assertEquals(
                LocalTime.of(23, 59, 58, 125_000_000).toNanoOfDay(),
                block.column("time").getDuration(0).toNanos());
        assertEquals(fine, block.column("stamp").getInstant(0));
    }

    record Coarse(Date at) {}

    record CoarseTime(Time at) {}

    @Test
    void whatAnOldDateCannotSayIsAnError() {
        List<ColumnHeader> fine = headers("at", "DateTime64(6)");
        Block block = block(fine, row(Instant.parse("2024-02-29T12:34:56.000001Z")));
        String message = assertThrows(FormatException.class, () -> read(Coarse.class, fine, block))
                .getMessage();
        assertTrue(message.contains("finer than the milliseconds of a `Date`: make it `Instant`"), message);
        String day = assertThrows(
                        FormatException.class,
                        () -> write(Coarse.class, fine, new Coarse(java.sql.Date.valueOf("2024-01-01"))))
                .getMessage();
        assertTrue(day.contains("is no moment"), day);
        String type = assertThrows(
                        FormatException.class, () -> adapter(CoarseTime.class).reader(headers("at", "DateTime")))
                .getMessage();
        assertTrue(type.contains("property `at: Time` does not hold that: make it `Instant`"), type);
    }

    enum Side {
        BUY,
        @ClickHouseName("sell")
        SELL
    }

    record Leg(String venue, int quantity) {}

    record Details(
            String name,
            long count,
            Optional<String> note,
            List<Leg> legs,
            Map<String, Integer> tags,
            @ClickHouseName("the-side") Side side,
            BigDecimal price,
            LocalDate day,
            boolean open) {}

    record Document(Details body) {}

    private static final Details DETAILS = new Details(
            "n",
            5,
            Optional.empty(),
            List.of(new Leg("a", 1), new Leg("b", 2)),
            Map.of("x", 1),
            Side.SELL,
            new BigDecimal("1.5"),
            LocalDate.of(2024, 1, 2),
            true);

    @Test
    void jsonIsARecord() {
        List<ColumnHeader> json = headers("body", "JSON");
        assertEquals(List.of(new Document(DETAILS)), roundTrip(Document.class, json, new Document(DETAILS)));
    }

    record Small(byte count) {}

    record SmallDocument(Small body) {}

    @Test
    void jsonThatDoesNotFitSaysWhere() {
        List<ColumnHeader> json = headers("body", "JSON");
        String message = assertThrows(
                        FormatException.class,
                        () -> read(SmallDocument.class, json, block(json, row("{\"count\":300}"))))
                .getMessage();
        assertTrue(message.contains("`count` of the object is 300, which `Byte` does not hold"), message);
        String missing = assertThrows(
                        FormatException.class, () -> read(SmallDocument.class, json, block(json, row("{\"cunt\":3}"))))
                .getMessage();
        assertTrue(missing.contains("no value for `count`"), missing);
    }

    record Item(String name, long amount) {}

    record Order(long id, List<Item> items) {}

    record OrderOfSet(long id, Set<Item> items) {}

    @Test
    void flattenedNestedIsAListOfRecords() {
        List<ColumnHeader> columns =
                headers("id", "Int64", "items.name", "Array(String)", "items.amount", "Array(Int64)");
        Order order = new Order(1, List.of(new Item("a", 1), new Item("b", 2)));
        Order empty = new Order(2, List.of());
        assertEquals(List.of(order, empty), roundTrip(Order.class, columns, order, empty));
        Block block = write(Order.class, columns, order);
        assertEquals(List.of("a", "b"), block.column("items.name").getList(0));
        assertEquals(List.of(1L, 2L), block.column("items.amount").getList(0));
        assertEquals(
                Set.of(new Item("a", 1), new Item("b", 2)),
                read(OrderOfSet.class, columns, block).get(0).items());
    }

    @Test
    void nestedThatDoesNotFitSaysWhy() {
        String missing = assertThrows(FormatException.class, () -> adapter(Order.class)
                        .reader(headers("id", "Int64", "items.name", "Array(String)", "items.amonut", "Array(Int64)")))
                .getMessage();
        assertTrue(
                missing.contains(
                        "property `items.amount: long` has no element in the elements of column `items`: did you mean `amonut`?"),
                missing);
        List<ColumnHeader> columns =
                headers("id", "Int64", "items.name", "Array(String)", "items.amount", "Array(Int64)");
        Block uneven = block(columns, row(1L, List.of("a"), List.of(1L, 2L)));
        String message = assertThrows(FormatException.class, () -> read(Order.class, columns, uneven))
                .getMessage();
        assertTrue(message.contains("`items.name` and `items.amount` differ in length"), message);
    }
}
