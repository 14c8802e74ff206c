package dev.houseflow.jdbc.internal.statement;

import dev.houseflow.jdbc.internal.errors.SqlErrors;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;

/**
 * The values of a statement's parameters, by their indexes from 0. Numbers, truth and moments are
 * kept without objects.
 */
final class ParameterValues {
    /** How a value is kept. */
    static final byte UNSET = 0;

    static final byte NULL = 1;
    /** In {@link #numbers}, 0 or 1. */
    static final byte BOOL = 2;
    /** In {@link #numbers}. */
    static final byte INT = 3;
    /** In {@link #numbers}. */
    static final byte LONG = 4;
    /** In {@link #numbers}, as the bits of a double. */
    static final byte FLOAT = 5;
    /** In {@link #numbers}, as its bits. */
    static final byte DOUBLE = 6;
    /** A String in {@link #objects}. */
    static final byte TEXT = 7;
    /** In {@link #numbers} the seconds since 1970, in {@link #nanos} the rest. */
    static final byte MOMENT = 8;
    /** A Binding in {@link #objects}. */
    static final byte OBJECT = 9;

    private static final int MILLIS = 1000;

    final byte[] kinds;
    final long[] numbers;
    final int[] nanos;
    final Object[] objects;

    ParameterValues(int count) {
        kinds = new byte[count];
        numbers = new long[count];
        nanos = new int[count];
        objects = new Object[count];
    }

    int count() {
        return kinds.length;
    }

    void clear() {
        Arrays.fill(kinds, UNSET);
        Arrays.fill(objects, null);
    }

    void setNull(int at) {
        kinds[at] = NULL;
    }

    void set(int at, byte kind, long number) {
        kinds[at] = kind;
        numbers[at] = number;
    }

    void set(int at, String text) {
        kinds[at] = text == null ? NULL : TEXT;
        objects[at] = text;
    }

    void set(int at, Timestamp moment) {
        if (moment == null) {
            setNull(at);
            return;
        }
        kinds[at] = MOMENT;
        numbers[at] = Math.floorDiv(moment.getTime(), (long) MILLIS);
        nanos[at] = moment.getNanos();
    }

    void set(int at, Binding value) {
        kinds[at] = OBJECT;
        objects[at] = value;
    }

    /** The value as an object that the client knows; null for NULL. */
    Object object(int at) throws SQLException {
        switch (kinds[at]) {
            case UNSET:
                throw unset(at);
            case NULL:
                return null;
            case BOOL:
                return numbers[at] != 0;
            case INT:
                return (int) numbers[at];
            case LONG:
                return numbers[at];
            case FLOAT:
                return (float) Double.longBitsToDouble(numbers[at]);
            case DOUBLE:
                return Double.longBitsToDouble(numbers[at]);
            case TEXT:
                return objects[at];
            case MOMENT:
                return Instant.ofEpochSecond(numbers[at], nanos[at]);
            default:
                return ((Binding) objects[at]).value;
        }
    }

    /** All of them, of which none may be missing, as they are now. */
    Binding[] bindings() throws SQLException {
        Binding[] all = new Binding[kinds.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = kinds[i] == OBJECT ? (Binding) objects[i] : Binding.of(object(i));
        }
        return all;
    }

    SQLException unset(int at) {
        return SqlErrors.state(
                "07001",
                "Parameter " + (at + 1) + " of " + kinds.length + " has no value: set it, with setNull if it is NULL");
    }
}
