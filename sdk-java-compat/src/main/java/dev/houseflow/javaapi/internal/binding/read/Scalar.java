package dev.houseflow.javaapi.internal.binding.read;

import dev.houseflow.Column;
import dev.houseflow.internal.binding.BindingPath;
import dev.houseflow.internal.binding.DerivedGetters;
import dev.houseflow.internal.binding.Target;
import dev.houseflow.internal.rows.ScalarReadersKt;
import dev.houseflow.javaapi.internal.binding.shape.Types;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * The classes of single values: what each is to a column, how it is read, and what it becomes
 * before it is written.
 */
public final class Scalar {
    private static final Map<Class<?>, Scalar> BY_CLASS = byClass();

    /** What a column is asked for. */
    public final Target target;

    /**
     * How to read it; {@code null} for the primitive types and their boxes, which
     * {@link PrimitiveReaders} knows.
     */
    private final Conversion conversion;

    /**
     * What is handed to the column's builder instead; {@code null} when it takes the value as it
     * is.
     */
    public final Function<Object, Object> toColumn;

    /** How to read it where that is just a getter; otherwise {@code null}. */
    private final ScalarReader.Getter getter;

    private Scalar(
            Target target, ScalarReader.Getter getter, Conversion conversion, Function<Object, Object> toColumn) {
        this.target = target;
        this.getter = getter;
        this.conversion = conversion;
        this.toColumn = toColumn;
    }

    /** Reads one value that is not NULL. */
    private interface Conversion {
        Object read(Column column, int row, BindingPath path);
    }

    /** The scalar that {@code type} is, or {@code null} when it is none. */
    public static Scalar of(Class<?> type) {
        return type.isEnum() ? EnumNames.scalar(type) : BY_CLASS.get(type);
    }

    public static Scalar of(Target target, ScalarReader.Getter getter, Function<Object, Object> toColumn) {
        return new Scalar(target, getter, null, toColumn);
    }

    public ValueReader reader(Class<?> type, BindingPath path) {
        if (type == String.class) return new TextReader();
        if (getter != null) return new ScalarReader(getter);
        if (conversion == null) return PrimitiveReaders.of(type, path);
        ValueReader reader = new ScalarReader((column, row) -> conversion.read(column, row, path));
        return type == char.class ? new NonNullReader(reader, path) : reader;
    }

    private static Map<Class<?>, Scalar> byClass() {
        Map<Class<?>, Scalar> scalars = new HashMap<>();
        primitive(scalars, Target.BOOLEAN, boolean.class);
        primitive(scalars, Target.BYTE, byte.class);
        primitive(scalars, Target.SHORT, short.class);
        primitive(scalars, Target.INT, int.class);
        primitive(scalars, Target.LONG, long.class);
        primitive(scalars, Target.FLOAT, float.class);
        primitive(scalars, Target.DOUBLE, double.class);
        Scalar character = new Scalar(Target.CHAR, null, Scalar::character, Object::toString);
        scalars.put(char.class, character);
        scalars.put(Character.class, character);
        Scalar string = of(Target.STRING, Column::getString, null);
        scalars.put(String.class, string);
        scalars.put(CharSequence.class, of(Target.STRING, Column::getString, Object::toString));
        scalars.put(byte[].class, of(Target.BYTES, Column::getBytes, null));
        scalars.put(BigInteger.class, of(Target.BIG_INTEGER, Column::getBigInteger, null));
        scalars.put(BigDecimal.class, of(Target.BIG_DECIMAL, Column::getBigDecimal, null));
        scalars.put(UUID.class, of(Target.UUID_VALUE, Column::getUuid, null));
        scalars.put(InetAddress.class, of(Target.ADDRESS, Column::getInetAddress, null));
        scalars.put(Inet4Address.class, of(Target.ADDRESS, DerivedGetters::inet4Address, null));
        scalars.put(Inet6Address.class, of(Target.ADDRESS, DerivedGetters::inet6Address, null));
        scalars.put(LocalDate.class, of(Target.DATE, Column::getLocalDate, null));
        scalars.put(LocalDateTime.class, of(Target.DATE_TIME, Column::getLocalDateTime, null));
        scalars.put(Instant.class, of(Target.INSTANT, Column::getInstant, null));
        scalars.put(ZonedDateTime.class, of(Target.ZONED, Column::getZonedDateTime, null));
        scalars.put(OffsetDateTime.class, of(Target.OFFSET, DerivedGetters::offsetDateTime, null));
        scalars.put(Duration.class, of(Target.DURATION, Column::getDuration, null));
        scalars.put(LocalTime.class, of(Target.LOCAL_TIME, DerivedGetters::localTime, null));
        scalars.put(Period.class, of(Target.PERIOD, DerivedGetters::period, null));
        LegacyDates.addTo(scalars);
        return scalars;
    }

    private static void primitive(Map<Class<?>, Scalar> scalars, Target target, Class<?> type) {
        Scalar scalar = new Scalar(target, null, null, null);
        scalars.put(type, scalar);
        scalars.put(Types.boxed(type), scalar);
    }

    private static Object character(Column column, int row, BindingPath path) {
        String text = column.getString(row);
        String letters = text.length() == 1 ? text : ScalarReadersKt.unpadded(text, column);
        if (letters.length() == 1) return letters.charAt(0);
        throw path.problem(
                column,
                row,
                "A text of " + text.length() + " characters does not fit " + path.getProperty() + ": make it `String`");
    }

    /** Refuses NULL for a primitive type that is read as an object. */
    private static final class NonNullReader extends ValueReader {
        private final ValueReader reader;
        private final BindingPath path;
        private Column column;

        public NonNullReader(ValueReader reader, BindingPath path) {
            this.reader = reader;
            this.path = path;
        }

        @Override
        public void bind(Column column) {
            this.column = column;
            reader.bind(column);
        }

        @Override
        public Object read(int row) {
            if (column.isNull(row)) throw path.refusesNull(column, row, "Character");
            return reader.read(row);
        }
    }
}
