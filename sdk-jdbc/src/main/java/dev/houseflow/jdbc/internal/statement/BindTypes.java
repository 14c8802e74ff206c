package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The types that values go as. */
final class BindTypes {
    private static final String[] WHOLE = {"Int64", "UInt64", "Int128", "UInt128", "Int256", "UInt256"};
    private static final int[] DIGITS = {9, 18, 38, 76};
    private static final int MICRO = 1000;
    private static final String NULL = "Nullable(Nothing)";

    private BindTypes() {}

    static String of(Object value) throws SQLException {
        if (value == null) return NULL;
        if (value instanceof Byte || value instanceof Short || value instanceof Integer) return "Int32";
        if (value instanceof Long) return "Int64";
        if (value instanceof String || value instanceof byte[] || value instanceof CharSequence) return "String";
        if (value instanceof Character || value instanceof Enum) return "String";
        if (value instanceof Boolean) return "Bool";
        if (value instanceof Double) return "Float64";
        if (value instanceof Float) return "Float32";
        if (value instanceof BigInteger) return whole((BigInteger) value);
        if (value instanceof BigDecimal) return decimal((BigDecimal) value);
        if (value instanceof UUID) return "UUID";
        if (value instanceof InetAddress) return value instanceof Inet4Address ? "IPv4" : "IPv6";
        String time = time(value);
        if (time != null) return time;
        if (value instanceof List) return list((List<?>) value);
        if (value instanceof Map) return map((Map<?, ?>) value);
        throw SqlErrors.data(
                "22018",
                "A " + value.getClass().getName()
                        + " is no value of a parameter: give a number, a text, bytes, a date or time, a UUID, an "
                        + "address, an array, a list or a map, or set it with the name of a ClickHouse type");
    }

    private static String time(Object value) {
        if (value instanceof LocalDate) return "Date32";
        if (value instanceof Instant) return moment(((Instant) value).getNano()) + ", 'UTC')";
        if (value instanceof OffsetDateTime) return moment(((OffsetDateTime) value).getNano()) + ", 'UTC')";
        if (value instanceof ZonedDateTime) return moment(((ZonedDateTime) value).getNano()) + ", 'UTC')";
        if (value instanceof LocalDateTime) return moment(((LocalDateTime) value).getNano()) + ")";
        if (value instanceof LocalTime || value instanceof Duration) return "Time64(9)";
        return null;
    }

    /** Nanoseconds only where there are some: microseconds reach further. */
    private static String moment(int nanos) {
        return "DateTime64(" + (nanos % MICRO == 0 ? 6 : 9);
    }

    private static String whole(BigInteger value) throws SQLException {
        int bits = value.bitLength();
        boolean negative = value.signum() < 0;
        for (String type : WHOLE) {
            boolean unsigned = type.charAt(0) == 'U';
            int room = Integer.parseInt(type.substring(unsigned ? 4 : 3));
            if (unsigned ? !negative && bits <= room : bits < room) return type;
        }
        throw SqlErrors.data(
                "22003",
                "The whole number has " + bits
                        + " bits, and ClickHouse's largest type has 256; give a text or a double");
    }

    private static String decimal(BigDecimal value) throws SQLException {
        int scale = Math.max(0, value.scale());
        int digits = Math.max(scale, value.precision() - value.scale() + scale);
        for (int most : DIGITS) if (digits <= most) return "Decimal(" + most + ", " + scale + ")";
        throw SqlErrors.data(
                "22003",
                "The decimal has " + digits + " digits, and ClickHouse's largest type has 76; give a text or a double");
    }

    private static String list(List<?> values) throws SQLException {
        return "Array(" + common(values) + ")";
    }

    private static String map(Map<?, ?> values) throws SQLException {
        return "Map(" + common(values.keySet()) + ", " + common(values.values()) + ")";
    }

    /** The type of all {@code values}. */
    private static String common(Iterable<?> values) throws SQLException {
        String common = null;
        boolean hasNull = false;
        for (Object value : values) {
            if (value == null) {
                hasNull = true;
                continue;
            }
            common = common == null ? of(value) : wider(common, of(value));
        }
        if (common == null) return hasNull ? "Nullable(String)" : "String";
        return hasNull ? "Nullable(" + common + ")" : common;
    }

    private static String wider(String a, String b) throws SQLException {
        if (a.equals(b)) return a;
        boolean aWhole = a.equals("Int32") || a.equals("Int64");
        boolean bWhole = b.equals("Int32") || b.equals("Int64");
        if (aWhole && bWhole) return "Int64";
        boolean aDecimal = a.startsWith("Decimal(");
        boolean bDecimal = b.startsWith("Decimal(");
        if ((aDecimal || aWhole) && (bDecimal || bWhole)) return "Decimal(76, " + Math.max(scale(a), scale(b)) + ")";
        if (a.startsWith("DateTime64(")
                && b.startsWith("DateTime64(")
                && a.endsWith("'UTC')") == b.endsWith("'UTC')")) {
            return a.length() > b.length() || a.contains("9") ? a : b;
        }
        throw SqlErrors.data(
                "22018",
                "The elements of the array are of several types, " + a + " and " + b
                        + ": give them as createArrayOf(type, elements)");
    }

    private static int scale(String type) {
        return type.startsWith("Decimal(")
                ? Integer.parseInt(type.substring(type.indexOf(' ') + 1, type.length() - 1))
                : 0;
    }
}
