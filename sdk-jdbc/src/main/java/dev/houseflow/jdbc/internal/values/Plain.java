package dev.houseflow.jdbc.internal.values;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of JDBC's classes as those that the client knows. What may change is copied. */
public final class Plain {
    private static final int MILLIS = 1000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private Plain() {}

    /** {@code value} as the client knows it. */
    public static Object of(Object value) throws SQLException {
        if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean)
            return value;
        if (value instanceof java.util.Date) return date((java.util.Date) value);
        if (value instanceof Calendar) return ((Calendar) value).toInstant();
        if (value instanceof byte[]) return ((byte[]) value).clone();
        if (value instanceof ArrayValue) return all(((ArrayValue) value).values());
        if (value instanceof StructValue) return all(((StructValue) value).parts());
        if (value instanceof Array) return of(((Array) value).getArray());
        if (value instanceof Struct) return of(((Struct) value).getAttributes());
        if (value instanceof Blob) return ((Blob) value).getBytes(1, size(((Blob) value).length()));
        if (value instanceof Clob) return ((Clob) value).getSubString(1, size(((Clob) value).length()));
        if (value instanceof SQLXML) return ((SQLXML) value).getString();
        if (value instanceof InputStream) return bytes((InputStream) value, -1);
        if (value instanceof Reader) return text((Reader) value, -1);
        if (value instanceof Optional) return of(((Optional<?>) value).orElse(null));
        if (value instanceof List) return all((List<?>) value);
        if (value instanceof Map) return map((Map<?, ?>) value);
        if (value.getClass().isArray()) return all(JavaArrays.list(value));
        if (value instanceof OffsetTime) {
            throw SqlErrors.data("22018", "ClickHouse's times of day have no offset: give a LocalTime");
        }
        return value;
    }

    private static Object date(java.util.Date value) {
        if (value instanceof Date) return ((Date) value).toLocalDate();
        if (value instanceof Time) return localTime((Time) value);
        if (value instanceof Timestamp) return ((Timestamp) value).toInstant();
        return value.toInstant();
    }

    /** With its milliseconds, which {@code toLocalTime} drops. */
    public static LocalTime localTime(Time value) {
        long millis = Math.floorMod(value.getTime(), (long) MILLIS);
        return value.toLocalTime().plusNanos(millis * NANOS_PER_MILLI);
    }

    private static List<Object> all(List<?> values) throws SQLException {
        List<Object> out = new ArrayList<>(values.size());
        for (Object value : values) out.add(of(value));
        return out;
    }

    private static Map<Object, Object> map(Map<?, ?> values) throws SQLException {
        Map<Object, Object> out = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : values.entrySet()) out.put(of(entry.getKey()), of(entry.getValue()));
        return out;
    }

    private static int size(long length) throws SQLException {
        if (length > Integer.MAX_VALUE - 8) {
            throw SqlErrors.data(
                    "22001", "The value has " + length + " bytes, more than one value may have here; split it");
        }
        return (int) length;
    }

    /**
     * All bytes of {@code in}, which stays open; just {@code length} of them unless that is
     * negative.
     */
    public static byte[] bytes(InputStream in, long length) throws SQLException {
        if (in == null) return null;
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            long left = length < 0 ? Long.MAX_VALUE : size(length);
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) break;
                out.write(buffer, 0, count);
                left -= count;
            }
            if (length >= 0 && left > 0) throw tooShort(length, length - left);
            return out.toByteArray();
        } catch (IOException e) {
            throw SqlErrors.data("22000", "The stream of the value cannot be read: " + e, e);
        }
    }

    /** All characters of {@code in}, likewise. */
    public static String text(Reader in, long length) throws SQLException {
        if (in == null) return null;
        try {
            StringBuilder out = new StringBuilder();
            char[] buffer = new char[4096];
            long left = length < 0 ? Long.MAX_VALUE : size(length);
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) break;
                out.append(buffer, 0, count);
                left -= count;
            }
            if (length >= 0 && left > 0) throw tooShort(length, length - left);
            return out.toString();
        } catch (IOException e) {
            throw SqlErrors.data("22000", "The reader of the value cannot be read: " + e, e);
        }
    }

    /** {@code bytes} as text of {@code charset}; null for null. */
    public static String decoded(byte[] bytes, Charset charset) throws SQLException {
        if (bytes == null) return null;
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw SqlErrors.data(
                    "22021",
                    "The stream of the value is no " + charset + ": give it with setBinaryStream or setCharacterStream",
                    e);
        }
    }

    private static SQLException tooShort(long length, long had) {
        return SqlErrors.data(
                "22026",
                "The stream was said to have " + length + ", but had " + had + "; give the right length, or none");
    }
}
