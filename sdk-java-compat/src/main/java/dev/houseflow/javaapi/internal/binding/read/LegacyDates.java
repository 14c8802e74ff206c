package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;
import dev.houseflow.FormatException;
import dev.houseflow.internal.binding.Target;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Map;

/**
 * The dates of {@code java.util}, which count milliseconds: a finer value is an error, not a
 * rounded one.
 */
final class LegacyDates {
    private static final int NANOS_PER_MILLI = 1_000_000;

    private LegacyDates() {}

    static void addTo(Map<Class<?>, Scalar> scalars) {
        scalars.put(Date.class, Scalar.of(Target.INSTANT, LegacyDates::date, LegacyDates::instant));
        Scalar calendar = Scalar.of(Target.ZONED, LegacyDates::calendar, value -> ((Calendar) value).toInstant());
        scalars.put(Calendar.class, calendar);
        scalars.put(GregorianCalendar.class, calendar);
        try {
            SqlDates.addTo(scalars);
        } catch (NoClassDefFoundError absent) {
            // Without the module java.sql no class can name its types.
        }
    }

    private static Object date(Column column, int row) {
        Instant instant = column.getInstant(row);
        requireMillis(instant.getNano(), column, row, "Date", "Instant");
        return Date.from(instant);
    }

    private static Object calendar(Column column, int row) {
        ZonedDateTime time = column.getZonedDateTime(row);
        requireMillis(time.getNano(), column, row, "Calendar", "ZonedDateTime");
        return GregorianCalendar.from(time);
    }

    /** Its subclasses in {@code java.sql} that are no moments refuse. */
    private static Object instant(Object date) {
        if (date.getClass().getName().equals("java.sql.Timestamp")) return SqlDates.instant(date);
        try {
            return ((Date) date).toInstant();
        } catch (UnsupportedOperationException noMoment) {
            throw new IllegalArgumentException(
                    "a " + date.getClass().getName() + " is no moment: declare the property with that type", noMoment);
        }
    }

    static void requireMillis(int nanos, Column column, int row, String type, String better) {
        if (nanos % NANOS_PER_MILLI == 0) return;
        throw new FormatException(
                "The value " + column.getString(row) + " is finer than the milliseconds of a `" + type + "`: make it `"
                        + better + "`",
                column.name(),
                column.type().toString(),
                row);
    }
}
