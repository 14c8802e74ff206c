package dev.houseflow.jdbc.internal.values;

import dev.houseflow.ClickHouseException;
import dev.houseflow.ClickHouseType;
import dev.houseflow.Column;
import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Values of columns as objects of a class that the caller names: where nothing is lost. */
public final class Conversions {
    private interface Reader {
        Object read(Column column, int row, ColumnInfo info) throws SQLException;
    }

    private static final Map<Class<?>, Reader> READERS = new HashMap<>();

    static {
        put(String.class, (c, r, i) -> c.getString(r));
        put(CharSequence.class, (c, r, i) -> c.getString(r));
        put(Boolean.class, Getters::bool);
        put(Byte.class, (c, r, i) -> (byte) Getters.whole(c, r, i, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte"));
        put(Short.class, (c, r, i) -> (short) Getters.whole(c, r, i, Short.MIN_VALUE, Short.MAX_VALUE, "short"));
        put(Integer.class, (c, r, i) -> (int) Getters.whole(c, r, i, Integer.MIN_VALUE, Integer.MAX_VALUE, "int"));
        put(Long.class, (c, r, i) -> Getters.whole(c, r, i, Long.MIN_VALUE, Long.MAX_VALUE, "long"));
        put(Float.class, Getters::floating);
        put(Double.class, Getters::doubling);
        put(Number.class, Getters::decimal);
        put(BigInteger.class, Getters::bigInteger);
        put(BigDecimal.class, Getters::decimal);
        put(byte[].class, Getters::bytes);
        put(UUID.class, (c, r, i) -> i.isText() ? UUID.fromString(c.getString(r)) : c.getUuid(r));
        put(InetAddress.class, (c, r, i) -> c.getInetAddress(r));
        put(java.net.Inet4Address.class, (c, r, i) -> c.getInetAddress(r));
        put(java.net.Inet6Address.class, (c, r, i) -> c.getInetAddress(r));
        put(Date.class, (c, r, i) -> Date.valueOf(Moments.date(c, r, i)));
        put(LocalDate.class, Moments::date);
        put(Time.class, Moments::sqlTime);
        put(LocalTime.class, Moments::time);
        put(Duration.class, (c, r, i) -> c.getDuration(r));
        put(Timestamp.class, Moments::timestamp);
        put(java.util.Date.class, Moments::timestamp);
        put(Calendar.class, Moments::calendar);
        put(Instant.class, Moments::instant);
        put(LocalDateTime.class, Moments::wallClock);
        put(ZonedDateTime.class, Moments::zoned);
        put(OffsetDateTime.class, (c, r, i) -> Moments.zoned(c, r, i).toOffsetDateTime());
        put(List.class, (c, r, i) -> c.getList(r));
        put(Map.class, (c, r, i) -> i.info().kind() == TypeInfo.Kind.JSON ? c.get(r) : c.getMap(r));
        put(java.sql.Array.class, Conversions::array);
        put(Struct.class, Conversions::struct);
        put(Blob.class, (c, r, i) -> new BlobValue(Getters.bytes(c, r, i)));
        put(Clob.class, (c, r, i) -> new ClobValue(c.getString(r)));
        put(NClob.class, (c, r, i) -> new ClobValue(c.getString(r)));
    }

    private Conversions() {}

    private static void put(Class<?> target, Reader reader) {
        READERS.put(target, reader);
    }

    /** The value as a {@code target}; null for NULL. */
    public static Object read(Column column, int row, ColumnInfo info, Class<?> asked) throws SQLException {
        if (column.isNull(row)) return null;
        Class<?> target = JavaArrays.boxed(asked);
        try {
            Reader reader = READERS.get(target);
            Object value = reader != null ? reader.read(column, row, info) : other(column, row, info, target);
            if (target.isInstance(value)) return value;
        } catch (ClickHouseException e) {
            throw SqlErrors.of(e);
        } catch (IllegalArgumentException e) {
            throw SqlErrors.data("22018", info + " is no " + target.getSimpleName() + ": " + e.getMessage(), e);
        }
        throw noConversion(info, target);
    }

    private static Object other(Column column, int row, ColumnInfo info, Class<?> target) throws SQLException {
        if (target == Object.class) return Values.object(column, row, info);
        if (target == Object[].class && info.info().kind() == TypeInfo.Kind.STRUCT) {
            return ((Struct) Values.object(column, row, info)).getAttributes();
        }
        if (target.isArray()) return JavaArrays.as(target, elementOf(info, target), column.getList(row));
        if (target.isEnum()) return constant(column.getString(row), info, target);
        Object value = column.get(row);
        return target.isInstance(value) ? value : Values.object(column, row, info);
    }

    private static ClickHouseType elementOf(ColumnInfo info, Class<?> target) throws SQLException {
        ClickHouseType element = TypeInfo.element(info.type());
        if (element == null) throw noConversion(info, target);
        return element;
    }

    private static Object constant(String name, ColumnInfo info, Class<?> target) throws SQLException {
        for (Object constant : target.getEnumConstants())
            if (((Enum<?>) constant).name().equals(name)) return constant;
        throw SqlErrors.data(
                "22018", info + " holds '" + name + "', which no constant of " + target.getName() + " is called");
    }

    private static Object array(Column column, int row, ColumnInfo info) throws SQLException {
        if (info.info().kind() != TypeInfo.Kind.ARRAY) throw noConversion(info, java.sql.Array.class);
        return Values.object(column, row, info);
    }

    private static Object struct(Column column, int row, ColumnInfo info) throws SQLException {
        if (info.info().kind() != TypeInfo.Kind.STRUCT) throw noConversion(info, Struct.class);
        return Values.object(column, row, info);
    }

    static SQLException noConversion(ColumnInfo info, Class<?> target) {
        return SqlErrors.data(
                "22018",
                info + " does not convert to " + target.getName()
                        + " without loss: read it with getObject(i) or getString(i), or cast it in the " + "statement");
    }
}
