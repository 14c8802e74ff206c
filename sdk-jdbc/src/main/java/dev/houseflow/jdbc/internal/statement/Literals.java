package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.ClickHouseType;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import dev.houseflow.jdbc.internal.sql.Quotes;
import dev.houseflow.jdbc.internal.values.TypeInfo;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Values as literals of a statement, where no parameter can stand. */
final class Literals {
    private static final String HEX = "0123456789ABCDEF";
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS");

    private Literals() {}

    static String of(Binding binding) throws SQLException {
        Object value = binding.value;
        if (value == null) return "NULL";
        String plain = plain(value);
        if (plain != null) return plain;
        String type = binding.type();
        return "CAST(" + inner(value, TypeInfo.plain(ClickHouseType.parse(type))) + ", " + Quotes.literal(type) + ")";
    }

    /** What needs no type beside it; else null. */
    private static String plain(Object value) {
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte)
            return signed(value.toString());
        if (value instanceof BigInteger && ((BigInteger) value).bitLength() < 64) return signed(value.toString());
        if (value instanceof Boolean) return value.toString();
        if (value instanceof CharSequence || value instanceof Character || value instanceof Enum)
            return Quotes.literal(text(value));
        if (value instanceof byte[]) return bytes((byte[]) value);
        return null;
    }

    private static String signed(String number) {
        return number.charAt(0) == '-' ? "(" + number + ")" : number;
    }

    private static String text(Object value) {
        return value instanceof Enum ? ((Enum<?>) value).name() : value.toString();
    }

    private static String bytes(byte[] value) {
        StringBuilder out = new StringBuilder(value.length * 2 + 9).append("unhex('");
        for (byte b : value) out.append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
        return out.append("')").toString();
    }

    /** The type only tells tuples from arrays; the CAST around it says the rest. */
    private static String inner(Object value, ClickHouseType type) throws SQLException {
        if (value == null) return "NULL";
        String plain = plain(value);
        if (plain != null) return plain;
        List<String> parts = new ArrayList<>();
        if (value instanceof List) {
            List<?> values = (List<?>) value;
            boolean isTuple = type instanceof ClickHouseType.Tuple;
            for (int i = 0; i < values.size(); i++) {
                ClickHouseType of = isTuple
                        ? ((ClickHouseType.Tuple) type).elements().get(i).type()
                        : TypeInfo.element(type);
                parts.add(inner(values.get(i), of == null ? type : TypeInfo.plain(of)));
            }
            return (isTuple ? "tuple(" : "[") + String.join(", ", parts) + (isTuple ? ")" : "]");
        }
        if (value instanceof Map) {
            ClickHouseType of = type instanceof ClickHouseType.Map ? ((ClickHouseType.Map) type).value() : type;
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                parts.add(inner(entry.getKey(), type));
                parts.add(inner(entry.getValue(), TypeInfo.plain(of)));
            }
            return "map(" + String.join(", ", parts) + ")";
        }
        return Quotes.literal(quoted(value));
    }

    private static String quoted(Object value) throws SQLException {
        if (value instanceof BigDecimal) return ((BigDecimal) value).toPlainString();
        if (value instanceof Float || value instanceof Double) return floating(((Number) value).doubleValue(), value);
        if (value instanceof InetAddress) return ((InetAddress) value).getHostAddress();
        if (value instanceof Instant) return CLOCK.format(((Instant) value).atOffset(ZoneOffset.UTC));
        if (value instanceof OffsetDateTime)
            return CLOCK.format(((OffsetDateTime) value).withOffsetSameInstant(ZoneOffset.UTC));
        if (value instanceof ZonedDateTime)
            return CLOCK.format(((ZonedDateTime) value).withZoneSameInstant(ZoneOffset.UTC));
        if (value instanceof LocalDateTime) return CLOCK.format((LocalDateTime) value);
        if (value instanceof LocalTime)
            return ((LocalTime) value).format(DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSSSS"));
        if (value instanceof Duration) {
            throw SqlErrors.data(
                    "22018", "A Duration cannot be pasted into this statement: give a text such as '-01:02:03'");
        }
        return value.toString();
    }

    private static String floating(double value, Object given) {
        if (Double.isNaN(value)) return "nan";
        if (Double.isInfinite(value)) return value > 0 ? "inf" : "-inf";
        return given.toString();
    }
}
