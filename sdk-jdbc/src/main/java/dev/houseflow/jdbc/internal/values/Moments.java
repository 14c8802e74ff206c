package dev.houseflow.jdbc.internal.values;

import dev.houseflow.Column;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;

/**
 * The getters of dates and times, for values that are not NULL. A moment is the same moment in
 * every zone.
 */
public final class Moments {
    private Moments() {}

    /** The date; of a moment that of the column's wall clock. */
    public static LocalDate date(Column column, int row, ColumnInfo info) throws SQLException {
        switch (info.info().kind()) {
            case DATE:
                return column.getLocalDate(row);
            case MOMENT:
                return column.getLocalDateTime(row).toLocalDate();
            case TEXT:
                return parsed(
                        column,
                        row,
                        info,
                        text -> text.length() > 10 ? dateTime(text).toLocalDate() : LocalDate.parse(text));
            default:
                throw Conversions.noConversion(info, LocalDate.class);
        }
    }

    /** The time of day; of a moment that of the column's wall clock. */
    public static LocalTime time(Column column, int row, ColumnInfo info) throws SQLException {
        switch (info.info().kind()) {
            case TIME:
                return Values.localTime(column.getDuration(row));
            case MOMENT:
                return column.getLocalDateTime(row).toLocalTime();
            case TEXT:
                return parsed(
                        column,
                        row,
                        info,
                        text -> text.length() > 18 ? dateTime(text).toLocalTime() : LocalTime.parse(text));
            default:
                throw Conversions.noConversion(info, LocalTime.class);
        }
    }

    /** The same in milliseconds, which are all that the class has. */
    public static Time sqlTime(Column column, int row, ColumnInfo info) throws SQLException {
        LocalTime time = time(column, row, info);
        // Of moments it is a part, and what is finer is cut as from java.sql.Date.
        boolean isPart = info.info().kind() == TypeInfo.Kind.MOMENT;
        return Values.time(
                java.time.Duration.ofNanos(isPart ? time.toNanoOfDay() / 1_000_000 * 1_000_000 : time.toNanoOfDay()));
    }

    /** The wall clock of the column. */
    public static LocalDateTime wallClock(Column column, int row, ColumnInfo info) throws SQLException {
        switch (info.info().kind()) {
            case DATE:
            case MOMENT:
                return column.getLocalDateTime(row);
            case TEXT:
                return parsed(column, row, info, Moments::dateTime);
            default:
                throw Conversions.noConversion(info, LocalDateTime.class);
        }
    }

    /** The moment. */
    public static Instant instant(Column column, int row, ColumnInfo info) throws SQLException {
        switch (info.info().kind()) {
            case MOMENT:
                return column.getInstant(row);
            case TEXT:
                return parsed(column, row, info, text -> OffsetDateTime.parse(text.replace(' ', 'T'))
                        .toInstant());
            default:
                throw Conversions.noConversion(info, Instant.class);
        }
    }

    static ZonedDateTime zoned(Column column, int row, ColumnInfo info) throws SQLException {
        if (info.info().kind() == TypeInfo.Kind.MOMENT) return column.getZonedDateTime(row);
        if (info.isText()) return parsed(column, row, info, text -> ZonedDateTime.parse(text.replace(' ', 'T')));
        throw Conversions.noConversion(info, ZonedDateTime.class);
    }

    /**
     * The moment; a date or a text without zone is a wall clock of this JVM's zone, as JDBC has it.
     */
    public static Timestamp timestamp(Column column, int row, ColumnInfo info) throws SQLException {
        return timestamp(column, row, info, ZoneId.systemDefault());
    }

    /** The same with the zone of {@code calendar} for what has none. */
    public static Timestamp timestamp(Column column, int row, ColumnInfo info, Calendar calendar) throws SQLException {
        return timestamp(column, row, info, zone(calendar));
    }

    private static Timestamp timestamp(Column column, int row, ColumnInfo info, ZoneId zone) throws SQLException {
        if (info.info().kind() == TypeInfo.Kind.MOMENT) return Timestamp.from(column.getInstant(row));
        return Timestamp.from(wallClock(column, row, info).atZone(zone).toInstant());
    }

    /** The zone of {@code calendar}; of null this JVM's. */
    public static ZoneId zone(Calendar calendar) {
        return calendar == null
                ? ZoneId.systemDefault()
                : calendar.getTimeZone().toZoneId();
    }

    static Calendar calendar(Column column, int row, ColumnInfo info) throws SQLException {
        if (info.info().kind() == TypeInfo.Kind.MOMENT) return GregorianCalendar.from(column.getZonedDateTime(row));
        Calendar calendar = new GregorianCalendar(TimeZone.getDefault());
        calendar.setTime(timestamp(column, row, info));
        return calendar;
    }

    private interface Parser<T> {
        T parse(String text);
    }

    private static LocalDateTime dateTime(String text) {
        return text.length() == 10 ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text.replace(' ', 'T'));
    }

    private static <T> T parsed(Column column, int row, ColumnInfo info, Parser<T> parser) throws SQLException {
        String text = column.getString(row).trim();
        try {
            return parser.parse(text);
        } catch (DateTimeException e) {
            throw SqlErrors.data(
                    "22007",
                    info + " holds '" + Getters.shortened(text)
                            + "', which is no such date or time: read it with getString, or parse it in "
                            + "the statement",
                    e);
        }
    }
}
