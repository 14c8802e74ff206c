package dev.houseflow.javaapi.internal.binding;

import static dev.houseflow.javaapi.internal.binding.Blocks.adapter;
import static dev.houseflow.javaapi.internal.binding.Blocks.block;
import static dev.houseflow.javaapi.internal.binding.Blocks.headers;
import static dev.houseflow.javaapi.internal.binding.Blocks.read;
import static dev.houseflow.javaapi.internal.binding.Blocks.roundTrip;
import static dev.houseflow.javaapi.internal.binding.Blocks.row;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.houseflow.Block;
import dev.houseflow.FormatException;
import dev.houseflow.internal.block.ColumnHeader;
import dev.houseflow.internal.block.NativeReader;
import dev.houseflow.internal.block.RowReader;
import dev.houseflow.internal.wire.BlockingKt;
import dev.houseflow.internal.wire.ByteArraySource;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every Java type that a component may have, over the ClickHouse types that it takes. */
class TypesOfRowsTest {
    record Numbers(
            boolean flag, BigInteger wide, BigDecimal money, float real, double number, Optional<BigDecimal> maybe) {}

    record Times(
            LocalDate day,
            LocalDateTime local,
            Instant instant,
            ZonedDateTime zoned,
            OffsetDateTime offset,
            Duration time,
            LocalTime ofDay,
            Duration hours,
            Period months) {}

    record Things(UUID id, InetAddress any, Inet4Address four, Inet6Address six, Color color, CharSequence text) {}

    record Bytes(byte[] raw, byte[] numbers, float[] vector) {}

    record Untyped(Object number, List<Object> tuple, Map<String, Object> named, Object variant) {}

    record Json(String text) {}

    record JsonMap(Map<String, Object> text) {}

    record HashedJson(LinkedHashMap<String, Object> text) {}

    record Counts(LinkedHashMap<String, Long> counts) {}

    record Dynamics(Object value) {}

    record Point(double x, double y) {}

    record Shapes(Point point, List<Point> ring) {}

    record Item(String name, int count) {}

    record Basket(List<Item> items, Item best) {}

    record Empties(OptionalDouble number, Optional<List<String>> list) {}

    enum Color {
        RED,
        GREEN
    }

    @Test
    void numbers() {
        List<ColumnHeader> headers = headers(
                "flag",
                "Bool",
                "wide",
                "UInt256",
                "money",
                "Decimal(38, 4)",
                "real",
                "Float32",
                "number",
                "Float64",
                "maybe",
                "Nullable(Decimal(9, 2))");
        Numbers numbers = new Numbers(
                true,
                BigInteger.TWO.pow(255),
                new BigDecimal("-12345678901234567890.1234"),
                0.1f,
                Math.PI,
                Optional.of(new BigDecimal("1.50")));
        assertEquals(List.of(numbers), roundTrip(Numbers.class, headers, numbers));
    }

    @Test
    void times() {
        List<ColumnHeader> headers = headers(
                "day",
                "Date32",
                "local",
                "DateTime64(6, 'UTC')",
                "instant",
                "DateTime64(9)",
                "zoned",
                "DateTime('Asia/Tokyo')",
                "offset",
                "DateTime64(3, 'UTC')",
                "time",
                "Time64(3)",
                "ofDay",
                "Time",
                "hours",
                "IntervalHour",
                "months",
                "IntervalMonth");
        Instant instant = Instant.parse("2026-01-02T03:04:05Z");
        Times times = new Times(
                LocalDate.of(1950, 1, 2),
                LocalDateTime.of(2026, 1, 2, 3, 4, 5, 678_000),
                instant.plusNanos(7),
                instant.atZone(ZoneId.of("Asia/Tokyo")),
                instant.atOffset(ZoneOffset.UTC),
                Duration.ofMillis(-1500),
                LocalTime.of(23, 59, 58),
                Duration.ofHours(25),
                Period.ofMonths(14));
        Times read = roundTrip(Times.class, headers, times).get(0);
        assertEquals(times.months().toTotalMonths(), read.months().toTotalMonths());
        assertEquals(times.zoned().toInstant(), read.zoned().toInstant());
        assertEquals("Asia/Tokyo", read.zoned().getZone().getId());
        assertEquals(
                List.of(
                        times.day(),
                        times.local(),
                        times.instant(),
                        times.offset(),
                        times.time(),
                        times.ofDay(),
                        times.hours()),
                List.of(
                        read.day(),
                        read.local(),
                        read.instant(),
                        read.offset(),
                        read.time(),
                        read.ofDay(),
                        read.hours()));

        record Clock(LocalTime time) {}
        List<ColumnHeader> clock = headers("time", "Time");
        FormatException beyond = assertThrows(
                FormatException.class, () -> read(Clock.class, clock, block(clock, row(Duration.ofHours(25)))));
        assertTrue(beyond.getMessage().contains("no time of a day"), beyond.getMessage());
    }

    @Test
    void things() throws UnknownHostException {
        List<ColumnHeader> headers = headers(
                "id",
                "UUID",
                "any",
                "IPv4",
                "four",
                "IPv4",
                "six",
                "IPv6",
                "color",
                "Enum8('GREEN' = 1, 'RED' = 2)",
                "text",
                "String");
        Things things = new Things(
                UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                InetAddress.getByName("10.0.0.1"),
                (Inet4Address) InetAddress.getByName("10.0.0.2"),
                (Inet6Address) InetAddress.getByName("2001:db8::1"),
                Color.RED,
                "x");
        assertEquals(List.of(things), roundTrip(Things.class, headers, things));
    }

    @Test
    void bytesAndArraysOfBytes() {
        List<ColumnHeader> headers = headers("raw", "String", "numbers", "Array(Int8)", "vector", "QBit(Float32, 2)");
        Bytes bytes = roundTrip(
                        Bytes.class, headers, new Bytes(new byte[] {0, -1}, new byte[] {1, -2}, new float[] {0.5f, -1}))
                .get(0);
        assertArrayEquals(new byte[] {0, -1}, bytes.raw());
        assertArrayEquals(new byte[] {1, -2}, bytes.numbers());
        assertArrayEquals(new float[] {0.5f, -1}, bytes.vector());
    }

    @Test
    void valuesWithoutAClass() {
        List<ColumnHeader> headers = headers(
                "number",
                "UInt32",
                "tuple",
                "Tuple(String, Int64)",
                "named",
                "Tuple(a Int64, b String)",
                "variant",
                "Variant(Int64, String)");
        Untyped untyped = new Untyped(5L, List.of("x", 1L), Map.of("a", 1L, "b", "y"), "z");
        assertEquals(List.of(untyped), roundTrip(Untyped.class, headers, untyped));
    }

    @Test
    void jsonAndDynamic() {
        List<ColumnHeader> json = headers("text", "JSON");
        Json text =
                roundTrip(Json.class, json, new Json("{\"a\":{\"b\":\"x\"}}")).get(0);
        assertEquals("{\"a\":{\"b\":\"x\"}}", text.text().replace(" ", ""));
        JsonMap map = roundTrip(JsonMap.class, json, new JsonMap(Map.of("a", Map.of("b", "x"))))
                .get(0);
        assertEquals(Map.of("a", Map.of("b", "x")), map.text());

        List<ColumnHeader> dynamic = headers("value", "Dynamic");
        assertEquals(
                List.of(new Dynamics(1L), new Dynamics("x"), new Dynamics(null)),
                roundTrip(Dynamics.class, dynamic, new Dynamics(1L), new Dynamics("x"), new Dynamics(null)));
    }

    @Test
    void jsonByPathsAlsoAsAHashMap() {
        // Flattened: the path a, a Dynamic that holds Strings; two rows, the second of them NULL.
        byte[] bytes = ("\1\2\4text\4JSON\3\0\0\0\0\0\0\0\1\1a\3\0\0\0\0\0\0\0\1\6String" + "\0\1" + "\1x")
                .getBytes(StandardCharsets.ISO_8859_1);
        NativeReader source = new NativeReader(new ByteArraySource(bytes));
        Block block = BlockingKt.<Block>runBlockingSource(source::readBlock);
        List<ColumnHeader> json = headers("text", "JSON");
        assertEquals(List.of(new JsonMap(Map.of("a", "x")), new JsonMap(Map.of())), read(JsonMap.class, json, block));
        List<HashedJson> hashed = read(HashedJson.class, json, block);
        assertEquals(Map.of("a", "x"), hashed.get(0).text());
        assertEquals(Map.of(), hashed.get(1).text());
    }

    @Test
    void mapsWithAndWithoutRepeatedKeys() {
        List<ColumnHeader> headers = headers("counts", "Map(String, Int64)");
        Object[] twice = row(List.of(Map.entry("a", 1L), Map.entry("b", 2L), Map.entry("b", 3L)));
        Block block = block(headers, row(Map.of("a", 1L)), row(Map.of()), row(Map.of("a", 2L)), twice);
        RowReader<Counts> reader = adapter(Counts.class).reader(headers);
        reader.bind(block);
        assertEquals(Map.of("a", 1L), reader.read(0).counts());
        assertEquals(Map.of(), reader.read(1).counts());
        assertEquals(Map.of("a", 2L), reader.read(2).counts());
        FormatException repeated = assertThrows(FormatException.class, () -> reader.read(3));
        assertTrue(repeated.getMessage().contains("The map has the key b more than once"), repeated.getMessage());
    }

    @Test
    void geometryAndNested() {
        List<ColumnHeader> headers = headers("point", "Point", "ring", "Ring");
        Shapes shapes = new Shapes(new Point(1, 2), List.of(new Point(3, 4), new Point(5, 6)));
        assertEquals(List.of(shapes), roundTrip(Shapes.class, headers, shapes));

        List<ColumnHeader> nested = headers(
                "items", "Nested(name String, count Int32)", "best", "Nullable(Tuple(name String, count Int32))");
        Basket full = new Basket(List.of(new Item("a", 1), new Item("b", 2)), new Item("b", 2));
        Basket empty = new Basket(List.of(), null);
        assertEquals(List.of(full, empty), roundTrip(Basket.class, nested, full, empty));
        assertNull(roundTrip(Basket.class, nested, empty).get(0).best());
    }

    @Test
    void optionals() {
        List<ColumnHeader> headers = headers("number", "Nullable(Float64)", "list", "Array(String)");
        Empties some = new Empties(OptionalDouble.of(1.5), Optional.of(List.of("x")));
        Empties none = new Empties(OptionalDouble.empty(), Optional.of(List.of()));
        assertEquals(List.of(some, none), roundTrip(Empties.class, headers, some, none));
        FormatException refused = assertThrows(
                FormatException.class,
                () -> roundTrip(Empties.class, headers, new Empties(OptionalDouble.empty(), Optional.empty())));
        assertEquals("list", refused.column());
    }

    @Test
    void classesThatNoColumnFits() {
        record Old(java.util.TimeZone at) {}
        String message = assertThrows(
                        FormatException.class, () -> adapter(Old.class).reader(headers("at", "DateTime")))
                .getMessage();
        assertTrue(message.contains("property `at: TimeZone` does not hold that: make it `Instant`"), message);
        record State(long state) {}
        String state = assertThrows(FormatException.class, () -> adapter(State.class)
                        .reader(headers("state", "AggregateFunction(sum, UInt64)")))
                .getMessage();
        assertTrue(state.contains("select finalizeAggregation(`state`)"), state);
    }
}
