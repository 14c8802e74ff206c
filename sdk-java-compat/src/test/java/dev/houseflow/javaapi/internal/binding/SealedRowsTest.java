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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.Block;
import dev.houseflow.FormatException;
import dev.houseflow.internal.block.ColumnHeader;
import dev.houseflow.internal.block.RowReader;
import dev.houseflow.internal.codec.VariantColumn;
import dev.houseflow.javaapi.ClickHouseName;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sealed interfaces over Variant. */
class SealedRowsTest {
    sealed interface Value permits Text, Whole, Pair, Many {}

    record Text(String text) implements Value {}

    record Whole(long number) implements Value {}

    record Pair(String name, long count) implements Value {}

    record Many(List<Long> numbers) implements Value {}

    record Event(Value value) {}

    sealed interface Named permits Small, Large {}

    @ClickHouseName("UInt64")
    record Large(long number) implements Named {}

    record Small(long number) implements Named {}

    record NamedEvent(Named value) {}

    private static final List<ColumnHeader> VARIANT =
            headers("value", "Variant(Array(Int64), Int64, String, Tuple(name String, count Int64))");

    @Test
    void eachAlternativeIsOneOfTheRecords() {
        Event[] events = {
            new Event(new Text("x")),
            new Event(new Whole(5)),
            new Event(null),
            new Event(new Pair("a", 1)),
            new Event(new Many(List.of(1L, 2L))),
            new Event(new Text(""))
        };
        assertEquals(
                List.of(events), List.of(roundTrip(Event.class, VARIANT, events).toArray()));
    }

    @Test
    void readsWhatOthersHaveWritten() {
        assertEquals(
                List.of(new Event(new Text("x")), new Event(new Whole(5))),
                read(Event.class, VARIANT, block(VARIANT, row("x"), row(5L))));
    }

    @Test
    void aGivenNameWins() {
        List<ColumnHeader> headers = headers("value", "Variant(Int64, UInt64)");
        NamedEvent small = new NamedEvent(new Small(-1));
        NamedEvent large = new NamedEvent(new Large(1));
        assertEquals(List.of(small, large), roundTrip(NamedEvent.class, headers, small, large));
    }

    private static List<String> alternatives(Block block) {
        VariantColumn column = (VariantColumn) block.column(0);
        List<String> types = new ArrayList<>();
        for (int i = 0; i < column.size(); i++)
            types.add(column.getAlternatives().get(column.alternative(i)).type().toString());
        return types;
    }

    sealed interface Open permits Number, Clock, Moments, Level {}

    record Number(long value) implements Open {}

    record Clock(LocalDateTime time) implements Open {}

    record Moments(List<Long> counts) implements Open {}

    record Level(Grade grade) implements Open {}

    enum Grade {
        LOW
    }

    record OpenRow(Open value) {}

    private static String alternativeOf(String variant, Open value) {
        return alternatives(write(OpenRow.class, headers("value", variant), new OpenRow(value)))
                .get(0);
    }

    @Test
    void aNumberGoesToANumberAndNeverToWhatItMayStandFor() {
        assertEquals("Int64", alternativeOf(all("Array(Int64)", "Date", "Enum8('LOW' = 1)", "Int64"), new Number(5)));
        String narrow = all("Array(Int64)", "Bool", "Enum8('LOW' = 1)", "IPv4", "UInt32", "UInt8");
        assertEquals("UInt32", alternativeOf(narrow, new Number(5)));
        String signed = all("Array(Int64)", "Enum8('LOW' = 1)", "Int8", "UInt32");
        assertEquals("UInt32", alternativeOf(signed, new Number(5)));
        assertEquals("Int8", alternativeOf(signed, new Number(-5)));
        assertEquals(
                "Array(Int64)",
                alternativeOf(
                        all("Array(Date)", "Array(Int64)", "Enum8('LOW' = 1)", "Int64"), new Moments(List.of(5L))));
        assertEquals(
                "Enum8('LOW' = 1)",
                alternativeOf(all("Array(Int64)", "Enum8('LOW' = 1)", "Int64", "String"), new Level(Grade.LOW)));
    }

    @Test
    void aListGoesValueByValueWhereSeveralAlternativesTakeSuchLists() {
        String lists = all("Array(Int8)", "Array(UInt32)", "Enum8('LOW' = 1)", "Int64");
        assertEquals("Array(UInt32)", alternativeOf(lists, new Moments(List.of(5L))));
        assertEquals("Array(Int8)", alternativeOf(lists, new Moments(List.of(-5L))));
        assertEquals("Int64", alternativeOf(lists, new Number(5)));
    }

    record Point(int x, int y) {}

    record Line(List<Point> points, Map<String, Point> named, Point end) {}

    record Corners(Point[] points) {}

    @Test
    void recordsAndWhatHoldsThemGoToTheAlternativeThatFits() {
        String points = "Variant(Array(Tuple(x Int32, y Int32)), String)";
        List<ColumnHeader> headers = headers(
                "points",
                points,
                "named",
                "Variant(Map(String, Tuple(x Int32, y Int32)), String)",
                "end",
                "Variant(Int64, Tuple(x Int32, y Int32))");
        Line[] lines = {
            new Line(List.of(new Point(1, 2), new Point(3, 4)), Map.of("a", new Point(5, 6)), new Point(7, 8)),
            new Line(List.of(), Map.of(), new Point(0, 0)),
            new Line(null, null, null)
        };
        assertEquals(
                List.of(lines), List.of(roundTrip(Line.class, headers, lines).toArray()));
        Point[] corners = {new Point(1, 2)};
        List<ColumnHeader> one = headers("points", points);
        assertArrayEquals(
                corners,
                roundTrip(Corners.class, one, new Corners(corners)).get(0).points());
    }

    @Test
    void recordsThatFitSeveralAlternativesEquallyWellAreAnError() {
        List<ColumnHeader> headers =
                headers("points", "Variant(Array(Tuple(x Int32, y Int32)), Array(Tuple(y Int32, x Int32)))");
        String message = assertThrows(
                        FormatException.class, () -> adapter(Corners.class).writer(headers))
                .getMessage();
        assertTrue(message.contains("equally well: make it a sealed interface with a record for each"), message);
    }

    @Test
    void whatFitsSeveralAlternativesEquallyWellIsAnError() {
        List<ColumnHeader> days = headers("value", all("Array(Int64)", "Date", "DateTime", "Enum8('LOW' = 1)"));
        String message = assertThrows(
                        FormatException.class, () -> adapter(OpenRow.class).writer(days))
                .getMessage();
        assertTrue(message.contains("`Number` of property `value: Open` fits no alternative"), message);
        String zones = "Variant(Array(Int64), DateTime('Asia/Tokyo'), DateTime('UTC'), Enum8('LOW' = 1), Int64)";
        Clock noon = new Clock(LocalDateTime.parse("2020-01-01T12:00:00"));
        message = assertThrows(FormatException.class, () -> alternativeOf(zones, noon))
                .getMessage();
        assertTrue(message.contains("which store it differently"), message);
        String lists = all("Array(Int32)", "Array(UInt32)", "Enum8('LOW' = 1)", "Int64");
        assertEquals("Array(UInt32)", alternativeOf(lists, new Moments(List.of(5L))));
    }

    /** A Variant of these and of a DateTime64. */
    private static String all(String... types) {
        return "Variant(" + String.join(", ", types) + ", DateTime64(3))";
    }

    @Test
    void readsDynamicWhoseTypesDifferFromBlockToBlock() {
        List<ColumnHeader> dynamic = headers("value", "Dynamic");
        RowReader<Event> reader = adapter(Event.class).reader(dynamic);
        reader.bind(block(dynamic, row("x"), row(5L), row((Object) null)));
        assertEquals(new Event(new Text("x")), reader.read(0));
        assertEquals(new Event(new Whole(5)), reader.read(1));
        assertEquals(new Event(null), reader.read(2));
        reader.bind(block(dynamic, row(List.of(1L, 2L)), row(1.5f)));
        assertEquals(new Event(new Many(List.of(1L, 2L))), reader.read(0));
        String message =
                assertThrows(FormatException.class, () -> reader.read(1)).getMessage();
        assertTrue(
                message.contains("This value is a Float32, which property `value: Value` has no place for"), message);
    }

    @Test
    void namesWhatHasNoSubclass() {
        List<ColumnHeader> headers = headers("value", "Variant(Date, Int64)");
        String message = assertThrows(
                        FormatException.class, () -> adapter(Event.class).reader(headers))
                .getMessage();
        assertTrue(message.contains("column `value` may hold Date, which fits no subclass of `Value`"), message);
        assertTrue(message.contains("one component of type `LocalDate`"), message);
    }
}
