package dev.houseflow.benchmarks.shapes;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

/**
 * The share of one value in the checksum of its data set. It costs little, so that it measures
 * reading, and is enough to catch a wrong value. All clients are asked for the same JVM types:
 * {@code String} for text, {@code Instant} for moments.
 */
public final class Checksum {
    /** The share of a NULL. */
    public static final long OF_NULL = 1;

    private Checksum() {}

    public static long of(long value) {
        return value;
    }

    public static long of(int value) {
        return value;
    }

    public static long of(double value) {
        // All of its bits: a cast to a whole number would cost more than the reading.
        return Double.doubleToRawLongBits(value);
    }

    public static long of(float value) {
        return Float.floatToRawIntBits(value);
    }

    public static long of(boolean value) {
        return value ? 3 : 2;
    }

    public static long of(String value) {
        if (value == null) {
            return OF_NULL;
        }
        int length = value.length();
        return length == 0 ? 2 : length * 31L + value.charAt(0) * 7L + value.charAt(length - 1);
    }

    /** The same share of a text in ASCII, by its bytes. */
    public static long of(ByteBuffer value) {
        int length = value.remaining();
        return length == 0 ? 2 : length * 31L + value.get(0) * 7L + value.get(length - 1);
    }

    public static long of(Instant value) {
        return value == null ? OF_NULL : value.getEpochSecond() * 31 + value.getNano();
    }

    /** The share of the same moment, for readers that give no {@code Instant}. */
    public static long of(ZonedDateTime value) {
        return value == null ? OF_NULL : value.toEpochSecond() * 31 + value.getNano();
    }

    public static long of(Long value) {
        return value == null ? OF_NULL : of(value.longValue());
    }

    public static long of(Double value) {
        return value == null ? OF_NULL : of(value.doubleValue());
    }

    /** The share of an Array(String). */
    public static long ofStrings(List<?> values) {
        long sum = values.size();
        for (Object value : values) {
            sum += of((String) value);
        }
        return sum;
    }

    /** The share of a Map(String, UInt64). */
    public static long ofCounts(Map<?, ?> values) {
        long sum = values.size();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            sum += of((String) entry.getKey()) + ((Number) entry.getValue()).longValue();
        }
        return sum;
    }

    /** The share of a Tuple(id Int64, name String). */
    public static long ofTuple(List<?> values) {
        return ofObject(values.get(0)) + ofObject(values.get(1));
    }

    /** The share of the values of a JSON; a class has no keys to count. */
    public static long ofDocument(Map<?, ?> document) {
        long sum = 0;
        for (Object value : document.values()) {
            sum += ofObject(value);
        }
        return sum;
    }

    /** The share of a value of a type that only its reader knows. */
    public static long ofObject(Object value) {
        if (value instanceof String text) {
            return of(text);
        }
        return value instanceof Double number ? of(number.doubleValue()) : ((Number) value).longValue();
    }
}
