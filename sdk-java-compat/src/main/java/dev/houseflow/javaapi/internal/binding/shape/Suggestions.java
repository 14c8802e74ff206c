package dev.houseflow.javaapi.internal.binding.shape;

import dev.houseflow.ClickHouseType;
import java.util.HashMap;
import java.util.Map;

/** The Java type that a property of some ClickHouse type has by default, for error messages. */
public final class Suggestions {
    private static final Map<String, Class<?>> SIMPLE = simple();
    private static final Map<Class<?>, Class<?>> BOXES = boxes();

    private Suggestions() {}

    /** The type to suggest, or {@code null} when there is none. */
    public static String javaTypeOf(ClickHouseType type) {
        Class<?> found = classOf(type);
        if (found != null) return found.getSimpleName();
        if (type instanceof ClickHouseType.Nullable) return nested(((ClickHouseType.Nullable) type).inner());
        if (type instanceof ClickHouseType.LowCardinality)
            return javaTypeOf(((ClickHouseType.LowCardinality) type).inner());
        if (type instanceof ClickHouseType.SimpleAggregateFunction) {
            return javaTypeOf(((ClickHouseType.SimpleAggregateFunction) type).inner());
        }
        if (type instanceof ClickHouseType.Array) {
            String element = nested(((ClickHouseType.Array) type).element());
            return element == null ? null : "List<" + element + ">";
        }
        if (type instanceof ClickHouseType.Map) {
            String key = nested(((ClickHouseType.Map) type).key());
            String value = nested(((ClickHouseType.Map) type).value());
            return key == null || value == null ? null : "Map<" + key + ", " + value + ">";
        }
        return null;
    }

    public static Class<?> boxed(Class<?> type) {
        return BOXES.getOrDefault(type, type);
    }

    /** {@link #javaTypeOf} where only objects may stand. */
    private static String nested(ClickHouseType type) {
        Class<?> found = classOf(type);
        return found == null ? javaTypeOf(type) : boxed(found).getSimpleName();
    }

    private static Class<?> classOf(ClickHouseType type) {
        if (type instanceof ClickHouseType.Named) return SIMPLE.get(((ClickHouseType.Named) type).name());
        if (type instanceof ClickHouseType.FixedString || type instanceof ClickHouseType.Enum) return String.class;
        if (type instanceof ClickHouseType.Decimal) return java.math.BigDecimal.class;
        if (type instanceof ClickHouseType.DateTime || type instanceof ClickHouseType.DateTime64)
            return java.time.Instant.class;
        if (type instanceof ClickHouseType.Time64) return java.time.Duration.class;
        if (type instanceof ClickHouseType.Json) return String.class;
        if (type instanceof ClickHouseType.Dynamic || type instanceof ClickHouseType.Variant) return Object.class;
        return null;
    }

    private static Map<String, Class<?>> simple() {
        Map<String, Class<?>> types = new HashMap<>();
        types.put("Int8", byte.class);
        types.put("Int16", short.class);
        types.put("Int32", int.class);
        types.put("Int64", long.class);
        types.put("UInt8", short.class);
        types.put("UInt16", int.class);
        types.put("UInt32", long.class);
        types.put("UInt64", java.math.BigInteger.class);
        types.put("Int128", java.math.BigInteger.class);
        types.put("Int256", java.math.BigInteger.class);
        types.put("UInt128", java.math.BigInteger.class);
        types.put("UInt256", java.math.BigInteger.class);
        types.put("Float32", float.class);
        types.put("BFloat16", float.class);
        types.put("Float64", double.class);
        types.put("Bool", boolean.class);
        types.put("String", String.class);
        types.put("UUID", java.util.UUID.class);
        types.put("IPv4", java.net.InetAddress.class);
        types.put("IPv6", java.net.InetAddress.class);
        types.put("Date", java.time.LocalDate.class);
        types.put("Date32", java.time.LocalDate.class);
        types.put("Time", java.time.Duration.class);
        for (String unit : new String[] {"Day", "Week", "Month", "Quarter", "Year"})
            types.put("Interval" + unit, java.time.Period.class);
        return types;
    }

    private static Map<Class<?>, Class<?>> boxes() {
        Map<Class<?>, Class<?>> boxes = new HashMap<>();
        boxes.put(boolean.class, Boolean.class);
        boxes.put(byte.class, Byte.class);
        boxes.put(short.class, Short.class);
        boxes.put(int.class, Integer.class);
        boxes.put(long.class, Long.class);
        boxes.put(float.class, Float.class);
        boxes.put(double.class, Double.class);
        boxes.put(char.class, Character.class);
        return boxes;
    }
}
