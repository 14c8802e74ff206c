package dev.houseflow.javaapi.internal;

import dev.houseflow.ColumnBuilder;

/**
 * Appends the values of one Java type to one column. {@link #bind} gives it the builder of the current block. Not thread-safe.
 *
 * <p>A property of a primitive type is written by the function of that type, so that nothing is boxed; everything else by {@link #write}.
 */
abstract class ValueWriter {
    abstract void bind(ColumnBuilder builder);

    /** Appends {@code value}; {@code null} is NULL. */
    abstract void write(Object value);

    /** Whether the column's builder takes every value just as it is, so that a container of such values can be handed over whole. */
    boolean isPlain() {
        return false;
    }

    void writeBoolean(boolean value) {
        write(value);
    }

    void writeByte(byte value) {
        write(value);
    }

    void writeShort(short value) {
        write(value);
    }

    void writeInt(int value) {
        write(value);
    }

    void writeLong(long value) {
        write(value);
    }

    void writeFloat(float value) {
        write(value);
    }

    void writeDouble(double value) {
        write(value);
    }
}
