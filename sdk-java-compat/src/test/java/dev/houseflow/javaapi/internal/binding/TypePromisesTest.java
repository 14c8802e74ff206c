package dev.houseflow.javaapi.internal.binding;

import static dev.houseflow.javaapi.internal.binding.Blocks.block;
import static dev.houseflow.javaapi.internal.binding.Blocks.headers;
import static dev.houseflow.javaapi.internal.binding.Blocks.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.houseflow.BlockBuilder;
import dev.houseflow.ClickHouseType;
import dev.houseflow.ColumnBuilder;
import dev.houseflow.FormatException;
import dev.houseflow.internal.binding.BindingPath;
import dev.houseflow.internal.binding.Direction;
import dev.houseflow.internal.binding.Language;
import dev.houseflow.internal.binding.Mismatches;
import dev.houseflow.internal.block.BlockBuildersKt;
import dev.houseflow.internal.block.ColumnHeader;
import dev.houseflow.internal.codec.NativeBuilder;
import dev.houseflow.javaapi.internal.binding.read.ValueReader;
import dev.houseflow.javaapi.internal.binding.shape.Types;
import dev.houseflow.javaapi.internal.binding.write.ValueWriter;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What {@code docs/types.md} promises of properties of Java classes, line by line: alone, in
 * Nullable, Array, Map and Tuple.
 */
class TypePromisesTest {
    enum Level {
        LOW
    }

    record Point(double x, double y) {}

    /**
     * {@code value} of a property's {@code javaType}, and what a column of {@code type} gives or
     * takes for it.
     */
    record Promise(String type, Object stored, Type javaType, Object value) {
        @Override
        public String toString() {
            return type + " of " + stored + " and " + value + " of " + Types.show(javaType);
        }
    }

    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final InetAddress V4 = address(1, 2, 3, 4);
    private static final InetAddress V6 = address(32, 1, 13, -72, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    private static final InetAddress MAPPED = address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 1, 2, 3, 4);
    private static final LocalDate DAY = LocalDate.parse("2020-02-29");
    private static final Instant MOMENT = Instant.parse("2020-02-29T12:34:56Z");
    private static final LocalDateTime TOKYO = LocalDateTime.parse("2020-02-29T21:34:56");
    private static final OffsetDateTime OFFSET = OffsetDateTime.parse("2020-02-29T21:34:56+09:00");
    private static final ZonedDateTime ZONED = ZonedDateTime.parse("2020-02-29T21:34:56+09:00[Asia/Tokyo]");

    private static InetAddress address(int... bytes) {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) address[i] = (byte) bytes[i];
        try {
            // Not by InetAddress, which makes a mapped address an IPv4 one.
            return bytes.length == 4 ? InetAddress.getByAddress(address) : Inet6Address.getByAddress(null, address, -1);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    @TestFactory
    Stream<DynamicTest> reads() {
        return read().stream()
                .map(promise -> dynamicTest(promise.toString(), () -> {
                    for (Form form : Form.values()) {
                        if (!form.fits(promise)) continue;
                        assertEquals(
                                plain(form.value(promise.value)),
                                plain(readOne(
                                        form.javaType(promise.javaType),
                                        form.type(promise.type),
                                        form.value(promise.stored))),
                                form.name());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> writes() {
        return written().stream()
                .map(promise -> dynamicTest(promise.toString(), () -> {
                    for (Form form : Form.values()) {
                        if (!form.fits(promise)) continue;
                        Object stored = writeOne(
                                form.javaType(promise.javaType), form.type(promise.type), form.value(promise.value));
                        assertEquals(plain(form.value(promise.stored)), plain(stored), form.name());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> refuses() {
        return refused().stream()
                .map(promise -> dynamicTest(
                        promise.toString(),
                        () -> assertThrows(
                                FormatException.class, () -> writeOne(promise.javaType, promise.type, promise.value))));
    }

    @Test
    void tuplesAsListsAndMapsHaveAllElements() {
        String type = "Tuple(a Int32, b Int32)";
        for (Object value : new Object[] {List.of(1), List.of(1, 2, 3)}) {
            assertThrows(FormatException.class, () -> writeOne(listOf(Integer.class), type, value));
        }
        Type map = mapOf(Integer.class);
        assertThrows(FormatException.class, () -> writeOne(map, type, Map.of("a", 1)));
        assertThrows(FormatException.class, () -> writeOne(map, type, Map.of("a", 1, "c", 1)));
        assertThrows(FormatException.class, () -> readOne(map, "Tuple(Int32, Int32)", List.of(1, 2)));
        assertThrows(FormatException.class, () -> readOne(generic(Set.class, Integer.class), type, List.of(1, 2)));
    }

    @Test
    void classesInsideOfTuplesThatAreListsAndMaps() {
        List<Point> points = List.of(new Point(1, 2), new Point(3, 4));
        String list = "Tuple(Point, Tuple(x Float64, y Float64))";
        Object stored = writeOne(listOf(Point.class), list, points);
        assertEquals(List.of(List.of(1.0, 2.0), List.of(3.0, 4.0)), stored);
        assertEquals(points, readOne(listOf(Point.class), list, stored));
        Map<String, Point> map = Map.of("b", points.get(1), "a", points.get(0));
        String named = "Tuple(a Point, b Point)";
        assertEquals(stored, writeOne(mapOf(Point.class), named, map));
        assertEquals(map, readOne(mapOf(Point.class), named, stored));
        assertThrows(FormatException.class, () -> writeOne(mapOf(Point.class), named, Map.of("a", points.get(0))));
        assertThrows(FormatException.class, () -> writeOne(listOf(Point.class), list, points.subList(0, 1)));
    }

    @Test
    void aNullInsideOfATupleThatIsAnArrayOfPrimitivesIsAnError() {
        FormatException failure = assertThrows(
                FormatException.class,
                () -> readOne(double[].class, "Tuple(Float64, Nullable(Float64))", Arrays.asList(1.0, null)));
        assertTrue(failure.getMessage().contains("NULL"), failure.getMessage());
    }

    /** What stands around a promise. */
    private enum Form {
        ALONE("%", type -> type, value -> value),
        NULLABLE("Nullable(%)", type -> type, value -> value),
        NULL("Nullable(%)", type -> type, value -> null),
        OPTIONAL("Nullable(%)", type -> generic(Optional.class, type), Optional::of),
        LIST("Array(%)", TypePromisesTest::listOf, value -> List.of(value, value)),
        MAP("Map(String, %)", TypePromisesTest::mapOf, value -> Map.of("k", value)),
        TUPLE("Tuple(%, %)", TypePromisesTest::listOf, value -> List.of(value, value)),
        NAMED_TUPLE("Tuple(a %)", TypePromisesTest::mapOf, value -> Map.of("a", value));

        private final String pattern;
        private final UnaryOperator<Type> javaType;
        private final UnaryOperator<Object> value;

        Form(String pattern, UnaryOperator<Type> javaType, UnaryOperator<Object> value) {
            this.pattern = pattern;
            this.javaType = javaType;
            this.value = value;
        }

        /** Objects only are NULL or in a collection, and only single values are Nullable. */
        boolean fits(Promise promise) {
            boolean isPrimitive = Types.raw(promise.javaType).isPrimitive();
            if (this == ALONE) return true;
            return !isPrimitive && (!pattern.startsWith("Nullable") || Scalars.isOne(promise.type));
        }

        String type(String type) {
            return pattern.replace("%", type);
        }

        Type javaType(Type type) {
            return javaType.apply(type);
        }

        Object value(Object object) {
            return value.apply(object);
        }
    }

    /** Which types may be Nullable. */
    private static final class Scalars {
        private static final Set<String> COMPOSED = Set.of(
                "Point",
                "Ring",
                "Polygon",
                "MultiPolygon",
                "Geometry",
                "Array",
                "Tuple",
                "Map",
                "Variant",
                "Dynamic",
                "LowCardinality",
                "QBit",
                "AggregateFunction",
                "SimpleAggregateFunction");

        static boolean isOne(String type) {
            return !COMPOSED.contains(type.replaceAll("\\(.*", ""));
        }
    }

    private static Type generic(Class<?> raw, Type... arguments) {
        return new ParameterizedType() {
            @Override
            public Type[] getActualTypeArguments() {
                return arguments;
            }

            @Override
            public Type getRawType() {
                return raw;
            }

            @Override
            public Type getOwnerType() {
                return null;
            }
        };
    }

    private static Type listOf(Type element) {
        return generic(List.class, element);
    }

    private static Type mapOf(Type value) {
        return generic(Map.class, String.class, value);
    }

    /**
     * Values that {@code equals} compares, with arrays as lists and optional values as what they
     * hold.
     */
    private static Object plain(Object value) {
        if (value instanceof Optional<?> optional) return plain(optional.orElse(null));
        if (value instanceof Map<?, ?> map) {
            // A named tuple is stored as a list, too.
            return map.values().stream().map(TypePromisesTest::plain).toList();
        }
        if (value instanceof Iterable<?> items) {
            List<Object> plain = new ArrayList<>();
            for (Object item : items) plain.add(plain(item));
            return plain;
        }
        if (value != null && value.getClass().isArray()) {
            List<Object> plain = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) plain.add(plain(Array.get(value, i)));
            return plain;
        }
        return value;
    }

    private static Object readOne(Type javaType, String type, Object stored) {
        List<ColumnHeader> headers = headers("c", type);
        ReadPlanner planner = new ReadPlanner(new Shapes());
        ValueReader reader = planner.plan(
                javaType, ClickHouseType.parse(type), BindingPath.single("c", Types.show(javaType), Language.JAVA));
        Mismatches.failIfAny(planner.problems, Types.raw(javaType).getSimpleName(), Direction.READ);
        Object value = stored instanceof Optional<?> optional ? optional.orElse(null) : stored;
        reader.bind(block(headers, row(value)).column(0));
        return reader.read(0);
    }

    private static Object writeOne(Type javaType, String type, Object value) {
        BlockBuilder block = BlockBuildersKt.newBlockBuilder(headers("c", type));
        WritePlanner planner = new WritePlanner(new Shapes());
        ValueWriter writer = planner.plan(
                javaType, ClickHouseType.parse(type), BindingPath.single("c", Types.show(javaType), Language.JAVA));
        Mismatches.failIfAny(planner.problems, Types.raw(javaType).getSimpleName(), Direction.WRITE);
        ColumnBuilder builder = block.column(0);
        writer.bind(builder);
        writer.write(value);
        return ((NativeBuilder) builder).build().get(0);
    }

    private static Promise of(String type, Object stored, Object value) {
        return new Promise(type, stored, value.getClass(), value);
    }

    private static Promise of(String type, Object stored, Type javaType, Object value) {
        return new Promise(type, stored, javaType, value);
    }

    private static List<Promise> read() {
        List<Promise> all = new ArrayList<>();
        for (String type : List.of("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64")) {
            all.addAll(List.of(
                    of(type, 1, (byte) 1),
                    of(type, 1, (short) 1),
                    of(type, 1, 1),
                    of(type, 1, 1L),
                    of(type, 1, long.class, 1L),
                    of(type, 1, 1f),
                    of(type, 1, 1.0),
                    of(type, 1, BigInteger.ONE),
                    of(type, 1, BigDecimal.ONE),
                    of(type, 1, "1"),
                    of(type, 1, true)));
        }
        for (String type : List.of("Int128", "Int256", "UInt128", "UInt256")) {
            all.addAll(List.of(
                    of(type, 1, (byte) 1),
                    of(type, 1, (short) 1),
                    of(type, 1, 1),
                    of(type, 1, 1L),
                    of(type, 1, 1.0),
                    of(type, 1, BigInteger.ONE),
                    of(type, 1, BigDecimal.ONE),
                    of(type, 1, "1")));
        }
        all.addAll(List.of(
                of("Bool", true, true),
                of("Bool", true, (byte) 1),
                of("Bool", true, 1),
                of("Bool", false, long.class, 0L),
                of("Bool", true, "true"),
                of("Float32", 0.1f, (double) 0.1f),
                of("Float64", 0.5, 0.5f),
                of("BFloat16", 0.5f, 0.5f),
                of("BFloat16", 0.5f, 0.5),
                of("Decimal(9, 2)", 5, BigInteger.valueOf(5)),
                of("Decimal(9, 2)", 5, 5L),
                of("Decimal(9, 2)", 5, 5),
                of("Decimal(9, 2)", new BigDecimal("0.10"), 0.1),
                of("Decimal(9, 2)", 5, "5.00"),
                of("String", "a", "a"),
                of("String", "a", 'a'),
                of("String", "a", byte[].class, new byte[] {'a'}),
                of("String", "LOW", Level.LOW),
                of("FixedString(3)", "a", 'a'),
                of("FixedString(5)", "LOW", Level.LOW),
                of("Enum8('LOW' = 1)", "LOW", "LOW"),
                of("Enum8('LOW' = 1)", "LOW", Level.LOW),
                of("Enum8('LOW' = 1)", "LOW", 1),
                of("Enum8('LOW' = 1)", "LOW", int.class, 1),
                of("Enum16('LOW' = 1)", "LOW", 1L),
                of("Enum16('LOW' = 1)", "LOW", (short) 1),
                of("UUID", ID, ID),
                of("UUID", ID, ID.toString())));
        all.addAll(List.of(
                of("IPv4", V4, InetAddress.class, V4),
                of("IPv4", V4, Inet4Address.class, V4),
                of("IPv4", V4, "1.2.3.4"),
                of("IPv4", V4, 0x01020304L),
                of("IPv4", V4, byte[].class, new byte[] {1, 2, 3, 4}),
                of("IPv6", V6, InetAddress.class, V6),
                of("IPv6", V6, Inet6Address.class, V6),
                of("IPv6", MAPPED, Inet4Address.class, V4),
                of("Date", DAY, DAY),
                of("Date", DAY, DAY.atStartOfDay()),
                of("Date", DAY, 18321),
                of("Date32", DAY, 18321L),
                of("Date32", DAY, "2020-02-29"),
                of("DateTime('Asia/Tokyo')", MOMENT, MOMENT),
                of("DateTime('Asia/Tokyo')", MOMENT, TOKYO),
                of("DateTime('Asia/Tokyo')", MOMENT, ZONED),
                of("DateTime('Asia/Tokyo')", MOMENT, OFFSET),
                of("DateTime('Asia/Tokyo')", MOMENT, "2020-02-29 21:34:56"),
                of("DateTime", MOMENT, MOMENT.getEpochSecond()),
                of("DateTime64(3)", MOMENT, MOMENT.toEpochMilli()),
                of("DateTime64(3, 'Asia/Tokyo')", MOMENT, TOKYO),
                of("Time", Duration.ofHours(-1), Duration.ofHours(-1)),
                of("Time", Duration.ofHours(-1), -3600L),
                of("Time", Duration.ofHours(1), 3600),
                of("Time", Duration.ofHours(-1), "-01:00:00"),
                of("Time", Duration.ofHours(1), LocalTime.of(1, 0)),
                of("Time64(3)", Duration.ofMillis(5), 5L),
                of("Time64(3)", Duration.ofMillis(5), "00:00:00.005"),
                of("IntervalMinute", 5, Duration.ofMinutes(5)),
                of("IntervalDay", 5, Period.ofDays(5)),
                of("IntervalQuarter", 5, Period.ofMonths(15)),
                of("IntervalYear", 5, 5L)));
        all.addAll(List.of(
                of("Array(Int64)", List.of(1, 2), "[1,2]"),
                of("Tuple(Int64, String)", List.of(1, "a"), "(1,'a')"),
                of("Map(String, Int8)", Map.of("a", 1), "{'a':1}"),
                of("Tuple(a Int64, b Int64)", List.of(1, 2), listOf(Long.class), List.of(1L, 2L)),
                of("Tuple(a Int64, b Int64)", List.of(1, 2), long[].class, new long[] {1, 2}),
                of("Tuple(a Int64, b Int64)", List.of(1, 2), Integer[].class, new Integer[] {1, 2}),
                of("Tuple(a Int64)", List.of(1), mapOf(Integer.class), Map.of("a", 1)),
                of("Point", List.of(1.0, 2.0), listOf(Double.class), List.of(1.0, 2.0)),
                of("Point", List.of(1.0, 2.0), double[].class, new double[] {1, 2}),
                of("Point", List.of(1.0, 2.0), Point.class, new Point(1, 2)),
                of("Ring", List.of(List.of(1.0, 2.0)), listOf(listOf(Double.class)), List.of(List.of(1.0, 2.0))),
                of("Ring", List.of(List.of(1.0, 2.0)), double[][].class, new double[][] {{1, 2}}),
                of(
                        "Polygon",
                        List.of(List.of(List.of(1.0, 2.0))),
                        listOf(listOf(listOf(Double.class))),
                        List.of(List.of(List.of(1.0, 2.0)))),
                of("Variant(Int64, String)", 5L, 5L),
                of("Variant(Int64, String)", "a", "a"),
                of("Variant(Date, String)", DAY, DAY),
                of("Variant(Array(Int64), String)", List.of(1L), listOf(Integer.class), List.of(1)),
                of("Variant(Array(Int64), String)", List.of(1L), long[].class, new long[] {1}),
                of("Geometry", List.of(1.0, 2.0), Point.class, new Point(1, 2)),
                of("Dynamic", List.of(1L), listOf(Long.class), List.of(1L)),
                of("Dynamic", 5, 5L),
                of("Dynamic", Period.ofDays(1), Period.ofDays(1)),
                of("QBit(Float32, 2)", List.of(1f, 2f), listOf(Float.class), List.of(1f, 2f)),
                of("AggregateFunction(count)", new byte[] {5}, byte[].class, new byte[] {5}),
                of("SimpleAggregateFunction(max, Int64)", 5, 5L)));
        return all;
    }

    private static List<Promise> written() {
        List<Promise> all = new ArrayList<>();
        for (String type : List.of(
                "Int8",
                "Int16",
                "Int32",
                "Int64",
                "UInt8",
                "UInt16",
                "UInt32",
                "UInt64",
                "Int128",
                "UInt256",
                "Float32",
                "Float64",
                "BFloat16",
                "Decimal(9, 2)")) {
            Object stored = writeOne(Integer.class, type, 1);
            all.addAll(List.of(
                    of(type, stored, (byte) 1),
                    of(type, stored, (short) 1),
                    of(type, stored, 1L),
                    of(type, stored, BigInteger.ONE)));
        }
        all.addAll(List.of(
                of("Int8", (byte) 1, true),
                of("UInt8", (short) 1, true),
                of("Bool", true, 1),
                of("Bool", false, long.class, 0L),
                of("Float32", 0.1f, 0.1),
                of("Float32", 0.1f, double.class, 0.1),
                of("Float32", 0.5f, new BigDecimal("0.5")),
                of("Float64", 0.1, new BigDecimal("0.1")),
                of("BFloat16", 0.10009765625f, 0.1f),
                of("BFloat16", 0.10009765625f, 0.1),
                of("Decimal(9, 2)", new BigDecimal("0.10"), 0.1),
                of("String", "a", 'a'),
                of("String", "a", byte[].class, new byte[] {'a'}),
                of("String", "LOW", Level.LOW),
                of("FixedString(4)", "LOW\0", Level.LOW),
                of("Enum8('LOW' = 1)", "LOW", Level.LOW),
                of("Enum8('LOW' = 1)", "LOW", 1),
                of("Enum16('LOW' = 1)", "LOW", short.class, (short) 1),
                of("UUID", ID, ID.toString()),
                of("UUID", ID, ID.toString().replace("-", "")),
                of("IPv4", V4, Inet4Address.class, V4),
                of("IPv4", V4, InetAddress.class, MAPPED),
                of("IPv4", V4, 0x01020304L),
                of("IPv6", MAPPED, "1.2.3.4"),
                of("IPv6", MAPPED, byte[].class, new byte[] {1, 2, 3, 4}),
                of("IPv6", MAPPED, InetAddress.class, V4),
                of("Date", DAY, 18321),
                of("Date32", DAY, "2020-02-29"),
                of("DateTime", MOMENT, MOMENT.getEpochSecond()),
                of("DateTime('Asia/Tokyo')", MOMENT, TOKYO),
                of("DateTime('Asia/Tokyo')", MOMENT, "2020-02-29 21:34:56"),
                of("DateTime", MOMENT, OFFSET),
                of("DateTime", MOMENT, ZONED)));
        all.addAll(List.of(
                of("DateTime64(3)", MOMENT, MOMENT.toEpochMilli()),
                of("DateTime64(3)", MOMENT, OFFSET),
                of("Time", Duration.ofHours(-1), -3600L),
                of("Time", Duration.ofHours(-1), "-1:00:00"),
                of("Time", Duration.ofHours(1), LocalTime.of(1, 0)),
                of("Time64(3)", Duration.ofMillis(5), "00:00:00.005"),
                of("IntervalMinute", Duration.ofMinutes(5), 5L),
                of("IntervalYear", Period.ofYears(5), Period.ofMonths(60)),
                of("IntervalWeek", Period.ofDays(7), 1),
                of("Tuple(a Int64, b Int64)", List.of(1L, 2L), listOf(Integer.class), List.of(1, 2)),
                of("Tuple(a Int64, b Int64)", List.of(1L, 2L), int[].class, new int[] {1, 2}),
                of("Tuple(a Int64)", List.of(1L), mapOf(Integer.class), Map.of("a", 1)),
                of("Point", List.of(1.0, 2.0), double[].class, new double[] {1, 2}),
                of("Ring", List.of(List.of(1.0, 2.0)), listOf(listOf(Double.class)), List.of(List.of(1.0, 2.0))),
                of("Ring", List.of(List.of(1.0, 2.0)), double[][].class, new double[][] {{1, 2}}),
                of("Variant(Date, Int64)", 5L, 5),
                of("Variant(Date, Int64)", 5L, int.class, 5),
                of("Variant(FixedString(3), String)", "ab", "ab"),
                of("Variant(Enum8('LOW' = 1), String)", "LOW", Level.LOW),
                of("Variant(Array(Date), Array(Int64))", List.of(5L), listOf(Integer.class), List.of(5)),
                of("Variant(Array(Date), Array(Int64))", List.of(5L), int[].class, new int[] {5}),
                of("Geometry", List.of(1.0, 2.0), double[].class, new double[] {1, 2}),
                of("Dynamic", new BigDecimal("0"), new BigDecimal("0E-77")),
                of("QBit(BFloat16, 2)", List.of(1f, 0.10009765625f), listOf(Double.class), List.of(1.0, 0.1)),
                of("SimpleAggregateFunction(max, Int64)", 5L, 5)));
        return all;
    }

    private static List<Promise> refused() {
        return List.of(
                of("Float32", null, 1e300),
                of("Float32", null, 16777217),
                of("Float32", null, new BigDecimal("0.1")),
                of("BFloat16", null, 257),
                of("UUID", null, "0011223344556677"),
                of("IPv4", null, InetAddress.class, V6),
                of("IPv6", null, "1.2.3"),
                of("Time", null, "1:00"),
                of("Enum8('LOW' = 1)", null, 2),
                of("Bool", null, 2),
                of("Date", null, DAY.atStartOfDay()),
                of("Int64", null, "1"),
                of("Variant(Date, UInt8)", null, 300),
                of("Variant(Date, DateTime)", null, 5L),
                of("Variant(Array(Int32), Tuple(Int32, Int32))", null, listOf(Integer.class), List.of(1, 2)));
    }
}
