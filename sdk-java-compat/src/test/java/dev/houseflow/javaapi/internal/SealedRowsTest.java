package dev.houseflow.javaapi.internal;

import static dev.houseflow.javaapi.internal.Blocks.adapter;
import static dev.houseflow.javaapi.internal.Blocks.block;
import static dev.houseflow.javaapi.internal.Blocks.headers;
import static dev.houseflow.javaapi.internal.Blocks.read;
import static dev.houseflow.javaapi.internal.Blocks.roundTrip;
import static dev.houseflow.javaapi.internal.Blocks.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.FormatException;
import dev.houseflow.internal.block.ColumnHeader;
import dev.houseflow.javaapi.ClickHouseName;
import java.util.List;
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
