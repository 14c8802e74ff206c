package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.ClickHouseType;
import dev.houseflow.ColumnBuilder;
import dev.houseflow.internal.rows.FastAppend;
import dev.houseflow.jdbc.internal.values.TypeInfo;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.UUID;

/**
 * Turns what JDBC's callers give into what a column takes, where both say the same, and appends it.
 * Moments are cut to the column's digits.
 */
final class ColumnValues {
    private static final int NANO_DIGITS = 9;
    private static final long SECOND = 1_000_000_000;

    /** Up to here seconds have room in 64 bits of nanoseconds. */
    private static final long FAR = 9_000_000_000L;

    private static final long MOST_OF_32_BITS = 0xffffffffL;

    private final ColumnBuilder column;
    private final TypeInfo info;
    private final boolean floating;
    private final long unit;
    private final boolean isNullable;
    private final boolean takesLongs;
    private final boolean takesDoubles;
    private final boolean takesTexts;
    private final boolean takesSeconds;
    private final boolean takesTicks;

    /** For what goes into {@code column}. */
    ColumnValues(ColumnBuilder column) {
        this.column = column;
        ClickHouseType type = column.type();
        info = TypeInfo.of(type);
        floating = info.javaClass() == Float.class || info.javaClass() == Double.class;
        long nanos = 1;
        for (int i = info.scale(); i < NANO_DIGITS; i++) nanos *= 10;
        unit = nanos;
        isNullable = TypeInfo.isNullable(type);
        ClickHouseType plain = TypeInfo.plain(type);
        String name = plain instanceof ClickHouseType.Named ? ((ClickHouseType.Named) plain).name() : "";
        takesLongs = name.matches("U?Int(8|16|32|64)");
        takesDoubles = name.equals("Float32") || name.equals("Float64");
        takesTexts = name.equals("String");
        takesSeconds = plain instanceof ClickHouseType.DateTime;
        takesTicks = plain instanceof ClickHouseType.DateTime64;
    }

    /** Whether NULL can be appended. */
    boolean isNullable() {
        return isNullable;
    }

    /**
     * Appends the value of parameter {@code at}: without an object where it is kept without one,
     * and the column takes it as it is.
     */
    void append(ParameterValues values, int at) throws SQLException {
        switch (values.kinds[at]) {
            case ParameterValues.INT:
            case ParameterValues.LONG:
                if (takesLongs) FastAppend.appendLong(column, values.numbers[at]);
                else append(values.object(at));
                return;
            case ParameterValues.DOUBLE:
                if (takesDoubles) FastAppend.appendDouble(column, Double.longBitsToDouble(values.numbers[at]));
                else append(values.object(at));
                return;
            case ParameterValues.FLOAT:
                if (takesDoubles) column.appendFloat((float) Double.longBitsToDouble(values.numbers[at]));
                else append(values.object(at));
                return;
            case ParameterValues.TEXT:
                if (takesTexts) FastAppend.appendText(column, (String) values.objects[at]);
                else append(values.objects[at]);
                return;
            case ParameterValues.MOMENT:
                appendMoment(values, at);
                return;
            default:
                append(values.object(at));
        }
    }

    private void appendMoment(ParameterValues values, int at) throws SQLException {
        long seconds = values.numbers[at];
        if (takesSeconds && seconds >= 0 && seconds <= MOST_OF_32_BITS) {
            column.appendLong(seconds);
        } else if (takesTicks && seconds >= -FAR && seconds <= FAR) {
            column.appendLong(seconds * (SECOND / unit) + values.nanos[at] / unit);
        } else {
            append(values.object(at));
        }
    }

    /** Appends {@code value}, as the client knows it. */
    void append(Object value) {
        if (value == null) column.appendNull();
        else column.append(fitted(value));
    }

    private Object fitted(Object value) {
        switch (info.kind()) {
            case NUMBER:
                return number(value);
            case BOOL:
                return value instanceof String ? truth((String) value) : number(value);
            case MOMENT:
                return moment(value);
            case DATE:
                return value instanceof Instant ? day((Instant) value) : value;
            case TEXT:
                return value instanceof Number || value instanceof Boolean || value instanceof UUID
                        ? plain(value)
                        : value;
            default:
                return value;
        }
    }

    private static Object plain(Object value) {
        return value instanceof BigDecimal ? ((BigDecimal) value).toPlainString() : value.toString();
    }

    private Object number(Object value) {
        if (value instanceof Boolean) return (Boolean) value ? 1 : 0;
        if (value instanceof String) {
            try {
                return floating
                        ? (Object) Double.valueOf((String) value)
                        : whole(new BigDecimal(((String) value).trim()));
            } catch (NumberFormatException e) {
                return value;
            }
        }
        if (!(value instanceof BigDecimal || value instanceof Double || value instanceof Float)) return value;
        if (!floating) return value instanceof BigDecimal ? whole((BigDecimal) value) : whole((Number) value);
        if (!(value instanceof BigDecimal)) return value;
        // The double whose shortest text is the same number.
        double near = ((BigDecimal) value).doubleValue();
        boolean same =
                !Double.isInfinite(near) && new BigDecimal(Double.toString(near)).compareTo((BigDecimal) value) == 0;
        return same ? (Object) near : value;
    }

    /** A decimal that goes into a column of whole numbers. */
    private Object whole(BigDecimal value) {
        if (info.javaClass() == BigDecimal.class) return value;
        try {
            return value.precision() - (long) value.scale() > 100 ? value : (Object) value.toBigIntegerExact();
        } catch (ArithmeticException e) {
            return value;
        }
    }

    private Object whole(Number value) {
        double number = value.doubleValue();
        boolean isWhole =
                info.javaClass() != BigDecimal.class && number == Math.rint(number) && Math.abs(number) < 1L << 53;
        return isWhole ? (Object) BigInteger.valueOf((long) number) : value;
    }

    private static Object truth(String value) {
        String text = value.trim();
        if (text.equalsIgnoreCase("true") || text.equals("1")) return true;
        return text.equalsIgnoreCase("false") || text.equals("0") ? (Object) false : value;
    }

    /**
     * A moment at which a day of this JVM's zone begins stands for that day: so java.sql.Date has
     * it, and tools that know Timestamp only.
     */
    private static Object day(Instant value) {
        LocalDateTime clock = LocalDateTime.ofInstant(value, ZoneId.systemDefault());
        return clock.toLocalTime().equals(LocalTime.MIDNIGHT) ? (Object) clock.toLocalDate() : value;
    }

    private Object moment(Object value) {
        if (unit == 1 || !(value instanceof Temporal)) return value;
        if (value instanceof Instant) return cut((Instant) value);
        if (value instanceof OffsetDateTime) return cut(((OffsetDateTime) value).toInstant());
        if (value instanceof ZonedDateTime) return cut(((ZonedDateTime) value).toInstant());
        if (!(value instanceof LocalDateTime)) return value;
        LocalDateTime clock = (LocalDateTime) value;
        return clock.minus(clock.getNano() % unit, ChronoUnit.NANOS);
    }

    private Instant cut(Instant value) {
        return value.minusNanos(value.getNano() % unit);
    }
}
