package dev.houseflow.javaapi.internal.binding;

import static dev.houseflow.javaapi.internal.binding.Blocks.adapter;
import static dev.houseflow.javaapi.internal.binding.Blocks.block;
import static dev.houseflow.javaapi.internal.binding.Blocks.headers;
import static dev.houseflow.javaapi.internal.binding.Blocks.read;
import static dev.houseflow.javaapi.internal.binding.Blocks.roundTrip;
import static dev.houseflow.javaapi.internal.binding.Blocks.row;
import static dev.houseflow.javaapi.internal.binding.Blocks.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.Block;
import dev.houseflow.ConfigurationException;
import dev.houseflow.FormatException;
import dev.houseflow.internal.block.ColumnHeader;
import dev.houseflow.javaapi.ClickHouseName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordRowsTest {
    record Trade(long id, String symbol, int quantity) {}

    record Wide(byte a, short b, int c, long d, Byte e, Short f, Integer g, Long h, boolean i, String j) {}

    record Named(
            long createdAt, @ClickHouseName("Odd name!") String odd) {}

    record PlainSerializers(Long maybe, Optional<String> text, OptionalLong number) {}

    record Lists(
            List<String> names,
            Set<Long> ids,
            long[] raw,
            String[] words,
            List<List<Integer>> deep,
            Map<String, Long> counts) {}

    record Pairs(List<Map.Entry<String, Long>> counts) {}

    record Leg(int leg, String venue) {}

    record Order(long id, Leg first, List<Leg> legs) {}

    enum Side {
        BUY,
        @ClickHouseName("sell-short")
        SELL_SHORT
    }

    record Sided(Side side, List<Side> more) {}

    record Generic<A, B>(A left, B right) {}

    record Holder(Generic<String, Long> pair, List<Generic<Integer, List<String>>> more) {}

    record Checked(long price) {
        Checked {
            if (price < 0) throw new IllegalArgumentException("price must not be negative");
        }
    }

    record Letter(char letter) {}

    private static final List<ColumnHeader> TRADE = headers("id", "Int64", "symbol", "String", "quantity", "Int32");

    @Test
    void writesAndReadsComponents() {
        Trade[] trades = {new Trade(1, "ETH", 5), new Trade(Long.MIN_VALUE, "", Integer.MAX_VALUE)};
        assertEquals(Arrays.asList(trades), roundTrip(Trade.class, TRADE, trades));
        assertEquals(List.of("id", "symbol", "quantity"), adapter(Trade.class).getColumnNames());
    }

    @Test
    void takesColumnsByNameInAnyOrderAndIgnoresOthers() {
        List<ColumnHeader> headers =
                headers("extra", "String", "quantity", "UInt8", "id", "UInt32", "symbol", "LowCardinality(String)");
        Block block = block(headers, row("x", 7, 4_000_000_000L, "ETH"), row("y", 8, 2, "ETH"));
        assertEquals(
                List.of(new Trade(4_000_000_000L, "ETH", 7), new Trade(2, "ETH", 8)),
                read(Trade.class, headers, block));
    }

    @Test
    void readsEveryKindOfNumberAndItsBox() {
        List<ColumnHeader> headers = headers(
                "a", "Int8", "b", "Int16", "c", "Int32", "d", "Int64", "e", "Int8", "f", "Int16", "g", "Int32", "h",
                "Int64", "i", "UInt8", "j", "String");
        Wide wide = new Wide((byte) -1, (short) -2, -3, -4, (byte) 5, (short) 6, 7, 8L, true, "nine");
        Block block = block(headers, row(-1, -2, -3, -4, 5, 6, 7, 8, 1, "nine"));
        assertEquals(List.of(wide), read(Wide.class, headers, block));
    }

    @Test
    void matchesSnakeCaseAndGivenNames() {
        List<ColumnHeader> headers = headers("created_at", "Int64", "Odd name!", "String");
        assertEquals(List.of(new Named(5, "x")), read(Named.class, headers, block(headers, row(5, "x"))));
        assertEquals(List.of("createdAt", "Odd name!"), adapter(Named.class).getColumnNames());
        assertEquals(List.of(new Named(6, "y")), roundTrip(Named.class, headers, new Named(6, "y")));
    }

    @Test
    void refusesNullForAPrimitiveAndNamesColumnAndRow() {
        List<ColumnHeader> headers = headers("id", "Nullable(Int64)", "symbol", "String", "quantity", "Int32");
        Block block = block(headers, row(1, "a", 1), row(null, "b", 2));
        FormatException failure = assertThrows(FormatException.class, () -> read(Trade.class, headers, block));
        assertEquals("id", failure.column());
        assertEquals(1, failure.row());
        assertTrue(
                failure.getMessage().contains("property `id: long` cannot hold: make it `Long`"), failure.getMessage());
    }

    @Test
    void givesNullToObjectsAndEmptyToOptionals() {
        List<ColumnHeader> headers =
                headers("maybe", "Nullable(Int64)", "text", "Nullable(String)", "number", "Nullable(Int64)");
        PlainSerializers full = new PlainSerializers(1L, Optional.of("x"), OptionalLong.of(3));
        PlainSerializers none = new PlainSerializers(null, Optional.empty(), OptionalLong.empty());
        assertEquals(List.of(full, none), roundTrip(PlainSerializers.class, headers, full, none));
        assertNull(read(PlainSerializers.class, headers, write(PlainSerializers.class, headers, none))
                .get(0)
                .maybe());
    }

    @Test
    void readsGenericContainers() {
        List<ColumnHeader> headers = headers(
                "names",
                "Array(Nullable(String))",
                "ids",
                "Array(Int64)",
                "raw",
                "Array(Int64)",
                "words",
                "Array(String)",
                "deep",
                "Array(Array(Int32))",
                "counts",
                "Map(String, Int64)");
        Lists lists = new Lists(
                Arrays.asList("a", null),
                Set.of(2L),
                new long[] {1, 2, 3},
                new String[] {"x", ""},
                List.of(List.of(1, 2), List.of()),
                Map.of("k", 9L));
        Lists read = roundTrip(Lists.class, headers, lists).get(0);
        assertEquals(lists.names(), read.names());
        assertEquals(lists.ids(), read.ids());
        assertArrayEquals(lists.raw(), read.raw());
        assertArrayEquals(lists.words(), read.words());
        assertEquals(lists.deep(), read.deep());
        assertEquals(lists.counts(), read.counts());
        assertTrue(read.deep().get(0).get(0) instanceof Integer);
    }

    @Test
    void keepsRepeatedElementsAndKeysOrSaysSo() {
        record Unique(Set<Long> ids) {}
        List<ColumnHeader> ids = headers("ids", "Array(Int64)");
        FormatException twice =
                assertThrows(FormatException.class, () -> read(Unique.class, ids, block(ids, row(List.of(1, 1)))));
        assertTrue(twice.getMessage().contains("element 1 more than once"), twice.getMessage());

        record Counts(Map<String, Long> counts) {}
        List<ColumnHeader> counts = headers("counts", "Map(String, Int64)");
        Block block = block(counts, row(List.of(Map.entry("a", 1L), Map.entry("a", 2L))));
        FormatException repeated = assertThrows(FormatException.class, () -> read(Counts.class, counts, block));
        assertTrue(repeated.getMessage().contains("key a more than once"), repeated.getMessage());
        assertEquals(
                List.of(Map.entry("a", 1L), Map.entry("a", 2L)),
                read(Pairs.class, counts, block).get(0).counts());
    }

    @Test
    void laysRecordsOverTuples() {
        List<ColumnHeader> headers = headers(
                "id", "Int64", "first", "Tuple(venue String, leg Int32)", "legs", "Array(Tuple(Int32, String))");
        Order order = new Order(1, new Leg(2, "X"), List.of(new Leg(3, "Y"), new Leg(4, "Z")));
        assertEquals(List.of(order), roundTrip(Order.class, headers, order));
    }

    @Test
    void resolvesTypeVariablesOfNestedRecords() {
        List<ColumnHeader> headers =
                headers("pair", "Tuple(left String, right Int64)", "more", "Array(Tuple(Int32, Array(String)))");
        Holder holder = new Holder(new Generic<>("a", 1L), List.of(new Generic<>(2, List.of("b"))));
        assertEquals(List.of(holder), roundTrip(Holder.class, headers, holder));
    }

    @Test
    void takesEnumsByNameNeverByPosition() {
        List<ColumnHeader> headers = headers("side", "String", "more", "Array(LowCardinality(String))");
        Sided sided = new Sided(Side.SELL_SHORT, List.of(Side.BUY, Side.SELL_SHORT));
        Block block = write(Sided.class, headers, sided);
        assertEquals("sell-short", block.column("side").getString(0));
        assertEquals(List.of(sided), read(Sided.class, headers, block));
        FormatException unknown = assertThrows(
                FormatException.class, () -> read(Sided.class, headers, block(headers, row("HOLD", List.of()))));
        assertTrue(unknown.getMessage().contains("no constant for \"HOLD\""), unknown.getMessage());
    }

    @Test
    void namesEveryMismatchAtOnceAndSuggestsTheFix() {
        List<ColumnHeader> headers = headers("id", "String", "symbols", "String", "quantity", "Array(Int32)");
        FormatException failure =
                assertThrows(FormatException.class, () -> adapter(Trade.class).reader(headers));
        String message = failure.getMessage();
        assertTrue(message.startsWith("`Trade` does not match the columns of this result:\n"), message);
        assertTrue(
                message.contains("column `id` is String but property `id: long` does not hold that: make it `String`"),
                message);
        assertTrue(message.contains("property `symbol: String` has no column: did you mean `symbols`?"), message);
        assertTrue(
                message.contains(
                        "column `quantity` is Array(Int32) but property `quantity: int` does not hold that: make it `List<Integer>`"),
                message);
    }

    @Test
    void namesEveryMismatchOfAnInsert() {
        List<ColumnHeader> headers = headers("id", "String", "symbol", "String", "quantity", "Int32", "price", "Int64");
        String message = assertThrows(
                        FormatException.class, () -> adapter(Trade.class).writer(headers))
                .getMessage();
        assertTrue(message.contains("column `id` is String but property `id: long`"), message);
        assertTrue(
                message.contains("column `price` has no property in `Trade`: add one, or leave the column out"),
                message);
    }

    @Test
    void reportsAnAmbiguousName() {
        List<ColumnHeader> headers = headers("CREATED_AT", "Int64", "created_at", "Int64", "Odd name!", "String");
        String message = assertThrows(
                        FormatException.class, () -> adapter(Named.class).reader(headers))
                .getMessage();
        assertTrue(message.contains("may be any of column `CREATED_AT`, column `created_at`"), message);
    }

    @Test
    void narrowsNothing() {
        List<ColumnHeader> headers = headers("id", "Int64", "symbol", "String", "quantity", "Int64");
        Block block = block(headers, row(1, "a", 3_000_000_000L));
        FormatException tooBig = assertThrows(FormatException.class, () -> read(Trade.class, headers, block));
        assertEquals("quantity", tooBig.column());
        List<ColumnHeader> small = headers("id", "Int8", "symbol", "String", "quantity", "Int32");
        FormatException refused =
                assertThrows(FormatException.class, () -> write(Trade.class, small, new Trade(128, "a", 1)));
        assertEquals("id", refused.column());
        assertEquals(0, refused.row());
    }

    @Test
    void passesOnWhatAConstructorRefuses() {
        List<ColumnHeader> headers = headers("price", "Int64");
        FormatException failure = assertThrows(
                FormatException.class, () -> read(Checked.class, headers, block(headers, row(1), row(-1))));
        assertEquals(1, failure.row());
        assertTrue(failure.getMessage().contains("price must not be negative"), failure.getMessage());
        assertTrue(failure.getCause() instanceof IllegalArgumentException);
    }

    @Test
    void takesSingleValuesFromOneColumn() {
        List<ColumnHeader> headers = headers("count()", "UInt64");
        assertEquals(List.of(5L), read(Long.class, headers, block(headers, row(5))));
        assertEquals(List.of("5"), read(String.class, headers("s", "String"), block(headers("s", "String"), row("5"))));
        assertThrows(FormatException.class, () -> adapter(Long.class).reader(TRADE));
    }

    @Test
    void readsALetter() {
        List<ColumnHeader> headers = headers("letter", "Nullable(String)");
        assertEquals(List.of(new Letter('x')), roundTrip(Letter.class, headers, new Letter('x')));
        assertThrows(FormatException.class, () -> read(Letter.class, headers, block(headers, row("xy"))));
        assertThrows(FormatException.class, () -> read(Letter.class, headers, block(headers, row((Object) null))));
    }

    @Test
    void fillsRecordsOfManyComponents() {
        List<ColumnHeader> headers = headers();
        String[] namesAndTypes = new String[120];
        Object[] values = new Object[60];
        for (int i = 0; i < 60; i++) {
            namesAndTypes[2 * i] = "c" + i;
            namesAndTypes[2 * i + 1] = "Int64";
            values[i] = (long) i;
        }
        headers = headers(namesAndTypes);
        Sixty sixty = read(Sixty.class, headers, block(headers, values)).get(0);
        assertEquals(0, sixty.c0());
        assertEquals(37, sixty.c37());
        assertEquals(59, sixty.c59());
    }

    @Test
    void saysWhatAClassLacks() {
        ConfigurationException inner = assertThrows(ConfigurationException.class, () -> adapter(Inner.class));
        assertTrue(inner.getMessage().contains("declare it static"), inner.getMessage());
        ConfigurationException noConstructor =
                assertThrows(ConfigurationException.class, () -> adapter(NoConstructor.class));
        assertTrue(noConstructor.getMessage().contains("make it a record"), noConstructor.getMessage());
        assertThrows(ConfigurationException.class, () -> adapter(Runnable.class));
    }

    class Inner {}

    static class NoConstructor {
        NoConstructor(int x) {}
    }

    // spotless:off
    record Sixty(
            long c0,
            long c1,
            long c2,
            long c3,
            long c4,
            long c5,
            long c6,
            long c7,
            long c8,
            long c9,
            long c10,
            long c11,
            long c12,
            long c13,
            long c14,
            long c15,
            long c16,
            long c17,
            long c18,
            long c19,
            long c20,
            long c21,
            long c22,
            long c23,
            long c24,
            long c25,
            long c26,
            long c27,
            long c28,
            long c29,
            long c30,
            long c31,
            long c32,
            long c33,
            long c34,
            long c35,
            long c36,
            long c37,
            long c38,
            long c39,
            long c40,
            long c41,
            long c42,
            long c43,
            long c44,
            long c45,
            long c46,
            long c47,
            long c48,
            long c49,
            long c50,
            long c51,
            long c52,
            long c53,
            long c54,
            long c55,
            long c56,
            long c57,
            long c58,
            long c59) {}
    // spotless:on

    record Note(String text, Long number, int small, String a, String b, String c, String d, String e) {
        Note(String text, Long number, int small) {
            this(text, number, small, "", "", "", "", "");
        }
    }

    @Test
    void tellsOfTheFirstRefusedValueHoweverLateItIsLookedAt() {
        List<ColumnHeader> few = headers("text", "String", "number", "Nullable(Int64)", "small", "Int8");
        List<ColumnHeader> many = new ArrayList<>(few);
        many.addAll(headers("a", "String", "b", "String", "c", "String", "d", "String", "e", "String"));
        Note good = new Note("a", null, 1);
        Note half = new Note("\uD83D", 5L, 1);
        for (List<ColumnHeader> headers : List.of(few, many)) {
            FormatException late = refused(headers, good, good, half, good);
            assertEquals("text", late.column());
            assertEquals(2, late.row());
            FormatException early = refused(headers, good, half, good, new Note("b", 6L, 128));
            assertEquals("text", early.column());
            assertEquals(1, early.row());
            assertEquals("small", refused(headers, good, new Note("b", 6L, 128)).column());
        }
        // Only many texts in a row are worth waiting for.
        assertEquals("text", refused(few, new Note("\uD83D", 5L, 128)).column());
        assertEquals("small", refused(many, new Note("\uD83D", 5L, 128)).column());
    }

    private static FormatException refused(List<ColumnHeader> headers, Note... rows) {
        return assertThrows(FormatException.class, () -> roundTrip(Note.class, headers, rows));
    }
}
