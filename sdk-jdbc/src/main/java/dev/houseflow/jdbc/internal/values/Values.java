package dev.houseflow.jdbc.internal.values;

import dev.houseflow.ClickHouseType;
import dev.houseflow.Column;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/** Values of columns as the objects that JDBC has for them. */
public final class Values {
    private static final int MILLI = 1_000_000;
    private static final long DAY = 86_400;

    private Values() {}

    /** The object of {@code getObject} without a class. */
    public static Object object(Column column, int row, ColumnInfo of) throws SQLException {
        if (column.isNull(row)) return null;
        switch (of.info().kind()) {
            case DATE:
                return Date.valueOf(column.getLocalDate(row));
            case MOMENT:
                return Timestamp.from(column.getInstant(row));
            case JSON:
                return column.getString(row);
            case STATE:
                return column.getBytes(row);
            case ARRAY:
                return new ArrayValue(TypeInfo.element(of.type()), column.getList(row), () -> column.getString(row));
            case STRUCT:
                return new StructValue(of.type(), column.getList(row), () -> column.getString(row));
            default:
                return shown(column.get(row), of.type(), of.info());
        }
    }

    /** {@code value}, which the client gives for {@code type}, as JDBC has it. */
    static Object shown(Object value, ClickHouseType type, TypeInfo info) throws SQLException {
        if (value == null) return null;
        switch (info.kind()) {
            case NUMBER:
                return info.javaClass() == Integer.class ? (Object) ((Number) value).intValue() : value;
            case DATE:
                return value instanceof LocalDate ? Date.valueOf((LocalDate) value) : value;
            case MOMENT:
                return value instanceof Instant ? Timestamp.from((Instant) value) : value;
            case TIME:
                return value instanceof Duration ? time((Duration) value) : value;
            case ARRAY:
                return new ArrayValue(TypeInfo.element(type), (List<?>) value);
            case STRUCT:
                return new StructValue(type, (List<?>) value);
            default:
                return value;
        }
    }

    /** A time of day; what is none has no {@code java.sql.Time}. */
    static Time time(Duration value) throws SQLException {
        LocalTime time = localTime(value);
        if (time.getNano() % MILLI != 0) {
            throw SqlErrors.data(
                    "22008",
                    "The time " + time
                            + " has more than milliseconds, and java.sql.Time has not: read it with getObject(i, LocalTime.class)");
        }
        Time result = Time.valueOf(time);
        result.setTime(result.getTime() + time.getNano() / MILLI);
        return result;
    }

    /** A time of day between 00:00 and 24:00. */
    static LocalTime localTime(Duration value) throws SQLException {
        if (value.isNegative() || value.getSeconds() >= DAY) {
            throw SqlErrors.data(
                    "22008",
                    "The time " + value
                            + " is no time of a day: read it with getObject(i, Duration.class) or getString");
        }
        return LocalTime.ofNanoOfDay(value.toNanos());
    }
}
