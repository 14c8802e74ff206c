package dev.houseflow.benchmarks.micro;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The types whose codecs are measured, and what fills a column of each: an expression over
 * {@code number} that the engine casts to the type.
 */
public final class ColumnTypes {
    private static final Map<String, String> EXPRESSIONS = new LinkedHashMap<>();

    static {
        for (String type : new String[] {"Int8", "Int16", "Int32", "Int64", "Int128", "Int256"}) {
            EXPRESSIONS.put(type, "bitAnd(number, 127)");
        }
        for (String type : new String[] {"UInt8", "UInt16", "UInt32", "UInt64", "UInt128", "UInt256"}) {
            EXPRESSIONS.put(type, "bitAnd(number, 127)");
        }
        EXPRESSIONS.put("Bool", "number % 2");
        EXPRESSIONS.put("Float32", "number");
        EXPRESSIONS.put("Float64", "number / 3");
        EXPRESSIONS.put("BFloat16", "number % 100");
        EXPRESSIONS.put("Decimal(9, 2)", "number");
        EXPRESSIONS.put("Decimal(18, 4)", "number");
        EXPRESSIONS.put("Decimal(38, 4)", "number");
        EXPRESSIONS.put("Decimal(76, 4)", "number");
        EXPRESSIONS.put("String", "toString(cityHash64(number) % 10000000000)");
        EXPRESSIONS.put("FixedString(16)", "leftPad(toString(number), 16, 'x')");
        EXPRESSIONS.put("UUID", "reinterpretAsUUID(toUInt128(number) * 1000003)");
        EXPRESSIONS.put("Date", "toUInt16(number % 60000)");
        EXPRESSIONS.put("Date32", "toInt32(number % 60000)");
        EXPRESSIONS.put("DateTime('UTC')", "1700000000 + number");
        EXPRESSIONS.put("DateTime64(3, 'UTC')", "toDateTime64(1700000000 + number, 3, 'UTC')");
        EXPRESSIONS.put("Time", "toInt32(number % 86400)");
        EXPRESSIONS.put("Enum8('a' = 1, 'b' = 2, 'c' = 3)", "1 + number % 3");
        EXPRESSIONS.put("IPv4", "toUInt32(number)");
        EXPRESSIONS.put("IPv6", "toIPv6(concat('2001:db8::', lower(hex(toUInt16(number)))))");
        EXPRESSIONS.put("IntervalSecond", "toIntervalSecond(number)");
        EXPRESSIONS.put("Nullable(Int64)", "if(number % 5 = 0, NULL, number)");
        EXPRESSIONS.put("Nullable(String)", "if(number % 5 = 0, NULL, toString(number))");
        EXPRESSIONS.put("LowCardinality(String)", "concat('city-', toString(cityHash64(number) % 1000))");
        EXPRESSIONS.put("Array(Int64)", "range(number % 8)");
        EXPRESSIONS.put("Array(String)", "arrayMap(x -> concat('tag-', toString(x)), range(number % 5))");
        EXPRESSIONS.put("Tuple(id Int64, name String)", "(toInt64(number), toString(number))");
        EXPRESSIONS.put("Map(String, UInt64)", "map('views', number, 'likes', number + 1)");
        EXPRESSIONS.put("Point", "(number / 3, number / 7)");
        EXPRESSIONS.put(
                "Variant(Int64, String)",
                "if(number % 2 = 0, CAST(toInt64(number), 'Variant(Int64, String)'), CAST(toString(number), 'Variant(Int64, String)'))");
        EXPRESSIONS.put("Dynamic", "if(number % 2 = 0, CAST(number, 'Dynamic'), CAST(toString(number), 'Dynamic'))");
        EXPRESSIONS.put("JSON", "concat('{\"id\":', toString(number), ',\"name\":\"n', toString(number), '\"}')");
    }

    private ColumnTypes() {}

    /** The expression of each type. */
    public static Map<String, String> all() {
        return EXPRESSIONS;
    }

    /** The query of a column of {@code type}. */
    public static String sql(String type, int rows) {
        return "SELECT CAST(" + EXPRESSIONS.get(type) + ", '" + type.replace("'", "\\'") + "') AS c FROM numbers("
                + rows + ")";
    }
}
