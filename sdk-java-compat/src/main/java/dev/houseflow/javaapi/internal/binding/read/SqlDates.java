package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;
import dev.houseflow.internal.binding.DerivedGetters;
import dev.houseflow.internal.binding.Target;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * The types of {@code java.sql}, a module that need not be there. Android's know nothing of {@code
 * java.time}, so texts go between them.
 */
final class SqlDates {
    private static final int MILLIS_PER_SECOND = 1000;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");

    private SqlDates() {}

    static void addTo(Map<Class<?>, Scalar> scalars) {
        scalars.put(
                Date.class,
                Scalar.of(
                        Target.DATE,
                        (column, row) -> Date.valueOf(column.getLocalDate(row).toString()),
                        value -> LocalDate.parse(value.toString())));
        scalars.put(Timestamp.class, Scalar.of(Target.INSTANT, SqlDates::timestamp, SqlDates::instant));
        scalars.put(Time.class, Scalar.of(Target.LOCAL_TIME, SqlDates::time, SqlDates::localTime));
    }

    private static Object timestamp(Column column, int row) {
        Instant instant = column.getInstant(row);
        Timestamp timestamp = new Timestamp(Math.multiplyExact(instant.getEpochSecond(), MILLIS_PER_SECOND));
        timestamp.setNanos(instant.getNano());
        return timestamp;
    }

    static Object instant(Object value) {
        Timestamp timestamp = (Timestamp) value;
        return Instant.ofEpochSecond(
                Math.floorDiv(timestamp.getTime(), (long) MILLIS_PER_SECOND), timestamp.getNanos());
    }

    private static Object time(Column column, int row) {
        LocalTime time = DerivedGetters.localTime(column, row);
        LegacyDates.requireMillis(time.getNano(), column, row, "Time", "LocalTime");
        return new Time(Time.valueOf(time.format(SECONDS)).getTime() + time.getNano() / NANOS_PER_MILLI);
    }

    /** With its milliseconds, which its text leaves out. */
    private static Object localTime(Object value) {
        int millis = (int) Math.floorMod(((Time) value).getTime(), (long) MILLIS_PER_SECOND);
        return LocalTime.parse(value.toString()).withNano(millis * NANOS_PER_MILLI);
    }
}
