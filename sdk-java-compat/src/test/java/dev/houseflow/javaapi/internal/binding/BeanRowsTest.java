package dev.houseflow.javaapi.internal.binding;

import static dev.houseflow.javaapi.internal.binding.Blocks.adapter;
import static dev.houseflow.javaapi.internal.binding.Blocks.block;
import static dev.houseflow.javaapi.internal.binding.Blocks.headers;
import static dev.houseflow.javaapi.internal.binding.Blocks.read;
import static dev.houseflow.javaapi.internal.binding.Blocks.roundTrip;
import static dev.houseflow.javaapi.internal.binding.Blocks.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.ConfigurationException;
import dev.houseflow.FormatException;
import dev.houseflow.internal.block.ColumnHeader;
import dev.houseflow.javaapi.ClickHouseName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BeanRowsTest {
    static class Base {
        private long id;

        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }
    }

    static class Trade extends Base {
        private String symbol = "none";

        @ClickHouseName("is live")
        private boolean live;

        private List<String> tags = new ArrayList<>();
        public int quantity = -1;
        public transient int cached = 5;

        public String getSymbol() {
            return symbol;
        }

        public void setSymbol(String symbol) {
            this.symbol = symbol;
        }

        public boolean isLive() {
            return live;
        }

        public Trade setLive(boolean live) {
            this.live = live;
            return this;
        }

        public List<String> getTags() {
            return tags;
        }

        public void setTags(List<String> tags) {
            this.tags = tags;
        }

        public String getSummary() {
            return symbol + "!";
        }
    }

    static class Overloaded {
        private long value;

        public void setValue(String value) {
            this.value = Long.parseLong(value);
        }

        public void setValue(long value) {
            this.value = value;
        }
    }

    static class Torn {
        public void setValue(String value) {}

        public void setValue(long value) {}
    }

    private static final List<ColumnHeader> ALL = headers(
            "id", "Int64", "symbol", "String", "is live", "UInt8", "tags", "Array(String)", "quantity", "Int32");

    @Test
    void readsAndWritesPropertiesOfTheClassAndItsSuperclass() {
        assertEquals(
                List.of("id", "symbol", "is live", "tags", "quantity"),
                adapter(Trade.class).getColumnNames());
        Trade trade = read(Trade.class, ALL, block(ALL, row(7, "ETH", 1, List.of("a", "b"), 3)))
                .get(0);
        assertEquals(7, trade.getId());
        assertEquals("ETH", trade.getSymbol());
        assertTrue(trade.isLive());
        assertEquals(List.of("a", "b"), trade.getTags());
        assertEquals(3, trade.quantity);

        List<ColumnHeader> some = headers("quantity", "Int32", "id", "Int64", "tags", "Array(String)");
        Trade again = roundTrip(Trade.class, some, trade).get(0);
        assertEquals(7, again.getId());
        assertEquals(List.of("a", "b"), again.getTags());
        assertEquals(3, again.quantity);
    }

    @Test
    void leavesPropertiesWithoutAColumnAsTheConstructorMadeThem() {
        List<ColumnHeader> headers = headers("id", "Int64", "cached", "Int32");
        Trade trade = read(Trade.class, headers, block(headers, row(7, 8))).get(0);
        assertEquals("none", trade.getSymbol());
        assertEquals(-1, trade.quantity);
        assertEquals(5, trade.cached);
    }

    @Test
    void asksWhetherAPropertyIsMisspelt() {
        List<ColumnHeader> headers = headers("id", "Int64", "symbl", "String", "qty", "Int32");
        String message = assertThrows(
                        FormatException.class, () -> adapter(Trade.class).reader(headers))
                .getMessage();
        assertTrue(
                message.contains("property `symbol: String` has no column: did you mean `symbl`? select it, name its"
                        + " column with @ClickHouseName, or mark its field transient"),
                message);
        assertTrue(message.contains("property `quantity: int` has no column: did you mean `qty`?"), message);
        assertFalse(message.contains("tags"), message);
    }

    static class Wrapped {
        public long id;
        public Base whole;
    }

    @Test
    void asksAlsoInsideOfATuple() {
        List<ColumnHeader> headers = headers("id", "Int64", "whole", "Tuple(idd Int64, other String)");
        String message = assertThrows(
                        FormatException.class, () -> adapter(Wrapped.class).reader(headers))
                .getMessage();
        assertTrue(
                message.contains("property `whole.id: long` has no element in column `whole`: did you mean `idd`?"),
                message);
    }

    @Test
    void isAMismatchWhenNothingFits() {
        String message = assertThrows(
                        FormatException.class, () -> adapter(Trade.class).reader(headers("x", "Int64")))
                .getMessage();
        assertTrue(message.contains("property `id: long` has no column"), message);
        assertTrue(message.contains("property `quantity: int` has no column"), message);
    }

    @Test
    void refusesNullForAPrimitiveProperty() {
        List<ColumnHeader> headers = headers("quantity", "Nullable(Int32)");
        FormatException failure = assertThrows(
                FormatException.class, () -> read(Trade.class, headers, block(headers, row(1), row((Object) null))));
        assertEquals("quantity", failure.column());
        assertEquals(1, failure.row());
    }

    @Test
    void choosesBetweenSettersByTheField() {
        List<ColumnHeader> headers = headers("value", "Int64");
        assertEquals(5, read(Overloaded.class, headers, block(headers, row(5))).get(0).value);
        String message = assertThrows(ConfigurationException.class, () -> adapter(Torn.class))
                .getMessage();
        assertTrue(message.contains("2 setters for `value`"), message);
    }

    @Test
    void saysThatAPropertyWithoutAGetterCannotBeWritten() {
        List<ColumnHeader> headers = headers("value", "Int64");
        String message = assertThrows(
                        FormatException.class, () -> adapter(Overloaded.class).writer(headers))
                .getMessage();
        assertTrue(message.contains("give it a public getter"), message);
    }
}
